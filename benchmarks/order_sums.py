"""What is accepted of printed tables with the figures of reports: `python -m benchmarks.order_sums --tables 300`.

The table of section three in the looks of `order_tables`, by every producer and converter of `reading_order`, and after
damage that its text may have suffered: lines lost, moved, exchanged or written twice, figures dropped. Counted are the
figures that the evidence accepts, and those of them that are wrong. `--write docs/reading-order-sums.md` writes a page.
"""

import argparse
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.figures import Size, make_applications
from benchmarks.order_tables import OrderTable, make_table
from benchmarks.pages import percent, table
from benchmarks.reading_order import printed_texts
from benchmarks.statistics import upper_bound
from benchmarks.writing import write_page
from extractor import SourceError
from extractor.forms import load_forms
from extractor.pipeline import judge_source
from extractor.sources import open_source

_SIZES: tuple[Size, ...] = ("tiny", "small", "medium", "large")
_FORM = next(form for form in load_forms() if (form.id, form.edition) == ("2021", "other_total"))
_SECTION = _FORM.section("applications")
_COLUMNS = len(_SECTION.blocks[0].columns)
_HEAD = "云台市林业局2022年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n"
_PROCESSES = 2


def make_report_table(seed: int) -> tuple[OrderTable, dict[str, int]]:
    """The table of a seed with the figures of a report, and what is true of each field."""
    rng = Random(f"sums {seed}")
    look = next(one for one in map(make_table, range(1000 * seed, 1000 * seed + 1000)) if len(one.names) == _COLUMNS)
    made = make_applications(rng, _SIZES[seed % len(_SIZES)], True)
    truth = {f"applications.{key.removeprefix('applications.')}": int(value) for key, value in made.items()}
    signs = tuple(tuple(str(truth[field]) for field in row.fields) for row in _SECTION.rows)
    labels = tuple(f"{_ordinal(row.ordinal)}{row.labels[0]}" for row in _SECTION.rows)
    return replace(look, labels=labels, signs=signs, size=min(look.size, 10.5), height=0.0), truth


def _ordinal(ordinal: str) -> str:
    return ordinal if ordinal.endswith("）") else f"{ordinal}." if ordinal.isascii() else f"{ordinal}、"


def _lines_of_figures(lines: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if line.strip() and all(map(str.isdecimal, line.split()))]


def _lose(lines: list[str], at: int, rng: Random) -> None:
    del lines[at]


def _move(lines: list[str], at: int, rng: Random) -> None:
    line = lines.pop(at)
    lines.insert(rng.choice(_lines_of_figures(lines)), line)


def _exchange(lines: list[str], at: int, rng: Random) -> None:
    other = rng.choice(_lines_of_figures(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _double(lines: list[str], at: int, rng: Random) -> None:
    lines.insert(at, lines[at])


def _drop(lines: list[str], at: int, rng: Random) -> None:
    words = lines[at].split()
    del words[rng.randrange(len(words))]
    lines[at] = " ".join(words)


DAMAGE: Mapping[str, Callable[[list[str], int, Random], None] | None] = MappingProxyType(
    {
        "none": None,
        "a line of figures lost": _lose,
        "a line of figures moved": _move,
        "two lines of figures exchanged": _exchange,
        "a line of figures written twice": _double,
        "a figure dropped": _drop,
    }
)


def damaged(text: str, damage: str, seed: int) -> str | None:
    """The text after damage; None where it has no line of figures alone."""
    change = DAMAGE[damage]
    lines = text.split("\n")
    places = _lines_of_figures(lines)
    if change is None:
        return text
    if len(places) < 2:
        return None
    rng = Random(f"{damage} {seed}")
    change(lines, rng.choice(places), rng)
    return "\n".join(lines)


class Tally(NamedTuple):
    """What came of one text: its figures, those accepted, those accepted by their sums, and those that are wrong."""

    key: tuple[str, str, str]
    figures: int
    accepted: int
    arranged: int
    wrong: int


def tally(job: tuple[str, str, str, int, str]) -> Tally | None:
    """What is accepted of one text, by its evidence alone; `job` names producer, converter, damage and seed."""
    producer, converter, damage, seed, text = job
    changed = damaged(text, damage, seed)
    if changed is None:
        return None
    truth = make_report_table(seed)[1]
    key = (producer, converter, damage)
    try:
        judged = judge_source(open_source((_HEAD + changed).encode()), by_confidence=False)
    except SourceError:
        return Tally(key, len(truth), 0, 0, 0)
    found = {} if judged is None else {field: judged.verdicts[field] for field in truth if field in judged.verdicts}
    accepted = {field: one for field, one in found.items() if one.accepted and one.value is not None}
    arranged = sum(one.evidence == "identities.arranged" for one in accepted.values())
    wrong = sum(one.value != truth[field] for field, one in accepted.items())
    return Tally(key, len(truth), len(accepted), arranged, wrong)


def _jobs(count: int, seed: int) -> Iterator[tuple[str, str, str, int, str]]:
    made = {at: make_report_table(at)[0] for at in range(seed, seed + count)}
    for producer, converter, at, text in printed_texts(made):
        yield from ((producer, converter, damage, at, text) for damage in DAMAGE)


def page(tallies: Sequence[Tally], command: str) -> str:
    """The page of what was accepted."""
    rows: list[tuple[object, ...]] = []
    for key in sorted({one.key for one in tallies}, key=lambda key: (list(DAMAGE).index(key[2]), key)):
        own = [one for one in tallies if one.key == key]
        total = Counter[str]()
        for one in own:
            total.update(figures=one.figures, accepted=one.accepted, arranged=one.arranged, wrong=one.wrong)
        shares = [percent(total[name] / total["figures"]) for name in ("accepted", "arranged")]
        bad = sum(one.wrong > 0 for one in own)
        some = sum(one.accepted > 0 for one in own)
        rows.append(
            (key[2], *key[:2], len(own), *shares, total["wrong"], bad, percent(upper_bound(bad, some)) if some else "")
        )
    head = (
        *("damage", "producer", "converter", "tables", "accepted %", "by sums %", "wrong"),
        *("tables with a wrong one", "at most %"),
    )
    return _WORDS.read_text("utf-8").format(command=command) + table(head, rows)


_WORDS = Path(__file__).with_name("reading-order-sums.md")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.order_sums", description="What is accepted of tables that converters have written?"
    )
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the page to write, docs/reading-order-sums.md")
    options = parser.parse_args(arguments)
    with ProcessPoolExecutor(_PROCESSES) as pool:
        found = pool.map(tally, _jobs(options.tables, options.seed), chunksize=16)
        tallies = [one for one in found if one is not None]
    text = page(tallies, f"python -m benchmarks.order_sums --tables {options.tables} --seed {options.seed}")
    write_page(text, options.write)


if __name__ == "__main__":
    main()
