"""The review queue: what waits for a person, and what it can be asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from extractor.service.cursors import Cursor, Limit, cursor_at, place_of
from extractor.service.guards import ReaderRole
from extractor.service.models_queue import QueueFilters, QueueItem, QueuePage, WaitingReportOut
from extractor.service.routes import new_router
from extractor.service.seeds import seeds_of
from extractor.service.shapes import field_now, held_out, lanes_out
from extractor.service.state import Here
from extractor.store.lanes import Lane, Wanted, count_lanes, list_facets
from extractor.store.reports import waiting_reports
from extractor.store.review_queue import Waiting, next_waiting
from extractor.store.sharing import Shared, shared

router = new_router("queue")


def wanted_by(
    here: Here,
    visitor: ReaderRole,
    unit: Annotated[str | None, Query(max_length=300, description="Only this body's.")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Only of this year's reports.")] = None,
    section: Annotated[str | None, Query(max_length=32, description="Only of this section.")] = None,
    kind: Annotated[str | None, Query(max_length=64, description="Only those that wait for this reason.")] = None,
    document: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="Only of this document.")] = None,
    lane: Annotated[Lane | None, Query(description="Only of this lane.")] = None,
    mine: Annotated[bool, Query(description="Only of reports that are yours to review.")] = False,
) -> Wanted:
    """Which part of the queue a request is about: its filters."""
    mine_of = visitor.person if mine else None
    return Wanted(unit, year, section, kind, document, lane, mine_of, seeds_of(here, visitor))


WantedQuery = Annotated[Wanted, Depends(wanted_by)]


@router.get("/queue")
def get_queue(here: Here, _: ReaderRole, wanted: WantedQuery, cursor: Cursor = None, limit: Limit = 50) -> QueuePage:
    """What waits for a person, the most worth settling first: by the chance that it is wrong times what hangs on it."""
    after = None
    if cursor is not None:
        worth, last = place_of(cursor, float, int)
        after = float(worth), int(last)
    with here.store.reading() as session:
        found = next_waiting(session, wanted, after, limit + 1)
        lanes = count_lanes(session, wanted)
        people = shared(session, {one.row.document_id for one in found}, here.store.now())
    end = found[limit - 1].row if len(found) > limit else None
    return QueuePage(
        items=[_queue_item(one, people[one.row.document_id]) for one in found[:limit]],
        next=cursor_at(end.priority, end.id) if end else None,
        total=lanes.waiting(wanted.lane),
        waiting=lanes.waiting(wanted.lane),
        lanes=lanes_out(lanes),
    )


@router.get("/queue/reports")
def get_waiting_reports(here: Here, _: ReaderRole, wanted: WantedQuery, limit: Limit = 50) -> list[WaitingReportOut]:
    """The reports of which figures wait, those with most first: where one answer for many settles most."""
    with here.store.reading() as session:
        found = waiting_reports(session, wanted, limit)
        people = shared(session, [one.document for one in found], here.store.now())
    return [
        WaitingReportOut(
            document=one.sha256,
            name=one.name,
            unit=one.unit,
            year=one.year,
            waiting=one.waiting,
            reserved=held_out(people[one.document].held),
            assigned=people[one.document].assigned,
        )
        for one in found
    ]


@router.get("/queue/filters")
def get_filters(here: Here, _: ReaderRole, wanted: WantedQuery) -> QueueFilters:
    """What the queue can be asked for, and how many figures wait of each."""
    with here.store.reading() as session:
        facets = list_facets(session, wanted)
    lists = {
        name: [{"value": one.value, "count": one.waiting} for one in found] for name, found in facets._asdict().items()
    }
    return QueueFilters.model_validate(lists)


def _queue_item(waiting: Waiting, people: Shared) -> QueueItem:
    row = waiting.row
    return QueueItem.model_validate(
        {
            "unit": row.unit,
            "year": row.year,
            "kind": row.kind,
            "lane": row.lane,
            "priority": row.priority,
            "reserved": held_out(people.held),
            "assigned": people.assigned,
            "figure": field_now(waiting.state, waiting.sha256),
        }
    )
