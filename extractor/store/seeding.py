"""Known errors among what waits, so that it can be said how many of them each reviewer catches.

A seeded error is a figure that is accepted and that nobody decided about. One person is shown it as if it waited, read
from another cell of its table: that cell's value, characters and place. No digit is made up. Of the figure itself
nothing changes: whoever else looks, every export, count and equation have it as it is, and what the person says of it
is kept in `seeded_errors` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from extractor.result import Number
from extractor.store.agreement import Interval, share_interval
from extractor.store.states import COLUMNS, Answer, FieldState, state_from
from extractor.store.tables import Document, FieldRow, Person, Summary
from extractor.store.tables_seeding import SeededError
from extractor.store.views import field_states

WAITING, CAUGHT, MISSED, ASIDE = "waiting", "caught", "missed", "aside"


class Seed(NamedTuple):
    """A seeded error, and what is shown of it: its state, as if it waited, and whose report it is in."""

    row: SeededError
    state: FieldState
    sha256: str
    unit: str | None
    year: int | None


class Said(NamedTuple):
    """What a person says of a seeded error: an action as of a decision, and what goes with a `settle`."""

    action: str
    answer: Answer | None
    value: Number | None
    note: str | None


class Catch(NamedTuple):
    """How many of the seeded errors that they met a person caught, and which share of them, with its 95 % interval."""

    who: str
    caught: int
    missed: int
    aside: int
    share: float | None
    interval: Interval | None


def waiting_seeds(session: Session, person: int) -> list[Seed]:
    """The seeded errors that wait for a person, as they are shown; those whose figure somebody decided about, or that
    was read anew, wait no more.
    """
    return _seeds(session, _standing(person).where(SeededError.state == WAITING))


def as_seen(session: Session, person: int | None, states: Sequence[FieldState]) -> list[FieldState]:
    """Figures of one document as a person is shown them; without a person, as they are."""
    if person is None or not states:
        return list(states)
    mine = _standing(person).where(SeededError.state == WAITING, SeededError.document_id == states[0].document_id)
    shown = {seed.row.field: seed.state for seed in _seeds(session, mine)}
    return [shown.get(state.field, state) for state in states]


def seeds_named(session: Session, person: int, document: int, versions: dict[str, str]) -> dict[str, Seed]:
    """Which of a document's figures, each with the version that was looked at, are seeded errors of a person."""
    mine = _standing(person).where(SeededError.document_id == document, SeededError.field.in_(versions))
    return {seed.row.field: seed for seed in _seeds(session, mine) if seed.state.version == versions[seed.row.field]}


def answer_seed(seed: Seed, said: Said, when: datetime) -> FieldState:
    """Keeps what a person says of a seeded error, in place of what they said before; the state they are shown then."""
    row, is_settled = seed.row, said.action == "settle"
    if said.action in ("undo", "reopen"):
        row.state, row.answer, row.value, row.note, row.decided_at = WAITING, None, None, None, None
        return seed.state
    row.answer, row.value, row.note = said.answer if is_settled else said.action, said.value, said.note
    row.decided_at = when
    if not is_settled:
        row.state = ASIDE
        return seed.state
    row.state = MISSED if said.answer == "value" and said.value == row.shown_value else CAUGHT
    settled = seed.state._replace(value=said.value, answer=said.answer, basis="reviewed", status="accepted")
    return settled._replace(reason=None, confidence=None)


def catches(session: Session) -> list[Catch]:
    """How many each person caught, by name; those who met none are not among them."""
    counts = [func.sum(case((SeededError.state == state, 1), else_=0)) for state in (CAUGHT, MISSED, ASIDE)]
    query = select(Person.name, *counts).join(Person, Person.id == SeededError.person_id)
    query = query.where(SeededError.state != WAITING).group_by(Person.id, Person.name).order_by(Person.name)
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(query)]
    return [_catch(who, int(caught), int(missed), int(aside)) for who, caught, missed, aside in rows]


def _catch(who: str, caught: int, missed: int, aside: int) -> Catch:
    met = caught + missed
    return Catch(who, caught, missed, aside, caught / met if met else None, share_interval(caught, met))


def _standing(person: int) -> Select[*tuple[SeededError, FieldRow, str, str | None, int | None]]:
    """A person's seeded errors whose figures are still as they were: each with the reading that is shown."""
    now = field_states.c
    query = (
        select(SeededError, FieldRow, Document.sha256, Summary.unit, Summary.year, *COLUMNS)
        .join(Document, Document.id == SeededError.document_id)
        .join(Summary, Summary.document_id == SeededError.document_id)
        .join(
            FieldRow,
            and_(FieldRow.extraction_id == SeededError.extraction_id, FieldRow.field == SeededError.taken_from),
        )
        .join(
            field_states,
            and_(now.extraction_id == SeededError.extraction_id, now.field == SeededError.field),
        )
    )
    return query.where(SeededError.person_id == person, now.decision_id.is_(None), now.status == "accepted")


def _seeds(session: Session, query: Select[*tuple[SeededError, FieldRow, str, str | None, int | None]]) -> list[Seed]:
    rows = session.execute(query.order_by(SeededError.id)).all()
    return [Seed(row[0], _shown(row[0], row[1], state_from(row[5:])), row[2], row[3], row[4]) for row in rows]


def _shown(row: SeededError, taken: FieldRow, state: FieldState) -> FieldState:
    """The figure as if it waited. Its version names the seed, so that an answer to it can be told from a decision."""
    return state._replace(
        value=row.shown_value,
        read_value=row.shown_value,
        printed=taken.printed,
        place=taken.place,
        readers=taken.readers,
        basis="printed",
        status="review",
        reason=row.reason,
        confidence=row.confidence,
        proof=[],
        candidates=[],
        said_id=-row.id,
    )
