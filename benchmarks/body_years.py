"""What a panel says of made-up bodies over five years, and the truth: `python -m benchmarks.body_years --bodies 60`.

Each body has a report on each year, in the form of that year, as a page, a Word file, a workbook, or a text that a
converter made of one of these, of which half are damaged further. Told are how many body-years come out complete and
right, and for ten figures the mean, the share of zeros and the share of their table in truth, in what the panel
delivers, and between which bounds it says that they lie.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from benchmarks.convert import Converter, usable_converters
from benchmarks.figures import SIZE_WEIGHTS, SIZES
from benchmarks.operators import draw_operators, operate
from benchmarks.prose import draw_body
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.render_xlsx import render_xlsx
from benchmarks.reports import Report, make_report
from benchmarks.truth import Truth, truth_of
from extractor.errors import ExtractorError
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.panel_options import PanelOptions
from extractor.identity.bodies import body_id
from extractor.pipeline import extract
from extractor.result import Extraction
from extractor.sources import open_source

YEARS = range(2019, 2024)
FIGURES = {
    "active.administrative_licensing.decisions": None,
    "active.administrative_penalties.decisions": None,
    "applications.new.total": None,
    "applications.carried_in.total": None,
    "applications.granted.total": "applications.total.total",
    "applications.unable.not_held.total": "applications.total.total",
    "applications.rejected.repeated.total": "applications.total.total",
    "applications.carried_out.total": None,
    "disputes.review.corrected": "disputes.review.total",
    "disputes.litigation_direct.upheld": "disputes.litigation_direct.total",
}
"""Ten figures that both forms have, and what they are a share of."""
_WAYS = ("html", "docx", "xlsx", "text", "text", "damaged", "damaged")
_KINDS = ("html", "docx")
_TRIES = 50
_TABLES = ("panel.csv", "panel-wide-status.csv", "panel-wide-low.csv", "panel-wide-high.csv")
_MARK = "<!-- body-years -->"


class BodyYear(NamedTuple):
    """A body's year: the truth, the file that was made of it, and whether that holds every digit of the tables."""

    truth: Truth
    name: str
    data: bytes
    holds_all: bool

    @property
    def is_knowable(self) -> bool:
        """Whether a reader can know every figure: the author broke no equation, and no digit is lost."""
        return self.holds_all and self.truth.is_sound


class Delivered(NamedTuple):
    """A figure of a body's year as the panel has it: its value, what is said of it, and its bounds."""

    value: Decimal | None
    status: str
    low: Decimal | None
    high: Decimal | None


_NOTHING = Delivered(None, "", None, None)
Panel = Mapping[str, Mapping[str, Delivered]]
"""By the name of the file, the figures of a body's year."""


def body_years(bodies: int, seed: int) -> Iterator[BodyYear]:
    """Each body's years; every body has one size, and a name that says which body it is."""
    converters = [one for one in usable_converters()[0] if one.source in _KINDS]
    rng = Random(seed)
    names: set[str] = set()
    for _ in range(_TRIES * bodies):
        body = draw_body(rng)
        if len(names) == bodies or body.name in names or body_id(body.name) is None:
            continue
        names.add(body.name)
        size = rng.choices(SIZES, SIZE_WEIGHTS)[0]
        for year in YEARS:
            form = "2019" if year < 2021 else "2021"
            made = make_report(rng.randrange(10**6), form=form, size=size, of=(body, year))
            yield _written(replace(made, report_id=f"{len(names):05}-{year}"), converters, rng)


def _written(report: Report, converters: Sequence[Converter], rng: Random) -> BodyYear:
    truth, way = Truth.from_json(truth_of(report)), rng.choice(_WAYS)
    if way == "xlsx":
        return BodyYear(truth, f"{report.report_id}.xlsx", render_xlsx(report), holds_all=True)
    if way in _KINDS:
        data = render_html(report).encode() if way == "html" else render_docx(report)
        return BodyYear(truth, f"{report.report_id}.{way}", data, holds_all=True)
    text = _converted(report, rng.choice(converters))
    data = text.encode("utf-8", "replace")
    if way == "damaged":
        changes = (operate(text, operator, report.report_id) for operator in draw_operators(report.report_id))
        data = next((one for one in changes if one is not None), data)
    name = f"{report.report_id}.txt"
    with suppress(ExtractorError):
        text = open_source(data, name).text
    return BodyYear(truth, name, data, holds_all=truth.is_all_in(text))


def _converted(report: Report, converter: Converter) -> str:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{report.report_id}.{converter.source}"
        source.write_bytes(render_docx(report) if converter.source == "docx" else render_html(report).encode())
        return converter.convert(source)


def read(made: Sequence[BodyYear]) -> Iterator[Extraction]:
    """What is read of the files; those that cannot be read are left out, as in a batch."""
    for one in made:
        with suppress(ExtractorError):
            found = extract(one.data, one.name)
            if found.holds_report:
                yield found


def panel_of(extractions: Iterator[Extraction], folder: Path) -> Panel:
    """The panel's wide tables with bounds."""
    options = PanelOptions(without_long=True, bounds=True)
    write_panel(extractions, PanelRequest(folder / "panel.csv", options=options))
    value, *others = (_rows(folder / name) for name in _TABLES)
    return {
        name: {field: _delivered(cell, *(table[name][field] for table in others)) for field, cell in row.items()}
        for name, row in value.items()
    }


def _rows(path: Path) -> dict[str, dict[str, str]]:
    """The figures of a wide table by the name of the file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["files"]: {field: cell for field, cell in row.items() if "." in field} for row in rows}


def _delivered(value: str, status: str, low: str, high: str) -> Delivered:
    return Delivered(_number(value), status, _number(low), _number(high))


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def is_complete(one: BodyYear, row: Mapping[str, Delivered]) -> bool:
    """Whether every figure of a body's year is delivered and right; a blank that stands for nothing is delivered so."""
    return all(
        got.value in one.truth.right_values(key) if got.value is not None else _is_blank(one.truth, key, got)
        for key, got in ((key, row.get(key, _NOTHING)) for key in one.truth.values)
    )


def _is_blank(truth: Truth, key: str, got: Delivered) -> bool:
    return got.status == "blank" and truth.is_blank(key)


def wrong_figures(one: BodyYear, row: Mapping[str, Delivered]) -> int:
    """How many figures are delivered and not right."""
    return sum(
        row[key].value is not None and row[key].value not in one.truth.right_values(key)
        for key in one.truth.values
        if key in row
    )


class Interval(NamedTuple):
    """The least and the greatest that a figure can be."""

    low: Decimal
    high: Decimal


class Estimate(NamedTuple):
    """A number in truth, as it is delivered, and between which bounds it is said to lie; None where that is open."""

    truth: Decimal
    delivered: Decimal | None
    low: Decimal
    high: Decimal | None

    @property
    def holds(self) -> bool:
        """Whether the truth lies between the bounds."""
        return self.low <= self.truth and (self.high is None or self.truth <= self.high)

    @property
    def width(self) -> Decimal | None:
        """How far the bounds lie apart, as a share of the truth."""
        return None if self.high is None or not self.truth else (self.high - self.low) / self.truth


class FigureEstimates(NamedTuple):
    """What a panel says of one figure: mean, share of zeros, and share of its table, over the body-years in the panel
    that have bounds; `unbounded` counts the others.
    """

    field: str
    mean: Estimate
    zeros: Estimate
    share: Estimate | None
    unbounded: int


def estimates(made: Sequence[BodyYear], panel: Panel, field: str) -> FigureEstimates:
    """What a panel says of a figure."""
    pairs = [(one.truth.values[field], panel[one.name][field]) for one in made if one.name in panel]
    bounded = [(value, got) for value, got in pairs if got.high is not None]
    of = FIGURES[field]
    whole = [(one.truth.values[of], panel[one.name][of]) for one in made if of and one.name in panel]
    return FigureEstimates(
        field,
        _mean([(value, got.value, got.low or Decimal(0), got.high or Decimal(0)) for value, got in bounded]),
        _mean([_zero(value, got) for value, got in pairs]),
        _share(pairs, whole) if whole else None,
        len(pairs) - len(bounded),
    )


_Bounded = tuple[Decimal, Decimal | None, Decimal, Decimal]


def _mean(values: Sequence[_Bounded]) -> Estimate:
    truths, given, lows, highs = zip(*values, strict=True)
    known = [one for one in given if one is not None]
    count = Decimal(len(values))
    given = sum(known, Decimal(0)) / len(known) if known else None
    return Estimate(sum(truths) / count, given, sum(lows) / count, sum(highs) / count)


def _zero(value: Decimal, got: Delivered) -> _Bounded:
    """Whether a figure is 0, as a number."""
    given = None if got.value is None else Decimal(got.value == 0)
    return Decimal(value == 0), given, Decimal(got.high == 0), Decimal((got.low or 0) == 0)


def _share(parts: Sequence[tuple[Decimal, Delivered]], wholes: Sequence[tuple[Decimal, Delivered]]) -> Estimate | None:
    """The share of a figure's sum in another's, over the body-years of which both have bounds.

    It is the least where the parts are, and the rests of the wholes are the greatest that they can be; and the greatest
    where it is the other way round.
    """
    both = [
        (
            value,
            Interval(got.low or Decimal(0), got.high),
            of,
            Interval(whole.low or Decimal(0), whole.high),
            got,
            whole,
        )
        for (value, got), (of, whole) in zip(parts, wholes, strict=True)
        if got.high is not None and whole.high is not None
    ]
    truth, whole = sum(one[0] for one in both), sum(one[2] for one in both)
    low, high = sum(part.low for _, part, *_ in both), sum(part.high for _, part, *_ in both)
    rest_low = sum(max(all_.low - part.high, Decimal(0)) for _, part, _, all_, *_ in both)
    rest_high = sum(all_.high - part.low for _, part, _, all_, *_ in both)
    known = [(got.value, of.value) for *_, got, of in both if got.value is not None and of.value is not None]
    if not (whole and low + rest_high and high + rest_low):
        return None
    below = sum(of for _, of in known)
    given = Decimal(sum(one for one, _ in known)) / below if below else None
    return Estimate(Decimal(truth) / whole, given, Decimal(low / (low + rest_high)), Decimal(high / (high + rest_low)))


def table(made: Sequence[BodyYear], panel: Panel) -> Iterator[str]:
    """The page's part: the body-years, and the ten figures."""
    knowable = [one for one in made if one.is_knowable]
    complete = [one for one in made if is_complete(one, panel.get(one.name, {}))]
    right = sum(one.is_knowable for one in complete)
    wrong = sum(wrong_figures(one, panel[one.name]) for one in made if one.name in panel)
    yield (
        f"Of {len(made)} body-years {len(panel)} are in the panel and {len(complete)} are complete and right; of the "
        f"{len(knowable)} of which the file holds every digit and the author broke no equation, {right} "
        f"({right / len(knowable):.0%}). Figures delivered and not what the report prints: {wrong}.\n"
    )
    found = [estimates(made, panel, field) for field in FIGURES]
    heads = " | ".join(f"{what} | delivered | bounds" for what in ("mean", "zeros", "share"))
    yield f"| figure | {heads} | without bounds |"
    yield "| --- " * 11 + "|"
    for one in found:
        cells = [*_cells(one.mean, "{:.2f}"), *_cells(one.zeros, "{:.1%}"), *_cells(one.share, "{:.1%}")]
        yield f"| `{one.field}` | {' | '.join(cells)} | {one.unbounded} |"
    for name, of in (("means", "mean"), ("shares of zeros", "zeros"), ("shares", "share")):
        every: list[Estimate] = [got for one in found if (got := getattr(one, of)) is not None]
        widths = [width for one in every if (width := one.width) is not None]
        said = f"median width {median(widths):.1%} of the truth" if widths else "no width"
        yield f"\nOf the {len(every)} {name}, {sum(one.holds for one in every)} lie between their bounds; {said}."


def _cells(one: Estimate | None, how: str) -> tuple[str, str, str]:
    if one is None:
        return "", "", ""
    low, high = how.format(one.low), "open" if one.high is None else how.format(one.high)
    given = "" if one.delivered is None else how.format(one.delivered)
    return how.format(one.truth), given, f"{low}–{high}" if one.holds else f"**{low}–{high}**"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table, or writes it into a page between its marks."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.body_years", description="What a panel says, and truth."
    )
    parser.add_argument("--bodies", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="a page with two marks, between which the table stands")
    options = parser.parse_args(arguments)
    made = list(body_years(options.bodies, options.seed))
    with tempfile.TemporaryDirectory() as folder:
        lines = "\n".join(table(made, panel_of(read(made), Path(folder))))
    if options.write is None:
        print(lines)
        return
    before, _, behind = options.write.read_text("utf-8").split(_MARK)
    how = f"`python -m benchmarks.body_years --bodies {options.bodies} --seed {options.seed}`"
    options.write.write_text(f"{before}{_MARK}\n{how}:\n\n{lines}\n{_MARK}{behind}", "utf-8")


if __name__ == "__main__":
    main()
