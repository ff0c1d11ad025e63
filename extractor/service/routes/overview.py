"""Many reports at once: what the store holds, how sure it is, and bodies through the years."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from extractor.service.cursors import Cursor, Limit, cursor_at, whole
from extractor.service.guards import ReaderRole
from extractor.service.models import PageOut
from extractor.service.models_overview import BodyOut, BodyWhole, OverviewOut, ReportSurenessOut
from extractor.service.reading import count_stale
from extractor.service.routes import new_router
from extractor.service.shapes import second_keying_out
from extractor.service.state import Here
from extractor.store.bodies import count_bodies, course_of, list_bodies
from extractor.store.overview import Sought, confidence_map, overview

router = new_router("overview")


@router.get("/overview")
def get_overview(here: Here, _: ReaderRole) -> OverviewOut:
    """What the store holds, and how it stands."""
    with here.store.reading() as session:
        now = overview(session)
        stale = count_stale(session)
    keying = second_keying_out(here.settings.second_keying, now.second_keying)
    return OverviewOut.model_validate(
        {
            **now._asdict(),
            "stale": stale,
            "accepted": now.accepted,
            "waiting": now.waiting,
            "lanes": now.lanes._asdict(),
            "straight_through": now.straight_through,
            "years": [one._asdict() for one in now.years],
            "findings": [{**one._asdict(), "count": one.findings} for one in now.findings],
            "second_keying": keying,
        }
    )


@router.get("/confidence-map")
def get_confidence_map(
    here: Here,
    _: ReaderRole,
    unit: Annotated[str | None, Query(max_length=300, description="Only this body's.")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Only of this year's reports.")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=60, description="At most so many.")] = 30,
) -> PageOut[ReportSurenessOut]:
    """How sure each row of each report is, the report read last first."""
    with here.store.reading() as session:
        found = confidence_map(session, Sought(unit, year), whole(cursor), limit + 1)
    items = [
        ReportSurenessOut.model_validate({**one._asdict(), "rows": [row._asdict() for row in one.rows]})
        for one in found[:limit]
    ]
    return PageOut(items=items, next=cursor_at(items[-1].extraction) if len(found) > limit else None)


@router.get("/bodies")
def get_bodies(
    here: Here,
    _: ReaderRole,
    search: Annotated[str | None, Query(max_length=100, description="Only those with this in their name.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOut[BodyOut]:
    """The bodies whose reports are here, by name."""
    with here.store.reading() as session:
        found = list_bodies(session, search, whole(cursor), limit + 1)
        total = count_bodies(session, search)
    items = [BodyOut.model_validate(one._asdict()) for one in found[:limit]]
    end = cursor_at(found[limit - 1].last) if len(found) > limit else None
    return PageOut(items=items, next=end, total=total)


@router.get("/body")
def get_body(
    here: Here, _: ReaderRole, unit: Annotated[str, Query(max_length=300, description="The body, by its whole name.")]
) -> BodyWhole:
    """One body through the years: its reports, its figures, and what is carried from one year into the next."""
    with here.store.reading() as session:
        course = course_of(session, unit)
    return BodyWhole.model_validate(
        {
            **course._asdict(),
            "reports": [one._asdict() for one in course.reports],
            "series": {field: [one._asdict() for one in points] for field, points in course.series.items()},
            "carry_over": [one._asdict() for one in course.carry_over],
        }
    )
