"""Columns that may be others than they seem: not named, named in another order, cut off, or gone.

The rules of `doubts.DOUBTS` on columns: each gives the fields of a table that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.judging.read_table import ReadTable, fields_of_rows
from extractor.reading.model import BLANK
from extractor.reading.numbers import whole_number


def totals_cut_off(table: ReadTable) -> Iterator[str]:
    """The totals of whole numbers where each row has a figure too few, and none holds a sum: what an author printed
    in a column that was cut off is not what follows from the others.
    """
    for block, _, rows in table.section.blocks():
        figures = [[token.text for token in row.figures] for row in rows]
        one_too_few = set(map(len, figures)) == {len(block.columns) - 1}
        for end in (i for i in (0, -1) if one_too_few and block.columns[i].is_total):
            if not any(_is_sum(texts, end) for texts in figures):
                yield from (row.row.fields[end] for row in rows)


def _is_sum(texts: Sequence[str], end: int) -> bool:
    """Whether the first figure or the last, at `end`, is the sum of the others."""
    numbers = [whole_number(text) or 0 for text in texts]
    return numbers[end] > 0 and 2 * numbers[end] == sum(numbers)


def column_gone(table: ReadTable) -> Iterator[str]:
    """Where the header leaves one column out, and no row is filled from its first cell to its last: the column may be
    gone, and an empty cell that makes up for a merged one stand in a row.
    """
    for block, header, rows in table.section.blocks():
        rows = [row for row in rows if row.settled and not row.in_grid]
        ends = ((row.cells[0].kind, row.cells[-1].kind) for row in rows if row.filled)
        if len(header.unnamed) == 1 and len(block.columns) > 1 and all(BLANK in kinds for kinds in ends):
            every = range(len(block.columns))
            yield from fields_of_rows(row for row in rows if table.differs(row, every))


def unnamed_columns(table: ReadTable) -> Iterator[str]:
    """Figures that would differ in another column that theirs may be, by what the header shows."""
    for _, header, rows in table.section.blocks():
        for column, others in header.possible_columns.items():
            yield from (row.row.fields[column] for row in rows if table.differs(row, others))
