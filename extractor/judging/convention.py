"""Blank for zero, as a convention that a table proves by itself.

Some offices print only figures that are not 0, and converters to plain text lose the blank cells. What is left of a row
is its figures in order, the total at the end where the form has it. Filling blanks with zeros on trust would make any
table balance; but where several rows each hold the sum of their other figures, no zero is printed in any column but the
total's, and the totals balance down the table with every empty row as 0, then a column of totals was printed and its
blanks are zeros.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from extractor.forms import Form, Row
from extractor.judging.doubts import names_all
from extractor.reading.model import Cell, Placement, Reading, RowBasis, RowReading, SectionReading
from extractor.reading.tokenize import NUMBER

# So many rows must hold the sum of their other figures.
_ROWS_NEEDED = 3
Figure = TypeVar("Figure")


def fill_blanks(reading: Reading) -> Reading:
    """The reading with the blanks of every table filled that proves its convention."""
    return reading._replace(sections=tuple(_filled(section, reading.form) for section in reading.sections))


def by_convention(row: RowReading) -> bool:
    """Whether the row's empty slots were filled so."""
    return row.inferred and any(cell.token is None and cell.value == 0 for p in row.placements for cell in p)


def _filled(section: SectionReading, form: Form) -> SectionReading:
    totals = {
        identity.right: identity.left[0]
        for identity in form.identities
        if len(identity.left) == 1 and identity.left[0].startswith(section.section.key)
    }
    summed = all(_is_summed(row.row, totals) for row in section.rows)
    if not section.found or not summed or all(row.settled for row in section.rows) or not _proved(section, form):
        return section
    return section._replace(rows=tuple(row if row.settled else _with_zeros(row) for row in section.rows))


def _is_summed(row: Row, totals: Mapping[tuple[str, ...], str]) -> bool:
    """Whether the first or the last figure of a row is the sum of the others: then it is known among those left."""
    *others, total = _total_last(row, row.fields)
    return row.total in (0, len(others)) and totals.get(tuple(others)) == total


def _total_last(row: Row, figures: Sequence[Figure]) -> list[Figure]:
    """What stands in a row, with its total at the end."""
    return [*figures[1:], *figures[:1]] if row.total == 0 else list(figures)


def _figures(row: RowReading) -> list[int] | None:
    """The row's figures in order but the total last, None where one of them cannot be read."""
    if not row.placements and any(token.kind == NUMBER for token in row.tokens):
        return None
    found: list[int] = []
    values = {cell.token: cell.value for placement in row.placements for cell in placement}
    for token in row.tokens:
        if token.kind == NUMBER and token in values:
            value = values[token]
            if not isinstance(value, int):
                return None
            found.append(value)
    return _total_last(row.row, found)


def _proved(section: SectionReading, form: Form) -> bool:
    if section.leftover or not names_all(section.headers[0]):
        return False
    totals: dict[str, int] = {}
    summed = 0
    for row in section.rows:
        figures = _figures(row)
        if figures is None or row.basis not in (RowBasis.EXACT, RowBasis.FUZZY) or 0 in figures[:-1]:
            return False
        if figures and figures[-1] != sum(figures[:-1]):
            return False
        summed += len(figures) > 1
        totals[_total_last(row.row, row.row.fields)[-1]] = figures[-1] if figures else 0
    return summed >= _ROWS_NEEDED and _balances(form, totals)


def _balances(form: Form, totals: Mapping[str, int]) -> bool:
    """Whether the identities over totals alone hold."""
    over = [identity for identity in form.identities if all(field in totals for field in identity.fields)]
    return bool(over) and all(
        sum(totals[field] for field in identity.left) == sum(totals[field] for field in identity.right)
        for identity in over
    )


def _with_zeros(row: RowReading) -> RowReading:
    """The row's placements with the total in its slot and a zero in every slot left over."""
    tokens = _total_last(row.row, [cell for cell in _cells(row) if cell.value is not None])
    zero = Cell(None, 0)
    slots = range(len(row.row.fields))
    *others, total = _total_last(row.row, slots)
    placements: list[Placement] = []
    for chosen in combinations(others, max(0, len(tokens) - 1)):
        by_slot = dict(zip((*chosen, total), tokens, strict=True)) if tokens else {}
        placements.append(tuple(by_slot.get(i, zero) for i in slots))
    measured = row.placements if row.inferred and len(row.placements) == 1 else ()
    if measured:
        placements = [tuple(cell if cell.token is not None else zero for cell in measured[0])]
    return row._replace(placements=tuple(placements), inferred=True)


def _cells(row: RowReading) -> Sequence[Cell]:
    """The row's figures as cells, each once, in the printed order."""
    cells = {cell.token: cell for placement in row.placements for cell in placement if cell.token is not None}
    return [cells[token] for token in row.tokens if token in cells]
