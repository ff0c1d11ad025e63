"""What each figure is now: the view `field_states`, read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from extractor.errors import Unknown
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Number
from extractor.store.views import field_states

Answer = Literal["value", "not-printed", "lost"]
"""What somebody says of a figure: what it is, that the report prints none, or that this copy lost what was printed."""


class FieldState(NamedTuple):
    """One figure of a document as it is now; or the body or the year of its report, of section `report`.

    `text` is the body's name, and null of everything else. `decision_id` is the last decision about it, `said_id` the
    last that a person made, `holding_id` the one that holds (the same, but after an `undo`) and `holding` what it did.
    `answer` is what was said of it where it was settled, `read_value` the value read.
    """

    document_id: int
    extraction_id: int
    field: str
    position: int
    section: str
    value: Number | None
    text: str | None
    printed: str | None
    cell: CellKind
    basis: str
    status: str
    reason: str | None
    confidence: float | None
    stake: int
    place: dict[str, Any] | None
    readers: list[str]
    proof: list[str]
    candidates: list[dict[str, Any]]
    answer: Answer | None
    read_value: Number | None
    decision_id: int | None
    said_id: int | None
    holding_id: int | None
    holding: str | None
    outdated: bool
    reopened: bool

    @property
    def version(self) -> str:
        """What changes with everything that people do to the figure: its extraction and what was said of it last.

        What follows from decisions about others does not change it: who saw the figure before may still decide.
        """
        return f"{self.extraction_id}-{self.said_id or 0}"


def whole(value: Number | None) -> int | None:
    """A value as equations take it: null where it is none, or no whole number."""
    return int(value) if value is not None and value == int(value) else None


def states_of(session: Session, document: int) -> list[FieldState]:
    """Every figure of a document's current extraction, in the form's order."""
    rows = session.execute(_states(document).where(IS_FIGURE).order_by(field_states.c.position))
    return [state_from(row) for row in rows]


def parts_of(session: Session, document: int) -> list[FieldState]:
    """The body and the year of a document's report; none where it has no figures."""
    rows = session.execute(_states(document).where(~IS_FIGURE).order_by(field_states.c.position))
    return [state_from(row) for row in rows]


def in_review(session: Session, document: int) -> list[FieldState]:
    """What waits for a person in a document's current extraction: body, year, and figures in the form's order."""
    query = _states(document).where(field_states.c.status == "review")
    return [state_from(row) for row in session.execute(query.order_by(field_states.c.position))]


def states_named(session: Session, document: int, fields: Collection[str]) -> dict[str, FieldState]:
    """Some figures of a document, or its body or year, by field.

    Raises:
        Unknown: its current extraction has no such field, or there is none.
    """
    rows = session.execute(_states(document).where(field_states.c.field.in_(fields)))
    found = {state.field: state for state in map(state_from, rows)}
    for field in fields:
        if field not in found:
            raise Unknown(f"field {field}: this document has none of this name; its fields are listed under /fields.")
    return found


def state_of(session: Session, document: int, field: str) -> FieldState:
    """One figure of a document.

    Raises:
        Unknown: its current extraction has no such field, or there is none.
    """
    return states_named(session, document, [field])[field]


IS_FIGURE = field_states.c.section != "report"
"""Of the view: what is a figure of a form, and not the body or the year of the report."""


def _states(document: int) -> Select[Any]:
    return select(*COLUMNS).where(field_states.c.document_id == document)


COLUMNS = tuple(field_states.c[name] for name in FieldState._fields)
"""The columns of the view that make a `FieldState`."""


def state_from(row: Row[Any] | Sequence[Any]) -> FieldState:
    """What a row of `COLUMNS` says."""
    state = FieldState(*row)
    return state._replace(outdated=bool(state.outdated), reopened=bool(state.reopened))
