"""Decisions: what a person says a figure is. Each is a row of its own, with who, when, before and after.

A decision is taken back by another, an `undo`, that says which earlier decision holds again; nothing is deleted. What
follows by the form's equations from what people decided is settled with it (`following`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import ExtractorError, NotYours, Outdated, WrongValue
from extractor.forms import Column, load_forms
from extractor.reading.numbers import shortened
from extractor.result import Number
from extractor.store.documents import lock_document
from extractor.store.following import FOLLOW, Cause, follow
from extractor.store.parts import check_part, is_part
from extractor.store.review_queue import rebuild_document, update_fields
from extractor.store.second_keys import withdraw
from extractor.store.states import Answer, FieldState, states_named
from extractor.store.summaries import recount, summarise
from extractor.store.tables import DecisionGroup, DecisionRow, Person

Action = Literal["settle", "reopen", "undo", "postpone", "give-up"]
_ASIDE = ("postpone", "give-up")


class Choice(NamedTuple):
    """What somebody decides about a figure of a document.

    To `settle` it to `value` (a report's body to `text`), to `reopen` it, to `undo` what they decided before, to
    `postpone` it, or to `give-up`, for nobody can settle it: both with a `note` that says why. `version` is the state's
    that was looked at (`FieldState.version`). `is_lost`: the report printed one once, and this copy has lost it.
    """

    document: int
    field: str
    action: Action
    value: Number | None
    note: str | None
    version: str
    is_lost: bool = False
    text: str | None = None

    @property
    def answer(self) -> Answer | None:
        """What is said of the figure where it is settled."""
        if self.action != "settle":
            return None
        is_nothing = self.value is None and self.text is None
        return "lost" if self.is_lost else "not-printed" if is_nothing else "value"


class Made(NamedTuple):
    """A decision, and what the figure is then."""

    decision: DecisionRow
    state: FieldState


def decide(session: Session, choice: Choice, person: int, when: datetime) -> Made:
    """Keeps a decision, and what the figure is then.

    Raises:
        Unknown: the document has no such field.
        Outdated: the figure was decided or read anew since it was looked at.
        NotYours: what is to be taken back was decided by somebody else.
        ExtractorError: no figure of this field can have this value, or there is nothing to take back.
    """
    return decide_all(session, [choice], person, when)[0]


def decide_all(
    session: Session, choices: Sequence[Choice], person: int, when: datetime, kind: str | None = None
) -> list[Made]:
    """Keeps decisions about different figures of one document, all of them or none, and then what follows from them.

    With a `kind` they are a group, which says how they were made.

    Raises:
        Unknown, Outdated, NotYours, ExtractorError: as `decide` does, if it holds of any of them.
    """
    document = choices[0].document
    lock_document(session, document)
    before = states_named(session, document, [choice.field for choice in choices])
    _check_versions(session, before, choices)
    rows = [_row(session, choice, before[choice.field], person) for choice in choices]
    cause = Cause(person, _group(session, document, person, when, kind), when)
    for row in rows:
        row.decided_at, row.group_id = when, cause.group
    session.add_all(rows)
    session.flush()
    rows += follow(session, document, cause)
    after = states_named(session, document, {row.field for row in rows})
    for row in rows:
        if row.action == "undo":
            row.after_value, row.after_text = after[row.field].value, after[row.field].text
    withdraw(session, document)
    if any(is_part(row.field) for row in rows):
        rebuild_document(session, document)  # each of its figures is then of another body or year
        summarise(session, document, rows[0].extraction_id)
    else:
        update_fields(session, document, list(after.values()))
        recount(session, document)
    return [Made(row, after[row.field]) for row in rows]


def _group(session: Session, document: int, person: int, when: datetime, kind: str | None) -> int | None:
    if kind is None:
        return None
    group = DecisionGroup(document_id=document, person_id=person, kind=kind, made_at=when)
    session.add(group)
    session.flush()
    return group.id


def check_choice(choice: Choice, before: FieldState) -> None:
    """Refuses what cannot be decided about a figure as it is.

    Raises:
        WrongValue, ExtractorError: no figure of this field can have this value, or something is missing.
    """
    if choice.action == "settle" and is_part(choice.field):
        check_part(choice.field, choice.value, choice.text)
    elif choice.action == "settle":
        check_value(choice.field, choice.value)
    if choice.text is not None and not is_part(choice.field):
        raise WrongValue(choice.field, "no-number", "is a number; give it as `value`, without `text`.")
    if choice.action in _ASIDE and not (choice.note or "").strip():
        raise WrongValue(choice.field, "no-reason", "say why in `note`; who looks at it next is to know.")
    if choice.action in _ASIDE and before.status != "review":
        raise WrongValue(choice.field, "not-waiting", "does not wait; only what waits can be put off or given up.")
    if choice.is_lost and (choice.action != "settle" or choice.value is not None):
        raise ExtractorError(f"{choice.field}: a figure that is lost has no value; leave it out.")


def _row(session: Session, choice: Choice, before: FieldState, person: int) -> DecisionRow:
    check_choice(choice, before)
    return DecisionRow(
        document_id=choice.document,
        field=choice.field,
        extraction_id=before.extraction_id,
        person_id=person,
        action=choice.action,
        printed=before.printed,
        before_value=before.value,
        before_basis=before.basis,
        before_status=before.status,
        before_text=before.text,
        after_value=choice.value if choice.action == "settle" else None,
        after_text=choice.text.strip() if choice.action == "settle" and choice.text else None,
        note=choice.note,
        answer=choice.answer,
        restores=_restored(session, before, person) if choice.action == "undo" else None,
    )


def _restored(session: Session, state: FieldState, person: int) -> int | None:
    """The decision that holds again where the one that holds now is taken back by a person; None where none does.

    That is what held before it: the decision before it, or, where that one took back another, what it made hold again.
    """
    if state.holding_id is None:
        raise ExtractorError(f"{state.field}: is as it was read; there is no decision to take back.")
    holding = session.get_one(DecisionRow, state.holding_id)
    if holding.action == FOLLOW:
        raise ExtractorError(f"{state.field}: follows from what was decided about others; decide what it is instead.")
    if holding.person_id != person:
        who = session.get_one(Person, holding.person_id).name
        raise NotYours(f"{state.field}: was decided by {who}, who alone may take that back; decide anew instead.")
    earlier = _last(session, state.document_id, state.field, before=holding.id)
    if earlier is None:
        return None
    return {"undo": earlier.restores, "unfollow": None}.get(earlier.action, earlier.id)


def _check_versions(session: Session, states: dict[str, FieldState], choices: Sequence[Choice]) -> None:
    """Refuses choices of which any was made without having seen the last that happened."""
    changed = [choice for choice in choices if states[choice.field].version != choice.version]
    if changed:
        first = changed[0]
        says = _what_happened(session, states[first.field], first.version)
        others = ", ".join(choice.field for choice in changed[1:])
        more = f" These changed as well: {others}." if others else ""
        raise Outdated(says + more, [choice.field for choice in changed])


def _what_happened(session: Session, state: FieldState, version: str) -> str:
    """In one sentence, what happened to a figure since the state of this version was looked at."""
    last = session.get(DecisionRow, state.said_id) if state.said_id is not None else None
    if last is None or version.endswith(f"-{last.id}"):
        return (
            f"{state.field}: the report was read anew meanwhile (extraction {state.extraction_id}); look at it again."
        )
    who = session.get_one(Person, last.person_id).name
    when = last.decided_at.isoformat(timespec="seconds")
    did = {
        "settle": f"settled it as {last.after_text or last.after_value}"
        if last.answer != "lost"
        else "settled it as lost in this copy",
        "reopen": "put it back into the queue",
        "undo": "took a decision back",
        "postpone": "put it off",
        "give-up": "gave it up",
    }[last.action]
    before = last.before_value if last.before_text is None else last.before_text
    return f"{state.field}: {who} {did} at {when} (before: {before}); look at it again."


def _last(session: Session, document: int, field: str, before: int | None = None) -> DecisionRow | None:
    """The last decision about a figure; with `before`, of those made before the decision of this id."""
    query = select(DecisionRow).where(DecisionRow.document_id == document, DecisionRow.field == field)
    if before is not None:
        query = query.where(DecisionRow.id < before)
    return session.scalars(query.order_by(DecisionRow.id.desc()).limit(1)).one_or_none()


def decisions_of(session: Session, document: int, field: str | None = None) -> list[tuple[DecisionRow, str]]:
    """The decisions about a document, or about one of its figures, the first first, each with who made it."""
    query = select(DecisionRow, Person.name).join(Person, Person.id == DecisionRow.person_id)
    query = query.where(DecisionRow.document_id == document)
    if field is not None:
        query = query.where(DecisionRow.field == field)
    return [(row, name) for row, name in session.execute(query.order_by(DecisionRow.id))]


def said_of(session: Session, document: int, field: str) -> list[tuple[DecisionRow, str]]:
    """The decisions about a figure that people made, without what followed from others."""
    made = decisions_of(session, document, field)
    return [(row, name) for row, name in made if row.action in get_args(Action)]


def check_value(field: str, value: Number | None) -> None:
    """Refuses a value that no figure of this field can have; null says that the report prints none.

    Raises:
        WrongValue: it is negative, no whole number, or too large.
    """
    if value is None:
        return
    column = _column(field)
    kind = column.kind
    if abs(value) > column.most:
        said = f"{shortened(str(value))} is larger than {column.most:,} {column.unit}; check it."
        raise WrongValue(field, "too-large", said)
    if kind != "change" and value < 0:
        raise WrongValue(field, "negative", f"{value} is negative, and this figure cannot be; check it.")
    if kind != "money" and value != int(value):
        raise WrongValue(field, "not-whole", f"{value} is not a whole number, and this figure is one; check it.")


def _column(field: str) -> Column:
    return next(form.columns[field] for form in load_forms() if field in form.columns)
