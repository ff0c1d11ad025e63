"""What follows from decisions is settled with them, and goes when they go; nothing that a person decided is touched."""

from __future__ import annotations

from golden import golden
from storing import changed, empty, put, settle

from extractor.store import Store
from extractor.store.decisions import Choice, decide, decide_all, decisions_of
from extractor.store.people import person_named
from extractor.store.states import FieldState, state_of, states_named
from extractor.store.undoing import last_undoable

ROW = "applications.new."
OTHER, BLANK = "disputes.review.total", "disputes.review.corrected"
DOUBT = {"status": "review", "confidence": 0.5, "proof": []}
GONE = {"value": None, "printed": "", "basis": "none", "cell": "blank", **DOUBT}


def torn(store: Store) -> tuple[int, float]:
    """A seed of which a cell is blank, and the total of its row is in doubt; and what the figure is in truth."""
    seed = golden(3)
    fields = {OTHER: DOUBT, BLANK: GONE}
    document = put(store, changed(seed, **{name.replace(".", "__"): values for name, values in fields.items()}))
    truth = seed.fields[BLANK].value
    assert truth is not None
    return document, truth


def now(store: Store, document: int, field: str) -> FieldState:
    with store.reading() as session:
        return state_of(session, document, field)


def test_what_follows_from_a_decision_is_settled_with_it_and_goes_with_it(store: Store) -> None:
    document, truth = torn(store)
    other = now(store, document, OTHER).value
    settle(store, document, other, field=OTHER)
    followed = now(store, document, BLANK)
    assert (followed.value, followed.status, followed.basis, followed.holding) == (
        truth,
        "accepted",
        "deduced",
        "follow",
    )
    settle(store, document, None, field=OTHER, action="undo")
    assert (now(store, document, BLANK).value, now(store, document, BLANK).status) == (None, "review")


def test_what_follows_names_its_equations_and_who_brought_it_about(store: Store) -> None:
    document, _ = torn(store)
    settle(store, document, now(store, document, OTHER).value, field=OTHER)
    with store.reading() as session:
        ((row, who),) = decisions_of(session, document, BLANK)
    assert (row.action, who) == ("follow", "王芳")
    assert "disputes.total[review]" in (row.note or "")


def test_another_decision_changes_what_follows_and_one_that_contradicts_takes_it_back(store: Store) -> None:
    document, _ = torn(store)
    other = now(store, document, OTHER).value
    assert other is not None
    settle(store, document, other, field=OTHER)
    settle(store, document, other + 1, field=OTHER)
    assert now(store, document, BLANK).status == "review"


def test_what_a_person_decided_is_not_touched(store: Store) -> None:
    document, truth = torn(store)
    settle(store, document, truth + 4, field=BLANK)
    settle(store, document, now(store, document, OTHER).value, field=OTHER)
    assert (now(store, document, BLANK).value, now(store, document, BLANK).basis) == (truth + 4, "reviewed")


def test_who_saw_a_figure_before_it_followed_may_still_decide_about_it(store: Store) -> None:
    document, truth = torn(store)
    seen = now(store, document, BLANK).version
    settle(store, document, now(store, document, OTHER).value, field=OTHER)
    with store.writing() as session:
        person = person_named(session, "李强", store.now())
        decide(session, Choice(document, BLANK, "settle", truth, None, seen), person, store.now())
    assert (now(store, document, BLANK).value, now(store, document, BLANK).basis) == (truth, "reviewed")
    settle(store, document, None, "李强", field=BLANK, action="undo")
    assert (now(store, document, BLANK).value, now(store, document, BLANK).basis) == (truth, "deduced")


def test_a_figure_that_is_read_anew_elsewhere_takes_back_what_followed(store: Store) -> None:
    document, _ = torn(store)
    settle(store, document, now(store, document, OTHER).value, field=OTHER)
    fields = {OTHER: DOUBT, BLANK: {**GONE, "value": 99, "printed": "99", "basis": "printed", "cell": "figure"}}
    put(store, changed(golden(3), "1", **{name.replace(".", "__"): values for name, values in fields.items()}))
    assert (now(store, document, BLANK).value, now(store, document, BLANK).status) == (99, "review")


def choose(
    store: Store, document: int, values: dict[str, float | None], who: str = "王芳", kind: str = "shown"
) -> None:
    with store.writing() as session:
        states = states_named(session, document, list(values))
        choices = [
            Choice(document, field, "settle", value, None, states[field].version) for field, value in values.items()
        ]
        decide_all(session, choices, person_named(session, who, store.now()), store.now(), kind)


def undo_last(store: Store, who: str = "王芳") -> list[str]:
    """Takes back what somebody decided last, as the page does; the fields of that."""
    with store.writing() as session:
        person = person_named(session, who, store.now())
        last = last_undoable(session, person)
        if last is None:
            return []
        document = 1
        choices = [Choice(document, field, "undo", None, None, version) for field, version in last.versions.items()]
        decide_all(session, choices, person, store.now(), "undo")
        return list(last.versions)


def test_what_was_decided_at_once_is_undone_at_once_from_the_store(store: Store) -> None:
    empty(store)
    document, _ = torn(store)
    other = now(store, document, OTHER).value
    first, second = f"{ROW}research", f"{ROW}other_org"
    choose(store, document, {OTHER: other, first: 1})
    choose(store, document, {second: 2}, kind="figures")
    assert undo_last(store) == [second]
    assert set(undo_last(store)) == {OTHER, first}
    assert undo_last(store) == []
    assert now(store, document, OTHER).status == "review"
    assert now(store, document, BLANK).status == "review"


def test_what_somebody_else_decided_since_is_not_offered_to_be_undone(store: Store) -> None:
    empty(store)
    document, _ = torn(store)
    first, second = f"{ROW}research", f"{ROW}other_org"
    choose(store, document, {first: 1, second: 1})
    choose(store, document, {first: 2}, who="李强")
    assert undo_last(store) == []
    assert undo_last(store, "李强") == [first]
    assert set(undo_last(store)) == {first, second}


def test_a_figure_may_be_lost_in_this_copy(store: Store) -> None:
    document, _ = torn(store)
    with store.writing() as session:
        version = state_of(session, document, BLANK).version
        person = person_named(session, "王芳", store.now())
        decide_all(session, [Choice(document, BLANK, "settle", None, None, version, is_lost=True)], person, store.now())
    state = now(store, document, BLANK)
    assert (state.value, state.answer, state.status, state.cell) == (None, "lost", "accepted", "blank")
    settle(store, document, 3, field=BLANK)
    assert (now(store, document, BLANK).answer, now(store, document, BLANK).read_value) == ("value", None)
