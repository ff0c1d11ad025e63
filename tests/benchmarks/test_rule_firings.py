"""The count of what each rule fires on: what is counted, and that reports without error are such."""

from __future__ import annotations

from benchmarks.rule_firings import Fired, clean_reports, expected_of_cases, table_of


def test_reports_without_error_have_none() -> None:
    reports = clean_reports(4, 1)
    assert len({report.report_id for report in reports}) == 4
    assert not any(report.known_errors for report in reports)


def test_a_rule_has_a_line_with_its_files_of_each_heap_and_those_known() -> None:
    clean = [Fired("a.html", "unproved", "warning", "…")]
    cases = [Fired(f"{n}.txt", "identity-violated", "error", "…") for n in ("one", "one", "two")]
    lines = table_of(clean, cases, {"one.txt": {"identity-violated"}})
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]] == [
        ["identity-violated", "author", "0", "2", "1"],
        ["unproved", "reading", "1", "0", "0"],
    ]


def test_the_cases_say_what_they_were_written_down_for() -> None:
    assert "cell-left-blank" not in expected_of_cases()["a-lone-bar-opens-each-row.txt"]
    assert any(expected_of_cases().values())
