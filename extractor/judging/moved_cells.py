"""Figures that the author put into the cell beside their own, where the row itself shows it.

Every cell is where the file prints it, and still not its figure: reports of 2019 print the number of decisions under
the change of items, or the sum of purchases under their number. The sums of the other tables would show it; these rows
have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain

from extractor.forms import Column
from extractor.judging.read_table import ReadTable
from extractor.judging.resolve_placements import Value
from extractor.reading.model import BLANK, Cell

# In yuan: purchases are dearer.
_LEAST_A_PURCHASE = 100


def moved_cells(table: ReadTable) -> Iterator[str]:
    """The fields of the rows of which a figure seems to stand in another's cell.

    A change that says neither more nor less may be the count of an empty cell beside it, where the office does not
    print changes so in rows that are full.
    """
    columns = table.form.columns
    rows = [dict(zip(row.row.fields, row.placements[0], strict=True)) for row in table.rows if row.settled]
    unsigned = [cells for cells in rows if any(_is_unsigned(cell, columns[field]) for field, cell in cells.items())]
    beside_blank = [cells for cells in unsigned if any(cell.kind == BLANK for cell in cells.values())]
    if len(beside_blank) == len(unsigned):
        yield from chain.from_iterable(beside_blank)
    yield from chain.from_iterable(cells for cells in rows if _is_exchanged(cells, columns, table))


def _is_unsigned(cell: Cell, column: Column) -> bool:
    return column.kind == "change" and bool(cell.value) and cell.printed.isdecimal()


def _is_exchanged(cells: Mapping[str, Cell], columns: Mapping[str, Column], table: ReadTable) -> bool:
    """Whether a count of purchases has decimals and their sum has none, or there are more than the sum could buy, and
    not the other way round.
    """
    counts = [cell for field, cell in cells.items() if columns[field].kind == "count"]
    sums = [field for field in cells if columns[field].kind == "money"]
    amount = table.values.get(sums[0]) if len(counts) == len(sums) == 1 else None
    if not amount or not cells[sums[0]].printed.isdecimal():
        return False
    count, printed = counts[0], int(cells[sums[0]].printed)
    if count.is_unread:
        return "." in count.printed
    number = Decimal(count.value or 0)
    exchanged = number * amount / printed
    return _is_too_little(amount, number) and not _is_too_little(exchanged, printed)


def _is_too_little(amount: Value, count: Value) -> bool:
    return amount < _LEAST_A_PURCHASE * count
