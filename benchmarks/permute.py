"""Tables whose rows or columns stand in another order, each beside its own label: no identity can see that."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from benchmarks.grid import Cell, Table

_Item = TypeVar("_Item")
_FIRST_APPLICANT = 1
"""The applicant columns after 自然人, which a wider header gathers, change places among themselves."""
_DISPUTE_PARTS = 4


def permute(tables: Sequence[Table], rng: Random) -> tuple[Table, ...]:
    """The tables with rows or columns, or both, of sections three and four in an order of the report's own."""
    active, applications, disputes = tables
    how = rng.choice(("rows", "columns", "both"))
    if how != "columns":
        applications = _with_rows_moved(applications, rng)
    if how != "rows":
        applications = _with_applicants_moved(applications, rng)
        disputes = _with_dispute_columns_moved(disputes, rng)
    return active, applications, disputes


def _order(count: int, rng: Random) -> list[int]:
    """An order of so many things that is not their own."""
    order = list(range(count))
    while order == sorted(order):
        rng.shuffle(order)
    return order


def _reordered(items: Sequence[_Item], order: Sequence[int]) -> Iterator[_Item]:
    return (items[place] for place in order)


def _figures(row: Sequence[Cell]) -> int:
    return sum(cell.role == "figure" for cell in row)


def _with_rows_moved(table: Table, rng: Random) -> Table:
    """The rows beside one group's label in another order; the label stays beside the first of them."""
    rows = [list(row) for row in table.rows]
    groups: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        label_on_line = [cell for cell in row if cell.role == "group"]
        if label_on_line and 1 < label_on_line[-1].rows < 10:
            groups.append((index, label_on_line[-1].rows))
    start, count = rng.choice([group for group in groups if group[1] > 2])
    moved = [[cell for cell in row if cell.role != "group"] for row in rows[start : start + count]]
    group_cells = [[cell for cell in row if cell.role == "group"] for row in rows[start : start + count]]
    for offset, row in enumerate(_reordered(moved, _order(count, rng))):
        rows[start + offset] = [*group_cells[offset], *row]
    return _with_rows(table, rows)


def _with_applicants_moved(table: Table, rng: Random) -> Table:
    """商业企业 to 其他 in another order, header and figures alike."""
    order = _order(5, rng)
    rows: list[list[Cell]] = []
    for index, row in enumerate(table.rows):
        cells = list(row)
        if index == table.header_rows - 1:
            cells = list(_reordered(cells, order))
        elif _figures(cells) == 7:
            first = len(cells) - 7 + _FIRST_APPLICANT
            cells[first : first + 5] = _reordered(cells[first : first + 5], order)
        rows.append(cells)
    return _with_rows(table, rows)


def _with_dispute_columns_moved(table: Table, rng: Random) -> Table:
    """The four results of each group in another order before their total, header and figures alike."""
    order = [*_order(_DISPUTE_PARTS, rng), _DISPUTE_PARTS]
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells = list(row)
        for start in range(0, len(cells), 5):
            group = cells[start : start + 5]
            if len(group) == 5 and _has_parts(group):
                cells[start : start + 5] = _reordered(group, order)
        rows.append(cells)
    return _with_rows(table, rows)


def _has_parts(group: Sequence[Cell]) -> bool:
    """Whether these five cells are the four results and their total: names of them, or figures."""
    return all(cell.role == "figure" or (cell.role == "header" and cell.columns == 1) for cell in group)


def _with_rows(table: Table, rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(table.section, table.widths, tuple(tuple(row) for row in rows), table.header_rows)
