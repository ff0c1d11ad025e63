"""What everything printed in the tables was read as: `python -m benchmarks.account`, or with a FOLDER of texts.

Says for each folder how many characters in a hundred of the tables are label, header, figure …, and lists what is
unread. In a text that nothing was done to, nothing should be.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.frozen import FROZEN
from extractor.forms import load_forms
from extractor.identity.identify import identify
from extractor.reading.account import PAGE_NOISE, Run, RunKind, account_of
from extractor.reading.grid_reader import with_grids
from extractor.reading.model import Reading
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import Source, open_source

_MOST_LISTED = 40
_LONGEST = 60
_COLUMNS = tuple(kind for kind in RunKind if kind not in (*PAGE_NOISE, RunKind.BLANK))


class Read(NamedTuple):
    """One run of the account of a text, and its characters."""

    path: Path
    section: str
    run: Run
    printed: str


def reading_of(source: Source) -> Reading | None:
    """A source as the rules read it; None where it prints no label of any form."""
    year = identify(source).known_year
    reading = read_by_rules(source.text, source.shape, load_forms(), year)
    return None if reading is None else with_grids(reading, source.grids, source.text, year)


def runs_in(folder: Path) -> Iterator[Read]:
    """The accounts of all texts in a folder and those below."""
    for path in sorted(folder.rglob("*.txt")):
        source = open_source(path)
        reading = reading_of(source)
        for section, runs in (account_of(reading, source.text) if reading is not None else {}).items():
            yield from (Read(path, section, run, source.text[run.start : run.end]) for run in runs)


def _percent(counted: Counter[RunKind], *kinds: RunKind) -> str:
    return f"{100 * sum(counted[kind] for kind in kinds) / max(counted.total(), 1):>10.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line a folder and one for all, then the first runs that are unread."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.account", description="Account for what is printed.")
    parser.add_argument("folder", type=Path, nargs="?", default=FROZEN)
    options = parser.parse_args(arguments)
    counts: dict[str, Counter[RunKind]] = {}
    unread: list[Read] = []
    for one in runs_in(options.folder):
        for name in (one.path.parent.name, "all"):
            counts.setdefault(name, Counter())[one.run.kind] += sum(not c.isspace() for c in one.printed)
        if one.run.kind == RunKind.UNREAD:
            unread.append(one)
    print(f"{'% of the characters':44}" + "".join(f"{kind:>10}" for kind in _COLUMNS) + f"{'noise':>10}")
    for name, counted in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"{name:44}" + "".join(_percent(counted, kind) for kind in _COLUMNS) + _percent(counted, *PAGE_NOISE))
    print(f"\n{len(unread)} runs are unread" + (f"; the first {_MOST_LISTED}:" if len(unread) > _MOST_LISTED else ":"))
    for path, section, run, printed in unread[:_MOST_LISTED]:
        print(f"  {path.parent.name}/{path.name} {run.key or section}: {printed[:_LONGEST]!r}")


if __name__ == "__main__":
    main()
