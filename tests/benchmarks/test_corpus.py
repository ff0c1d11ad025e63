"""A corpus holds what its plan says: permuted tables, kinds of mess, scans."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest

from benchmarks.corpus import convert_report, make_blank_reports, make_corpus_reports
from benchmarks.operators import OPERATORS
from benchmarks.render_docx import render_docx
from benchmarks.reports import make_report
from benchmarks.scan import CLEAN, poor_scanner, scan_pdf
from benchmarks.tables import make_tables
from benchmarks.truth import Truth, truth_of, unknowable


def figures(permuted: bool, seed: int) -> list[list[tuple[str, str]]]:
    """Key and text of every figure, row by row."""
    tables = make_tables(make_report(seed, size="medium", author_error=False, permuted=permuted))
    rows = [row for table in tables for row in table.rows]
    return [[(cell.key, cell.text) for cell in row if cell.role == "figure"] for row in rows]


def test_permuted_tables_hold_the_same_figures_in_another_order() -> None:
    for seed in range(12):
        ordered, moved = figures(False, seed), figures(True, seed)
        assert moved != ordered
        assert sorted(chain(*moved)) == sorted(chain(*ordered))
        assert [len(row) for row in moved] == [len(row) for row in ordered]


def test_in_permuted_tables_each_figure_stands_beside_its_own_label() -> None:
    for seed in range(12):
        ordinary = make_tables(make_report(seed, size="medium", author_error=False))[1]
        moved = make_tables(make_report(seed, size="medium", author_error=False, permuted=True))[1]
        labels = [
            {row[-8].text: row[-1].key.split(".total")[0] for row in table.rows[table.header_rows :]}
            for table in (ordinary, moved)
        ]
        assert labels[0] == labels[1]
        headers = [[cell.text for cell in table.rows[table.header_rows - 1]] for table in (ordinary, moved)]
        columns = [[cell.key.rpartition(".")[2] for cell in table.rows[3][-6:-1]] for table in (ordinary, moved)]
        assert dict(zip(headers[0], columns[0], strict=True)) == dict(zip(headers[1], columns[1], strict=True))


def test_a_corpus_has_permuted_reports_in_both_halves() -> None:
    reports = make_corpus_reports(14, 3)
    assert [int(report.report_id[1:]) % 2 for report in reports if report.permuted] == [0, 1]


def test_each_text_gets_as_many_kinds_of_mess_as_asked(tmp_path: Path) -> None:
    source = tmp_path / "source-docx" / "r000001.docx"
    source.parent.mkdir()
    source.write_bytes(render_docx(make_report(1)))
    names = ["docx-tab-rows", "docx-pipe-rows"]
    assert convert_report(tmp_path, "r000001", names, 3) == []
    folders = sorted(path.name for path in tmp_path.iterdir())
    assert [name for name in folders if "+" not in name] == ["docx-pipe-rows", "docx-tab-rows", "source-docx"]
    for name in names:
        assert sum(folder.startswith(f"{name}+") for folder in folders) == 3
    assert {folder.partition("+")[2] for folder in folders if "+" in folder} <= set(OPERATORS)


def test_what_cannot_be_known_is_an_equation_the_author_broke_or_an_amount_without_unit() -> None:
    for seed in range(30):
        report = make_report(seed, form="2019", author_error=seed % 2 == 0)
        truth = Truth.from_json(truth_of(report))
        broken = {key for error in report.known_errors if error.identity for key in error.fields}
        assert unknowable(report) - broken <= {"active.government_procurement.amount_yuan"}
        assert broken <= unknowable(report)
        assert truth.is_sound == (not broken)
        assert truth.kind == ("author's error" if broken else report.kind)


def test_a_scan_is_a_pdf_of_pictures(tmp_path: Path) -> None:
    if find_spec("pypdfium2") is None:
        pytest.skip("pypdfium2 is not installed")
    import pypdfium2
    from PIL import Image

    source = tmp_path / "page.pdf"
    Image.new("L", (300, 400), 255).save(source, "PDF")
    for name, scanner in (("poor", poor_scanner("page")), ("clean", CLEAN)):
        target = tmp_path / f"{name}.pdf"
        scan_pdf(source, target, scanner)
        document = pypdfium2.PdfDocument(target)
        assert len(document) == 1
        assert not document[0].get_textpage().get_text_range().strip()
        document.close()


def test_a_blank_report_prints_no_zero_and_keeps_every_other_figure() -> None:
    made = make_blank_reports(6, 8700)
    assert {report.form for report in made} == {"2019", "2021"}
    for report in made:
        assert all((text == "") == (report.fields[key] == 0) for key, text in report.printed.items())
        assert not report.known_errors or {error.code for error in report.known_errors} == {"narrative-disagrees"}
