"""Tables whose columns a line of dashes shows: a run of dashes over each, as pandoc and reStructuredText write them.

The dashes say where each column begins and ends, in columns of characters. Rows are parted by blank lines or, where
there are none, are a line each. Where anything stands between two columns the dashes do not show the table's columns,
and there is no grid.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from extractor.sources.grid import Bounds, Grid, GridCell, Part

_DASHES = re.compile(r"[ ]*(?:-{2,}|={2,})(?:[ ]+(?:-{2,}|={2,}))*[ ]*")
# A wide blank beside a figure was put there later than the dashes: what follows it may be pushed along.
_PUSHED = re.compile(r"[\u2000-\u200a\u3000]\d|\d[\u2000-\u200a\u3000]")
# Figures with more than a blank between them are of as many columns.
_SEVERAL = re.compile(r"\d[^\S\n]{2,}[+-]?\d")
_RUN = re.compile(r"-+|=+")
# A header is no higher, and a table no longer.
_MOST_HEADER_LINES = 20
_MOST_LINES = 400
_FEWEST_ROWS = 3


class _Line(NamedTuple):
    """A line: its characters, and where it begins in the text."""

    text: str
    start: int

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_of_dashes(self) -> bool:
        return _DASHES.fullmatch(self.text) is not None


def dashed_grids(text: str, shape: str) -> tuple[Grid, ...]:
    """The grids of a normalised text below or between lines of dashes; `shape` is it as it was printed, one for one."""
    lines = [_Line(line, start) for line, start in zip(text.split("\n"), _starts(text), strict=False)]
    made: list[Grid] = []
    behind = 0
    for number, line in enumerate(lines):
        columns = [match.span() for match in _RUN.finditer(line.text)] if line.is_of_dashes else []
        if number < behind or len(columns) < 2:
            continue
        first, behind = _first(lines, number, behind), _behind(lines, number)
        rows = [*_rows(lines[first:number]), *_rows(lines[number + 1 : behind])]
        grids = (_grid(rows, columns, shape, width) for width in (2, 1))
        grid = next(filter(None, grids), None)
        if grid is not None:
            made.append(grid)
    return tuple(made)


def _starts(text: str) -> Iterator[int]:
    return accumulate((len(line) + 1 for line in text.split("\n")), initial=0)


def _first(lines: Sequence[_Line], ruler: int, least: int) -> int:
    """The first line of the header above a line of dashes: down from the next such line, or else from a blank one."""
    for number in range(ruler - 1, max(ruler - _MOST_HEADER_LINES, least) - 1, -1):
        if lines[number].is_of_dashes or lines[number].is_blank:
            return number + 1
    return max(ruler - 1, least)


def _behind(lines: Sequence[_Line], ruler: int) -> int:
    """The line behind a table: the next of dashes, or else the first blank one."""
    last = min(ruler + _MOST_LINES, len(lines))
    dashes = (number for number in range(ruler + 1, last) if lines[number].is_of_dashes)
    blank = (number for number in range(ruler + 1, last) if lines[number].is_blank)
    return next(dashes, next(blank, last))


def _rows(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The rows that these lines are: parted by empty lines, or a line each where there are none. A line of blanks is a
    blank row.
    """
    if all(line.text for line in lines):
        return [[line] for line in lines]
    return [list(row) for is_row, row in groupby(lines, key=lambda line: bool(line.text)) if is_row]


def _grid(rows: Sequence[Sequence[_Line]], columns: Sequence[Part], shape: str, width: int) -> Grid | None:
    """The grid of these rows if a Chinese character takes so many columns; None where a line is not in line with it."""
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        parts = [_parts(line, columns, shape, width) for line in row]
        for column, own in enumerate(zip(*filter(None, parts), strict=True)):
            filled = tuple(part for part in own if part[0] < part[1])
            cells.append(GridCell(number, column, 1, 1, filled or own[:1]))
        if not all(parts):
            return None
    return Grid(Bounds.INFERRED, tuple(cells)) if len(rows) >= _FEWEST_ROWS else None


def _parts(line: _Line, columns: Sequence[Part], shape: str, width: int) -> list[Part]:
    """What stands in each column of a line; nothing where it is not in line with the dashes: something stands between
    two columns or before the first, figures stand apart in one, or wide blanks have pushed some along.
    """
    printed = shape[line.start : line.start + len(line.text)]
    if _PUSHED.search(printed):
        return []
    at = list(accumulate((width if character >= "ᄀ" else 1 for character in printed), initial=0))
    edges = [bisect_left(at, edge) for start, end in columns for edge in (start, end)]
    edges[-1] = len(line.text)
    pieces = [line.text[start:end] for start, end in pairwise((0, *edges))]
    if any(piece.strip() for piece in pieces[::2]) or any(map(_SEVERAL.search, pieces[1::2])):
        return []
    starts = [
        line.start + start + len(piece) - len(piece.lstrip())
        for start, piece in zip(edges[::2], pieces[1::2], strict=True)
    ]
    return [(start, start + len(piece.strip())) for start, piece in zip(starts, pieces[1::2], strict=True)]
