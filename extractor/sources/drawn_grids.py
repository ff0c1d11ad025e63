"""Tables drawn into text with characters: bars down and strokes across, as w3m, pandoc and databases print them.

The lines are those of a page whose points are characters, so the cells are found as on a page (`lattice.py`): merged
ones are, and a label that goes on over lines stays in its own. A table is closed by a line above and below; where rows
have no line between them there is no grid.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import NamedTuple

from extractor.sources.grid import Area, Bounds, Grid, Part, WrittenCell, grid_of
from extractor.sources.lattice import Lattice, lattices_of
from extractor.sources.words import Rule

# The size of a character in points, by which the lattice measures how near lines are.
_WIDE, _HIGH = 10.0, 20.0
_STROKES = re.compile(r"[+|](?:[-=:]+[+|])+")
_FEWEST_LINES = 3
# How many columns a Chinese character takes, and one of a drawn line.
_WIDTHS = ((2, 1), (1, 1), (2, 2))


class _Line(NamedTuple):
    """A line of a table: its characters, where it begins in the text, and the column at which each character begins."""

    text: str
    start: int
    columns: Sequence[int]

    def within(self, left: float, right: float) -> Part:
        """The part of the text between two columns, without the blanks at its ends."""
        first, last = bisect_left(self.columns, left), bisect_left(self.columns, right)
        shown = self.text[first:last]
        start = self.start + first + len(shown) - len(shown.lstrip())
        return start, start + len(shown.strip())

    def shows(self, part: Part) -> str:
        """What is written in a part of the text."""
        return self.text[part[0] - self.start : part[1] - self.start]


def drawn_grids(text: str, shape: str) -> tuple[Grid, ...]:
    """The grids of a normalised text whose tables are drawn; `shape` is it as it was printed, one for one."""
    if not _STROKES.search(text):
        return ()
    return tuple(grid for block in _blocks(text) for grid in _grids(block, shape))


def _blocks(text: str) -> Iterator[list[tuple[str, int]]]:
    """The runs of lines that hold bars or strokes, each line with where it begins."""
    lines: list[tuple[str, int]] = []
    start = 0
    for line in text.split("\n"):
        lines.append((line, start))
        start += len(line) + 1
    for is_drawn, block in groupby(lines, key=lambda line: "|" in line[0] or _STROKES.search(line[0]) is not None):
        own = list(block)
        if is_drawn and len(own) >= _FEWEST_LINES:
            yield own


def _grids(block: Sequence[tuple[str, int]], shape: str) -> Iterator[Grid]:
    measured = ([_measured(line, start, shape, *widths) for line, start in block] for widths in _WIDTHS)
    lines = min(measured, key=lambda lines: len(_bars(lines)))
    across = list(_across(lines))
    heights = {rule.at for rule in across}
    for lattice in lattices_of([*across, *_down(_bars(lines))]):
        is_closed = heights.issuperset((lattice.box[1], lattice.box[3]))
        grid = _grid(lattice, lines) if is_closed else None
        if grid is not None:
            yield grid


def _measured(line: str, start: int, shape: str, han: int, drawn: int) -> _Line:
    columns = [0]
    for character in shape[start : start + len(line)]:
        width = drawn if "─" <= character <= "╿" else han if character >= "ᄀ" else 1
        columns.append(columns[-1] + width)
    return _Line(line, start, columns)


def _bars(lines: Sequence[_Line]) -> dict[int, list[tuple[int, str]]]:
    """For each column the bars and corners in it, with the numbers of their lines."""
    found: dict[int, list[tuple[int, str]]] = {}
    for number, line in enumerate(lines):
        for column, character in zip(line.columns, line.text, strict=False):
            if character in "|+":
                found.setdefault(column, []).append((number, character))
    return found


def _down(bars: Mapping[int, Sequence[tuple[int, str]]]) -> Iterator[Rule]:
    for column, own in bars.items():
        for _, of_run in groupby(enumerate(own), key=lambda pair: pair[1][0] - pair[0]):
            (first, upper), *_, (last, lower) = [pair[1] for pair in of_run] * 2
            top = first + 0.5 * (upper == "+")
            yield Rule(False, (column + 0.5) * _WIDE, top * _HIGH, (last + 1 - 0.5 * (lower == "+")) * _HIGH)


def _across(lines: Sequence[_Line]) -> Iterator[Rule]:
    for number, line in enumerate(lines):
        for match in _STROKES.finditer(line.text):
            left, right = line.columns[match.start()], line.columns[match.end() - 1]
            yield Rule(True, (number + 0.5) * _HIGH, (left + 0.5) * _WIDE, (right + 0.5) * _WIDE)


def _grid(lattice: Lattice, lines: Sequence[_Line]) -> Grid | None:
    """The grid of a drawn table; None where several rows have no line between them."""
    written: list[WrittenCell] = []
    figures: dict[int, list[int]] = {}
    for cell in lattice.cells:
        left, top, right, bottom = cell.box
        inside = range(ceil(top / _HIGH), int(bottom / _HIGH))
        parts = [lines[number].within(left / _WIDE, right / _WIDE - 0.75) for number in inside]
        shown = [lines[number].shows(part) for number, part in zip(inside, parts, strict=True)]
        figures.setdefault(cell.row, []).append(sum(map(str.isdecimal, shown)))
        filled = [part for part, text in zip(parts, shown, strict=True) if text]
        written.append(WrittenCell(Area(top, bottom, left, right), filled or parts[:1]))
    if any(sum(count > 1 for count in of_row) > 1 for of_row in figures.values()):
        return None
    return grid_of(Bounds.DRAWN, sorted(written, key=lambda cell: list(cell.parts)))
