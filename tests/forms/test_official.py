"""The official tables have every field once, and no hole."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.forms import Form, Section, load_forms, read_forms
from extractor.forms.official import official_cells

DRILL = str(Path(__file__).parent / "drill")
SECTIONS = [(form, section) for form in (*load_forms(), *read_forms([DRILL])) for section in form.sections]


@pytest.mark.parametrize(("form", "section"), SECTIONS, ids=lambda one: getattr(one, "key", getattr(one, "id", "")))
def test_the_cells_fill_a_rectangle_and_hold_every_field_once(form: Form, section: Section) -> None:
    cells = official_cells(section)
    covered = [
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    height, width = max(row for row, _ in covered) + 1, max(column for _, column in covered) + 1
    assert sorted(covered) == [(row, column) for row in range(height) for column in range(width)]
    fields = [cell.field for cell in cells if cell.kind == "figure"]
    assert sorted(map(str, fields)) == sorted(field for row in section.rows for field in row.fields)


def test_a_merged_label_stands_beside_its_rows() -> None:
    applications = next(section for form, section in SECTIONS if form.id == "2021" and section.key == "applications")
    denied = next(cell for cell in official_cells(applications) if cell.text == "（三）不予公开")
    assert (denied.kind, denied.rows) == ("group", 8)
