"""The audit of a run: what is drawn, what is keyed, and what follows from it."""

from __future__ import annotations

import csv
import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden import seed
from openpyxl import load_workbook
from openpyxl.cell import Cell

from extractor import extract
from extractor.errors import AuditError
from extractor.exporting.auditing.bounds import reports_for, upper_bound
from extractor.exporting.auditing.drawing import DrawRequest, draw
from extractor.exporting.auditing.judging import judged
from extractor.exporting.auditing.record import Audit
from extractor.exporting.auditing.sheets import read_sheet, write_sheet
from extractor.exporting.auditing.statement import statement_of
from extractor.result import Extraction

READ = extract(seed(4))
MEDIA = ("application/pdf", "text/plain")


def some(count: int) -> Iterator[tuple[str, Extraction]]:
    """Reports alike in all but their bytes, every fourth a PDF."""
    for number in range(count):
        about = dataclasses.replace(
            READ.source, sha256=f"{number:064x}", media_type="application/pdf" if number % 4 == 0 else "text/plain"
        )
        yield f"{number:03}", dataclasses.replace(READ, source=about)


def drawn(count: int = 40, **asked: Any) -> Audit:
    return draw(some(count), DrawRequest(**{"reports": 8, "seed": 5, **asked}), "made")


def filled(audit: Audit, path: Path, changes: dict[tuple[int, str], str] | None = None) -> None:
    """Keys into a CSV sheet what is accepted, but for `changes`."""
    write_sheet(audit, path)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            field = READ.fields[row["field"]]
            said = (changes or {}).get((int(row["report"]) - 1, row["field"]), field.printed or "")
            writer.writerow({**row, "keyed": said, "keyed_by": "wf"})


def after(audit: Audit, path: Path) -> Audit:
    return judged(audit, read_sheet(audit, path), lambda _: READ)


@pytest.mark.parametrize(
    ("wrong", "reports", "bound"), [(0, 59, 0.0495), (0, 299, 0.00997), (1, 59, 0.0778), (3, 3, 1)]
)
def test_the_bound_is_clopper_and_pearsons(wrong: int, reports: int, bound: float) -> None:
    assert upper_bound(wrong, reports) == pytest.approx(bound, abs=1e-4)


def test_so_many_reports_bound_a_share() -> None:
    assert [reports_for(0.05), reports_for(0.01), reports_for(0.05, 1)] == [59, 299, 93]


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    backwards = draw(reversed(list(some(40))), DrawRequest(8, 5), "made")
    assert backwards == drawn()
    assert drawn(seed=6).reports != drawn().reports


def test_every_report_is_as_likely_as_any_other() -> None:
    counts = Counter(one.name for seed in range(400) for one in drawn(20, reports=5, seed=seed).reports)
    assert len(counts) == 20
    assert all(60 <= count <= 140 for count in counts.values()), "about 100 each"


def test_strata_give_in_proportion_or_so_many_each() -> None:
    proportional = drawn(by=("format",))
    assert [(one.format, one.reports, one.drawn) for one in proportional.strata] == [("pdf", 10, 2), ("text", 30, 6)]
    assert [one.drawn for one in drawn(by=("format",), is_each=True).strata] == [8, 8]
    assert {one.format for one in drawn(formats=("pdf",)).reports} == {"pdf"}


def test_nothing_to_draw_from_is_told() -> None:
    with pytest.raises(AuditError, match="no report to draw from"):
        drawn(years=(1999,))


def test_the_sheet_asks_for_accepted_figures_and_shows_none(tmp_path: Path) -> None:
    audit = drawn(reports=2)
    write_sheet(audit, tmp_path / "a.csv")
    with open(tmp_path / "a.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    accepted = {key for key, field in READ.fields.items() if field.status == "accepted"}
    assert {row["field"] for row in rows} == accepted
    assert {row["keyed"] for row in rows} == {""}


def test_a_sheet_with_what_was_keyed_is_not_written_over(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    filled(audit, tmp_path / "a.csv")
    with pytest.raises(AuditError, match="is there already"):
        write_sheet(audit, tmp_path / "a.csv")


def test_what_was_keyed_alike_bounds_the_share(tmp_path: Path) -> None:
    audit = drawn()
    filled(audit, tmp_path / "a.csv")
    rate = after(audit, tmp_path / "a.csv").overall()
    assert (rate.reports, rate.wrong) == (8, 0)
    assert rate.at_most == upper_bound(0, 8)


def test_what_was_keyed_otherwise_is_found_and_named(tmp_path: Path) -> None:
    audit = drawn()
    filled(audit, tmp_path / "a.csv", {(2, "applications.new.total"): "77"})
    made = after(audit, tmp_path / "a.csv")
    assert made.overall().wrong == 1
    said = statement_of(made)
    assert [(one.name, one.field, one.keyed) for one in said.found] == [
        (audit.reports[2].name, "applications.new.total", "77")
    ]
    assert "1 of them hold 1 that differ" in said.overall.en
    assert "extractor explain" in said.action.en


def test_nothing_keyed_where_a_figure_is_printed_differs(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    printed = next(key for key in audit.reports[0].fields if READ.fields[key].basis == "printed")
    filled(audit, tmp_path / "a.csv", {(0, printed): "—"})
    assert after(audit, tmp_path / "a.csv").overall().wrong_figures == 1


def test_a_figure_may_be_keyed_as_people_write(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    key = next(key for key in audit.reports[0].fields if (READ.fields[key].value or 0) > 0)
    filled(audit, tmp_path / "a.csv", {(0, key): f" {READ.fields[key].value} 件"})
    assert after(audit, tmp_path / "a.csv").overall().wrong == 0


def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    filled(audit, tmp_path / "a.csv", {(0, audit.reports[0].fields[0]): "see annex"})
    with pytest.raises(AuditError, match="'see annex' is no number"):
        after(audit, tmp_path / "a.csv")


def test_a_report_that_nobody_signed_does_not_count(tmp_path: Path) -> None:
    audit = drawn()
    filled(audit, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8")
    lines = [line.removesuffix(",wf") + "," if line.startswith("1,") else line for line in text.splitlines()]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", "utf-8")
    made = after(audit, tmp_path / "a.csv")
    assert made.overall().reports == 7
    assert "1 of those drawn were not keyed" in statement_of(made).method.en


def test_a_draw_that_is_not_in_proportion_is_weighted(tmp_path: Path) -> None:
    audit = drawn(by=("format",), is_each=True)
    filled(audit, tmp_path / "a.csv")
    expected = 0.25 * upper_bound(0, 8, 0.975) + 0.75 * upper_bound(0, 8, 0.975)
    assert after(audit, tmp_path / "a.csv").overall().at_most == pytest.approx(expected)


def test_a_workbook_has_the_form_and_is_read_back(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    path = tmp_path / "a.xlsx"
    write_sheet(audit, path)
    book: Any = load_workbook(path)
    sheet = book["001"]
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and not cell.protection.locked]
    assert len(cells) == 1 + len(audit.reports[0].fields), "the name and every figure that is asked for"
    assert any("本年新收政府信息公开申请数量" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    sheet["B2"] = "wf"
    for cell in cells[1:]:
        cell.value = 3
    book.save(path)
    (keyed,) = read_sheet(audit, path)
    assert set(keyed.fields) == set(audit.reports[0].fields)
    assert set(keyed.fields.values()) == {"3"}


def test_a_workbook_whose_rows_were_moved_is_refused(tmp_path: Path) -> None:
    audit = drawn(reports=1)
    path = tmp_path / "a.xlsx"
    write_sheet(audit, path)
    book: Any = load_workbook(path)
    book["001"]["B2"] = "wf"
    book["001"].insert_rows(6)
    book.save(path)
    with pytest.raises(AuditError, match="rows or columns were moved"):
        read_sheet(audit, path)


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"a,b\n1,2\n", b"report,field,keyed,keyed_by\n9,x,1,wf\n"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_is_no_sheet_of_it_gets_a_sentence(content: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    with pytest.raises(AuditError, match=f"{path}: "):
        read_sheet(drawn(reports=1), path)
