"""Amounts of which neither cell nor header says whether they are yuan or 10,000 yuan: weighed from the report alone.

Offices print both. A unit is out of the question where it makes a sum that no office spends, or tells parts of a fen;
where only one is left it is that one. Where both are possible, only the prose tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from extractor.forms import Column
from extractor.forms.bounds import YUAN_IN
from extractor.judging.resolve_placements import Value
from extractor.reading.model import Cell, Reading, RowReading, SectionReading
from extractor.reading.numbers import parse_figure, states_unit

UNITS = ("元", "万元")
# In yuan: no office buys for so much in a year, and no single purchase is so dear. None is too small: some print 1.
_MOST_A_YEAR = 10**11
_MOST_A_PURCHASE = 10**9
# A fen is a hundredth of a yuan.
_DECIMALS = -2

Supports = Callable[[Mapping[str, Value | None]], Collection[str]]


def weigh_amounts(reading: Reading, supports: Supports) -> Reading:
    """The reading with every amount that states no unit in the only one it can be in; where it can be in several, and
    the prose `supports` none or both, it stays as it is.
    """
    columns = reading.form.columns
    sections = (_weighed(section, columns, supports) for section in reading.sections)
    return reading._replace(sections=tuple(sections))


def in_each_unit(cell: Cell, column: Column) -> Iterator[Cell]:
    """An amount that says no unit, in each of those that offices print."""
    printed = "" if cell.token is None else cell.token.text
    values = (parse_figure(printed, column, unit) for unit in UNITS)
    yield from (cell._replace(value=value) for value in values if value is not None)


def _weighed(section: SectionReading, columns: Mapping[str, Column], supports: Supports) -> SectionReading:
    found = {
        (row.row.key, i): (field, units)
        for row in section.rows
        for i, field in enumerate(row.row.fields)
        if field not in section.units and len(units := _units(row, i, columns[field], field, supports)) == 1
    }
    if not found:
        return section
    rows = tuple(
        row._replace(placements=tuple(_in_unit(row, placement, found, columns) for placement in row.placements))
        for row in section.rows
    )
    return section._replace(rows=rows, units=section.units.union(field for field, _ in found.values()))


def _in_unit(
    row: RowReading,
    placement: tuple[Cell, ...],
    found: Mapping[tuple[str, int], tuple[str, list[str]]],
    columns: Mapping[str, Column],
) -> tuple[Cell, ...]:
    def cell_in_unit(i: int, cell: Cell) -> Cell:
        if (row.row.key, i) not in found or cell.token is None:
            return cell
        field, (unit,) = found[row.row.key, i]
        return cell._replace(value=parse_figure(cell.token.text, columns[field], unit))

    return tuple(cell_in_unit(i, cell) for i, cell in enumerate(placement))


def _units(row: RowReading, at: int, column: Column, field: str, supports: Supports) -> list[str]:
    """The units that the amount in a slot of a row can be in; none where it is none, or says its own."""
    cell = row.placements[0][at] if row.settled else None
    if column.kind != "money" or cell is None or not cell.value or cell.token is None or states_unit(cell.token.text):
        return []
    purchases = next((one.value for one in row.placements[0][:at] if isinstance(one.value, int)), None)
    amounts = dict(_possible(cell.token.text, column, purchases))
    told = [unit for unit, value in amounts.items() if field in supports({field: value})]
    return told if len(told) == 1 else list(amounts)


def _possible(text: str, column: Column, purchases: int | None) -> Iterator[tuple[str, Value]]:
    for unit in UNITS:
        value = parse_figure(text, column, unit)
        if value is not None and _is_possible(value * YUAN_IN[column.unit], purchases):
            yield unit, value


def _is_possible(yuan: Value, purchases: int | None) -> bool:
    """Whether an office may spend so many yuan in a year, on so many purchases where their number is known."""
    exponent = Decimal(yuan).normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < _DECIMALS:
        return False
    return yuan <= _MOST_A_YEAR and (not purchases or yuan <= _MOST_A_PURCHASE * purchases)
