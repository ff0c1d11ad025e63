"""Whole reports in which a figure's cell holds words beside or instead of it, and what is wrong with their reading.

`python -m tests.spoiled` tries every text of spoiled.toml in every place and layout (an hour and more) and prints each
fault; `--share 20` tries every twentieth.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.pipeline import extract
from extractor.result import Extraction
from tests.spoiled_reports import LAYOUTS, WITH_LINES, SpoiledReport, report_of

Number = int | float


class SpoiledText(NamedTuple):
    """A text for a cell: what it stands for, the kind of cell, the numbers that may be accepted ("n": the figure)."""

    says: str
    of: str
    may: tuple[Number | str, ...]
    text: str
    still_wrong: bool
    """Whether it is known to be accepted as something else somewhere."""

    def written(self, value: Number) -> str:
        """The text for this figure."""
        return self.text.format_map(_forms_of(value))

    def allowed(self, value: Number) -> set[Number]:
        """The numbers that may be accepted where this is the figure."""
        return {one if not isinstance(one, str) else value * int(one.partition("×")[2] or 1) for one in self.may}


class Spot(NamedTuple):
    """Where the text is put: the report, the fields that hold it, and whether equations tell them by themselves."""

    name: str
    report: str
    of: str
    keys: tuple[str, ...]
    deducible: bool = False


class Fault(NamedTuple):
    """What is wrong with a reading."""

    kind: str
    """`wrong`: a spoiled cell is accepted as something else; `beside`: another cell is; `unnamed`: a spoiled cell is in
    review, and no warning or error names it; `unnamed beside`: so is another; `unread`: no form was found."""
    says: str


class Trial(NamedTuple):
    """One report to read."""

    text: SpoiledText
    spot: Spot
    layout: str

    @property
    def written(self) -> str:
        """What stands in the cell."""
        return self.text.written(abs(report_of(self.spot.report).truth[self.spot.keys[0]]))


_THREE = ("new", "granted", "total")
SPOTS = (
    Spot("one slot", "2021", "count", ("active.administrative_licensing.decisions",)),
    Spot("one slot, two digits", "2021", "count", ("active.administrative_coercion.decisions",)),
    Spot("first of three slots", "2021", "count", ("active.normative_documents.issued",)),
    Spot("last of three slots", "2021", "count", ("active.normative_documents.in_force",)),
    Spot("before a signed change", "2019", "count", ("active.administrative_licensing.prior_items",)),
    Spot("first of two slots", "2019", "count", ("active.government_procurement.project_count",)),
    Spot("a cell of section three", "2021", "count", ("applications.granted.natural_person",), True),
    Spot("a row's total", "2021", "count", ("applications.granted.total",), True),
    Spot("a column's total", "2021", "count", ("applications.total.natural_person",), True),
    Spot("the last cell", "2021", "count", ("applications.total.total",), True),
    Spot("a cell of section four", "2021", "count", ("disputes.review.upheld",), True),
    Spot("a total of section four", "2021", "count", ("disputes.litigation_direct.total",), True),
    Spot(
        "a figure and all its sums",
        "alone",
        "count",
        tuple(f"applications.{row}.{column}" for row in _THREE for column in ("natural_person", "total")),
    ),
    Spot("a dispute and its sum", "alone", "count", ("disputes.review.upheld", "disputes.review.total")),
    Spot("middle of three slots", "2019", "change", ("active.administrative_penalties.change",)),
    Spot("last of two slots", "2019", "change", ("active.administrative_fees.change",)),
    Spot("a sum of yuan", "2019", "yuan", ("active.government_procurement.amount_yuan",)),
    Spot("a sum of 万元", "2021", "wan", ("active.administrative_fees.amount_wan_yuan",)),
)


def all_texts() -> tuple[SpoiledText, ...]:
    """Every text of spoiled.toml."""
    kinds = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["texts"]
    return tuple(
        SpoiledText(kind["says"], kind["of"], tuple(kind["may"]), text, text in kind.get("still_wrong", ()))
        for kind in kinds
        for text in (*kind["texts"], *kind.get("still_wrong", ()))
    )


def trials_of(text: SpoiledText) -> list[Trial]:
    """The text in every spot of its kind in every layout, or those in which a cell can have two lines."""
    layouts = [name for name in LAYOUTS if "\n" not in text.text or name in WITH_LINES]
    return [Trial(text, spot, layout) for spot in SPOTS if spot.of == text.of for layout in layouts]


def faults_of(trial: Trial) -> tuple[list[Fault], str]:
    """What is wrong with the reading of one report, and what became of its first spoiled cell."""
    report = report_of(trial.spot.report)
    content = report.written(trial.layout, dict.fromkeys(trial.spot.keys, trial.written))
    extraction = extract(content, f"report.{LAYOUTS[trial.layout]}")
    if not extraction.fields:
        return [Fault("unread", "no form was found")], "unread"
    field = extraction.fields[trial.spot.keys[0]]
    return list(_faults(extraction, trial, report)), "review" if field.status == "review" else "read"


def _faults(extraction: Extraction, trial: Trial, report: SpoiledReport) -> Iterator[Fault]:
    named = {key for found in extraction.findings if found.severity in ("warning", "error") for key in found.fields}
    unnamed: dict[str, list[str]] = {"unnamed": [], "unnamed beside": []}
    for key, field in extraction.fields.items():
        spoiled, truth = key in trial.spot.keys, report.truth[key]
        right = trial.text.allowed(truth) if spoiled else {truth}
        if trial.spot.deducible:
            right = right | {truth}
        if field.status == "accepted" and field.value not in right:
            yield Fault(
                "wrong" if spoiled else "beside", f"{key} = {field.value} ({field.basis}, printed {field.printed!r})"
            )
        if field.status == "review" and key not in named:
            unnamed["unnamed" if spoiled else "unnamed beside"].append(f"{key} (printed {field.printed!r})")
    for kind, cells in unnamed.items():
        if cells:
            yield Fault(kind, f"{cells[0]}{f' and {len(cells) - 1} more' if cells[1:] else ''}")


_DIGITS = "零一二三四五六七八九"
_CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _forms_of(value: Number) -> dict[str, str]:
    digits = f"{value:g}" if isinstance(value, float) else str(value)
    whole = int(value)
    return {
        "n": digits,
        "next": str(whole + 5),
        "half": str(whole // 2),
        "head": digits[0],
        "tail": digits[1:],
        "han": _han(whole),
        "capital": _han(whole).translate(_CAPITALS),
        "wide": digits.translate(_WIDE),
        "wan": f"{value / 10000:g}",
        "yuan": f"{value * 10000:.0f}",
    }


def _han(value: int) -> str:
    """A number below ten thousand in Chinese numerals."""
    written, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + unit
        gap = not digit
    return written.removeprefix("一") if 10 <= value < 20 else written or "零"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.spoiled", description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="try one report in so many")
    parser.add_argument("--start", type=int, default=0, help="the first one to try")
    parser.add_argument("--layout", choices=LAYOUTS, action="append", help="only this layout; may be repeated")
    parser.add_argument("--spot", action="append", help="only this spot; may be repeated")
    parser.add_argument("--says", action="append", help="only texts that say this; may be repeated")
    options = parser.parse_args()
    trials = [trial for text in all_texts() for trial in trials_of(text) if trial.layout in (options.layout or LAYOUTS)]
    trials = [trial for trial in trials if not options.spot or trial.spot.name in options.spot]
    trials = [trial for trial in trials if not options.says or trial.text.says in options.says]
    sys.exit(_show(trials[options.start :: options.share]))


def _show(trials: Iterable[Trial]) -> int:
    counts: Counter[str] = Counter()
    for trial in trials:
        faults, became = faults_of(trial)
        counts.update([became, *(fault.kind for fault in faults)])
        for fault in faults:
            print(
                fault.kind,
                repr(trial.written),
                trial.text.says,
                trial.spot.name,
                trial.layout,
                fault.says,
                sep="\t",
                flush=True,
            )
    print(dict(counts))
    return int(any(counts[kind] for kind in ("wrong", "beside", "unnamed", "unnamed beside")))


if __name__ == "__main__":
    main()
