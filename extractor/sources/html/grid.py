"""The rows and cells of a table, as they stand in its tree: tables within cells, rows that only lay out the page."""

from __future__ import annotations

import re

from extractor.lexicon.figure import figure
from extractor.sources.html.cells import lines_of
from extractor.sources.html.styles import CELL, GROUP, ROW, TABLE
from extractor.sources.html.tree import Element, text_of

Cells = list[Element]

_FIGURE = re.compile(figure(between=",.，", behind="%"))
_LAYOUT_LINES = 3
_LAYOUT_LENGTH = 200


def rows_of(table: Element) -> list[Cells]:
    """The cells of each row of a table, those of its foot last; cells in no row are a row of their own."""
    rows: list[Cells] = []
    feet: list[Cells] = []
    loose: Cells = []
    for child in table.elements:
        if child.shown == CELL:
            loose.append(child)
        elif child.shown == ROW:
            rows.append(cells_of(child))
        elif child.shown == GROUP:
            (feet if child.tag == "tfoot" else rows).extend(rows_of(child))
    return [*rows, *([loose] if loose else []), *feet]


def cells_of(row: Element) -> Cells:
    """The cells of a row, the row of a table that alone fills a cell in place of that cell."""
    cells = [child for child in row.elements if child.shown == CELL] or list(row.elements)
    made: Cells = []
    for cell in cells:
        inner = sole_table(cell)
        rows = rows_of(inner) if inner else []
        made.extend(rows[0] if len(rows) == 1 else [cell])
    return made


def sole_table(cell: Element) -> Element | None:
    """The table that is all there is in a cell."""
    filled = [child for child in cell.children if not isinstance(child, str) or child.strip()]
    if len(filled) != 1 or isinstance(filled[0], str):
        return None
    only = filled[0]
    return only if only.shown == TABLE else None if only.shown == CELL else sole_table(only)


def is_layout(cells: Cells) -> bool:
    """Whether a row lays out the page and is no row of a table of figures: one of its cells holds a page's part."""
    if any(_holds_table(cell) for cell in cells):
        return True
    texts = [text_of(cell) for cell in cells]
    if any(_FIGURE.fullmatch(text.strip()) for text in texts):
        return False
    return any(
        len(text) > _LAYOUT_LENGTH and len(lines_of(cell)) >= _LAYOUT_LINES
        for cell, text in zip(cells, texts, strict=True)
    ) or any(map(_holds_kept_lines, cells))


def _holds_table(element: Element) -> bool:
    return any((child.shown == TABLE and len(rows_of(child)) > 1) or _holds_table(child) for child in element.elements)


def _holds_kept_lines(element: Element) -> bool:
    if element.keeps_spaces:
        return "\n" in text_of(element).strip()
    return any(map(_holds_kept_lines, element.elements))


def side_by_side(cells: Cells) -> list[Cells] | None:
    """The rows of tables that stand in the cells of one row, put together where they have as many rows each."""
    tables = [sole_table(cell) for cell in cells]
    heights = {len(rows_of(table)) for table in tables if table}
    if sum(table is not None for table in tables) < 2 or len(heights) != 1:
        return None
    made: list[Cells] = []
    for number in range(heights.pop()):
        parts = [rows_of(table)[number] if table else [cell] for cell, table in zip(cells, tables, strict=True)]
        made.append([cell for part, table in zip(parts, tables, strict=True) if table or not number for cell in part])
    return None if any(map(is_layout, made)) else made
