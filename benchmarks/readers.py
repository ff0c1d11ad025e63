"""Compares the two readers of tables: `python -m benchmarks.readers FOLDER…` (say, a corpus's `source-html`).

Prints for each folder in how many figures the grid reader and the text decoder agree, or differ, or only one of them
reads, and lists where they differ, with the truth where the folder is of a corpus.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import load_truths
from benchmarks.pages import percent, table
from benchmarks.truth import Truth
from extractor.errors import SourceError
from extractor.forms import load_forms
from extractor.identity.identify import identify
from extractor.reading.grid_reader import read_grids, with_grids
from extractor.reading.grid_rows import grid_rows
from extractor.reading.model import Cell, SectionReading
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source

AGREE, DIFFER, UNSURE = "agree", "differ", "differ, the decoder not sure"
GRID_ONLY, DECODER_ONLY, NEITHER = "grid only", "decoder only", "neither"
WAYS = (AGREE, DIFFER, UNSURE, GRID_ONLY, DECODER_ONLY, NEITHER)


class Compared(NamedTuple):
    """One figure as both readers have it."""

    document: str
    field: str
    way: str
    in_grid: Cell | None
    decoded: Cell | None

    def row(self, truth: Truth | None) -> list[str]:
        """A line of the list."""
        true = truth.values.get(self.field) if truth is not None else None
        printed = truth.printed.get(self.field, "") if truth is not None else ""
        right = [
            name
            for name, cell in (("grid", self.in_grid), ("decoder", self.decoded))
            if cell is not None and true is not None and cell.value is not None and Decimal(str(cell.value)) == true
        ]
        shown = "" if true is None else f"{true} ({printed!r})"
        return [self.document, self.field, _shown(self.in_grid), _shown(self.decoded), shown, ", ".join(right)]


def compare_document(path: Path) -> Iterator[Compared]:
    """Every figure of a document's tables as both readers have it; none of one that is no report."""
    source = open_source(path)
    year = identify(source).known_year
    reading = read_by_rules(source.text, source.shape, load_forms(), year)
    if reading is None:
        return
    rows = grid_rows(source.grids, source.text)
    both = with_grids(reading, source.grids, source.text, year)
    name = f"{path.parent.name}/{path.name}"
    for decoded, merged in zip(reading.sections, both.sections, strict=True):
        in_grid = _cells(read_grids(decoded, rows, year)) if rows else {}
        in_text = _cells(decoded)
        for field in (field for row in decoded.section.rows for field in row.fields):
            one, other = in_grid.get(field), in_text.get(field)
            way = DIFFER if field in merged.read_otherwise else _way(one, other)
            yield Compared(name, field, way, one, merged.read_otherwise.get(field, other))


def _cells(section: SectionReading | None) -> dict[str, Cell]:
    """The cells of the rows that can be read in one way only."""
    rows = section.rows if section is not None and section.found else ()
    settled = (row for row in rows if row.settled)
    return {field: cell for row in settled for field, cell in zip(row.row.fields, row.placements[0], strict=True)}


def _way(in_grid: Cell | None, decoded: Cell | None) -> str:
    grid_reads, decoder_reads = (cell is not None and cell.value is not None for cell in (in_grid, decoded))
    if in_grid is not None and decoded is not None and grid_reads and decoder_reads:
        return AGREE if in_grid.value == decoded.value else UNSURE
    return GRID_ONLY if grid_reads else DECODER_ONLY if decoder_reads else NEITHER


def _shown(cell: Cell | None) -> str:
    return "" if cell is None else f"{cell.value} ({cell.printed!r})"


def compare_folder(folder: Path) -> tuple[Counter[str], list[Compared], int]:
    """How often each way is met in a folder, the figures in which the readers differ, and how many documents failed."""
    ways: Counter[str] = Counter()
    differing: list[Compared] = []
    failed = 0
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            compared = list(compare_document(path))
        except SourceError:
            failed += 1
            continue
        ways.update(one.way for one in compared)
        differing += [one for one in compared if one.way in (DIFFER, UNSURE)]
    return ways, differing, failed


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.readers", description="Compare the grid reader with the text decoder."
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="a folder of reports")
    parser.add_argument("--most", type=int, default=50, help="how many figures to list in which they differ")
    options = parser.parse_args(arguments)
    lines: list[list[str]] = []
    listed: list[list[str]] = []
    for folder in options.folders:
        if not folder.is_dir():
            sys.exit(f"{folder} is no folder.")
        ways, differing, failed = compare_folder(folder)
        truths = load_truths(folder.parent)
        listed += [one.row(truths.get(Path(one.document).stem)) for one in differing]
        total = ways.total()
        shares = [f"{ways[way]} ({percent(ways[way] / total)} %)" if total else "" for way in WAYS]
        lines.append([str(folder), str(total), *shares, str(failed)])
    print(table(("folder", "figures", *WAYS, "not opened"), lines))
    print(table(("document", "field", "grid", "decoder", "truth", "right"), listed[: options.most]))
    if len(listed) > options.most:
        print(f"… and {len(listed) - options.most} more.")


if __name__ == "__main__":
    main()
