"""The lanes of the queue, and the counts that are kept of them."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import pytest
from golden import golden
from sqlalchemy import select
from storing import FIELD, changed, in_doubt, put, settle, violated

from extractor.result import Extraction
from extractor.store import Store
from extractor.store.lanes import LANES, Facet, Lanes, Wanted, count_lanes, count_waiting, list_facets
from extractor.store.reports import Listing, list_reports, waiting_reports
from extractor.store.review_queue import next_waiting
from extractor.store.tables import QueueRow

BLANK = {"value": None, "printed": "", "basis": "none", "status": "review", "confidence": 0.5}
DOUBT = {"status": "review", "confidence": 0.9}


def mixed(seed: int = 2) -> Extraction:
    """A report with a figure in each lane, and two in the lane of figures."""
    made = changed(
        golden(seed),
        applications__new__company={"value": 5, "printed": "5", "basis": "printed", **DOUBT},
        applications__new__research=DOUBT,
        applications__new__legal_service=BLANK,
        applications__carried_in__company={"value": 7, "printed": "7", "basis": "printed", **DOUBT},
    )
    return violated(made, "applications.carried_in.company", "applications.new.legal_service")


class ReportIn(NamedTuple):
    """Whose report it is, and of which year."""

    unit: str
    year: int


def lanes(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return {row.field: row.lane for row in session.scalars(select(QueueRow))}


def test_a_figure_waits_in_the_lane_of_what_is_the_matter_with_it(store: Store) -> None:
    put(store, mixed())
    assert lanes(store) == {
        "applications.new.company": "figures",
        "applications.new.research": "figures",
        "applications.new.legal_service": "blanks",
        "applications.carried_in.company": "errors",
    }


@pytest.mark.parametrize(
    ("field", "lane"),
    [
        ({"printed": None, "value": 0, "basis": "deduced"}, "blanks"),
        ({"printed": "", "value": None, "basis": "none"}, "blanks"),
        ({"printed": "—", "value": None, "basis": "blank"}, "blanks"),
        ({"printed": "", "value": 4, "basis": "printed"}, "figures"),
        ({"printed": "?", "value": None, "basis": "none"}, "figures"),
    ],
)
def test_a_blank_is_where_nothing_is_printed(store: Store, field: dict[str, Any], lane: str) -> None:
    put(store, changed(golden(2), applications__new__company={**field, **DOUBT}))
    assert lanes(store) == {FIELD: lane}


def test_what_is_reopened_comes_back_into_its_lane(store: Store) -> None:
    document = put(store, mixed())
    settle(store, document, 3, field="applications.carried_in.company")
    assert "applications.carried_in.company" not in lanes(store)
    settle(store, document, None, field="applications.carried_in.company", action="reopen")
    assert lanes(store)["applications.carried_in.company"] == "errors"


def test_the_counts_follow_every_decision(store: Store) -> None:
    document = put(store, mixed())
    for field, left in (
        ("applications.new.company", Lanes(0, 1, 1, 1, 0)),
        ("applications.new.legal_service", Lanes(0, 1, 0, 1, 0)),
        ("applications.carried_in.company", Lanes(0, 1, 0, 0, 0)),
        ("applications.new.research", Lanes(0, 0, 0, 0, 0)),
    ):
        settle(store, document, 3, field=field)
        with store.reading() as session:
            assert count_lanes(session, Wanted()) == count_lanes(session, Wanted(section="applications")) == left


def test_the_counts_are_those_of_what_is_listed_whatever_is_asked_for(store: Store) -> None:
    put(store, mixed(2))
    put(store, mixed(4), b"another report")
    unit, year = golden(4).report.unit, golden(2).report.year
    with store.reading() as session:
        sha256 = next_waiting(session, Wanted(), None, 1)[0].sha256
        sought = product(
            (None, unit), (None, year), (None, "applications", "active"), (None, "not-proved"), (None, sha256)
        )
        for filters in sought:
            wanted = Wanted(*filters)
            listed = next_waiting(session, wanted, None, 100)
            counted = count_lanes(session, wanted)
            assert counted == Lanes(*(sum(one.row.lane == lane for one in listed) for lane in LANES))
            for lane in LANES:
                of_lane = wanted._replace(lane=lane)
                assert {one.row.lane for one in next_waiting(session, of_lane, None, 100)} <= {lane}
                assert count_waiting(session, of_lane) == getattr(counted, lane)
                assert len(next_waiting(session, of_lane, None, 100)) == getattr(counted, lane)


def test_what_the_queue_can_be_asked_for_is_listed_with_counts(store: Store) -> None:
    put(store, mixed(2))
    put(store, mixed(4), b"another report")
    one, other = (ReportIn(made.report.unit or "", made.report.year or 0) for made in (golden(2), golden(4)))
    with store.reading() as session:
        facets = list_facets(session, Wanted())
        assert set(facets.units) == {Facet(one.unit, 4), Facet(other.unit, 4)}
        assert facets.years == sorted({Facet(one.year, 4), Facet(other.year, 4)})
        assert facets.kinds == [Facet("identity-violated", 4), Facet("not-proved", 4)]
        assert facets.sections == [Facet("applications", 8)]
        of_one = list_facets(session, Wanted(unit=one.unit, kind="not-proved", lane="figures"))
        assert set(of_one.units) == {Facet(one.unit, 2), Facet(other.unit, 2)}, (
            "the list of bodies is not cut by the body"
        )
        assert of_one.kinds == [Facet("not-proved", 2)]
        assert of_one.sections == [Facet("applications", 2)]
        errors = list_facets(session, Wanted(unit=one.unit, lane="errors"))
        assert errors.years == [Facet(one.year, 1)]


def test_reports_that_wait_are_listed_by_how_much_of_them_waits(store: Store) -> None:
    put(store, in_doubt(golden(3), "applications.new.company"), b"little")
    put(store, in_doubt(golden(2), *(f"applications.new.{one}" for one in ("company", "research"))), b"more")
    put(store, golden(4), b"nothing")
    with store.reading() as session:
        assert [one.waiting for one in waiting_reports(session, Wanted(), 9)] == [2, 1]
        assert [one.waiting for one in waiting_reports(session, Wanted(section="applications"), 9)] == [2, 1]
        assert [one.waiting for one in waiting_reports(session, Wanted(), 1)] == [2]
        assert waiting_reports(session, Wanted(section="disputes"), 9) == []
        assert waiting_reports(session, Wanted(lane="errors"), 9) == []


def test_the_list_of_reports_is_filtered_and_sorted(store: Store) -> None:
    put(store, violated(golden(3), FIELD), b"an error")
    put(store, in_doubt(golden(2), FIELD), b"one waits")
    put(store, golden(4), b"nothing")

    def listed(**asked: Any) -> list[int]:
        with store.reading() as session:
            return [one.document.id for one in list_reports(session, Listing(**asked), 0, 9)]

    assert listed() == [3, 2, 1]
    assert listed(is_waiting=True) == [2]
    assert listed(has_errors=True) == [1]
    assert listed(sort="waiting")[0] == 2
    assert listed(sort="errors")[0] == 1
    year = golden(2).report.year
    assert 2 in listed(year=year)
    assert listed(search="没有这个机构") == []
    with store.reading() as session:
        assert [one.document.id for one in list_reports(session, Listing(), 1, 1)] == [2]
