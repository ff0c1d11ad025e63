"""Strokes for zeros, as a convention that a report proves by itself.

Some offices write `/` or `-` for every 0. A stroke may also say that nothing was counted or that a row does not apply,
so it is a zero only on proof: the tables print one kind of stroke, and neither a 0 nor an empty cell anywhere; and sums
that have a stroke among their terms come out with it as 0, or a whole table holds nothing but strokes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.arithmetic import check
from extractor.forms import Form
from extractor.reading.model import Cell, Reading, RowBasis, RowReading, SectionReading
from extractor.reading.tokenize import BLANK, MARK, NUMBER

# So many sums with strokes among their terms must come out, and so many for each one that does not.
_SUMS_NEEDED = 3
_FOR_ONE_FAILING = 4
_STROKES = frozenset("/-\\")


class _Sums(NamedTuple):
    """How many sums over printed figures and strokes come out with the strokes as 0, and how many do not."""

    holding: int
    failing: int


def read_strokes(reading: Reading) -> Reading:
    """The reading with the strokes of every table read as 0 for which the report proves it."""
    found = [section for section in reading.sections if section.found]
    if not _are_the_zeros(found):
        return reading
    read = {section.section.key: _with_zeros(section) for section in found}
    sums = _sums(reading.form, read.values())
    proved = sums.holding >= max(_SUMS_NEEDED, _FOR_ONE_FAILING * sums.failing)
    if not proved and (sums.failing or not any(map(_is_all_strokes, found))):
        return reading
    checked = {name for identity in reading.form.identities for name in identity.fields}
    sections = tuple(
        read[section.section.key]
        if section.found and (not sums.failing or any(field in checked for field in _fields(section)))
        else section
        for section in reading.sections
    )
    return reading._replace(sections=sections)


def _fields(section: SectionReading) -> Iterator[str]:
    return (field for row in section.section.rows for field in row.fields)


def _are_the_zeros(sections: list[SectionReading]) -> bool:
    """Whether strokes of one kind stand where zeros would, beside figures, and no zero is shown in another way."""
    tokens = [token for section in sections for row in section.rows for token in row.tokens]
    strokes = {token.text for token in tokens if token.kind == MARK}
    cells = [cell for section in sections for row in section.rows for cell in _certain(row)]
    hollow = any(cell.token is None or cell.token.kind == BLANK for cell in cells)
    figures = [cell.value for cell in cells if cell.token is not None and cell.token.kind == NUMBER]
    zeros = any(token.kind == NUMBER and not token.text.strip("0.") for token in tokens) or 0 in figures
    return len(strokes) == 1 and strokes <= _STROKES and any(figures) and not zeros and not hollow


def _certain(row: RowReading) -> tuple[Cell, ...]:
    return row.placements[0] if row.settled else ()


def _with_zeros(section: SectionReading) -> SectionReading:
    rows = tuple(
        row._replace(placements=tuple(tuple(map(_as_zero, placement)) for placement in row.placements))
        for row in section.rows
    )
    return section._replace(rows=rows)


def _as_zero(cell: Cell) -> Cell:
    return Cell(cell.token, 0) if cell.token is not None and cell.token.kind == MARK else cell


def _sums(form: Form, sections: Iterable[SectionReading]) -> _Sums:
    """The sums that rest on figures and on at least one stroke; those of strokes alone say nothing."""
    cells = {
        field: cell
        for section in sections
        for row in section.rows
        for field, cell in zip(row.row.fields, _certain(row), strict=False)
    }
    whole = {field: cell.value for field, cell in cells.items() if isinstance(cell.value, int)}
    telling = [
        one
        for one in check(form.identities, whole)
        if any((cell := cells.get(field)) and cell.token and cell.token.kind == MARK for field in one.identity.fields)
        and any(whole.get(field) for field in one.identity.fields)
    ]
    return _Sums(sum(one.holds for one in telling), sum(one.violated for one in telling))


def _is_all_strokes(section: SectionReading) -> bool:
    """Whether every slot of a table's rows, each known by its label, holds a stroke."""
    return all(
        row.settled
        and row.basis in (RowBasis.EXACT, RowBasis.FUZZY)
        and all(_is_stroke(cell) for cell in row.placements[0])
        for row in section.rows
    )


def _is_stroke(cell: Cell) -> bool:
    return cell.token is not None and cell.token.kind == MARK
