"""A table as the file says it is: its cells, and where in the text what stands in each is written.

Openers write a table as lines of text, in which nothing says how far a merged cell reaches; what they know of that is
handed on here. Where the characters of a cell are not found in the text as they should be there is no grid.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

Part = tuple[int, int]
"""Where characters of a cell begin and end."""

# What may stand between the cells of a grid, and between the parts of one cell (`⏎` as in `html.cells.APART`).
_PARTING = " \t\n\f⏎"
# More places than any report's table has.
_MOST_PLACES = 100_000
# How far apart those columns are put that a table in a cell has beyond the columns of the cell: no file has so many
# cells that they would reach the next column.
_STEP = 2.0**-20


class Bounds(StrEnum):
    """How sure the bounds of a grid's cells are, from the surest."""

    TAGGED = "tagged"
    """The file's own table: of a page, a Word file, a sheet."""
    DRAWN = "drawn"
    """Ruling lines of a PDF or a scan."""
    TYPED = "typed"
    """Typed separators: tabs, pipes, commas."""
    INFERRED = "inferred"
    """Columns seen only from where things stand."""


class GridCell(NamedTuple):
    """A cell: where it begins in its grid, counted from 0, how far it reaches, and where what is in it stands.

    Rows and columns are counted as a person does: those that merged cells cover count, those in which no cell begins do
    not. `parts` are offsets, one for each line or paragraph in the cell, in order, without the blanks at its ends; a
    cell with nothing in it has one without characters, where it stands. `is_header` is what the file says, never a
    guess.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    parts: tuple[Part, ...]
    is_header: bool = False


class Grid(NamedTuple):
    """A table of a source: how sure its bounds are, and its cells in the order of the text; no two cover one place."""

    bounds: Bounds
    cells: tuple[GridCell, ...]

    @property
    def start(self) -> int:
        """Where the first of its cells begins."""
        return min(start for cell in self.cells for start, _ in cell.parts)

    @property
    def end(self) -> int:
        """Where the last of its cells ends."""
        return max(end for cell in self.cells for _, end in cell.parts)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(cell.column + cell.column_span for cell in self.cells)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.row_span for cell in self.cells)

    def rows(self) -> list[list[GridCell | None]]:
        """For each row the cell that covers each column, None where none does."""
        width = self.width
        made: list[list[GridCell | None]] = [[None] * width for _ in range(self.height)]
        for cell in self.cells:
            columns = slice(cell.column, cell.column + cell.column_span)
            for row in made[cell.row : cell.row + cell.row_span]:
                row[columns] = [cell] * cell.column_span
        return made

    @property
    def is_disjoint(self) -> bool:
        """Whether no two of its cells cover one place."""
        covered = sum(cell is not None for row in self.rows() for cell in row)
        return covered == sum(cell.row_span * cell.column_span for cell in self.cells)

    def moved(self, by: int) -> Grid:
        """The same grid so many characters further on."""
        return self.with_parts(lambda start, end: (start + by, end + by))

    def with_parts(self, place: Callable[[int, int], Part]) -> Grid:
        """The same grid with another place for each part."""
        cells = [cell._replace(parts=tuple([place(start, end) for start, end in cell.parts])) for cell in self.cells]
        return Grid(self.bounds, tuple(cells))


class CellPlace(NamedTuple):
    """Which cell of which of a source's grids, each counted from 0."""

    table: int
    row: int
    column: int


class CellIndex:
    """The cells of some grids of one text, by where they stand in it."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._parts = sorted(
            (start, end, CellPlace(table, cell.row, cell.column))
            for table, grid in enumerate(grids)
            for cell in grid.cells
            for start, end in cell.parts
        )
        self._starts = [start for start, _, _ in self._parts]

    def cell_of(self, start: int, end: int) -> CellPlace | None:
        """The cell in which the characters `start` to `end` stand; None where they are in none, or in several."""
        if not self._starts or start < self._starts[0]:
            return None
        begin, behind, cell = self._parts[bisect_right(self._starts, start) - 1]
        last = self._parts[bisect_right(self._starts, max(start, end - 1)) - 1]
        return cell if start < max(behind, begin + 1) and last[2] == cell else None


class Area(NamedTuple):
    """Where a cell stands in its table: its four sides, by any numbers that rise from row to row, column to column."""

    top: float
    bottom: float
    left: float
    right: float

    def split(self, count: int) -> list[Area]:
        """The cell as so many, side by side: a column each, and the last has what is left or shares the last column."""
        if count == 1:
            return [self]
        wide = self.right - self.left
        lefts = (self.left + min(at, wide - 1) + max(0, at - wide + 1) * _STEP for at in range(count))
        return [Area(self.top, self.bottom, left, right) for left, right in pairwise((*lefts, self.right))]


class WrittenCell(NamedTuple):
    """A cell as an opener has written it: where it stands in its table, and its parts."""

    area: Area
    parts: Sequence[Part]
    is_header: bool = False


def grid_of(bounds: Bounds, cells: Sequence[WrittenCell]) -> Grid | None:
    """The grid of these cells, of which no two overlap; None for a lone one, which is no table, where one has no parts,
    and where it is greater than any report's.
    """
    if len(cells) < 2 or not all(cell.parts for cell in cells):
        return None
    tops = sorted({cell.area.top for cell in cells})
    lefts = sorted({cell.area.left for cell in cells})
    if len(tops) * len(lefts) > _MOST_PLACES:
        return None
    rows = {top: number for number, top in enumerate(tops)}
    columns = {left: number for number, left in enumerate(lefts)}
    made: list[GridCell] = []
    for (top, bottom, left, right), parts, is_header in cells:
        row, column = rows[top], columns[left]
        below, behind = rows.get(bottom), columns.get(right)
        row_span = (bisect_left(tops, bottom) if below is None else below) - row
        column_span = (bisect_left(lefts, right) if behind is None else behind) - column
        made.append(GridCell(row, column, row_span, column_span, tuple(parts), is_header))
    return Grid(bounds, tuple(made))


def grids_in(text: str, origin: Sequence[int] | None, grids: Iterable[Grid]) -> tuple[Grid, ...]:
    """Grids of a file's own characters as grids of its text, in the order of the text; `origin` as in `Source`.

    One of which characters are in no cell, or in two, is left out.
    """
    found = [_in_text(grid, text, origin) for grid in grids]
    return tuple(sorted((grid for grid in found if grid is not None), key=lambda grid: grid.start))


def _in_text(grid: Grid, text: str, origin: Sequence[int] | None) -> Grid | None:
    cells: list[GridCell] = []
    for cell in grid.cells:
        parts = cell.parts
        if origin is not None:
            parts = tuple([(bisect_left(origin, start), bisect_left(origin, end)) for start, end in parts])
        bare = _bare(text, parts)
        cells.append(cell if bare == cell.parts else cell._replace(parts=bare))
    cells.sort(key=lambda cell: cell.parts[0])
    parts = sorted([part for cell in cells for part in cell.parts])
    at = parts[0][0]
    for start, end in parts:
        if start < at or (start > at and text[at:start].strip(_PARTING)):
            return None
        at = end
    return Grid(grid.bounds, tuple(cells))


def _bare(text: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of one cell without blanks at their ends, those with characters or else the first."""
    if len(parts) == 1:
        start, end = parts[0]
        if start == end or not (text[start].isspace() or text[end - 1].isspace()):
            return parts
    made: list[Part] = []
    for start, end in parts:
        while start < end and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            made.append((start, end))
    at = parts[0][0]
    return tuple(made) or ((at, at),)


def parts_of(text: str, lines: Iterable[str]) -> list[Part] | None:
    """Where in the text of a cell each of its lines is written, whatever was put between them or taken out of blanks.

    None where they are not all there is in it.
    """
    made: list[Part] = []
    at = 0
    for line in filter(None, map(str.strip, lines)):
        at += not text.startswith(line, at)
        end = at + len(line)
        if not text.startswith(line, at):
            begun = _behind_parting(text, at - 1)
            end = _behind(text, begun, line)
            if end is None:
                return None
            at = begun
        made.append((at, end))
        at = end
    return None if text[at:].strip(_PARTING) else made


def _behind_parting(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in _PARTING):
        at += 1
    return at


def _behind(text: str, at: int, line: str) -> int | None:
    """The offset behind the characters of a line that begin here, of which blanks were taken out or put in."""
    for character in line:
        if character.isspace():
            continue
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(character, at):
            return None
        at += 1
    return at
