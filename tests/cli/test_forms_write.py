"""`extractor forms write`: a form that is read back as it was written, in which totals follow from their parts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.exporting.form_document import form_document
from extractor.exporting.form_to_fill import NOTE, FormToFill, form_to_fill
from extractor.exporting.form_workbook import form_workbook
from extractor.forms import form_named
from extractor.pipeline import extract

SEED = Path(__file__).parents[2] / "seeds" / "000_289990b226e32aad.txt"
FORM = form_named("2021")


def read_back(filled: FormToFill) -> dict[str, Any]:
    extraction = extract(form_document(filled), name="form.docx")
    return {key: field.value for key, field in extraction.fields.items() if field.value is not None}


def balanced() -> dict[str, int]:
    """Figures for which every equation of the form holds: one of each kind by a natural person."""
    values = dict.fromkeys(FORM.fields, 0)
    for row in ("new", "granted", "total"):
        values[f"applications.{row}.natural_person"] = values[f"applications.{row}.total"] = 7
    values["active.administrative_licensing.decisions"] = 31
    values["disputes.review.upheld"] = values["disputes.review.total"] = 2
    return values


def test_a_form_that_was_filled_in_is_read_back_figure_for_figure() -> None:
    filled = form_to_fill(FORM)._replace(title="清汀县教育局2024年政府信息公开工作年度报告", values=balanced())
    assert read_back(filled) == balanced()


def test_last_years_report_gives_the_name_the_year_and_what_it_carried_over() -> None:
    before = extract(SEED)
    filled = form_to_fill(FORM, before)
    assert filled.title == f"{before.report.unit}{(before.report.year or 0) + 1}年政府信息公开工作年度报告"
    for field, value in filled.values.items():
        assert value == before.fields[field.replace("carried_in", "carried_out")].value
    assert len(filled.values) == 7
    assert read_back(filled) == dict(filled.values)


def test_totals_of_the_workbook_are_formulas_that_have_their_values() -> None:
    filled = form_to_fill(FORM)._replace(values=balanced() | {"applications.total.total": 0})
    content = form_workbook(filled)
    formulas, values = (load_workbook(BytesIO(content), data_only=one).active for one in (False, True))
    assert formulas is not None
    assert values is not None
    cells = [cell.coordinate for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(cells) == sum(len(one.left) == 1 for one in FORM.identities) - 1
    shown = [values[cell].value for cell in cells]
    assert (shown.count(7), shown.count(2)) == (4, 1)
    assert content == form_workbook(filled)


def test_the_command_writes_both_kinds_and_a_note_that_is_left_in_is_found(tmp_path: Path) -> None:
    for name in ("form.docx", "form.xlsx"):
        result = CliRunner().invoke(app, ["forms", "write", "2021", "-o", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).stat().st_size > 1000
    found = extract(tmp_path / "form.docx", proofreads=True).findings
    assert any(one.code == "left-unfilled" and NOTE[:4] in one.message.zh for one in found)


@pytest.mark.parametrize(("form", "name"), [("1999", "form.docx"), ("2021", "form.odt")])
def test_what_cannot_be_written_is_told_in_a_sentence(tmp_path: Path, form: str, name: str) -> None:
    result = CliRunner().invoke(app, ["forms", "write", form, "-o", str(tmp_path / name)])
    assert result.exit_code == 2
    assert not (tmp_path / name).exists()
