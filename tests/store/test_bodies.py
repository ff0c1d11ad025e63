"""Bodies through the years, and what is carried from one year into the next."""

from __future__ import annotations

import pytest
from golden import golden, report_info
from storing import put, settle

from extractor.errors import Unknown
from extractor.forms.carry_over import CarryOver, YearFigures, carry_overs
from extractor.result import Extraction
from extractor.store import Store
from extractor.store.bodies import course_of, list_bodies

OUT, IN = "applications.carried_out.", "applications.carried_in."


def of(unit: str | None, year: int | None, region: str | None = None) -> Extraction:
    """A report of some body on some year."""
    made = golden(2)
    return Extraction(**{**vars(made), "report": report_info(unit, year, made.report.form, region)})


def fill(store: Store) -> list[int]:
    """Three bodies, one report without any; the documents."""
    reports = [
        of("乙局", 2022),
        of("甲局", 2021),
        of("甲局", 2022, "海宁"),
        of("甲局", None),
        of(None, 2021),
        of("丙_局%", 2023),
    ]
    return [put(store, one, f"{i}".encode()) for i, one in enumerate(reports)]


def test_bodies_are_listed_by_name_with_their_years(store: Store) -> None:
    fill(store)
    with store.reading() as session:
        bodies = list_bodies(session, None, None, 10)
        assert [one.unit for one in bodies] == sorted(["甲局", "乙局", "丙_局%"])
        one = next(body for body in bodies if body.unit == "甲局")
        assert (one.region, one.years, one.reports, one.waiting) == ("海宁", [2021, 2022], 3, 1)
        seen: list[str] = []
        after = None
        while page := list_bodies(session, None, after, 1):
            seen.append(page[0].unit)
            after = page[0].last
        assert seen == [body.unit for body in bodies]


@pytest.mark.parametrize(
    ("search", "found"), [("局", 3), ("甲", 1), ("局%", 1), ("_", 1), ("%", 1), ("丁", 0), ("\\", 0)]
)
def test_bodies_are_found_by_a_part_of_their_name(store: Store, search: str, found: int) -> None:
    fill(store)
    with store.reading() as session:
        assert len(list_bodies(session, search, None, 10)) == found


def test_a_body_has_its_figures_through_the_years_as_they_are_now(store: Store) -> None:
    documents = fill(store)
    field = IN + "company"
    settle(store, documents[2], 3, field=field)
    with store.reading() as session:
        course = course_of(session, "甲局")
        assert [(one.year, one.counts) for one in course.reports] == [(2021, True), (2022, True), (None, False)]
        assert course.region == "海宁"
        points = [(one.year, one.value, one.status) for one in course.series[field]]
        assert points == [(2021, golden(2).fields[field].value, "accepted"), (2022, 3, "accepted")]
        assert list(course.series) == list(golden(2).fields)
        (company,) = (one for one in course.carry_over if one.column == "company")
        out = golden(2).fields[OUT + "company"].value
        assert isinstance(out, int)
        assert (company.carried_out, company.carried_in, company.difference) == (out, 3, 3 - out)
        first, second, _ = (one.document for one in course.reports)
        assert (company.document, company.next_document) == (first, second)
        with pytest.raises(Unknown, match="丁局"):
            course_of(session, "丁局")


def test_of_two_reports_on_one_year_the_one_read_last_counts(store: Store) -> None:
    first = put(store, of("甲局", 2021), b"1")
    put(store, of("甲局", 2021), b"2")
    put(store, of("甲局", 2022), b"3")
    settle(store, first, 99, field=OUT + "company")
    with store.reading() as session:
        course = course_of(session, "甲局")
        assert [(one.year, one.counts) for one in course.reports] == [(2021, False), (2021, True), (2022, True)]
        assert [one.document for one in course.series[OUT + "company"]] == [one.document for one in course.reports[1:]]
        assert 99 not in {one.carried_out for one in course.carry_over}


def test_what_is_carried_out_is_carried_into_the_next_year() -> None:
    reports = {
        2023: YearFigures("c", {IN + "company": 5, IN + "total": None}),
        2021: YearFigures("a", {OUT + "company": 2, OUT + "total": 7}),
        2022: YearFigures("b", {IN + "company": 2, IN + "total": 9, OUT + "company": 4}),
    }
    assert carry_overs(reports) == [
        CarryOver("company", 2021, 2022, 2, 2, 0, True, "a", "b", OUT + "company", IN + "company"),
        CarryOver("total", 2021, 2022, 7, 9, 2, False, "a", "b", OUT + "total", IN + "total"),
        CarryOver("company", 2022, 2023, 4, 5, 1, False, "b", "c", OUT + "company", IN + "company"),
        CarryOver("total", 2022, 2023, None, None, None, None, "b", "c", OUT + "total", IN + "total"),
    ]


def test_nothing_is_carried_over_a_year_that_is_missing() -> None:
    reports = {year: YearFigures(str(year), {OUT + "total": 1, IN + "total": 1}) for year in (2019, 2021, 2023)}
    assert carry_overs(reports) == []
    assert carry_overs({}) == []
