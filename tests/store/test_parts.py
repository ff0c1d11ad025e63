"""The body and the year of a report stand in review as figures do."""

from __future__ import annotations

import pytest
from golden import golden
from storing import of_nobody, put, settle

from extractor.errors import ExtractorError
from extractor.exporting.panel import Chosen, panel_rows
from extractor.store import Store
from extractor.store.decisions import Choice, Made, decide
from extractor.store.lanes import Lanes, Wanted, count_lanes
from extractor.store.overview import overview
from extractor.store.parts import UNIT, YEAR
from extractor.store.people import person_named
from extractor.store.review_queue import Waiting, next_waiting
from extractor.store.states import state_of, states_of
from extractor.store.tables import Summary

NAME = "盐池县卫生健康局"


def named(store: Store, document: int, text: str | None, who: str = "王芳") -> Made:
    """What `who` says the body is called."""
    with store.writing() as session:
        version = state_of(session, document, UNIT).version
        choice = Choice(document, UNIT, "settle", None, None, version, text=text)
        return decide(session, choice, person_named(session, who, store.now()), store.now())


def waiting(store: Store) -> list[Waiting]:
    with store.reading() as session:
        return next_waiting(session, Wanted(), None, 10)


def summary(store: Store, document: int) -> Summary:
    with store.reading() as session:
        return session.get_one(Summary, document)


def test_what_is_open_waits_before_all_figures_with_what_it_may_be(store: Store) -> None:
    put(store, of_nobody(golden(2)))
    body, year = waiting(store)
    assert (body.row.field, body.row.kind, body.row.lane) == (UNIT, "not-proved", "reports")
    assert (year.row.field, year.row.kind, year.row.lane) == (YEAR, "year-conflict", "reports")
    assert [one["value"] for one in year.state.candidates] == [2023, 2022]
    assert year.row.priority == len(golden(2).fields)


def test_a_known_body_does_not_wait_and_is_no_figure(store: Store) -> None:
    document = put(store, golden(2))
    assert waiting(store) == []
    with store.reading() as session:
        assert state_of(session, document, UNIT).text == golden(2).report.unit
        assert [one.field for one in states_of(session, document)] == list(golden(2).fields)
        assert overview(session).figures == len(golden(2).fields)


def test_what_is_settled_is_the_report_s_from_then_on_and_no_more_once_it_is_taken_back(store: Store) -> None:
    document = put(store, of_nobody(golden(2)))
    assert [row.unit for row in panel_rows(store, Chosen(unit=NAME))] == []
    named(store, document, NAME)
    settle(store, document, 2022, field=YEAR)
    now = summary(store, document)
    assert (now.unit, now.year, now.region, now.body_id) == (NAME, 2022, "盐池县", "640323-卫生健康委员会")
    rows = list(panel_rows(store, Chosen(unit=NAME, year=2022)))
    assert [row.field for row in rows] == list(golden(2).fields)
    assert waiting(store) == []
    settle(store, document, None, field=UNIT, action="undo")
    assert summary(store, document).unit is None
    assert summary(store, document).body_id is None
    assert [one.row.field for one in waiting(store)] == [UNIT]


def test_figures_of_the_report_are_found_by_the_body_that_was_settled(store: Store) -> None:
    from storing import in_doubt

    document = put(store, in_doubt(of_nobody(golden(2)), "applications.new.company"))
    named(store, document, NAME)
    with store.reading() as session:
        found = next_waiting(session, Wanted(unit=NAME), None, 10)
        assert count_lanes(session, Wanted(unit=NAME)) == Lanes(1, 1, 0, 0, 0)
    assert {one.row.field for one in found} == {YEAR, "applications.new.company"}


def test_a_report_of_nobody_is_said_to_be_so(store: Store) -> None:
    document = put(store, of_nobody(golden(2)))
    state = named(store, document, None).state
    assert (state.text, state.status, state.answer) == (None, "accepted", "not-printed")
    assert summary(store, document).waiting_reports == 1


@pytest.mark.parametrize("text", ["", " 县 ", "长" * 201])
def test_what_is_no_name_is_refused(store: Store, text: str) -> None:
    document = put(store, of_nobody(golden(2)))
    with pytest.raises(ExtractorError, match="name"):
        named(store, document, text)


@pytest.mark.parametrize("year", [1999, 2101, 2021.5])
def test_what_is_no_year_is_refused(store: Store, year: float) -> None:
    document = put(store, of_nobody(golden(2)))
    with pytest.raises(ExtractorError, match="year"):
        settle(store, document, year, field=YEAR)
    with pytest.raises(ExtractorError, match="body's name"):
        settle(store, document, 2022, field=UNIT)


def test_a_name_is_no_figure(store: Store) -> None:
    document = put(store, golden(2))
    field = "applications.new.company"
    with store.writing() as session:
        version = state_of(session, document, field).version
        person = person_named(session, "王芳", store.now())
        with pytest.raises(ExtractorError, match="is a number"):
            decide(session, Choice(document, field, "settle", None, None, version, text=NAME), person, store.now())


def test_a_report_without_figures_has_no_open_body(store: Store) -> None:
    from extractor.result import Extraction

    nothing = of_nobody(golden(2))
    put(store, Extraction(**{**vars(nothing), "fields": {}}))
    assert waiting(store) == []
