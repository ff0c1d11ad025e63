"""What holds no figure is the author's matter where the file shows the cell; the numbers in it are candidates."""

from __future__ import annotations

import pytest

from extractor.findings import is_of_author
from extractor.forms import load_forms
from extractor.judging.candidates import candidates_in
from extractor.pipeline import extract
from extractor.reading.assign_cells import make_cell
from extractor.reading.tokenize import whole_cell
from extractor.result import Extraction, TableCell
from tests.spoiled_reports import LAYOUTS, report_of

ISSUED, ASKED = "active.normative_documents.issued", "applications.new.natural_person"
GRANTED, WITH_CELLS = "applications.granted.natural_person", ("tabs", "bars", "markdown", "CSV", "HTML", "Word")
COUNT, FEES = "applications.new.total", "active.administrative_fees.amount_wan_yuan"


def read(layout: str, field: str, text: str) -> Extraction:
    return extract(report_of("2021").written(layout, {field: text}), f"report.{LAYOUTS[layout]}")


@pytest.mark.parametrize("layout", ["tabs", "HTML", "Word"])
def test_a_figure_in_a_grid_names_its_cell(layout: str) -> None:
    fields = extract(report_of("2021").written(layout, {}), f"report.{LAYOUTS[layout]}").fields
    cells = [field.place.cell for field in fields.values() if field.place is not None]
    assert len(cells) == len(fields)
    assert None not in cells
    assert len(set(cells)) == len(cells)
    assert cells[list(fields).index(ISSUED)] == TableCell(0, 3, 1)
    assert cells[list(fields).index(ASKED)] == TableCell(1, 3, 3)


def test_a_figure_outside_of_grids_names_no_cell() -> None:
    fields = extract(report_of("2021").written("spaces", {}), "report.txt").fields
    assert all(field.place is not None and field.place.cell is None for field in fields.values())


@pytest.mark.parametrize("layout", WITH_CELLS)
@pytest.mark.parametrize("text", ["XX", "#REF!", "见附件", "约3200"])
def test_words_in_a_cell_of_the_file_are_the_authors_matter(layout: str, text: str) -> None:
    extraction = read(layout, ISSUED, text)
    [finding] = [one for one in extraction.findings if ISSUED in one.fields]
    assert (finding.code, finding.severity, finding.fields) == ("not-a-figure", "warning", [ISSUED])
    assert is_of_author(finding.code)
    assert f"“{text}”" in finding.message.zh
    assert repr(text) in finding.message.en
    field = extraction.fields[ISSUED]
    assert (field.status, field.reason, field.place) == ("review", "not-a-figure", finding.places[0])


@pytest.mark.parametrize("layout", ["a cell a line", "spaces"])
def test_words_in_a_cell_that_is_only_inferred_are_a_matter_of_reading(layout: str) -> None:
    assert read(layout, ISSUED, "约3200").fields[ISSUED].reason == "unreadable-cell"


@pytest.mark.parametrize("text", ["???", "\ufffd\ufffd", "\ue012\ue034", "(cid:12)(cid:7)"])
def test_characters_that_a_converter_could_not_tell_are_a_matter_of_reading(text: str) -> None:
    assert read("HTML", ISSUED, text).fields[ISSUED].reason == "unreadable-cell"


def test_a_mark_for_nothing_where_the_sums_give_a_figure_is_told_with_it() -> None:
    extraction = read("HTML", GRANTED, "—")
    [finding] = [one for one in extraction.findings if GRANTED in one.fields]
    assert (finding.code, finding.fields) == ("not-a-figure", [GRANTED])
    assert "“—”" in finding.message.zh
    assert "46" in finding.message.zh
    assert extraction.fields[GRANTED].status == "review"


def test_a_finding_quotes_the_characters_of_the_file() -> None:
    extraction = read("tabs", ASKED, "３２０８，其中８")
    [finding] = [one for one in extraction.findings if ASKED in one.fields]
    assert "“３２０８，其中８”" in finding.message.zh
    assert "'３２０８，其中８'" in finding.message.en


def test_numbers_in_a_cell_that_is_not_understood_are_candidates_with_their_places() -> None:
    text = "３２０８，其中８"
    source = report_of("2021").written("tabs", {ASKED: text})
    field = extract(source, "report.txt").fields[ASKED]
    assert [(one.value, one.printed, one.reader) for one in field.candidates] == [
        (3208, "３２０８", "rules"),
        (8, "８", "rules"),
    ]
    for one in field.candidates:
        assert one.place is not None
        assert field.place is not None
        assert source.decode()[one.place.start : one.place.end] == one.printed
        assert one.place.cell == field.place.cell


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("约3200", [3200]),
        ("3208件，其中8件", [3208, 8]),
        ("3,8", [3, 8]),
        ("2020-2021", [2020, 2021]),
        ("l2", [12]),
        ("约32O8", [3208]),
        ("人口3200", [3200]),
        ("O", [0]),
        ("O8", []),
        ("XX", []),
        ("12345678901", []),
        ("1.2", []),
        ("1、2、3、4、5、6、7", [1, 2, 3, 4, 5]),
        ("3200", []),
    ],
)
def test_what_numbers_are_in_a_cell(text: str, numbers: list[int]) -> None:
    column = load_forms()[-1].columns[COUNT]
    assert [one.value for one in candidates_in(make_cell(whole_cell(text, 0, len(text), 0), column), column)] == numbers


def test_an_amount_without_a_unit_of_its_own_is_a_candidate_without_a_value() -> None:
    column = load_forms()[-1].columns[FEES]
    amounts = [
        candidates_in(make_cell(whole_cell(text, 0, len(text), 0), column), column) for text in ("约25万元", "约25")
    ]
    assert [[one.value for one in own] for own in amounts] == [[25], [None]]
