"""What each figure of a panel is: every status, where it comes from, and that the tables agree on it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from panels import figure, report

from extractor.exporting.columns import columns_named
from extractor.exporting.obs_status import STATUSES, ObsStatus, status_of
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.panel_options import Names, PanelOptions, StatusIn
from extractor.exporting.staging import figures_of
from extractor.identity.levels import LEVELS, ORGAN_KINDS
from extractor.result import ExtractedField

ISSUED, REPEALED, IN_FORCE = (f"active.regulations.{name}" for name in ("issued", "repealed", "in_force"))
NEW = "applications.new.total"

CASES: dict[ObsStatus, ExtractedField] = {
    "printed": figure(3),
    "deduced": replace(figure(3, None), basis="deduced", cell="lost"),
    "blank_proved_zero": replace(figure(0, ""), basis="deduced", cell="blank"),
    "reviewed": replace(figure(3), basis="reviewed"),
    "blank": replace(figure(None, ""), basis="blank"),
    "nil_mark": replace(figure(None, "—"), basis="blank"),
    "unread": replace(figure(None, "约3200", "review"), basis="none", cell="unread"),
    "in_review": figure(3, "3", "review"),
    "lost": replace(figure(None, None, "review"), basis="none", cell="lost"),
}


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("status", CASES)
def test_a_figure_has_the_status_that_says_what_it_is(status: ObsStatus) -> None:
    made = figures_of(report("海宁市", 2022, "a.txt", {ISSUED: CASES[status]}))
    (one,) = [found for found in made if found.field == ISSUED]
    assert status_of(one) == status


def test_a_blank_that_must_be_one_is_deduced_and_no_zero() -> None:
    one = replace(figure(1, ""), basis="deduced", cell="blank")
    (found,) = [made for made in figures_of(report("海宁市", 2022, "a", {ISSUED: one})) if made.field == ISSUED]
    assert status_of(found) == "deduced"


def test_the_codes_are_listed_once_and_everywhere_the_same() -> None:
    assert tuple(one.code for one in STATUSES) == get_args(ObsStatus)
    obs, level, kind = columns_named("obs_status", "level", "organ_kind")
    assert (obs.codes, level.codes, kind.codes) == (get_args(ObsStatus), LEVELS, ORGAN_KINDS)
    tags = [one.tag for one in STATUSES if one.tag]
    assert tags == sorted(tags)
    assert {one.code for one in STATUSES if not one.tag} == {one.code for one in STATUSES if one.has_value}


def test_a_second_table_of_the_same_shape_says_why_a_cell_is_empty(tmp_path: Path) -> None:
    reports = [
        report("海宁市财政局", 2022, "a", {ISSUED: CASES["blank"], REPEALED: CASES["lost"], IN_FORCE: 3, NEW: 5}),
        report("海宁市财政局", 2022, "b", {ISSUED: CASES["blank"], REPEALED: CASES["lost"], IN_FORCE: 4, NEW: 5}),
    ]
    write_panel(reports, PanelRequest(tmp_path / "panel.csv"))
    (values,), (told,) = rows(tmp_path / "panel-wide.csv"), rows(tmp_path / "panel-wide-status.csv")
    assert list(values) == list(told)
    shown = {field: (values[field], told[field]) for field in (ISSUED, REPEALED, IN_FORCE, NEW)}
    assert shown == {
        ISSUED: ("", "blank"),
        REPEALED: ("", "lost"),
        IN_FORCE: ("", "reports_disagree"),
        NEW: ("5", "printed"),
    }
    assert told["active.regulations.made_this_year"] == "not_on_form"
    assert (values["figures"], values["share_accepted"], values["files"]) == ("200", "0.99", "a;b")


def test_a_blank_taken_for_zero_is_told_from_one_that_is_proved(tmp_path: Path) -> None:
    figures = {ISSUED: CASES["blank"], REPEALED: CASES["blank_proved_zero"]}
    options = PanelOptions(zero_blanks=True, status_in=StatusIn.COLUMNS, names=Names.SHORT, bom=True)
    write_panel([report("海宁市", 2022, "a", figures)], PanelRequest(tmp_path / "panel.csv", options=options))
    assert (tmp_path / "panel-wide.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = rows(tmp_path / "panel-wide.csv")
    assert (row["act_regs_issued"], row["act_regs_issued_st"]) == ("0", "blank_taken_zero")
    assert (row["act_regs_repealed"], row["act_regs_repealed_st"]) == ("0", "blank_proved_zero")
    assert not (tmp_path / "panel-wide-status.csv").exists()


def test_only_what_is_accepted_is_chosen_and_only_a_value_has_a_confidence(tmp_path: Path) -> None:
    figures = {ISSUED: CASES["in_review"], REPEALED: CASES["blank"], IN_FORCE: CASES["lost"]}
    write_panel([report("海宁市", 2022, "a", figures)], PanelRequest(tmp_path / "panel.csv"))
    found = {row["field"]: row for row in rows(tmp_path / "panel.csv")}
    assert [found[field]["chosen"] for field in figures] == ["false", "true", "false"]
    assert all(row["status"] == "accepted" for row in found.values() if row["chosen"] == "true")
    assert not [row for row in found.values() if row["confidence"] and not row["value"]]
    one = found["applications.denied.state_secret.company"]
    assert [one[part] for part in ("section", "row", "applicant", "statistic")] == [
        *("applications", "denied.state_secret", "company", ""),
    ]
    assert (one["applicant_zh"], one["short"]) == ("商业企业", "app_den_secret_co")
    assert (found[ISSUED]["row"], found[ISSUED]["statistic"]) == ("regulations", "issued")
    assert [found[ISSUED][name] for name in ("level", "organ", "organ_kind", "province", "format")] == [
        *("county", "人民政府", "government", "浙江省", "text"),
    ]


def test_a_compact_panel_says_the_same_with_the_tables_of_reports_and_fields(tmp_path: Path) -> None:
    reports = [report("海宁市", year, f"{year}.txt", {ISSUED: year}) for year in (2021, 2022)]
    write_panel(reports, PanelRequest(tmp_path / "full" / "panel.csv"))
    options = PanelOptions(compact=True)
    write_panel(reports, PanelRequest(tmp_path / "compact" / "panel.csv", options=options))
    about = {row["report_id"]: row for row in rows(tmp_path / "compact" / "reports.csv")}
    names = {row["field"]: row for row in rows(tmp_path / "compact" / "fields.csv")}
    joined = [{**about[row["report_id"]], **names[row["field"]], **row} for row in rows(tmp_path / "compact/panel.csv")]
    full = rows(tmp_path / "full" / "panel.csv")
    assert [{name: row[name] for name in full[0]} for row in joined] == full
    small, large = ((tmp_path / name / "panel.csv").stat().st_size for name in ("compact", "full"))
    assert small < large / 4


def test_without_the_long_table_the_wide_one_has_the_name_that_was_asked_for(tmp_path: Path) -> None:
    made = write_panel(
        [report("海宁市", 2022, "a", {ISSUED: 7})],
        PanelRequest(tmp_path / "panel.csv", options=PanelOptions(without_long=True)),
    )
    (row,) = rows(tmp_path / "panel.csv")
    assert row[ISSUED] == "7"
    assert "panel-wide.csv" not in made.files
