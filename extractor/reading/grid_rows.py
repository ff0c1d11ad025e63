"""The grids of a source as one run of rows, each with its cells from the left and what is written in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.lexicon.figure import APART
from extractor.lexicon.folding import fold_label
from extractor.reading.model import Token
from extractor.reading.tokenize import whole_cell
from extractor.sources.grid import Bounds, Grid, GridCell

# Bounds of cells whose lines an opener joins where the first is full, for it sees where they are printed.
_OF_PAGES = frozenset((Bounds.DRAWN, Bounds.INFERRED))


class GridRow:
    """One row of a grid: every cell that covers a part of it, also those that begin in a row above.

    `words` are the cells with what is written in them, folded as labels are, and `spelled` all of these; `width` is
    that of the grid, `bounds` says how sure its cells are, `shows_blanks` that a blank one is never left out.
    """

    def __init__(
        self, cells: Sequence[GridCell], number: int, text: str, bounds: Bounds, *, width: int, shows_blanks: bool
    ) -> None:
        self.cells = cells
        self.width = width
        self.bounds = bounds
        self.shows_blanks = shows_blanks
        self.words = [(_word(cell, text), cell) for cell in cells]
        self.spelled = frozenset(word for word, _ in self.words)
        self._number = number
        self._text = text

    @property
    def start(self) -> int:
        """Where the first of its cells begins in the text that does not go on from a row above."""
        return next((cell.parts[0][0] for cell in self.cells if self.begins(cell)), self.cells[0].parts[0][0])

    @property
    def is_certain(self) -> bool:
        """Whether the file itself bounds its cells."""
        return self.bounds == Bounds.TAGGED

    def begins(self, cell: GridCell) -> bool:
        """Whether a cell begins in this row, and does not only go on in it."""
        return cell.row == self._number

    def is_within(self, stretch: tuple[int, int]) -> bool:
        """Whether its cells stand between these two places of the text."""
        start, end = stretch
        return any(start <= cell.parts[0][0] < end for cell in self.cells if self.begins(cell))

    def text(self, cell: GridCell) -> str:
        """What is written in a cell."""
        if len(cell.parts) == 1:
            return self._text[cell.parts[0][0] : cell.parts[0][1]]
        return "\n".join(self._text[start:end] for start, end in cell.parts)

    def spanned(self, cell: GridCell) -> range:
        """The columns that the cell of a heading is over. Of typed cells a merged one is followed by empty ones, or by
        others that say the same.
        """
        if self.is_certain or cell.column_span > 1:
            return columns_of(cell)
        words = {one.column: word for word, one in self.words}
        own = words[cell.column]
        start = next(at for at in range(cell.column, -1, -1) if words.get(at - 1) != own)
        stop = next(
            at
            for at in range(cell.column + 1, self.width + 1)
            if words.get(at, "") not in ("", own) or at == self.width
        )
        return range(start, stop)

    def under(self, columns: range) -> list[GridCell]:
        """The cells of the row that cover any of these columns of the grid."""
        return [cell for cell in self.cells if not are_apart(columns_of(cell), columns)]

    def token(self, cell: GridCell) -> Token:
        """What is written in a cell as one token, read whole or not; figures on two lines of it are two figures, but
        one on a page that shows the first to fill its line.
        """
        lines = [self._text[start:end] for start, end in cell.parts]
        if self.bounds in _OF_PAGES and all(end == start for (_, end), (start, _) in pairwise(cell.parts)):
            lines = ["".join(lines)]
        several = sum(any(map(str.isdecimal, line)) for line in lines) > 1
        content = (APART if several else "\n").join(lines)
        return whole_cell(content, cell.parts[0][0], cell.parts[-1][1], self._number)


def _word(cell: GridCell, text: str) -> str:
    """What is written in a cell, folded, without the blanks that some put between the characters of a label."""
    first = text[slice(*cell.parts[0])]
    if len(cell.parts) == 1 and (not first or first.isdecimal()):
        return first
    return fold_label("".join("".join(text[start:end].split()) for start, end in cell.parts))


def columns_of(cell: GridCell) -> range:
    """The columns of its grid that a cell covers."""
    return range(cell.column, cell.column + cell.column_span)


def are_apart(one: range, other: range) -> bool:
    """Whether two runs of columns have none in common."""
    return one.stop <= other.start or other.stop <= one.start


def grid_rows(grids: Sequence[Grid], text: str) -> list[GridRow]:
    """The rows of all grids of a text, in its order."""
    made: list[GridRow] = []
    rows = [(grid, grid.rows()) for grid in grids]
    keeps_blanks = any(_has_a_hole(row, text) for _, own in rows for row in own)
    for grid, own in rows:
        shows_blanks = keeps_blanks or grid.bounds != Bounds.TYPED
        width = grid.width
        for number, covered in enumerate(own):
            cells = list(filter(None, dict.fromkeys(covered)))
            made.append(GridRow(cells, number, text, grid.bounds, width=width, shows_blanks=shows_blanks))
    return made


def _has_a_hole(row: Sequence[GridCell | None], text: str) -> bool:
    """Whether a blank cell stands before one with a figure: whoever leaves blank cells out leaves no such place."""
    blank = False
    for cell in row:
        shown = "" if cell is None else text[cell.parts[0][0] : cell.parts[-1][1]]
        if blank and shown.isdecimal():
            return True
        blank = blank or not shown
    return False
