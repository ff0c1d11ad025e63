"""A table as a grid of merged cells, before any file format."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["header", "label", "group", "figure"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its span; `group` cells run down beside the rows they gather."""

    text: str
    role: Role
    columns: int = 1
    rows: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as HTML writes them: a cell that reaches into a row from above is not repeated."""

    section: str
    widths: tuple[float, ...]
    """The share of the page each grid column takes."""
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    """How many rows at the top are header that a page break may repeat."""

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with the grid row and column of its upper left corner."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                taken |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
                yield row, column, cell
