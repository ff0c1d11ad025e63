"""A report printed in any layout and read back says what it said."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from extractor.pipeline import extract
from extractor.sources import open_source
from tests.properties.cells import cell_layouts
from tests.properties.profile import law
from tests.properties.reading import read, silently_wrong, wrong
from tests.properties.reports import Report, reports
from tests.properties.spaces import aligned_layouts, spaced_layouts
from tests.properties.truths import arbitrary_truths


def unit_is_stated(report: Report, field: str) -> bool:
    """Whether the amount of a field names its unit, or is nothing."""
    return not field.endswith("amount_yuan") or report.style.money != "" or report.truth.figures[field] == 0


@law
@given(reports(among=cell_layouts))
def test_a_table_of_cells_comes_back_as_it_was_and_is_accepted(report: Report) -> None:
    extraction = read(report.text())
    assert wrong(report.truth, extraction) == []
    assert [k for k, f in extraction.fields.items() if f.status != "accepted" and unit_is_stated(report, k)] == []


@law
@given(reports(among=aligned_layouts))
def test_a_table_aligned_by_spaces_comes_back_as_it_was_and_is_accepted(report: Report) -> None:
    extraction = read(report.text())
    assert wrong(report.truth, extraction) == []
    assert [k for k, f in extraction.fields.items() if f.status != "accepted" and unit_is_stated(report, k)] == []


@law
@given(reports(among=spaced_layouts))
def test_a_table_of_one_row_a_line_comes_back_as_it_was_and_is_accepted(report: Report) -> None:
    extraction = read(report.text())
    assert wrong(report.truth, extraction) == []
    assert [k for k, f in extraction.fields.items() if f.status != "accepted" and unit_is_stated(report, k)] == []


@law
@given(reports(of=arbitrary_truths()))
def test_figures_that_do_not_add_up_come_back_as_they_were(report: Report) -> None:
    assert wrong(report.truth, read(report.text())) == []


@law
@given(reports(zeros=("", "/", "-")))
def test_zeros_printed_as_blanks_or_strokes_are_never_read_as_something_else(report: Report) -> None:
    extraction = read(report.text())
    assert silently_wrong(report.truth, extraction) == []


@law
@given(reports(zeros=("0", "0", "")))
def test_a_printed_figure_stands_where_its_place_says(report: Report) -> None:
    data = report.text().encode()
    source = open_source(data, "report.txt")
    for key, field in extract(data, "report.txt").fields.items():
        if field.basis == "printed":
            assert field.place is not None, key
            assert source.original[field.place.start : field.place.end].strip() == field.printed, key
            line = source.original.splitlines()[field.place.line - 1]
            assert line[field.place.column - 1 :].startswith(field.printed or ""), key


@law
@given(reports())
def test_a_figure_of_a_printed_field_reads_as_its_value(report: Report) -> None:
    for key, field in read(report.text()).fields.items():
        if field.basis == "printed" and field.printed and field.printed.isdigit() and "amount" not in key:
            assert Decimal(field.printed) == field.value, key
