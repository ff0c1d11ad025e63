"""What does not fit between reports is found, and names both."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from panels import figure, report

from extractor.exporting.panel_builder import PanelMade, PanelRequest, write_panel
from extractor.result import Extraction

HERE = "海宁市财政局"


def written(folder: Path, *reports: Extraction, children: Path | None = None) -> PanelMade:
    return write_panel(reports, PanelRequest(folder / "panel.csv", children=children))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_carried_out_and_not_carried_in_is_found(tmp_path: Path) -> None:
    out = {"applications.carried_out.company": 3}
    written(tmp_path, report(HERE, 2022, "a.txt", out), report(HERE, 2023, "b.txt"))
    (found,) = rows(tmp_path, "findings.csv")
    assert (found["code"], found["severity"]) == ("carry-over-broken", "warning")
    assert (found["year"], found["field"], found["value"], found["name"]) == (
        *("2023", "applications.carried_in.company", "0", "b.txt"),
    )
    assert (found["other_year"], found["other_value"], found["other_name"]) == ("2022", "3", "a.txt")
    assert "商业企业" in found["zh"]


def test_carry_over_skips_a_missing_year_and_figures_in_review(tmp_path: Path) -> None:
    doubtful = {"applications.carried_out.total": figure(9, status="review")}
    made = written(
        tmp_path,
        report(HERE, 2020, "a.txt", {"applications.carried_out.total": 3}),
        report(HERE, 2022, "b.txt", doubtful),
        report(HERE, 2023, "c.txt"),
    )
    assert made.findings == {}


def test_documents_in_force_that_do_not_follow_are_told_of_softly(tmp_path: Path) -> None:
    kind = "active.normative_documents"
    after = {f"{kind}.issued": 2, f"{kind}.repealed": 1, f"{kind}.in_force": 9}
    written(tmp_path, report(HERE, 2022, "a.txt", {f"{kind}.in_force": 10}), report(HERE, 2023, "b.txt", after))
    (found,) = rows(tmp_path, "findings.csv")
    assert (found["code"], found["severity"], found["value"]) == ("in-force-broken", "info", "9")
    assert "11" in found["en"]


def test_a_report_filed_twice_counts_once(tmp_path: Path) -> None:
    figures = {"applications.new.total": 5}
    made = written(tmp_path, report(HERE, 2022, "a.txt", figures), report(HERE, 2022, "b.pdf", figures))
    assert made.findings == {"report-filed-twice": 1}
    chosen = [row["name"] for row in rows(tmp_path, "panel.csv") if row["chosen"] == "true"]
    assert set(chosen) == {"a.txt"}
    (wide,) = rows(tmp_path, "panel-wide.csv")
    assert (wide["reports"], wide["applications.new.total"]) == ("2", "5")


def test_a_figure_that_two_reports_of_one_year_print_differently_counts_in_neither(tmp_path: Path) -> None:
    one, two = {"applications.new.total": 5}, {"applications.new.total": 6}
    made = written(tmp_path, report(HERE, 2022, "a.txt", one), report(HERE, 2022, "b.txt", two))
    assert made.findings == {"report-republished": 1}
    (found,) = rows(tmp_path, "findings.csv")
    assert (found["value"], found["name"], found["other_value"], found["other_name"]) == ("5", "a.txt", "6", "b.txt")
    panel = [row for row in rows(tmp_path, "panel.csv") if row["field"] == "applications.new.total"]
    assert [row["chosen"] for row in panel] == ["false", "false"]
    (wide,) = rows(tmp_path, "panel-wide.csv")
    assert (wide["applications.new.total"], wide["waiting"], wide["applications.new.company"]) == ("", "1", "0")


def test_an_accepted_figure_counts_before_one_in_review(tmp_path: Path) -> None:
    doubtful = {"applications.new.total": figure(50, status="review")}
    written(tmp_path, report(HERE, 2022, "a.txt", doubtful), report(HERE, 2022, "b.txt", {"applications.new.total": 5}))
    (wide,) = rows(tmp_path, "panel-wide.csv")
    assert wide["applications.new.total"] == "5"


def test_two_reports_under_a_name_without_a_place_that_differ_count_for_nobody(tmp_path: Path) -> None:
    name = "新华街道办事处"
    made = written(tmp_path, report(name, 2022, "a.txt", {"applications.new.total": 5}), report(name, 2022, "b.txt"))
    assert made.findings == {"body-in-doubt": 1}
    assert {row["chosen"] for row in rows(tmp_path, "panel.csv")} == {"false"}
    (wide,) = rows(tmp_path, "panel-wide.csv")
    assert wide["applications.new.company"] == ""


def test_a_table_that_is_the_same_two_years_running_is_found(tmp_path: Path) -> None:
    figures = {f"applications.{row}.natural_person": n for row, n in (("new", 7), ("granted", 4), ("total", 7))}
    figures |= {f"applications.{row}.total": n for row, n in (("new", 7), ("granted", 4), ("unable.not_held", 3))}
    made = written(tmp_path, report(HERE, 2022, "a.txt", figures), report(HERE, 2023, "b.txt", figures))
    assert made.findings == {"figures-repeated": 1}
    (found,) = rows(tmp_path, "findings.csv")
    assert (found["field"], found["name"], found["other_name"], found["value"]) == (
        "applications",
        "b.txt",
        "a.txt",
        "",
    )


def test_tables_of_zeros_are_not_repeated_figures(tmp_path: Path) -> None:
    assert written(tmp_path, report(HERE, 2022, "a.txt"), report(HERE, 2023, "b.txt")).findings == {}


def test_a_sum_of_children_is_compared_only_where_asked_and_all_are_known(tmp_path: Path) -> None:
    children = tmp_path / "children.csv"
    children.write_text("parent,child\n海宁市人民政府,海宁市财政局\n海宁市人民政府,海宁市教育局\n", "utf-8")
    reports = (
        report("海宁市人民政府", 2022, "a.txt", {"applications.new.total": 9}),
        report("海宁市财政局", 2022, "b.txt", {"applications.new.total": 5}),
        report("海宁市教育局", 2022, "c.txt", {"applications.new.total": 3}),
    )
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
    assert written(folders[0], *reports).findings == {}
    assert written(folders[1], *reports[:2], children=children).findings == {}
    assert written(folders[2], *reports, children=children).findings == {"children-sum-differs": 1}
    (found,) = rows(folders[2], "findings.csv")
    assert (found["body"], found["value"], found["other_value"], found["other_name"]) == (
        *("海宁市人民政府", "9", "8", "c.txt"),
    )


@pytest.mark.parametrize(("unit", "year"), [(None, 2022), (HERE, None)])
def test_a_report_whose_body_or_year_is_not_known_is_in_the_long_table_alone(
    tmp_path: Path, unit: str | None, year: int | None
) -> None:
    made = written(tmp_path, report(unit, year, "a.txt"), report(unit, year, "b.txt"))
    assert (made.unnamed, made.body_years, made.reports) == (2, 0, 2)
    assert rows(tmp_path, "panel-wide.csv") == []
    assert {row["chosen"] for row in rows(tmp_path, "panel.csv")} == {"false"}
