"""Review: what each figure is now, and what people decide."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Path, Query, Request, Response

from extractor.errors import Outdated
from extractor.result import Status
from extractor.service.guards import Reader, Reviewer, address_of
from extractor.service.models import DecisionIn, DecisionMade, DecisionOut, FieldNow, Sha256
from extractor.service.problems import Refusal
from extractor.service.rooms import Here, Rooms
from extractor.service.routes import new_router, problem
from extractor.service.routes.queue import WantedQuery
from extractor.service.shapes import decision_out, field_now, lanes_out
from extractor.store.audit import Deed, record
from extractor.store.decisions import Choice, decide, decisions_of
from extractor.store.documents import find_document
from extractor.store.lanes import count_lanes
from extractor.store.states import state_of, states_of

router = new_router("review")

Key = Annotated[
    str,
    Path(max_length=200, pattern=r"^[a-z0-9_.]+$", description="The key of a field, such as `applications.new.total`."),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, description="The `etag` of the figure that was looked at; required."),
]


@router.get("/documents/{sha256}/fields")
def get_fields(
    here: Here,
    _: Reader,
    sha256: Sha256,
    status: Annotated[Status | None, Query(description="Only those that are accepted, or in review.")] = None,
) -> list[FieldNow]:
    """What each figure of a document is now, in the form's order."""
    with here.store.reading() as session:
        states = states_of(session, find_document(session, sha256).id)
    return [field_now(state, sha256) for state in states if status in (None, state.status)]


@router.get("/documents/{sha256}/fields/{field}")
def get_field(here: Here, _: Reader, response: Response, sha256: Sha256, field: Key) -> FieldNow:
    """What one figure is now; the `ETag` is what a decision about it must name."""
    with here.store.reading() as session:
        state = state_of(session, find_document(session, sha256).id, field)
    response.headers["ETag"] = f'"{state.version}"'
    return field_now(state, sha256)


@router.get("/documents/{sha256}/decisions")
def get_decisions(here: Here, _: Reader, sha256: Sha256) -> list[DecisionOut]:
    """Every decision about a document, the first first."""
    with here.store.reading() as session:
        rows = decisions_of(session, find_document(session, sha256).id)
    return [decision_out(row, who, sha256) for row, who in rows]


@router.get("/documents/{sha256}/fields/{field}/decisions")
def get_field_decisions(here: Here, _: Reader, sha256: Sha256, field: Key) -> list[DecisionOut]:
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
    request: Request,
    response: Response,
    here: Here,
    visitor: Reviewer,
    sha256: Sha256,
    field: Key,
    decision: DecisionIn,
    wanted: WantedQuery,
    if_match: IfMatch = None,
) -> DecisionMade:
    """Decide what a figure is, or put it back into the queue.

    `If-Match` must name the figure as it was looked at. If somebody else decided about it meanwhile, or the document
    was read anew, the answer is 412, and says who decided what; nothing is changed.
    """
    if if_match is None:
        raise Refusal(428, "if-match-missing", "If-Match: is missing; send the `etag` of the figure you looked at.")
    if decision.action == "reopen" and decision.value is not None:
        raise Refusal(422, "invalid", "value: is nothing that a reopened figure has; leave it out.")
    with here.store.reading() as session:
        document = find_document(session, sha256).id
    choice = Choice(document, field, decision.action, decision.value, decision.note, if_match.strip().strip('"'))
    try:
        with here.store.writing() as session:
            now = here.store.now()
            row, state = decide(session, choice, visitor.person, now)
            details = {"field": field, "decision": row.id, "after": row.after_value}
            deed = Deed(f"decision.{row.action}", sha256, details, visitor.person, address_of(request))
            record(session, deed, now)
            lanes = lanes_out(count_lanes(session, wanted))
    except Outdated as error:
        raise _outdated(here, sha256, choice, str(error)) from None
    response.headers["ETag"] = f'"{state.version}"'
    made = decision_out(row, visitor.name, sha256)
    return DecisionMade(decision=made, field=field_now(state, sha256), lanes=lanes)


def _outdated(here: Rooms, sha256: str, choice: Choice, detail: str) -> Refusal:
    """The refusal that says who decided what, and what the figure is now."""
    with here.store.reading() as session:
        state = state_of(session, choice.document, choice.field)
        made = decisions_of(session, choice.document, choice.field)
    decision = decision_out(*made[-1], sha256) if made else None
    headers = {"ETag": f'"{state.version}"'}
    return Refusal(412, "outdated", detail, headers=headers, field=field_now(state, sha256), decision=decision)
