"""The grids of a source as one run of rows, each with its cells from the left and what is written in them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.figure import APART
from extractor.lexicon.folding import fold_label
from extractor.reading.model import Token
from extractor.reading.tokenize import whole_cell
from extractor.sources.grid import Bounds, Grid, GridCell


class GridRow:
    """One row of a grid: every cell that covers a part of it, also those that begin in a row above.

    `words` are the cells with what is written in them, folded as labels are; `width` is that of the grid; `is_certain`
    says that the file itself bounds its cells.
    """

    def __init__(self, cells: Sequence[GridCell], number: int, text: str, *, width: int, is_certain: bool) -> None:
        self.cells = cells
        self.width = width
        self.is_certain = is_certain
        self.words = [(_word(cell, text), cell) for cell in cells]
        self._number = number
        self._text = text

    def begins(self, cell: GridCell) -> bool:
        """Whether a cell begins in this row, and does not only go on in it."""
        return cell.row == self._number

    def text(self, cell: GridCell) -> str:
        """What is written in a cell."""
        return self._text[cell.parts[0][0] : cell.parts[-1][1]]

    def under(self, columns: range) -> list[GridCell]:
        """The cells of the row that cover any of these columns of the grid."""
        return [cell for cell in self.cells if not are_apart(columns_of(cell), columns)]

    def token(self, cell: GridCell) -> Token:
        """What is written in a cell as one token, read whole or not; figures on two lines of it are two figures."""
        lines = [self._text[start:end] for start, end in cell.parts]
        several = sum(any(map(str.isdecimal, line)) for line in lines) > 1
        content = APART.join(lines) if several else self.text(cell)
        return whole_cell(content, cell.parts[0][0], cell.parts[-1][1], self._number)


def _word(cell: GridCell, text: str) -> str:
    """What is written in a cell, folded, without the blanks that some put between the characters of a label."""
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
    for grid in grids:
        is_certain = grid.bounds == Bounds.TAGGED
        for number, covered in enumerate(grid.rows()):
            cells = list(dict.fromkeys(cell for cell in covered if cell is not None))
            made.append(GridRow(cells, number, text, width=len(covered), is_certain=is_certain))
    return made
