"""Several decisions at once: all are kept, or none."""

from __future__ import annotations

import pytest
from golden import golden
from storing import changed, put, settle

from extractor.errors import ExtractorError, Outdated, Unknown
from extractor.store import Store
from extractor.store.decisions import Action, Choice, Made, decide_all, decisions_of
from extractor.store.lanes import Wanted, count_waiting
from extractor.store.people import person_named
from extractor.store.states import states_of

FIELDS = [f"applications.new.{column}" for column in ("company", "research", "public_welfare", "legal_service")]
DOUBTS = {field.replace(".", "__"): {"status": "review", "confidence": 0.5} for field in FIELDS}
Wish = tuple[str, Action, int | None]


def choices(store: Store, document: int, wishes: list[Wish]) -> list[Choice]:
    with store.reading() as session:
        versions = {state.field: state.version for state in states_of(session, document)}
    return [Choice(document, field, action, value, None, versions.get(field, "0-0")) for field, action, value in wishes]


def decide_together(store: Store, chosen: list[Choice]) -> list[Made]:
    with store.writing() as session:
        return decide_all(session, chosen, person_named(session, "王芳", store.now()), store.now())


def test_all_are_kept_in_their_order(store: Store) -> None:
    document = put(store, changed(golden(2), **DOUBTS))
    wishes: list[Wish] = [(field, "settle", i) for i, field in enumerate(FIELDS)]
    made = decide_together(store, choices(store, document, wishes))
    assert [(one.decision.field, one.state.value, one.state.status) for one in made] == [
        (field, i, "accepted") for i, field in enumerate(FIELDS)
    ]
    again: list[Wish] = [(FIELDS[0], "undo", None), (FIELDS[1], "reopen", None), (FIELDS[2], "settle", 9)]
    made = decide_together(store, choices(store, document, again))
    assert [one.state.status for one in made] == ["review", "review", "accepted"]
    with store.reading() as session:
        assert count_waiting(session, Wanted()) == 2
        assert len(decisions_of(session, document)) == 7


def test_if_any_was_decided_meanwhile_none_is_kept_and_all_that_were_are_named(store: Store) -> None:
    document = put(store, changed(golden(2), **DOUBTS))
    chosen = choices(store, document, [(field, "settle", 3) for field in FIELDS])
    settle(store, document, 8, "李强", FIELDS[1])
    settle(store, document, 9, "李强", FIELDS[3])
    with pytest.raises(
        Outdated, match=r"research: 李强 settled it as 8 .* as well: applications.new.legal_service"
    ) as error:
        decide_together(store, chosen)
    assert error.value.fields == (FIELDS[1], FIELDS[3])
    with store.reading() as session:
        assert len(decisions_of(session, document)) == 2
        assert count_waiting(session, Wanted()) == 2


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ((FIELDS[3], "settle", -1), ExtractorError),
        ((FIELDS[3], "undo", None), ExtractorError),
        (("applications.new.nobody", "settle", 1), Unknown),
    ],
)
def test_if_any_makes_no_sense_none_is_kept(store: Store, wanted: Wish, error: type[ExtractorError]) -> None:
    document = put(store, changed(golden(2), **DOUBTS))
    with pytest.raises(error):
        decide_together(store, choices(store, document, [(FIELDS[0], "settle", 3), wanted]))
    with store.reading() as session:
        assert decisions_of(session, document) == []
        assert count_waiting(session, Wanted()) == 4
