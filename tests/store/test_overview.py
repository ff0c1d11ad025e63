"""The overview says what is in the store, whatever happened to it; the map says how sure each row is."""

from __future__ import annotations

from collections import Counter

from golden import golden
from sqlalchemy import select
from storing import FIELD, changed, doubted, put, settle, violated

from extractor.store import Store
from extractor.store.jobs import JobRequest, Order, add_job, cancel_job, find_job
from extractor.store.lanes import Lanes
from extractor.store.overview import Overview, Sought, confidence_map, overview
from extractor.store.tables import FindingCount, Summary


def seen(store: Store) -> Overview:
    with store.reading() as session:
        return overview(session)


def test_an_empty_store_has_nothing_of_which_a_share_could_be_told(store: Store) -> None:
    now = seen(store)
    assert (now.documents, now.read, now.figures, now.waiting) == (0, 0, 0, 0)
    assert (now.straight_through, now.years, now.findings, now.jobs) == (None, [], [], 0)


def test_a_document_goes_straight_through_if_nothing_waits_and_nobody_decided(store: Store) -> None:
    document = put(store, doubted())
    put(store, golden(4), b"another report")
    now = seen(store)
    assert (now.documents, now.read, now.straight_through, now.waiting) == (2, 2, 0.5, 1)
    assert now.figures == len(golden(2).fields) + len(golden(4).fields)
    assert now.lanes == Lanes(0, 1, 0, 0, 0)
    settle(store, document, 6)
    assert (seen(store).waiting, seen(store).straight_through) == (0, 0.5)
    settle(store, document, None, action="undo")
    assert (seen(store).waiting, seen(store).straight_through) == (1, 0.5)
    put(store, changed(golden(2), "2"))
    assert (seen(store).waiting, seen(store).straight_through) == (0, 0.5), "a person had to look at it"


def test_findings_are_counted_of_current_extractions_alone(store: Store) -> None:
    put(store, violated(violated(doubted("1"), FIELD), FIELD))
    put(store, violated(golden(2), FIELD), b"another report")
    gold = Counter((one.code, one.severity) for one in golden(2).findings)
    counts = {(one.code, one.severity): (one.findings, one.reports) for one in seen(store).findings}
    mine = "identity-violated", "error"
    assert counts[mine] == (2 * gold[mine] + 3, 2)
    assert set(counts) == {*gold, mine}
    put(store, changed(doubted("2"), "2"))
    counts = {(one.code, one.severity): one.findings for one in seen(store).findings}
    assert counts[mine] == 2 * gold[mine] + 1


def test_reports_are_counted_by_year_and_jobs_while_they_run(store: Store) -> None:
    document = put(store, golden(2))
    put(store, golden(4), b"another report")
    years = Counter(golden(number).report.year for number in (2, 4))
    assert {one.year: one.reports for one in seen(store).years} == years
    with store.writing() as session:
        wishes = [JobRequest("a.txt", document), JobRequest("b.txt", document)]
        job = add_job(session, Order("batch", "off", None), wishes, store.now()).key
    assert seen(store).jobs == 1
    with store.writing() as session:
        cancel_job(session, find_job(session, job).row, store.now())
    assert seen(store).jobs == 0


def test_a_document_that_is_read_anew_keeps_one_summary(store: Store) -> None:
    document = put(store, doubted("1"))
    put(store, doubted("2"))
    with store.reading() as session:
        (summary,) = session.scalars(select(Summary))
        assert summary.document_id == document
        assert session.scalars(select(FindingCount.findings)).all() == [1] * len(golden(2).findings)


def test_the_map_has_for_each_row_the_lowest_confidence_and_whether_any_waits(store: Store) -> None:
    put(store, doubted())
    put(store, golden(4), b"another report")
    with store.reading() as session:
        last, first = confidence_map(session, Sought(), None, 10)
        assert (first.unit, first.year, first.name) == (golden(2).report.unit, golden(2).report.year, "report.txt")
        rows = {row.key: (row.confidence, row.status) for row in first.rows}
        assert rows["applications.new"] == (0.5, "review")
        assert rows["applications.carried_in"] == (0.9998, "accepted")
        assert [row.key for row in first.rows] == list(
            dict.fromkeys(key.rpartition(".")[0] for key in golden(2).fields)
        )
        assert last.extraction > first.extraction
        assert confidence_map(session, Sought(), None, 1) == [last]
        assert confidence_map(session, Sought(), last.extraction, 1) == [first]
        assert confidence_map(session, Sought(year=golden(4).report.year, unit=golden(4).report.unit), None, 9) == [
            last
        ]
        assert confidence_map(session, Sought(year=1999), None, 9) == []
