"""Jobs: send a batch, see how far it is, take it back, try again."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from extractor.service.cursors import Cursor, Limit, cursor_at, whole
from extractor.service.events import progress_of
from extractor.service.guards import ReaderRole, Reviewer, address_of
from extractor.service.model import check_model
from extractor.service.models import JobItemOut, JobKey, JobOut, PageOut
from extractor.service.routes import new_router
from extractor.service.routes.documents import AskQuery, accept
from extractor.service.shapes import job_out
from extractor.service.state import Here, ServiceState
from extractor.service.uploads import NeedsSpace, Upload, body_of, unpacked, uploads
from extractor.store.audit import Deed, record
from extractor.store.documents import add_document
from extractor.store.jobs import JobRequest, Order, cancel_job, count_jobs, find_job, items_of, list_jobs, retry_job

router = new_router("jobs")
_MEDIA_TYPE = "text/event-stream"


@router.post(
    "/batches",
    status_code=202,
    response_model=JobOut,
    responses={202: {"description": "The job that reads them."}},
    dependencies=[NeedsSpace],
    openapi_extra=body_of("files", True, "application/zip"),
)
async def send_batch(
    request: Request,
    here: Here,
    visitor: Reviewer,
    name: Annotated[str | None, Query(max_length=300, description="What a raw body is called.")] = None,
    ask: AskQuery = "off",
) -> Response:
    """Send many reports: a ZIP archive as the body, or a form with files, which may be archives."""
    order = Order("batch", ask, visitor.person)
    async with uploads(request, "files", name, here.settings.limits.batch_files) as sent:
        return await run_in_threadpool(_take, here, sent, order, address_of(request))


def _take(here: ServiceState, sent: list[Upload], order: Order, address: str) -> Response:
    """Keeps the documents one by one, then the job; what is cut off before that was never acknowledged."""
    if order.ask != "off":
        check_model()
    wishes: list[JobRequest] = []
    for entry in unpacked(sent, here.settings.limits):
        if entry.content is None:
            wishes.append(JobRequest(entry.name, None, entry.error))
            continue
        here.space.check(len(entry.content))
        with here.store.writing() as session:
            came = add_document(session, entry.content, entry.name, here.store.now(), order.person)
        wishes.append(JobRequest(entry.name, came.id))
    return accept(here, order, wishes, address)


@router.get("/jobs")
def get_jobs(here: Here, _: ReaderRole, cursor: Cursor = None, limit: Limit = 50) -> PageOut[JobOut]:
    """The jobs, the last first."""
    with here.store.reading() as session:
        found = list_jobs(session, whole(cursor), limit + 1)
        total = count_jobs(session)
    last = found[limit - 1].row.id if len(found) > limit else None
    return PageOut(items=[job_out(one) for one in found[:limit]], next=cursor_at(last) if last else None, total=total)


@router.get("/jobs/{job}")
def get_job(here: Here, _: ReaderRole, job: JobKey) -> JobOut:
    """One job, and how far it is."""
    with here.store.reading() as session:
        return job_out(find_job(session, job))


@router.get("/jobs/{job}/items")
def get_items(here: Here, _: ReaderRole, job: JobKey, cursor: Cursor = None, limit: Limit = 50) -> PageOut[JobItemOut]:
    """The documents of a job, and what became of each."""
    after = whole(cursor)
    with here.store.reading() as session:
        progress = find_job(session, job)
        found = items_of(session, progress.row.id, -1 if after is None else after, limit + 1)
    items = [
        JobItemOut.model_validate(
            {
                "position": item.position,
                "name": item.name,
                "document": sha256,
                "state": item.state,
                "extraction": item.extraction_id,
                "error": item.error,
                "finished_at": item.finished_at,
            }
        )
        for item, sha256 in found[:limit]
    ]
    end = cursor_at(items[-1].position) if len(found) > limit else None
    return PageOut(items=items, next=end, total=progress.total)


@router.get(
    "/jobs/{job}/events",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The job each time it changes, as server-sent events.", "content": {_MEDIA_TYPE: {}}}
    },
)
def get_events(here: Here, _: ReaderRole, job: JobKey) -> StreamingResponse:
    """How far a job is, each time that changes: server-sent events named `progress`, and `end` at the end."""
    with here.store.reading() as session:
        find_job(session, job)
    return StreamingResponse(progress_of(here, job), media_type=_MEDIA_TYPE)


@router.post("/jobs/{job}/cancel")
def cancel(request: Request, here: Here, visitor: Reviewer, job: JobKey) -> JobOut:
    """Take back what is not finished of a job; what is finished stays."""
    with here.store.writing() as session:
        now = here.store.now()
        tasks = cancel_job(session, find_job(session, job).row, now)
        record(session, Deed("job.cancel", job, {"documents": len(tasks)}, visitor.person, address_of(request)), now)
        session.flush()
        progress = find_job(session, job)
    here.jobs.cancel(tasks)
    return job_out(progress)


@router.post("/jobs/{job}/retry")
def retry(request: Request, here: Here, visitor: Reviewer, job: JobKey) -> JobOut:
    """Try again what failed, or was taken back, of a job."""
    with here.store.writing() as session:
        tasks = retry_job(session, find_job(session, job).row)
        deed = Deed("job.retry", job, {"documents": len(tasks)}, visitor.person, address_of(request))
        record(session, deed, here.store.now())
        session.flush()
        progress = find_job(session, job)
    here.jobs.add(tasks)
    return job_out(progress)
