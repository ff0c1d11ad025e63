"""Amounts whose unit stands in the header: 采购总金额（万元）, 本年收费金额（单位：元）.

The forms fix a unit, but offices print another, and a cell alone does not tell 36.5 元 from 36.5 万元.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.forms import Column, Section
from extractor.reading.assign_cells import make_cell
from extractor.reading.label_matches import COLUMN, LabelMatch
from extractor.reading.label_text import LabelText
from extractor.reading.model import Cell, RowReading

_UNIT = re.compile("(?:单位|人民币)*(万元|元)")


def state_units(
    section: Section, rows: tuple[RowReading, ...], label_matches: Sequence[LabelMatch], label_text: LabelText
) -> tuple[tuple[RowReading, ...], frozenset[str]]:
    """The rows with their amounts in the unit of the form, and the fields whose unit a header states."""
    stated: dict[str, str] = {}
    for block in section.blocks:
        for place, column in enumerate(block.columns):
            if column.kind == "money" and (unit := _unit_in_header(column, label_matches, label_text)) is not None:
                stated.update((row.fields[place], unit) for row in block.rows)
    if not stated:
        return rows, frozenset()
    columns = {row.key: block.columns for block in section.blocks for row in block.rows}
    return tuple(_converted(row, stated, columns[row.row.key]) for row in rows), frozenset(stated)


def _unit_in_header(column: Column, label_matches: Sequence[LabelMatch], label_text: LabelText) -> str | None:
    for label_match in label_matches:
        if label_match.form_label.kind == COLUMN and label_match.form_label.key == column.key:
            match = _UNIT.match(label_text.text, label_match.end)
            label = label_text.text[label_match.start : label_match.end]
            return match.group(1) if match else "万元" if "万元" in label else None
    return None


def _converted(row: RowReading, stated: dict[str, str], columns: Sequence[Column]) -> RowReading:
    if stated.keys().isdisjoint(row.row.fields):
        return row

    def convert(shown: Cell, field: str, column: Column) -> Cell:
        unit = stated.get(field, column.unit)
        return shown if unit == column.unit else make_cell(shown.token, column, unit)

    placements = tuple(tuple(map(convert, placement, row.row.fields, columns)) for placement in row.placements)
    return row._replace(placements=placements)
