"""One job: its documents, and what became of each."""

from __future__ import annotations

from fastapi import APIRouter, Response

from extractor.service.cursors import Cursor, cursor_at, whole
from extractor.service.models import JobKey
from extractor.service.pages.render import Showing
from extractor.service.shapes import job_out
from extractor.store.jobs import find_job, items_of

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 100


@router.get("/jobs/{job}")
def show_job(page: Showing, job: JobKey, cursor: Cursor = None) -> Response:
    """One job."""
    after = whole(cursor)
    with page.here.store.reading() as session:
        progress = find_job(session, job)
        found = items_of(session, progress.row.id, -1 if after is None else after, _ON_A_PAGE + 1)
    items = found[:_ON_A_PAGE]
    more = f"/jobs/{job}?cursor={cursor_at(items[-1][0].position)}" if len(found) > _ON_A_PAGE else None
    return page.show("job.html", job=job_out(progress), items=items, more=more)
