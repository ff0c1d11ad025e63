"""What strokes and blank cells mean: zeros, where a report proves that it writes its zeros so.

Strokes. Some offices write `/` or `-` for every 0. A stroke may also say that nothing was counted or that a row does
not apply, so it is a zero only on proof: the tables print one kind of stroke, and neither a 0 nor an empty cell
anywhere; and sums that have a stroke among their terms come out with it as 0, or a whole table holds nothing but
strokes.

Lost blanks. Some offices print only figures that are not 0, and converters to plain text lose the blank cells. What is
left of a row is its figures in order, the total at the end where the form has it. Filling blanks with zeros on trust
would make any table balance; but where several rows each hold the sum of their other figures, no zero is printed in any
column but the total's, and the totals balance down the table with every empty row as 0, then a column of totals was
printed and its blanks are zeros.

Blank cells that no equation tells. An office that leaves its zeros blank does so throughout a table. Where the layout
shows every cell, the equations prove many of the blank ones to be zero and none to be anything else, a row that is
blank from end to end is one of zeros too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple, TypeVar

from extractor.arithmetic import Deduction, check, deduce, fields_of, integers_in
from extractor.forms import Form, Row
from extractor.judging.resolve_placements import Resolved
from extractor.reading.model import (
    BLANK,
    MARK,
    NUMBER,
    Cell,
    Placement,
    Reading,
    RowReading,
    SectionReading,
    Token,
)

# So many sums with strokes among their terms must come out, and so many for each one that does not.
_SUMS_NEEDED = 3
_FOR_ONE_FAILING = 4
_STROKES = frozenset("/-\\")
# So many rows must hold the sum of their other figures.
_ROWS_NEEDED = 3
# So many blank cells must be proved zeros.
_PROVED = 10


class _Sums(NamedTuple):
    """How many sums over printed figures and strokes come out with the strokes as 0, and how many do not."""

    holding: int
    failing: int


def read_strokes(reading: Reading) -> Reading:
    """The reading with the strokes of every table read as 0 for which the report proves it."""
    found = [section for section in reading.sections if section.found]
    if not _are_the_zeros(found):
        return reading
    read = {section.section.key: _marks_as_zeros(section) for section in found}
    sums = _sums(reading.form, read.values())
    proved = sums.holding >= max(_SUMS_NEEDED, _FOR_ONE_FAILING * sums.failing)
    if not proved and (sums.failing or not any(map(_is_all_strokes, found))):
        return reading
    if sums.failing:
        # Where some sums do not come out, a table without sums proves nothing.
        checked = fields_of(reading.form.identities)
        read = {key: section for key, section in read.items() if not checked.isdisjoint(section.fields)}
    sections = tuple(read.get(section.section.key, section) for section in reading.sections)
    return reading._replace(sections=sections)


def _are_the_zeros(sections: list[SectionReading]) -> bool:
    """Whether strokes of one kind stand where zeros would, beside figures, and no zero is shown in another way."""
    tokens = list(chain.from_iterable(section.tokens for section in sections))
    strokes = {token.text for token in tokens if token.kind == MARK}
    cells = [cell for section in sections for row in section.rows for cell in _certain(row)]
    hollow = not {"", BLANK}.isdisjoint(cell.kind for cell in cells)
    figures = {cell.value for cell in cells if cell.kind == NUMBER}
    zeros = 0 in figures or any(_is_zero(token) for token in tokens)
    return len(strokes) == 1 and strokes <= _STROKES and any(figures) and not zeros and not hollow


def _is_zero(token: Token) -> bool:
    """Whether a token is a 0 printed in any way (0.00)."""
    return token.kind == NUMBER and not token.text.strip("0.")


def _certain(row: RowReading) -> tuple[Cell, ...]:
    return row.placements[0] if row.settled else ()


def _marks_as_zeros(section: SectionReading) -> SectionReading:
    rows = tuple(
        row._replace(placements=tuple(tuple(map(_as_zero, placement)) for placement in row.placements))
        for row in section.rows
    )
    return section._replace(rows=rows)


def _as_zero(cell: Cell) -> Cell:
    return Cell(cell.token, 0) if cell.kind == MARK else cell


def _sums(form: Form, sections: Iterable[SectionReading]) -> _Sums:
    """The sums that rest on figures and on at least one stroke; those of strokes alone say nothing."""
    cells = {
        field: cell
        for section in sections
        for row in section.rows
        for field, cell in zip(row.row.fields, _certain(row), strict=False)
    }
    integers = integers_in({field: cell.value for field, cell in cells.items()})
    strokes = {field for field, cell in cells.items() if cell.kind == MARK}
    telling = [
        one
        for one in check(form.identities, integers)
        if not strokes.isdisjoint(one.identity.fields) and any(map(integers.get, one.identity.fields))
    ]
    return _Sums(sum(one.holds for one in telling), sum(one.violated for one in telling))


def _is_all_strokes(section: SectionReading) -> bool:
    """Whether every slot of a table's rows, each known by its label, holds a stroke."""
    return all(
        row.settled and row.has_own_label and {cell.kind for cell in row.placements[0]} == {MARK}
        for row in section.rows
    )


Figure = TypeVar("Figure")


def fill_blanks(reading: Reading) -> Reading:
    """The reading with the blanks of every table filled that proves its convention."""
    return reading._replace(sections=tuple(_filled(section, reading.form) for section in reading.sections))


def by_convention(row: RowReading) -> bool:
    """Whether the row's empty slots were filled so."""
    return row.inferred and Cell(None, 0) in row.cells


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
    if row.figures and not row.placements:
        return None
    values = [cell.value for cell in _cells(row) if cell.kind == NUMBER]
    found = [value for value in values if isinstance(value, int)]
    return _total_last(row.row, found) if len(found) == len(values) else None


def _proved(section: SectionReading, form: Form) -> bool:
    if section.leftover or not section.headers[0].names_all:
        return False
    totals: dict[str, int] = {}
    summed = 0
    for row in section.rows:
        figures = _figures(row)
        if figures is None or not row.has_own_label:
            return False
        *others, total = figures or [0]
        if 0 in others or total != sum(others):
            return False
        summed += len(figures) > 1
        totals[_total_last(row.row, row.row.fields)[-1]] = total
    return summed >= _ROWS_NEEDED and _balances(form, totals)


def _balances(form: Form, totals: Mapping[str, int]) -> bool:
    """Whether the identities over totals alone hold."""
    over = [one for one in check(form.identities, totals) if one.known]
    return bool(over) and all(one.holds for one in over)


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
    return row._replace(placements=tuple(placements), inferred=True)


def _cells(row: RowReading) -> Sequence[Cell]:
    """The row's figures as cells, each once, in the printed order."""
    cells = {cell.token: cell for cell in row.cells}
    return [cells[token] for token in row.tokens if token in cells]


def habitual_zeros(reading: Reading, settled: Resolved, deduction: Deduction, known: dict[str, int]) -> dict[str, int]:
    """The fields whose blank cells are zeros by the report's habit, each with 0; none where a blank is proved another.

    A table proves its own habit. Another follows it if it prints figures and no 0; in one without identities only rows
    that are blank from end to end, as figures may have moved along the others. `known` are the figures that were read.
    """
    blank = {name for name, cell in settled.cells.items() if cell.kind == BLANK}
    proved = {name: value for name, value in deduction.values.items() if name in blank}
    if any(proved.values()) or len(proved) < _PROVED:
        return {}
    checked, unproved = fields_of(reading.form.identities), blank - proved.keys()
    found: dict[str, int] = {}
    for section in reading.sections:
        has_habit = len(proved.keys() & set(section.fields)) >= _PROVED or _follows(section)
        if section.leftover or not has_habit:
            continue
        for row in section.rows:
            if _is_blank(row) or (row.tidy and checked.issuperset(row.row.fields)):
                found.update((name, 0) for name in row.row.fields if name in unproved)
    # Where a sum leaves an open field more than its row prints, not all of these are zeros.
    bounds = settled.bounds()
    before, after = (deduce(reading.form.identities, known | zeros, bounds).conflicts for zeros in ({}, found))
    return found if set(after) <= set(before) else {}


def _follows(section: SectionReading) -> bool:
    """Whether a table prints figures, and no 0 in any way (0.00)."""
    figures = [token for token in section.tokens if token.kind == NUMBER]
    return bool(figures) and not any(map(_is_zero, figures))


def _is_blank(row: RowReading) -> bool:
    return bool(row.tokens) and not row.filled
