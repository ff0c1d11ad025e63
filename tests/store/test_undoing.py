"""A decision is taken back by another row: what held before holds again, and the history shows it."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from storing import FIELD, changed, doubted, elsewhere, put, settle

from extractor.errors import ExtractorError, NotYours, Outdated
from extractor.store import Store
from extractor.store.decisions import Choice, decide, decisions_of
from extractor.store.lanes import Wanted, count_waiting
from extractor.store.people import person_named
from extractor.store.states import state_of


class Now(NamedTuple):
    """What a figure is."""

    value: float | None
    basis: str
    status: str


READ = Now(5, "printed", "review")


def now(store: Store, document: int) -> Now:
    with store.reading() as session:
        state = state_of(session, document, FIELD)
        assert count_waiting(session, Wanted()) == (state.status == "review")
        return Now(state.value, state.basis, state.status)


def undo(store: Store, document: int, who: str = "王芳") -> None:
    settle(store, document, None, who, action="undo")


def test_undo_goes_back_one_decision_at_a_time_to_what_was_read(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, 6)
    settle(store, document, 7)
    undo(store, document)
    assert now(store, document) == Now(6, "reviewed", "accepted")
    undo(store, document)
    assert now(store, document) == READ
    with pytest.raises(ExtractorError, match="no decision to take back"):
        undo(store, document)
    with store.reading() as session:
        made = [one for one, _ in decisions_of(session, document)]
        first, *_ = made
        assert [(one.action, one.after_value, one.restores) for one in made] == [
            ("settle", 6, None),
            ("settle", 7, None),
            ("undo", 6, first.id),
            ("undo", 5, None),
        ]
        assert [one.before_value for one in made] == [5, 6, 7, 6]


def test_a_reopening_is_taken_back_too(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, 6)
    settle(store, document, None, action="reopen")
    assert now(store, document) == READ
    undo(store, document)
    assert now(store, document) == Now(6, "reviewed", "accepted")


def test_what_somebody_else_decided_is_not_taken_back(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, 6)
    with store.reading() as session:
        seen = state_of(session, document, FIELD).version
    settle(store, document, 7, who="李强")
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        with pytest.raises(Outdated, match="李强 settled it as 7"):
            decide(session, Choice(document, FIELD, "undo", None, None, seen), person, store.now())
    with pytest.raises(NotYours, match="李强"):
        undo(store, document)
    undo(store, document, "李强")
    assert now(store, document) == Now(6, "reviewed", "accepted")
    with pytest.raises(NotYours, match="王芳"):
        undo(store, document, "李强")
    undo(store, document)
    assert now(store, document) == READ


@pytest.mark.parametrize("moved", [False, True])
def test_what_was_decided_before_a_report_was_read_anew_can_be_taken_back_after_it(store: Store, moved: bool) -> None:
    document = put(store, doubted("1"))
    settle(store, document, 6)
    settle(store, document, 7)
    anew = {**(elsewhere("6") if moved else {"printed": "6"}), "value": 8}
    put(store, changed(doubted("2"), "2", applications__new__company=anew))
    read = Now(8, "printed", "review")
    assert now(store, document) == (read if moved else Now(7, "reviewed", "accepted"))
    undo(store, document)
    assert now(store, document) == (read if moved else Now(6, "reviewed", "accepted"))
    undo(store, document)
    assert now(store, document) == read
    with store.reading() as session:
        assert not state_of(session, document, FIELD).outdated


@bounded(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["settle", "reopen", "undo"]), max_size=9))
def test_undo_is_a_stack(store: Store, steps: list[str]) -> None:
    document = put(store, doubted(), f"{steps}".encode())
    held: list[Now] = [READ]
    for i, step in enumerate(steps):
        if step == "undo":
            if len(held) > 1:
                held.pop()
                undo(store, document)
        elif step == "settle":
            settle(store, document, i)
            held.append(Now(i, "reviewed", "accepted"))
        else:
            settle(store, document, None, action="reopen")
            held.append(READ)
        with store.reading() as session:
            state = state_of(session, document, FIELD)
            assert Now(state.value, state.basis, state.status) == held[-1]
