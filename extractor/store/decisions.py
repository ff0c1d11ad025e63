"""Decisions: what a person says a figure is. Each is a row of its own, with who, when, before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import ExtractorError, Outdated
from extractor.forms import Column, load_forms
from extractor.result import Number
from extractor.store.documents import lock_document
from extractor.store.queue import requeue
from extractor.store.states import FieldState, state_of
from extractor.store.summaries import recount
from extractor.store.tables import DecisionRow, Person

Action = Literal["settle", "reopen"]
MOST = 10**15
"""No figure is larger: beyond that, a double no longer tells whole numbers apart."""


class Choice(NamedTuple):
    """What somebody decides about a figure of a document: `settle` it to `value`, or `reopen` it.

    `version` is the state's that was looked at (`FieldState.version`).
    """

    document: int
    field: str
    action: Action
    value: Number | None
    note: str | None
    version: str


def decide(session: Session, choice: Choice, person: int, when: datetime) -> tuple[DecisionRow, FieldState]:
    """Keeps a decision, and what the figure is then.

    Raises:
        Unknown: the document has no such field.
        Outdated: the figure was decided or read anew since it was looked at.
        ExtractorError: no figure of this field can have this value.
    """
    lock_document(session, choice.document)
    before = state_of(session, choice.document, choice.field)
    if before.version != choice.version:
        raise Outdated(_what_happened(session, before, choice.version))
    if choice.action == "settle":
        check_value(choice.field, choice.value)
    row = DecisionRow(
        document_id=choice.document,
        field=choice.field,
        extraction_id=before.extraction_id,
        person_id=person,
        action=choice.action,
        printed=before.printed,
        before_value=before.value,
        before_basis=before.basis,
        before_status=before.status,
        after_value=choice.value if choice.action == "settle" else None,
        note=choice.note,
        decided_at=when,
    )
    session.add(row)
    session.flush()
    after = state_of(session, choice.document, choice.field)
    requeue(session, choice.document, [after])
    recount(session, choice.document)
    return row, after


def _what_happened(session: Session, state: FieldState, version: str) -> str:
    """In one sentence, what happened to a figure since the state of this version was looked at."""
    last = last_decision(session, state.document_id, state.field)
    if last is None or version.endswith(f"-{last.id}"):
        return (
            f"{state.field}: the report was read anew meanwhile (extraction {state.extraction_id}); look at it again."
        )
    who = session.get_one(Person, last.person_id).name
    when = last.decided_at.isoformat(timespec="seconds")
    did = f"settled it as {last.after_value}" if last.action == "settle" else "put it back into the queue"
    return f"{state.field}: {who} {did} at {when} (before: {last.before_value}); look at it again."


def last_decision(session: Session, document: int, field: str) -> DecisionRow | None:
    """The last decision about a figure."""
    query = select(DecisionRow).where(DecisionRow.document_id == document, DecisionRow.field == field)
    return session.scalars(query.order_by(DecisionRow.id.desc()).limit(1)).one_or_none()


def decisions_of(session: Session, document: int, field: str | None = None) -> list[tuple[DecisionRow, str]]:
    """The decisions about a document, or about one of its figures, the first first, each with who made it."""
    query = select(DecisionRow, Person.name).join(Person, Person.id == DecisionRow.person_id)
    query = query.where(DecisionRow.document_id == document)
    if field is not None:
        query = query.where(DecisionRow.field == field)
    return [(row, name) for row, name in session.execute(query.order_by(DecisionRow.id))]


def check_value(field: str, value: Number | None) -> None:
    """Refuses a value that no figure of this field can have; null says that the report prints none.

    Raises:
        ExtractorError: it is negative, no whole number, or too large.
    """
    if value is None:
        return
    kind = _column(field).kind
    if abs(value) > MOST:
        raise ExtractorError(f"{field}: {value} is larger than any figure of a report; check it.")
    if kind != "change" and value < 0:
        raise ExtractorError(f"{field}: {value} is negative, and this figure cannot be; check it.")
    if kind != "money" and value != int(value):
        raise ExtractorError(f"{field}: {value} is not a whole number, and this figure is one; check it.")


def _column(field: str) -> Column:
    return next(form.columns[field] for form in load_forms() if field in form.columns)
