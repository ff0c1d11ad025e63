"""The cells of a sheet → paragraphs and tables: what stands alone in its row and has no line around it is text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from extractor.lexicon.prose import is_prose
from extractor.sources.grid import Area
from extractor.sources.sheets.cells import SeenCell
from extractor.sources.sheets.parts import CellArea
from extractor.sources.word.blocks import Block, Paragraph, WordCell, WordTable

_LONGEST_LABEL = 40

Row = list[SeenCell]


def blocks_of(cells: Sequence[SeenCell], take: Callable[[int], None]) -> Iterator[Block]:
    """What a sheet shows, from the top down; `take` takes the steps of filling in the cells that are blank."""
    table: list[Row] = []
    bottom = 0
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.area.top)]
    for row in rows:
        is_apart = bool(table) and row[0].area.top > bottom
        if is_apart:
            yield from _table(table, take)
            table = []
        if _is_text(row, table):
            yield from _table(table, take)
            yield from (Paragraph(line) for cell in row for line in cell.text.splitlines() if line.strip())
            table = []
        else:
            table.append(row)
        bottom = max(bottom if table else 0, *(cell.area.bottom for cell in row))
    yield from _table(table, take)


def _is_text(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row is a line of text between tables: one cell has anything in it, and no line is drawn around any."""
    filled = [cell for cell in row if cell.text.strip()]
    if len(filled) > 1 or any(cell.has_border for cell in row):
        return False
    if not filled or not above:
        return True
    cell = filled[0]
    is_apart = cell.area.right - cell.area.left > 1 or len(above[-1]) < 2
    is_label = any(_has_alike(other, cell) for other in above)
    return (is_apart and not is_label) or is_prose(cell.text, _LONGEST_LABEL)


def _has_alike(row: Row, cell: SeenCell) -> bool:
    """Whether something stands in a cell of this row over the same columns, which then has a column of its own."""
    return any(
        other.area.left == cell.area.left and other.area.right == cell.area.right and other.text.strip()
        for other in row
    )


def _table(rows: Sequence[Row], take: Callable[[int], None]) -> Iterator[Block]:
    """The table of these rows, with the cells in it that are blank; a lone cell is text."""
    if not rows:
        return
    cells = [cell for row in rows for cell in row]
    top, bottom = cells[0].area.top, rows[-1][0].area.top + 1
    lefts = [cell.area.left for cell in cells if cell.text or cell.has_border]
    rights = [cell.area.right for cell in cells if cell.has_border or (cell.text and cell.area.right)]
    left, right = min(lefts, default=0), max(rights, default=0)
    if len(cells) == 1 or left >= right:
        yield from (Paragraph(cell.text) for cell in cells if cell.text.strip())
        return
    take((bottom - top) * (right - left))
    taken: set[tuple[int, int]] = set()
    by_row: dict[int, Row] = {}
    for cell in cells:
        area = _cut(cell.area, CellArea(top, bottom, left, right))
        places = {(row, column) for row in range(*area[:2]) for column in range(*area[2:])}
        if places and not places & taken:
            taken |= places
            by_row.setdefault(area.top, []).append(cell._replace(area=area))
    for row in range(top, bottom):
        for column in range(left, right):
            if (row, column) not in taken:
                by_row.setdefault(row, []).append(SeenCell(CellArea(row, row + 1, column, column + 1), "", False))
    yield WordTable(tuple(tuple(map(_cell, _sorted(by_row.get(row, [])))) for row in range(top, bottom)))


def _sorted(row: Row) -> Row:
    return sorted(row, key=lambda cell: cell.area.left)


def _cut(area: CellArea, whole: CellArea) -> CellArea:
    """As much of an area as is in the whole."""
    return CellArea(
        max(area.top, whole.top),
        min(area.bottom, whole.bottom),
        max(area.left, whole.left),
        min(area.right, whole.right),
    )


def _cell(cell: SeenCell) -> WordCell:
    return WordCell((Paragraph(cell.text),), Area(*cell.area), False)
