"""The figures that all forms have, what is added up, their bounds and rates, and what of a panel is missing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from panels import figure, report

from extractor.errors import PanelError
from extractor.exporting.body_years import Observation
from extractor.exporting.crosswalk import common_figures, crosswalk_rows, harmonised
from extractor.exporting.fields import field_table
from extractor.exporting.panel_builder import PanelMade, PanelRequest, write_panel
from extractor.exporting.panel_options import Names, PanelOptions
from extractor.exporting.rates import rates, rates_of
from extractor.exporting.review_order import field_named
from extractor.exporting.selection import selection_of
from extractor.exporting.short_names import is_legal
from extractor.intervals import intervals
from extractor.result import ExtractedField, Extraction

NEW, TOTAL, OTHER = "applications.new.total", "applications.total.total", "applications.other.total.total"
THREE = [f"applications.other.{row}.total" for row in ("overdue_correction", "unpaid_fee", "misc")]
ROWS = [f"applications.{row}" for row in ("new", "granted", "total")]
TOTALS = [f"{row}.total" for row in ROWS]
PEOPLE = [f"{row}.{name}" for row in ROWS for name in ("natural_person", "company")]
LOST = replace(figure(None, None, "review"), basis="none", cell="lost")


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(folder: Path, reports: list[Extraction], options: PanelOptions) -> PanelMade:
    return write_panel(reports, PanelRequest(folder / "panel.csv", options=options))


def observed(**values: int | None) -> dict[str, Observation]:
    """Observations of every field: 0 unless said otherwise."""
    made = {field: Observation(0, "printed") for field in field_table()}
    return made | {key: Observation(value, "lost" if value is None else "printed") for key, value in values.items()}


def test_a_figure_that_one_form_splits_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    reports = [
        report("海宁市", 2020, "a", {OTHER: 6, "active.normative_documents.made_this_year": 9}, "2019"),
        report("海宁市", 2022, "b", {**dict(zip(THREE, (1, 2, 4), strict=True)), "active.regulations.issued": 3}),
        report("海宁市", 2023, "c", {THREE[0]: 1, THREE[1]: LOST}),
    ]
    written(tmp_path, reports, PanelOptions(harmonise=True, names=Names.SHORT))
    values, told = rows(tmp_path / "panel-harmonised.csv"), rows(tmp_path / "panel-harmonised-status.csv")
    assert [row["app_oth_tot_tot"] for row in values] == ["6", "7", ""]
    assert [row["app_oth_tot_tot"] for row in told] == ["printed", "derived", "lost"]
    assert [(row["act_docs_issued"], row["act_regs_issued"]) for row in values] == [("9", "0"), ("0", "3"), ("0", "0")]


def test_the_crosswalk_says_of_every_field_of_every_form_what_it_is_elsewhere() -> None:
    found = list(crosswalk_rows())
    assert {field for row in found for field in row.summands.split(" + ")} == set(field_table())
    assert {row.comparability for row in found} == {"same", "sum", "close", "none"}
    assert {row.figure for row in found if row.figure} == set(common_figures())
    assert [row.summands for row in found if row.figure == OTHER and row.form == "2021"] == [OTHER, " + ".join(THREE)]


def test_a_sum_of_which_a_part_is_not_known_has_bounds() -> None:
    made = {key: Observation(2, "printed", 2, 2) for key in field_table()}
    made |= {OTHER: Observation(None, "not_on_form"), THREE[2]: Observation(None, "lost", 1, 5)}
    assert harmonised(made)[OTHER] == Observation(None, "lost", 5, 9)


def test_rates_are_of_what_is_known_and_none_of_nothing() -> None:
    names = [one.key for one in rates()]
    assert all(is_legal(name) for name in names)
    assert len(set(names)) == len(names)
    values = {TOTAL: 8, "applications.granted.total": 2, "disputes.review.corrected": 1, "disputes.review.total": 4}
    values |= {"disputes.review.pending": 2, "applications.denied.state_secret.total": 1}
    made = dict(zip(names, (one.value for one in rates_of(harmonised(observed(**values)))), strict=True))
    assert [made[f"rate_{name}"] for name in ("granted", "denied", "den_secret", "rev_overturned")] == [
        *(0.25, 0.125, 0.125, 0.5),
    ]
    assert made["rate_lit_overturned"] is None  # there were no cases
    unknown = dict(zip(names, (one.value for one in rates_of(harmonised(observed(**{TOTAL: None})))), strict=True))
    assert unknown["rate_granted"] is None


def test_the_arithmetic_of_the_form_bounds_what_is_not_known() -> None:
    fields = list(report("海宁市", 2022, "a").fields)
    known: dict[str, int | float | None] = dict.fromkeys(fields, 0)
    known |= {**dict.fromkeys(TOTALS, 7), **dict.fromkeys(PEOPLE), "active.regulations.issued": None}
    found = intervals("2021", fields, known)
    assert (found[PEOPLE[0]], found["active.regulations.issued"]) == ((0, 7), (0, None))
    assert intervals("2021", ["no.such.field"], {}) == {}


def test_bounds_are_told_in_both_shapes_and_of_totals(tmp_path: Path) -> None:
    figures: dict[str, ExtractedField | int | float] = {**dict.fromkeys(PEOPLE, LOST), **dict.fromkeys(TOTALS, 7)}
    reports = [report("海宁市", 2022, "a", figures), report("海宁市", 2023, "b")]
    made = written(tmp_path, reports, PanelOptions(bounds=True))
    key = "applications.new.company"
    low, high = rows(tmp_path / "panel-wide-low.csv"), rows(tmp_path / "panel-wide-high.csv")
    assert [(one[key], other[key]) for one, other in zip(low, high, strict=True)] == [("0", "7"), ("0", "0")]
    long = [row for row in rows(tmp_path / "panel.csv") if row["field"] in (key, NEW)]
    assert [(row["value_low"], row["value_high"]) for row in long[:2]] == [("0", "7"), ("7", "7")]
    total = next(row for row in made.missingness if row.group == key)
    assert (total.total, total.total_low, total.total_high, total.unbounded) == (0, 0, 7, 0)


def test_what_is_missing_is_counted_by_what_it_may_hang_on(tmp_path: Path) -> None:
    reports = [
        report("海宁市", 2020, "a", {NEW: LOST, TOTAL: figure(0, "0", "review")}, "2019"),
        report("浙江省", 2022, "b", {NEW: 5, TOTAL: replace(figure(None, ""), basis="blank")}),
    ]
    made = written(tmp_path, reports, PanelOptions(selection=selection_of({**NOTHING, "fields": f"{NEW},{TOTAL}"})))
    found = {(row.by, row.group): row for row in made.missingness}
    assert (found["all", "all"].figures, found["all", "all"].with_value, found["all", "all"].blank) == (4, 1, 1)
    assert [found["form", form].share_missing for form in ("2019", "2021")] == [1.0, 0.0]
    assert found["level", "county"].lost == found["year", "2020"].in_review == 1
    assert found["format", "text"].share_zeros_waiting == 1.0
    assert found["field", NEW].share_zeros == 0.0
    shown = rows(tmp_path / "missing.csv")
    assert [(row["by"], row["group"]) for row in shown] == list(found)


def test_what_would_change_a_mean_most_is_reviewed_first(tmp_path: Path) -> None:
    reports = [report(f"{place}财政局", 2022, place, {NEW: 4}) for place in ("海宁市", "平湖市", "桐乡市")]
    reports += [
        report("嘉善县财政局", 2022, "small", {NEW: figure(5, "5", "review")}),
        report("海盐县财政局", 2022, "large", {NEW: figure(900, "900", "review")}),
    ]
    made = written(tmp_path, reports, PanelOptions(review_first=field_named("app_new_tot")))
    assert [row["files"] for row in rows(tmp_path / "review_first.csv")] == ["large", "small"]
    assert (made.review_first[0].effect, made.to_review) == (224.0, 2)
    with pytest.raises(PanelError, match="there is no such field"):
        field_named("app_old")


NOTHING = dict.fromkeys(("fields", "sections", "years", "regions", "levels", "forms", "status"))


def test_a_part_of_a_panel_is_what_was_asked_for(tmp_path: Path) -> None:
    reports = [
        report("海宁市财政局", 2020, "a", {}, "2019"),
        report("海宁市财政局", 2022, "b", {NEW: 3, TOTAL: figure(3, "3", "review")}),
        report("浙江省教育厅", 2022, "c"),
        report("河北省", 2022, "d"),
    ]
    asked = {**NOTHING, "fields": "app_new_*,app_tot_tot", "years": "2021-2023", "regions": "330000"}
    selection = selection_of({**asked, "levels": "county", "sections": "applications", "status": "accepted"})
    made = written(tmp_path, reports, PanelOptions(selection=selection))
    assert (made.reports, made.body_years, made.figures) == (1, 1, 7)
    assert {row["name"] for row in rows(tmp_path / "panel.csv")} == {"b"}
    (wide,) = rows(tmp_path / "panel-wide.csv")
    assert [wide[NEW], wide[TOTAL], wide["waiting"]] == ["3", "", "1"]
    assert len([name for name in wide if name.startswith("applications.")]) == 8
    assert len(rows(tmp_path / "fields.csv")) == 8


@pytest.mark.parametrize(
    ("words", "says"),
    [({"years": "22"}, "--years 22"), ({"levels": "village"}, "--level village"), ({"fields": "x*"}, "--fields x")],
)
def test_what_cannot_be_selected_gets_one_sentence(words: dict[str, str], says: str) -> None:
    with pytest.raises(PanelError, match=says):
        selection_of({**NOTHING, **words})
