"""Decisions: what people say that figures are, one at a time or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import Depends, Header, Request, Response

from extractor.errors import Outdated
from extractor.service.guards import ReaderRole, Reviewer, address_of
from extractor.service.models import Sha256
from extractor.service.models_decisions import DecisionIn, DecisionOut, DecisionsIn, PaceOut, UndoEntry, UndoOut
from extractor.service.models_queue import DecisionMade
from extractor.service.problems import Refusal
from extractor.service.routes import new_router, problem
from extractor.service.routes.queue import WantedQuery
from extractor.service.routes.review import Key
from extractor.service.seeds import answer_seeds, sort_choices
from extractor.service.shapes import decision_out, field_now, lanes_out
from extractor.service.state import Here, ServiceState
from extractor.store.audit import Deed, record
from extractor.store.decisions import Choice, decide_all, decisions_of, said_of
from extractor.store.documents import find_document
from extractor.store.lanes import Wanted, count_lanes
from extractor.store.pace import pace_of
from extractor.store.people import Visitor
from extractor.store.planting import Planting, plant
from extractor.store.second_keys import draw
from extractor.store.seeding import as_seen
from extractor.store.states import state_of, states_named
from extractor.store.undoing import UNDO, last_undoable

router = new_router("decisions")

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, description="The `etag` of the figure that was looked at; required."),
]


class Desk(NamedTuple):
    """Where somebody decides: who, from where, and which part of the queue they look at."""

    here: ServiceState
    visitor: Visitor
    address: str
    wanted: Wanted


def desk_of(request: Request, here: Here, visitor: Reviewer, wanted: WantedQuery) -> Desk:
    """Where the decisions of a request are made."""
    return Desk(here, visitor, address_of(request), wanted)


AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/documents/{sha256}/decisions")
def get_decisions(here: Here, _: ReaderRole, sha256: Sha256) -> list[DecisionOut]:
    """Every decision about a document, the first first."""
    with here.store.reading() as session:
        rows = decisions_of(session, find_document(session, sha256).id)
    return [decision_out(row, who, sha256) for row, who in rows]


@router.get("/documents/{sha256}/fields/{field}/decisions")
def get_field_decisions(here: Here, _: ReaderRole, sha256: Sha256, field: Key) -> list[DecisionOut]:
    """Every decision about one figure, the first first."""
    with here.store.reading() as session:
        rows = decisions_of(session, find_document(session, sha256).id, field)
    return [decision_out(row, who, sha256) for row, who in rows]


@router.post(
    "/documents/{sha256}/fields/{field}/decisions",
    status_code=201,
    responses={
        412: problem("Somebody decided about it, or it was read anew, since it was looked at: `decision` says what."),
        428: problem("`If-Match` is missing."),
    },
)
def make_decision(
    desk: AtDesk, response: Response, sha256: Sha256, field: Key, decision: DecisionIn, if_match: IfMatch = None
) -> DecisionMade:
    """Decide what a figure is, put it back into the queue, or take back what you decided.

    `If-Match` must name the figure as it was looked at, or be `*`: whatever it is by now. If somebody else decided
    about it meanwhile, or the document was read anew, the answer is 412, and says who decided what; nothing is changed.
    """
    if if_match is None:
        raise Refusal(428, "if-match-missing", "If-Match: is missing; send the `etag` of the figure you looked at.")
    document = _document(desk, sha256)
    if if_match.strip() == "*":
        with desk.here.store.reading() as session:
            (now,) = as_seen(session, desk.wanted.seeds_of, [state_of(session, document, field)])
            if_match = now.version
    choice = _choice(document, field, decision, if_match)
    made, *_ = _make(desk, sha256, [choice], UNDO if choice.action == "undo" else "figures")
    response.headers["ETag"] = made.field.etag
    return made


@router.post(
    "/documents/{sha256}/decisions",
    status_code=201,
    responses={412: problem("Some were decided about, or read anew, since they were looked at: `changed` says which.")},
)
def make_decisions(desk: AtDesk, sha256: Sha256, job_request: DecisionsIn) -> list[DecisionMade]:
    """Decide about several figures of a document at once, each once: all decisions are kept, or none.

    Each names its figure as it was looked at (`etag`). If any of them changed meanwhile the answer is 412, and names
    all that did; nothing is changed. Behind what was decided stands what follows from it (`follow`): figures that
    nothing is printed for, and that the form's equations force now.
    """
    fields = [one.field for one in job_request.decisions]
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice is not None:
        raise Refusal(422, "invalid", f"decisions: {twice} is there twice; decide about each figure once.")
    document = _document(desk, sha256)
    choices = [_choice(document, one.field, one, one.etag) for one in job_request.decisions]
    is_undoing = all(one.action == "undo" for one in choices)
    return _make(desk, sha256, choices, UNDO if is_undoing else job_request.kind)


@router.get("/undo", responses={204: {"description": "There is nothing that you could take back."}})
def get_undo(here: Here, visitor: Reviewer, response: Response) -> UndoOut | None:
    """What you decided last and could take back, by sending an `undo` for all its figures at once.

    It is known from the store, so that it outlives the page on which it was decided.
    """
    with here.store.reading() as session:
        last = last_undoable(session, visitor.person)
    if last is None:
        response.status_code = 204
        return None
    figures = [UndoEntry(field=field, etag=f'"{version}"') for field, version in last.versions.items()]
    return UndoOut(group=last.group, document=last.sha256, kind=last.kind, made_at=last.made_at, figures=figures)


@router.get("/pace")
def get_pace(here: Here, visitor: Reviewer) -> PaceOut:
    """How many seconds you take for a figure, by what you decided last; so it can be said how long is left."""
    with here.store.reading() as session:
        return PaceOut(**pace_of(session, visitor.person)._asdict())


def _document(desk: Desk, sha256: str) -> int:
    with desk.here.store.reading() as session:
        return find_document(session, sha256).id


def _choice(document: int, field: str, decision: DecisionIn, etag: str) -> Choice:
    if decision.action != "settle" and decision.value is not None:
        raise Refusal(422, "invalid", f"value: is nothing that goes with {decision.action}; leave it out.")
    version = etag.strip().strip('"')
    is_lost = decision.answer == "lost"
    return Choice(document, field, decision.action, decision.value, decision.note, version, is_lost, decision.text)


def _make(desk: Desk, sha256: str, choices: Sequence[Choice], kind: str) -> list[DecisionMade]:
    """Keeps decisions, what follows from them, and that they were made, in one transaction."""
    store = desk.here.store
    try:
        with store.writing() as session:
            now = store.now()
            real, seeded = sort_choices(session, desk.wanted.seeds_of, choices)
            made = decide_all(session, real, desk.visitor.person, now, kind) if real else []
            for row, _ in made:
                details = {
                    "field": row.field,
                    "decision": row.id,
                    "before": row.before_text or row.before_value,
                    "after": row.after_text or row.after_value,
                }
                record(session, Deed(f"decision.{row.action}", sha256, details, desk.visitor.person, desk.address), now)
            rows = [row for row, _ in made]
            draw(session, sha256, rows, desk.here.settings.second_keying)
            if desk.wanted.seeds_of is not None:
                plant(session, Planting(desk.wanted.seeds_of, desk.here.settings.seeded_errors), rows, now)
            made += answer_seeds(seeded, desk.visitor.person, now, rows[0].group_id if rows else None)
            lanes = lanes_out(count_lanes(session, desk.wanted))
    except Outdated as error:
        raise _outdated(desk.here, sha256, choices[0].document, error) from None
    order = {choice.field: number for number, choice in enumerate(choices)}
    return [
        DecisionMade(decision=decision_out(row, desk.visitor.name, sha256), field=field_now(state, sha256), lanes=lanes)
        for row, state in sorted(made, key=lambda one: order.get(one.decision.field, len(order)))
    ]


def _outdated(here: ServiceState, sha256: str, document: int, error: Outdated) -> Refusal:
    """The refusal that says who decided what, and what the figures are now; the first of them by itself as well."""
    with here.store.reading() as session:
        states = states_named(session, document, error.fields)
        made = {field: said_of(session, document, field) for field in error.fields}
    changed = [
        {
            "field": field_now(states[field], sha256),
            "decision": decision_out(*made[field][-1], sha256) if made[field] else None,
        }
        for field in error.fields
    ]
    headers = {"ETag": f'"{states[error.fields[0]].version}"'}
    return Refusal(412, "outdated", str(error), headers=headers, **changed[0], changed=changed)
