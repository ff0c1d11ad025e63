"""Copies of one report in a folder are one report, judged by what each says; other reports stay apart."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from fulldisks import command

from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from extractor import extract
from extractor.batch.copies import AGREES, joined_copies
from extractor.batch.run_folder import Document
from extractor.result import Extraction

REPORT = make_report(11, form="2021", size="small", author_error=False)
MADE = extract(render_html(REPORT).encode(), "in/报告.html")
FIELD = "applications.new.total"


def document(name: str, extraction: Extraction | None, sha256: str | None = None) -> Document:
    """A file of a run with this extraction, under another name."""
    if extraction is not None:
        extraction = replace(extraction, source=replace(extraction.source, name=name.rpartition("/")[2], path=name))
    return Document(name, sha256 or name, "read" if extraction else "unreadable", None, extraction)


def with_field(extraction: Extraction, key: str, **changes: object) -> Extraction:
    """The same with one figure changed."""
    return replace(extraction, fields=extraction.fields | {key: replace(extraction.fields[key], **changes)})  # pyright: ignore[reportArgumentType]


def about(extraction: Extraction, **changes: object) -> Extraction:
    """The same of another body or year."""
    return replace(extraction, report=replace(extraction.report, **changes))  # pyright: ignore[reportArgumentType]


def joined(*documents: Document) -> list[Document]:
    return list(joined_copies(documents))


def test_files_of_one_report_are_one_with_the_others_as_its_copies() -> None:
    (made,) = joined(document("in/a.docx", MADE), document("in/b.html", MADE), document("in/c.pdf", MADE))
    assert made.extraction is not None
    assert made.name == "in/a.docx"
    assert [copy.name for copy in made.extraction.copies] == ["b.html", "c.pdf"]
    sure = [
        field for field in made.extraction.fields.values() if field.status == "accepted" and field.value is not None
    ]
    assert sure
    assert all(AGREES in field.proof for field in sure)
    assert not [finding for finding in made.extraction.findings if finding.code == "copies-differ"]


def test_what_only_one_file_is_sure_of_is_taken_from_there_with_its_place() -> None:
    unsure = with_field(MADE, FIELD, status="review", reason="row-missing", value=None, basis="none", cell="lost")
    (made,) = joined(document("in/a.docx", with_field(unsure, FIELD, place=None)), document("in/b.html", MADE))
    assert made.extraction is not None
    assert made.name == "in/b.html", "the one of which most is accepted"
    field = made.extraction.fields[FIELD]
    assert (field.status, field.value) == ("accepted", MADE.fields[FIELD].value)
    other = "applications.carried_in.total"
    also = with_field(MADE, other, status="review", value=None, basis="none", cell="lost", place=None)
    (made,) = joined(document("in/a.docx", unsure), document("in/b.html", also))
    assert made.extraction is not None
    assert made.name == "in/a.docx"
    field = made.extraction.fields[FIELD]
    assert field.status == "accepted"
    assert field.place is not None
    assert made.extraction.copies[field.place.source - 1].name == "b.html"


def test_what_two_files_say_otherwise_waits_and_the_finding_names_both() -> None:
    value = MADE.fields[FIELD].value
    assert value is not None
    other = with_field(MADE, FIELD, value=value + 1, printed=str(value + 1))
    (made,) = joined(document("in/a.docx", MADE), document("in/b.html", other))
    assert made.extraction is not None
    field = made.extraction.fields[FIELD]
    assert (field.status, field.reason, field.confidence) == ("review", "copies-differ", None)
    assert field.printed == MADE.fields[FIELD].printed
    candidate = field.candidates[-1]
    assert candidate.value == value + 1
    assert candidate.place is not None
    assert candidate.place.source == 1
    (finding,) = [finding for finding in made.extraction.findings if finding.code == "copies-differ"]
    assert finding.fields == [FIELD]
    assert "a.docx" in finding.message.en
    assert "b.html" in finding.message.zh
    assert [place.source for place in finding.places] == [0, 1]


def test_a_blank_in_one_file_and_a_figure_in_the_other_are_a_difference() -> None:
    blank = with_field(MADE, FIELD, value=None, printed="", basis="blank", cell="blank")
    other = with_field(MADE, FIELD, value=5, printed="5")
    (made,) = joined(document("in/a.docx", other), document("in/b.html", blank))
    assert made.extraction is not None
    assert made.extraction.fields[FIELD].reason == "copies-differ"


def test_reports_of_other_bodies_years_and_forms_stay_apart() -> None:
    first = about(MADE, region="甲县")
    others = [
        about(first, unit="乙县财政局"),
        about(first, year=2001),
        about(first, form="2019"),
        about(first, region="乙县"),
    ]
    names = [f"in/{at}.html" for at in range(5)]
    made = joined(*(document(name, one) for name, one in zip(names, [first, *others], strict=True)))
    assert sorted(one.name for one in made) == names
    assert all(not one.extraction.copies for one in made if one.extraction)


def test_files_of_one_body_and_year_whose_figures_are_others_are_two_reports() -> None:
    fields = {
        key: replace(field, value=field.value + 7) if field.value is not None else field
        for key, field in MADE.fields.items()
    }
    made = joined(document("in/a.docx", MADE), document("in/b.html", replace(MADE, fields=fields)))
    assert len(made) == 2


def test_a_file_that_does_not_say_whose_it_is_joins_only_one_of_its_name() -> None:
    nameless = about(MADE, unit=None)
    assert len(joined(document("in/a.docx", MADE), document("in/a.html", nameless))) == 1
    assert len(joined(document("in/a.docx", MADE), document("in/b.html", nameless))) == 2


def test_folders_stay_apart_and_in_large_ones_only_files_of_one_name_are_joined() -> None:
    assert len(joined(document("in/a.docx", MADE), document("out/a.html", MADE))) == 2
    between = [document("in/a.docx", MADE), document("in/a_files/x.html", None), document("in/b.html", MADE)]
    assert [one.name for one in joined(*between)] == ["in/a_files/x.html", "in/a.docx"]
    many = [document(f"in/{at:02}.{ending}", MADE) for at in range(30) for ending in ("docx", "html")]
    made = joined(*many)
    assert [one.name for one in made] == [f"in/{at:02}.docx" for at in range(30)]
    assert all(one.extraction and len(one.extraction.copies) == 1 for one in made)


def test_what_is_no_report_passes_and_the_same_bytes_are_copies_whatever_they_say() -> None:
    unread = document("in/c.txt", None)
    nameless = about(MADE, unit=None, year=None)
    made = joined(document("in/a.txt", nameless, "x"), document("in/b.txt", nameless, "x"), unread)
    assert {one.name for one in made} == {"in/a.txt", "in/c.txt"}


@pytest.mark.long
def test_a_panel_takes_copies_as_one_report_and_leaves_them_apart_where_asked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.html").write_text(render_html(REPORT), "utf-8")
    (tmp_path / "in" / "report.docx").write_bytes(render_docx(REPORT))
    assert command("batch", tmp_path / "in", "--out", tmp_path / "RUN", "-q").returncode == 0
    for flag, reports in (("--copies", 1), ("--no-copies", 2)):
        out = tmp_path / flag / "panel.csv"
        done = command("panel", tmp_path / "RUN", "-o", out, flag)
        assert done.returncode == 0, done.stderr
        with out.open(encoding="utf-8-sig", newline="") as lines:
            assert len({row["name"] for row in csv.DictReader(lines)}) == reports
