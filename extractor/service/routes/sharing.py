"""Several people at one queue: a report that somebody is at, and reports that are somebody's to review."""

from __future__ import annotations

from fastapi import Response

from extractor.service.guards import Reviewer
from extractor.service.models import Sha256
from extractor.service.models_queue import AssignmentIn, AssignmentMade, ReservationOut
from extractor.service.routes import new_router
from extractor.service.routes.decisions import AtDesk
from extractor.service.shapes import held_out
from extractor.service.state import Here
from extractor.store.audit import Deed, record
from extractor.store.documents import find_document
from extractor.store.sharing import ToBeAssigned, assign, release, reserve

router = new_router("queue")


@router.put("/documents/{sha256}/reservation")
def reserve_report(here: Here, visitor: Reviewer, sha256: Sha256) -> ReservationOut:
    """Keep a report for yourself for five minutes, or five more. Where somebody else is at it, it stays theirs.

    Others see it; nothing stops them from deciding all the same.
    """
    with here.store.writing() as session:
        held = reserve(session, find_document(session, sha256).id, visitor.person, here.store.now())
    shown = held_out(held)
    assert shown is not None
    return ReservationOut(held=shown, is_yours=held.person == visitor.person)


@router.delete("/documents/{sha256}/reservation", status_code=204)
def release_report(here: Here, visitor: Reviewer, sha256: Sha256) -> Response:
    """Leave a report to others again."""
    with here.store.writing() as session:
        release(session, find_document(session, sha256).id, visitor.person)
    return Response(status_code=204)


@router.post("/assignments")
def assign_reports(desk: AtDesk, wish: AssignmentIn) -> AssignmentMade:
    """Give reports to somebody to review, or take them back (`who` null); the last word counts."""
    store = desk.here.store
    with store.writing() as session:
        now = store.now()
        given = ToBeAssigned(wish.documents, wish.who, desk.visitor.person)
        count = assign(session, given, now)
        details = {"who": wish.who, "documents": count}
        record(session, Deed("report.assign", wish.documents[0], details, desk.visitor.person, desk.address), now)
    return AssignmentMade(documents=count)
