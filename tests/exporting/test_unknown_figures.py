"""What has no number or no confidence is taken by all that shows or exports it: blanks, and what is in doubt."""

from __future__ import annotations

import csv
import io
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from golden import golden, seed
from panels import figure, report

from extractor.cli.outputs import WRITERS
from extractor.cli.proof import print_proof
from extractor.cli.tables import print_report
from extractor.exporting.collecting.draft_status import Draft, standing_of
from extractor.exporting.collecting.pages import report_page
from extractor.exporting.overview.gathering import gather
from extractor.exporting.overview.page import overview_page
from extractor.exporting.overview.tally import ReportEntry
from extractor.exporting.pages.tables import state_of_figure
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.panel_options import PanelOptions
from extractor.exporting.run_differences import ComparedDocument, DocumentPair, compare_documents
from extractor.exporting.sinks import ENDINGS, STATISTICS
from extractor.result import ExtractedField, Extraction, Number, Place, TableCell

BLANK, DASH, UNKNOWN = "active.regulations.issued", "active.regulations.repealed", "active.regulations.in_force"
KEYS = (BLANK, DASH, UNKNOWN)
LONG_ENDINGS = tuple(ending for ending in ENDINGS if ending not in STATISTICS)
FIGURES = {
    BLANK: replace(figure(None, ""), basis="blank"),
    DASH: replace(figure(None, "—"), basis="blank"),
    UNKNOWN: replace(figure(None, "约3200", "review"), basis="none", confidence=None, reason="unreadable-cell"),
}


def with_unknown(number: int = 2) -> Extraction:
    made = golden(number)
    return replace(made, fields={**made.fields, **{key: replace(FIGURES[key], place=None) for key in KEYS}})


@pytest.mark.parametrize("ending", LONG_ENDINGS)
def test_a_panel_has_them_without_value_and_waits_only_for_what_is_in_review(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"panel{ending}"
    write_panel([report("海宁市财政局", 2022, "a.txt", FIGURES)], PanelRequest(path))
    rows, wide = read(path, "long"), read(path, "wide")
    found = {row["field"]: row for row in rows if row["field"] in KEYS}
    assert {key: (row["value"] or None, row["basis"], row["status"]) for key, row in found.items()} == {
        BLANK: (None, "blank", "accepted"),
        DASH: (None, "blank", "accepted"),
        UNKNOWN: (None, "none", "review"),
    }
    assert {key: row["confidence"] in (None, "") for key, row in found.items()} == {
        BLANK: True,
        DASH: True,
        UNKNOWN: True,
    }
    assert {key: row["obs_status"] for key, row in found.items()} == {
        BLANK: "blank",
        DASH: "nil_mark",
        UNKNOWN: "in_review",
    }
    assert [int(row["waiting"]) for row in wide] == [1]


def test_a_wide_table_has_zero_for_what_is_printed_blank_where_that_is_asked_for(tmp_path: Path) -> None:
    reports = [report("海宁市财政局", 2022, "a.txt", FIGURES)]
    shown: list[list[str]] = []
    for zero in (False, True):
        write_panel(reports, PanelRequest(tmp_path / "panel.csv", options=PanelOptions(zero_blanks=zero)))
        (row,) = read(tmp_path / "panel.csv", "wide")
        shown.append([row[key] for key in KEYS])
        says = "is 0 in the wide table" if zero else "is empty in the wide table"
        assert says in (tmp_path / "datapackage.json").read_text("utf-8")
    assert shown == [["", "", ""], ["0", "0", ""]]
    assert {row["value"] for row in read(tmp_path / "panel.csv", "long") if row["basis"] == "blank"} == {""}


@pytest.mark.parametrize("ending", LONG_ENDINGS)
def test_a_panel_has_a_number_of_evidence_that_was_never_measured_without_a_confidence(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"panel{ending}"
    unmeasured = replace(figure(7, "7", "review"), confidence=None)
    write_panel([report("海宁市财政局", 2022, "a.txt", {BLANK: unmeasured, DASH: figure(8)})], PanelRequest(path))
    found = {row["field"]: row for row in read(path, "long") if row["field"] in (BLANK, DASH)}
    assert {key: float(row["value"]) for key, row in found.items()} == {BLANK: 7, DASH: 8}
    assert {key: row["confidence"] in (None, "") for key, row in found.items()} == {BLANK: True, DASH: False}


def read(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a panel."""
    if path.suffix == ".duckdb":
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.sql(f"SELECT * FROM {table}").to_arrow_table().to_pylist()
    if path.suffix == ".xlsx":
        _, header, *rows = pytest.importorskip("openpyxl").load_workbook(path)[table].iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]
    own = path if table == "long" else path.with_name(f"panel-wide{path.suffix}")
    if path.suffix == ".parquet":
        return pytest.importorskip("pyarrow.parquet").read_table(own).to_pylist()
    return list(csv.DictReader(own.read_text("utf-8").splitlines()))


def test_a_blank_that_is_accepted_counts_before_a_figure_in_review_and_after_a_value(tmp_path: Path) -> None:
    waiting = {BLANK: figure(None, "?", "review"), DASH: figure(None, "?", "review"), UNKNOWN: figure(3)}
    blank = {BLANK: FIGURES[BLANK], DASH: FIGURES[DASH], UNKNOWN: FIGURES[BLANK]}
    reports = [report("海宁市财政局", 2022, "a.txt", waiting), report("海宁市财政局", 2022, "b.txt", blank)]
    write_panel(reports, PanelRequest(tmp_path / "panel.csv"))
    chosen = {
        row["field"]: (row["name"], row["value"])
        for row in read(tmp_path / "panel.csv", "long")
        if row["field"] in KEYS and row["chosen"] == "true"
    }
    assert chosen == {BLANK: ("b.txt", ""), DASH: ("b.txt", ""), UNKNOWN: ("a.txt", "3")}
    assert [row["waiting"] for row in read(tmp_path / "panel.csv", "wide")] == ["0"]


def test_the_page_on_a_run_counts_blanks_by_themselves(tmp_path: Path) -> None:
    gathered = gather([ReportEntry("a.txt", None, with_unknown())], [], str(tmp_path))
    assert (gathered.tally.stands["blank"], gathered.tally.stands["review"]) == (2, 1)
    for language, says in (("zh", "照原文采信为空"), ("en", "accepted as printed blank")):
        assert says in overview_page(gathered, language)  # pyright: ignore[reportArgumentType]


def test_a_row_without_any_confidence_says_none(tmp_path: Path) -> None:
    rest: dict[str, Number | ExtractedField] = dict.fromkeys(map(str, KEYS), FIGURES[UNKNOWN])
    gathered = gather([ReportEntry("a.txt", None, report("海宁市财政局", 2022, "a.txt", rest))], [], str(tmp_path))
    row = gathered.tally.sureness.of("active.regulations", [2022])
    assert row is not None
    assert (row.figures, row.accepted, row.confidence) == (3, 0, None)
    assert "mean confidence —" in overview_page(gathered, "en")


def test_the_terminal_shows_them() -> None:
    made, shown = with_unknown(), io.StringIO()
    with redirect_stdout(shown):
        assert print_report(made, "en")
        for key in KEYS:
            print_proof(made, key, "", "en")
    assert "blank: printed blank or with a mark for nothing" in shown.getvalue()
    assert "review, because of unreadable-cell\n" in shown.getvalue()
    rows = {
        row["field"]: row for row in csv.DictReader(io.StringIO(WRITERS[".csv"].begin + WRITERS[".csv"].piece(made)))
    }
    assert [(rows[key]["basis"], rows[key]["confidence"]) for key in KEYS] == [
        ("blank", "0.9995"),
        ("blank", "0.9995"),
        ("none", ""),
    ]


def test_a_check_counts_a_blank_that_is_accepted_as_settled_and_shows_it_as_printed() -> None:
    draft = Draft("a.txt", with_unknown())
    assert standing_of(draft).in_review == 1
    assert "cell-active.regulations.issued" in report_page(draft, seed(2).read_text("utf-8"), "zh")
    assert state_of_figure("blank", "accepted", False) == "printed"


def differences(one: ExtractedField, other: ExtractedField) -> list[str]:
    """In which ways a figure differs between two runs."""
    sides = [replace(golden(2), fields={BLANK: field}) for field in (one, other)]
    documents = (ComparedDocument("a.txt", "a", None, side) for side in sides)
    return [found.kind for found in compare_documents(DocumentPair(*documents))]


def test_what_an_earlier_schema_did_not_tell_is_no_difference() -> None:
    known = replace(figure(5), place=Place(0, 1, 2, 1, 1, None, None, TableCell(0, 3, 2)))
    assert differences(figure(5, "5"), replace(figure(5, "5"), reason="cells-lost", confidence=None)) == []
    assert differences(replace(known, place=Place(0, 1, 2, 1, 1, None, None, None)), known) == []
    assert differences(FIGURES[BLANK], replace(FIGURES[BLANK], basis="none")) == ["basis-changed"]
    assert differences(FIGURES[BLANK], replace(FIGURES[BLANK], cell="lost")) == ["cell-changed"]
