"""The tree of a page → lines of text: a paragraph a line, a table row a line with its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.sources.grid import Area, Bounds, Part, WrittenCell
from extractor.sources.html.cells import wrapped
from extractor.sources.html.element import Element
from extractor.sources.html.grid import (
    Cells,
    TableRow,
    areas_of,
    cells_of,
    is_layout,
    one_row,
    side_by_side,
    table_rows,
)
from extractor.sources.html.likeness import runs_of_rows
from extractor.sources.html.rows import write_row
from extractor.sources.html.styles import CELL, GROUP, INLINE, ROW, TABLE
from extractor.sources.ink import without_struck
from extractor.sources.sheet import Sheet

_HEADERS = frozenset(("columnheader", "rowheader"))

_Found = list[list[Part]]
"""Where each cell of a row stands."""


def write_lines(root: Element) -> Sheet:
    """The lines of an element, top to bottom, no blank ones among them."""
    content = _PageSheet()
    content.flow(root)
    content.end_line()
    return content


class _PageSheet(Sheet):
    """The lines written so far, and the line that is being written."""

    def __init__(self) -> None:
        super().__init__()
        self._line: list[str] = []

    def end_line(self, *, kept: bool = False) -> None:
        """Ends the line; one without a word or a tab is dropped. Spaces at its ends count only where they are kept."""
        line = without_struck("".join(self._line))
        line = line.rstrip(" \r") if kept else wrapped(line).strip(" \t")
        self._line.clear()
        if line.strip(" "):
            self.add(line)

    def flow(self, element: Element) -> None:
        """Writes what is inside an element."""
        cells: Cells = []
        for child in runs_of_rows(element):
            if isinstance(child, Element) and child.shown == CELL:
                cells.append(child)
                continue
            if cells and not (isinstance(child, str) and not child.strip()):
                self._row(cells)
                cells = []
            self._child(child, element)
        if cells:
            self._row(cells)

    def _child(self, child: Element | str | list[Element], parent: Element) -> None:
        if isinstance(child, str):
            self._text(child, kept=parent.keeps_spaces)
        elif isinstance(child, list):
            self.end_line()
            self._rows([one_row(list(row.elements)) for row in child], Bounds.INFERRED)
        elif child.shown == TABLE:
            self._table(child)
        elif child.shown == ROW:
            self._row(cells_of(child))
        elif child.shown == INLINE:
            self._inline(child)
        else:
            self.end_line(kept=child.keeps_spaces)
            self.flow(child)
            self.end_line(kept=child.keeps_spaces)

    def _text(self, text: str, *, kept: bool) -> None:
        first, *others = text.split("\n") if kept else [text]
        self._line.append(first)
        for line in others:
            self.end_line(kept=True)
            self._line.append(line)

    def _inline(self, element: Element) -> None:
        if element.tag in ("br", "hr"):
            self.end_line(kept=element.keeps_spaces)
        else:
            self.flow(element)

    def _table(self, table: Element) -> None:
        self.end_line()
        for child in table.children:
            if isinstance(child, str) or child.shown not in (CELL, ROW, GROUP):
                self._child(child, table)
        self.end_line()
        self._rows(table_rows(table), Bounds.TAGGED)

    def _rows(self, rows: Sequence[TableRow], bounds: Bounds) -> None:
        """Writes the rows of a table; between two that lay out the page they are a grid."""
        cells = [row.cells for row in rows]
        areas = areas_of(rows)
        found = list(map(self._row, cells))
        if areas is not None:
            self.add_grids(bounds, map(_written_cells, cells, areas, found))

    def _row(self, cells: Cells) -> _Found | None:
        """Writes a row of figures as a line, one that lays out the page as what its cells hold, cell after cell.

        What it gives is where each cell stands; None where the row lays out the page.
        """
        self.end_line()
        together = side_by_side(cells)
        if together is not None:
            found = list(map(self._line_of, together.rows))
            if together.areas is not None:
                self.add_grids(Bounds.TAGGED, map(_written_cells, together.rows, together.areas, found))
            return None
        if is_layout(cells):
            for cell in cells:
                self.flow(cell)
                self.end_line()
            return None
        return self._line_of(cells)

    def _line_of(self, cells: Cells) -> _Found:
        row = write_row(cells, self.at)
        for line in row.lines:
            self.add(line)
        return row.cells


def _written_cells(cells: Cells, areas: Sequence[Area], found: _Found | None) -> list[WrittenCell] | None:
    return None if found is None else list(map(WrittenCell, areas, found, map(_is_header, cells)))


def _is_header(cell: Element) -> bool:
    return cell.tag == "th" or (cell.tag != "td" and cell.attributes.get("role") in _HEADERS)
