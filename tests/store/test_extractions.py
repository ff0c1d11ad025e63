"""Documents and extractions are kept once, and every version of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from golden import golden, lowered, seed
from sqlalchemy import func, select
from storing import FIELD, changed, doubted, elsewhere, put, settle

from extractor import extract
from extractor.errors import Unknown
from extractor.result import Extraction, Place
from extractor.store import Store
from extractor.store.documents import add_document, content_of, find_document, list_documents
from extractor.store.extractions import (
    current_extraction,
    extractions_of,
    fields_of,
    find_extraction,
    findings_of,
    result_json,
    save_extraction,
    stakes_of,
)
from extractor.store.states import state_of, states_of
from extractor.store.tables import Arrival, Document, QueueRow


def test_the_same_bytes_are_one_document_however_often_they_come(store: Store) -> None:
    with store.writing() as session:
        first = add_document(session, b"report", "a.txt", store.now())
        again = add_document(session, b"report", "b.txt", store.now())
        other = add_document(session, b"other", "a.txt", store.now())
    assert first.is_new
    assert not again.is_new
    assert first.id == again.id != other.id
    with store.reading() as session:
        assert content_of(session, first.id) == b"report"
        assert find_document(session, first.sha256).name == "a.txt"
        assert [one.sha256 for one in list_documents(session, 0, 10)] == [first.sha256, other.sha256]
        names = session.scalars(select(Arrival.name).where(Arrival.document_id == first.id).order_by(Arrival.id))
        assert list(names) == ["a.txt", "b.txt"]


def test_bytes_that_come_at_the_same_moment_from_many_are_one_document(store: Store) -> None:
    def send(i: int) -> int:
        with store.writing() as session:
            return add_document(session, b"report", f"{i}.txt", store.now()).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(send, range(24)))) == 1
    with store.reading() as session:
        assert session.scalars(select(func.count()).select_from(Document)).one() == 1
        assert session.scalars(select(func.count()).select_from(Arrival)).one() == 24


@pytest.mark.parametrize("number", [1, 3])
def test_an_extraction_comes_back_as_it_was_kept(store: Store, number: int) -> None:
    read = extract(seed(number).read_bytes(), "report.txt")
    document = put(store, read)
    with store.reading() as session:
        row = current_extraction(session, document)
        assert row is not None
        assert Extraction.from_json(result_json(session, row.id)) == read
        assert (row.unit, row.year, row.form) == (read.report.unit, read.report.year, read.report.form)
        fields = fields_of(session, row.id)
        assert [(one.field, one.value, one.printed, one.status) for one in fields] == [
            (key, one.value, one.printed, one.status) for key, one in read.fields.items()
        ]
        bodies = [one.body for one in findings_of(session, row.id)]
        assert bodies == json.loads(read.to_json())["findings"]


def test_what_is_kept_again_is_not_kept_twice(store: Store) -> None:
    document = put(store, doubted())
    assert put(store, doubted()) == document
    with store.writing() as session:
        assert not save_extraction(session, document, doubted(), store.now()).is_new
    with store.reading() as session:
        assert len(extractions_of(session, document)) == 1


def test_every_version_is_kept_and_the_last_is_current(store: Store) -> None:
    document = put(store, doubted("1"))
    put(store, changed(golden(2), "2", applications__new__company={"value": 77, "printed": "77"}))
    with store.reading() as session:
        first, second = extractions_of(session, document)
        assert [first.version, second.version] == ["1", "2"]
        assert find_extraction(session, first.id).created_at < second.created_at
        assert state_of(session, document, FIELD).value == 77
        assert {state.extraction_id for state in states_of(session, document)} == {second.id}


def test_only_figures_in_review_wait_in_the_queue(store: Store) -> None:
    document = put(store, doubted())
    with store.reading() as session:
        waiting = session.scalars(select(QueueRow)).all()
        assert [one.field for one in waiting] == [FIELD]
        in_review = [state.field for state in states_of(session, document) if state.status == "review"]
        assert in_review == [FIELD]


@pytest.mark.parametrize(
    ("before", "after"),
    [("5", "5"), ("5", "6"), (None, "6"), ("5", None), ("", "人民币243.56万元"), ("243.56", "人民币243.56万元")],
)
def test_a_decision_stays_whatever_is_said_to_be_printed_at_its_place(
    store: Store, before: str | None, after: str | None
) -> None:
    document = put(store, doubted("1", printed=before))
    settle(store, document, 6)
    put(store, changed(doubted("2"), "2", applications__new__company={"printed": after, "value": 50}))
    with store.reading() as session:
        state = state_of(session, document, FIELD)
        assert (state.value, state.basis, state.status, state.outdated) == (6, "reviewed", "accepted", False)
        assert (state.printed, state.confidence, state.reason) == (after, None, None)
        assert session.scalars(select(QueueRow)).all() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param((9, 9), (9, 20), id="a blank cell that is a figure now"),
        pytest.param((0, 60), (40, 42), id="a row that is known to be one of its cells now"),
        pytest.param((40, 42), (38, 50), id="a figure with the unit around it"),
        pytest.param(None, (40, 42), id="no cell, and now one"),
        pytest.param((40, 42), None, id="a cell, and none any more"),
    ],
)
def test_a_decision_stays_where_the_place_is_cut_in_another_way(
    store: Store, before: tuple[int, int] | None, after: tuple[int, int] | None
) -> None:
    def at(span: tuple[int, int] | None) -> Place | None:
        return span and Place(0, *span, 3, 1, None, None, None)

    document = put(store, changed(doubted("1"), "1", applications__new__company={"place": at(before)}))
    settle(store, document, 6)
    put(store, changed(doubted("2"), "2", applications__new__company={"place": at(after), "printed": "7", "value": 7}))
    with store.reading() as session:
        assert state_of(session, document, FIELD).value == 6


def test_a_decision_stays_where_only_the_count_of_characters_changed(store: Store) -> None:
    document = put(store, doubted("1"))
    settle(store, document, 6)
    put(store, changed(doubted("2"), "2", applications__new__company=elsewhere("5")))
    with store.reading() as session:
        assert state_of(session, document, FIELD).value == 6


@pytest.mark.parametrize("after", ["6", "", None])
def test_a_decision_about_another_place_goes_back_to_the_queue(store: Store, after: str | None) -> None:
    document = put(store, doubted("1"))
    settle(store, document, 6)
    put(store, changed(golden(2), "2", applications__new__company=elsewhere(after)))
    with store.reading() as session:
        state = state_of(session, document, FIELD)
        assert (state.value, state.status, state.outdated) == (9, "review", True)
        assert [(one.field, one.kind) for one in session.scalars(select(QueueRow))] == [(FIELD, "decision-outdated")]


def test_a_result_of_an_earlier_schema_is_lifted_when_it_is_read(store: Store) -> None:
    document = put(store, doubted())
    with store.writing() as session:
        row = current_extraction(session, document)
        assert row is not None
        row.result = json.dumps(lowered(doubted()), ensure_ascii=False, separators=(",", ":"))
        lifted = json.loads(result_json(session, row.id))
    assert Extraction.from_json(json.dumps(lifted)) == Extraction.from_json(json.dumps(lowered(doubted())))
    assert lifted["schema"] == "3"


def test_a_total_has_more_at_stake_than_a_figure_of_no_identity() -> None:
    stakes = stakes_of(golden(2))
    assert stakes["applications.total.total"] > stakes["applications.granted.company"] > 1
    assert stakes["active.regulations.issued"] == 1


def test_a_text_with_a_nul_is_kept(store: Store) -> None:
    document = put(store, changed(golden(2), applications__new__company={"printed": "5\0"}))
    with store.reading() as session:
        assert state_of(session, document, FIELD).printed == "5"


def test_what_is_not_there_is_told(store: Store) -> None:
    with store.reading() as session:
        for look in (
            lambda: find_document(session, "0" * 64),
            lambda: find_extraction(session, 99),
            lambda: state_of(session, 99, FIELD),
        ):
            with pytest.raises(Unknown):
                look()
