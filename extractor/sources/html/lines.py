"""The tree of a page → lines of text: a paragraph a line, a table row a line with its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.sources.html.cells import wrapped
from extractor.sources.html.grid import Cells, cells_of, is_layout, rows_of, side_by_side
from extractor.sources.html.likeness import runs_of_rows
from extractor.sources.html.rows import row_lines
from extractor.sources.html.styles import CELL, GROUP, INLINE, ROW, TABLE
from extractor.sources.html.tree import Element

_LIFTED = frozenset(("sup", "sub", "s", "strike"))


def write_lines(root: Element) -> list[str]:
    """The lines of an element, top to bottom, no blank ones among them."""
    content = _Sheet()
    content.flow(root)
    content.end_line()
    return content.lines


class _Sheet:
    """The lines written so far, and the line that is being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []

    def end_line(self, *, kept: bool = False) -> None:
        """Ends the line; one without a word or a tab is dropped. Spaces at its ends count only where they are kept."""
        line = "".join(self._line)
        line = line.rstrip(" \r") if kept else wrapped(line).strip(" \t")
        self._line.clear()
        if line.strip(" "):
            self.lines.append(line)

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
            for row in child:
                self._row(list(row.elements))
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
        elif element.tag in _LIFTED:
            self._line.append(" ")
            self.flow(element)
            self._line.append(" ")
        else:
            self.flow(element)

    def _table(self, table: Element) -> None:
        self.end_line()
        for child in table.children:
            if isinstance(child, str) or child.shown not in (CELL, ROW, GROUP):
                self._child(child, table)
        self.end_line()
        for cells in rows_of(table):
            self._row(cells)

    def _row(self, cells: Cells) -> None:
        """Writes a row of figures as a line, one that lays out the page as what its cells hold, cell after cell."""
        self.end_line()
        together = side_by_side(cells)
        if together is not None:
            self._rows(together)
        elif is_layout(cells):
            for cell in cells:
                self.flow(cell)
                self.end_line()
        else:
            self.lines += row_lines(cells)

    def _rows(self, rows: Sequence[Cells]) -> None:
        for cells in rows:
            self.lines += row_lines(cells)
