"""The rows and cells of a table, as they stand in its tree: tables within cells, rows that only lay out the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.lexicon.figure import figure
from extractor.sources.grid import Area
from extractor.sources.html.cells import lines_of
from extractor.sources.html.element import Element
from extractor.sources.html.styles import CELL, GROUP, ROW, TABLE
from extractor.sources.html.tree import text_of

Cells = list[Element]

_FIGURE = re.compile(figure(between=",.，", behind="%"))
# More columns than any table has.
_MOST_COLUMNS = 200
_NUMBER = re.compile(r"\s*\+?([0-9]{1,9})")
_SPANNING = frozenset(("td", "th"))
_LAYOUT_LINES = 3
_LAYOUT_LENGTH = 200


class TableRow(NamedTuple):
    """A row of a table: its own cells, the cells as they are written (the row of a table that alone fills a cell stands
    in place of that cell), and which group of rows it is of.

    `counts` says how many are written for each of its own cells, None where it is one for each.
    """

    own: Cells
    cells: Cells
    counts: Sequence[int] | None = None
    group: int = 0


def table_rows(table: Element, group: int = 0) -> list[TableRow]:
    """The rows of a table, those of its foot last; cells in no row are a row of their own."""
    rows: list[TableRow] = []
    feet: list[TableRow] = []
    loose: Cells = []
    for child in table.elements:
        if child.shown == CELL:
            loose.append(child)
        elif child.shown == ROW:
            rows.append(_row(child, group))
        elif child.shown == GROUP:
            (feet if child.tag == "tfoot" else rows).extend(table_rows(child, id(child)))
    return [*rows, *([TableRow(loose, loose, None, group)] if loose else []), *feet]


def _row(row: Element, group: int) -> TableRow:
    own = [child for child in row.elements if child.shown == CELL] or list(row.elements)
    tables = list(map(sole_table, own))
    if not any(tables):
        return TableRow(own, own, None, group)
    written = [_opened(cell, table) for cell, table in zip(own, tables, strict=True)]
    return TableRow(own, [cell for cells in written for cell in cells], list(map(len, written)), group)


def _opened(cell: Element, table: Element | None) -> Cells:
    """The cells of the one row of the table that is all there is in a cell; else the cell itself."""
    rows = rows_of(table) if table else []
    return rows[0] if len(rows) == 1 else [cell]


def rows_of(table: Element) -> list[Cells]:
    """The cells of each row of a table, as they are written."""
    return [row.cells for row in table_rows(table)]


def cells_of(row: Element) -> Cells:
    """The cells of a row, as they are written."""
    return _row(row, 0).cells


def areas_of(rows: Sequence[TableRow]) -> list[list[Area]] | None:
    """Where each cell that is written for these rows stands, as browsers form a table of them.

    A cell that reaches below its group of rows, or over another, is cut. None where there are more columns than any
    table has.

    Source: HTML Standard, section 4.9.12.1, forming a table.
    """
    made: list[list[Area]] = []
    # For each column the first row that no cell from above covers.
    free: list[int] = []
    for _, of_group in groupby(rows, key=lambda row: row.group):
        group = list(of_group)
        end = len(made) + len(group)
        for row in group:
            areas = _areas_in(row, len(made), end, free)
            if areas is None:
                return None
            made.append(areas)
    return made


def _areas_in(row: TableRow, top: int, end: int, free: list[int]) -> list[Area] | None:
    made: list[Area] = []
    left = 0
    for number, cell in enumerate(row.own):
        while left < len(free) and free[left] > top:
            left += 1
        if left >= _MOST_COLUMNS:
            return None
        attributes = cell.attributes if cell.tag in _SPANNING else {}
        right = left + 1
        if "colspan" in attributes:
            most = left + min(_span(attributes["colspan"]) or 1, _MOST_COLUMNS)
            while right < most and (right >= len(free) or free[right] <= top):
                right += 1
        bottom = top + 1
        if "rowspan" in attributes:
            bottom = min(top + (_span(attributes["rowspan"]) or end), end)
        free += [0] * (right - len(free))
        free[left:right] = [bottom] * (right - left)
        area = Area(top, bottom, left, right)
        made += area.split(row.counts[number]) if row.counts else [area]
        left = right
    return made


def _span(said: str | None) -> int:
    """How many columns or rows a cell says it takes; one where it says nothing that is a number."""
    number = _NUMBER.match(said) if said else None
    return int(number[1]) if number else 1


def sole_table(cell: Element) -> Element | None:
    """The table that is all there is in a cell."""
    only: Element | None = None
    for child in cell.children:
        if isinstance(child, str):
            if child and not child.isspace():
                return None
        elif only is not None:
            return None
        else:
            only = child
    return only if only is None or only.shown == TABLE else None if only.shown == CELL else sole_table(only)


def is_layout(cells: Cells) -> bool:
    """Whether a row lays out the page and is no row of a table of figures: one of its cells holds a page's part."""
    if all(cell.is_text and not cell.keeps_spaces for cell in cells):
        return False
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


class SideBySide(NamedTuple):
    """The rows of tables that stand beside each other, put together: their cells, and where each stands."""

    rows: list[Cells]
    areas: list[list[Area]] | None


def side_by_side(cells: Cells) -> SideBySide | None:
    """The tables that stand in the cells of one row, put together where they have as many rows each."""
    tables = [sole_table(cell) for cell in cells]
    if sum(table is not None for table in tables) < 2:
        return None
    parts = [table_rows(table) if table else [one_row([cell])] for cell, table in zip(cells, tables, strict=True)]
    heights = {len(rows) for rows, table in zip(parts, tables, strict=True) if table}
    if len(heights) != 1:
        return None
    height = heights.pop()
    made = [
        [cell for rows in parts for row in rows[number : number + 1] for cell in row.cells] for number in range(height)
    ]
    return None if any(map(is_layout, made)) else SideBySide(made, _areas_beside(parts, height))


def one_row(cells: Cells) -> TableRow:
    """These cells as a row."""
    return TableRow(cells, cells)


def _areas_beside(parts: Sequence[list[TableRow]], height: int) -> list[list[Area]] | None:
    """Where the cells of tables put together stand; a cell that is of no table stands beside all their rows."""
    made: list[list[Area]] = [[] for _ in range(height)]
    for at, rows in enumerate(parts):
        areas = areas_of(rows)
        if areas is None:
            return None
        for row, of_row in zip(made, areas, strict=False):
            left = at * _MOST_COLUMNS
            row += [Area(area.top, area.bottom, area.left + left, area.right + left) for area in of_row]
    return made
