"""Decisions: nothing is overwritten, nobody overwrites what another decided, and the queue is what the view says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
from golden import golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from storing import FIELD, changed, doubted, put, settle

from extractor.errors import ExtractorError, Outdated
from extractor.store import Store
from extractor.store.decisions import Action, Choice, check_value, decide, decisions_of
from extractor.store.lanes import Wanted, count_waiting
from extractor.store.people import person_named
from extractor.store.review_queue import next_waiting, priority
from extractor.store.states import state_of, states_of
from extractor.store.tables import Base, DecisionRow, QueueRow, Summary


def test_a_decision_says_who_when_before_and_after(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, 6)
    settle(store, document, 7, who="李强")
    with store.reading() as session:
        made = [
            (who, one.before_value, one.before_basis, one.before_status, one.after_value, one.printed)
            for one, who in decisions_of(session, document, FIELD)
        ]
        assert made == [
            ("王芳", 5, "printed", "review", 6, "5"),
            ("李强", 6, "reviewed", "accepted", 7, "5"),
        ]
        first, second = (one for one, _ in decisions_of(session, document))
        assert first.decided_at < second.decided_at
        assert state_of(session, document, FIELD).value == 7


def test_what_is_settled_leaves_the_queue_and_what_is_reopened_comes_back(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, None)
    with store.writing() as session:
        assert count_waiting(session, Wanted()) == 0
        state = state_of(session, document, FIELD)
        assert (state.value, state.basis, state.status) == (None, "reviewed", "accepted")
        person = person_named(session, "李强", store.now())
        decide(session, Choice(document, FIELD, "reopen", None, "?", state.version), person, store.now())
    with store.reading() as session:
        (waiting,) = next_waiting(session, Wanted(), None, 10)
        assert (waiting.row.kind, waiting.state.basis) == ("reopened", "printed")
        assert waiting.state.value == 5


def test_a_decision_that_knew_nothing_of_the_last_one_is_not_taken(store: Store) -> None:
    document = put(store, doubted())
    with store.reading() as session:
        seen = state_of(session, document, FIELD).version
    settle(store, document, 6)
    with store.writing() as session:
        person = person_named(session, "李强", store.now())
        with pytest.raises(Outdated, match=r"王芳 settled it as 6 at 2026-"):
            decide(session, Choice(document, FIELD, "settle", 8, None, seen), person, store.now())
    with store.reading() as session:
        assert state_of(session, document, FIELD).value == 6
        assert len(decisions_of(session, document)) == 1


def test_a_decision_about_an_earlier_extraction_is_not_taken(store: Store) -> None:
    document = put(store, doubted("1"))
    with store.reading() as session:
        seen = state_of(session, document, FIELD).version
    put(store, doubted("2"))
    with store.writing() as session:
        person = person_named(session, "李强", store.now())
        with pytest.raises(Outdated, match="read anew meanwhile"):
            decide(session, Choice(document, FIELD, "settle", 8, None, seen), person, store.now())


def test_of_many_who_decide_at_the_same_moment_one_is_heard(store: Store) -> None:
    document = put(store, doubted())
    with store.reading() as session:
        seen = state_of(session, document, FIELD).version

    def try_it(i: int) -> bool:
        try:
            with store.writing() as session:
                person = person_named(session, "王芳", store.now())
                decide(session, Choice(document, FIELD, "settle", i, None, seen), person, store.now())
        except Outdated:
            return False
        return True

    with store.writing() as session:
        person_named(session, "王芳", store.now())
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(16))) == 1


@pytest.mark.parametrize(
    ("field", "value"), [(FIELD, -1), (FIELD, 1.5), (FIELD, 1e16), ("active.administrative_fees.amount_wan_yuan", -0.1)]
)
def test_a_value_that_no_figure_can_have_is_refused(store: Store, field: str, value: float) -> None:
    document = put(store, doubted())
    with pytest.raises(ExtractorError, match=field):
        settle(store, document, value, field=field)
    assert settle(store, document, 1.25, field="active.administrative_fees.amount_wan_yuan").after_value == 1.25


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("applications.new.total", 10**9),
        ("active.administrative_licensing.change", 10**9),
        ("active.administrative_fees.amount_wan_yuan", 10**8),
        ("active.government_procurement.amount_yuan", 10**12),
    ],
)
def test_the_largest_figure_of_a_column_may_be_decided_and_no_larger_one(field: str, most: int) -> None:
    check_value(field, most)
    for value in (most + 1, float(most) + 1, 10**4000):
        with pytest.raises(ExtractorError, match=f"larger than {most:,}"):
            check_value(field, value)


def test_the_queue_begins_with_what_is_least_sure_and_most_hangs_on(store: Store) -> None:
    read = changed(
        golden(2),
        applications__total__total={"status": "review", "confidence": 0.9},
        applications__granted__company={"status": "review", "confidence": 0.9},
        active__regulations__issued={"status": "review", "confidence": 0.1},
    )
    put(store, read)
    with store.reading() as session:
        fields = [one.state.field for one in next_waiting(session, Wanted(), None, 10)]
        assert fields == ["applications.total.total", "applications.granted.company", "active.regulations.issued"]
        assert priority(0.9, 40) > priority(0.1, 1)


def test_the_queue_goes_on_after_where_it_was_left(store: Store) -> None:
    figures = {f"applications__new__{one}": {"status": "review", "confidence": 0.9} for one in ("company", "research")}
    put(store, changed(golden(2), **figures))
    put(store, changed(golden(4), **figures), b"another report")
    seen: list[tuple[int, str]] = []
    after = None
    with store.reading() as session:
        while page := next_waiting(session, Wanted(), after, 1):
            seen += [(one.state.document_id, one.state.field) for one in page]
            after = (page[-1].row.priority, page[-1].row.id)
        assert len(seen) == len(set(seen)) == count_waiting(session, Wanted()) == 4
        unit, year = golden(4).report.unit, golden(4).report.year
        assert count_waiting(session, Wanted(unit=unit, year=year, section="applications", kind="not-proved")) == 2
        assert count_waiting(session, Wanted(year=1999)) == 0


Step = tuple[str, int, str | None]
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["settle", "reopen", "undo", "reread"]),
        st.integers(0, 9),
        st.sampled_from(["5", "6", "", None]),
    ),
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_the_queue_is_what_the_view_says_and_no_decision_is_lost(store: Store, steps: list[Step]) -> None:
    with store.writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    document = put(store, doubted())
    decided = 0
    for i, (step, value, printed) in enumerate(steps):
        if step == "reread":
            put(store, doubted(f"{i + 1}", printed))
        else:
            decided += _decide(store, document, cast(Action, step), value)
        with store.reading() as session:
            in_review = {state.field for state in states_of(session, document) if state.status == "review"}
            assert set(session.scalars(select(QueueRow.field))) == in_review
            summary = session.get_one(Summary, document)
            assert summary.decisions == decided
            assert (summary.waiting_figures + summary.waiting_blanks) == len(in_review)
    with store.reading() as session:
        assert len(session.scalars(select(DecisionRow)).all()) == decided


def _decide(store: Store, document: int, action: Action, value: int) -> bool:
    """Whether there was something to decide: nothing is taken back where nothing holds."""
    with store.writing() as session:
        state = state_of(session, document, FIELD)
        if action == "undo" and state.holding_id is None:
            return False
        person = person_named(session, "王芳", store.now())
        decide(session, Choice(document, FIELD, action, value, None, state.version), person, store.now())
    return True
