"""Documents: send one, look at what is there."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from anyio import to_thread
from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from extractor.service.cursors import Cursor, Limit, cursor_at, whole
from extractor.service.guards import ReaderRole, Reviewer, address_of
from extractor.service.model import check_model
from extractor.service.models import (
    DocumentOut,
    ExtractionOut,
    ExtractionWhole,
    JobOut,
    PageOut,
    RereadIn,
    Sha256,
    TablesOut,
    TextOut,
)
from extractor.service.reading import known_extraction, read_bytes
from extractor.service.routes import new_router
from extractor.service.routes.extractions import whole_response
from extractor.service.shapes import document_out, extraction_out, job_out
from extractor.service.state import Here, ServiceState
from extractor.service.uploads import NeedsSpace, body_of, one_document
from extractor.service.workers import Question
from extractor.store.audit import Deed, record
from extractor.store.documents import add_document, content_of, count_documents, find_document, list_documents
from extractor.store.extractions import extractions_of, original_of, save_extraction
from extractor.store.jobs import Ask, JobRequest, Order, add_job, find_job, open_tasks
from extractor.store.people import Visitor

router = new_router("documents")

_WITHOUT_TABLES = ("text/plain", "application/pdf", "image/")
"""Files of these kinds have no tables of their own, or are shown as they look."""
AskQuery = Annotated[Ask, Query(description="When a model is asked: never, about what is not proved, or about all.")]


@router.post(
    "/documents",
    status_code=201,
    response_model=ExtractionWhole,
    responses={
        200: {"model": ExtractionWhole, "description": "It was read before; this is what came of it."},
        201: {"description": "It was read; this is what came of it."},
        202: {"model": JobOut, "description": "A model is asked; this is the job that does it."},
    },
    dependencies=[NeedsSpace],
    openapi_extra=body_of("file", False, "text/plain", "application/octet-stream"),
)
async def send_document(
    request: Request,
    here: Here,
    visitor: Reviewer,
    name: Annotated[str | None, Query(max_length=300, description="What a raw body is called.")] = None,
    ask: AskQuery = "off",
) -> Response:
    """Send one report: it is read by rules at once, or by a job where a model is to be asked."""
    called, content = await one_document(request, name, here.settings.limits)
    sent = _Sent(content, called, visitor, address_of(request))
    if ask == "off":
        return await to_thread.run_sync(_read_now, here, sent, limiter=here.at_once.of(visitor.person))
    return await run_in_threadpool(_read_later, here, sent, ask)


class _Sent:
    """A document that was sent, and by whom."""

    def __init__(self, content: bytes, name: str, visitor: Visitor, address: str) -> None:
        self.content = content
        self.name = name
        self.visitor = visitor
        self.address = address


def _read_now(here: ServiceState, sent: _Sent) -> Response:
    with here.store.writing() as session:
        came = add_document(session, sent.content, sent.name, here.store.now(), sent.visitor.person)
        known = known_extraction(session, came.id)
    if known is not None:
        return whole_response(here, known.id, 200)
    question = Question("result", sent.content, sent.name)
    read = read_bytes(here.workers, here.metrics, question, sent.visitor.person)
    with here.store.writing() as session:
        now = here.store.now()
        saved = save_extraction(session, came.id, read.extraction, now, read.written)
        record(session, Deed("document.read", came.sha256, {"name": sent.name}, sent.visitor.person, sent.address), now)
    return whole_response(here, saved.id, 201 if saved.is_new else 200)


def _read_later(here: ServiceState, sent: _Sent, ask: Ask) -> Response:
    check_model()
    with here.store.writing() as session:
        came = add_document(session, sent.content, sent.name, here.store.now(), sent.visitor.person)
    order = Order("read", ask, sent.visitor.person)
    return accept(here, order, [JobRequest(sent.name, came.id)], sent.address)


def accept(here: ServiceState, order: Order, wishes: list[JobRequest], address: str) -> Response:
    """Keeps a job and queues it; the answer that says so."""
    with here.store.writing() as session:
        now = here.store.now()
        job = add_job(session, order, wishes, now)
        details = {"kind": order.kind, "ask": order.ask, "documents": len(wishes)}
        record(session, Deed("job.create", job.key, details, order.person, address), now)
        progress = find_job(session, job.key)
        tasks = open_tasks(session, job.key)
    here.jobs.add(tasks)
    body = job_out(progress).model_dump_json()
    return Response(body, 202, {"Location": f"/v1/jobs/{job.key}"}, "application/json")


@router.get("/documents")
def get_documents(here: Here, _: ReaderRole, cursor: Cursor = None, limit: Limit = 50) -> PageOut[DocumentOut]:
    """The documents, in the order they came."""
    after = whole(cursor) or 0
    with here.store.reading() as session:
        rows = list_documents(session, after, limit + 1)
        items = [document_out(session, row) for row in rows[:limit]]
        total = count_documents(session)
    return PageOut(items=items, next=cursor_at(rows[limit - 1].id) if len(rows) > limit else None, total=total)


@router.get("/documents/{sha256}")
def get_document(here: Here, _: ReaderRole, sha256: Sha256) -> DocumentOut:
    """One document."""
    with here.store.reading() as session:
        return document_out(session, find_document(session, sha256))


@router.get(
    "/documents/{sha256}/content",
    response_class=Response,
    responses={200: {"description": "The bytes as they came.", "content": {"application/octet-stream": {}}}},
)
def get_content(here: Here, _: ReaderRole, sha256: Sha256) -> Response:
    """A document's bytes, to be kept and not to be shown: they are whatever somebody sent."""
    with here.store.reading() as session:
        row = find_document(session, sha256)
        content = content_of(session, row.id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name.rpartition('/')[2], safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, headers=headers, media_type="application/octet-stream")


@router.get("/documents/{sha256}/text")
async def get_text(here: Here, visitor: ReaderRole, sha256: Sha256) -> TextOut:
    """A document's text: the characters that the places of its figures count."""
    limiter = here.at_once.of(visitor.person)
    return await to_thread.run_sync(_text_of, here, sha256, visitor.person, limiter=limiter)


def _text_of(here: ServiceState, sha256: str, person: int) -> TextOut:
    with here.store.reading() as session:
        row = find_document(session, sha256)
        original = original_of(session, row.id)
        if original is not None:
            return TextOut(text=original)
        content = content_of(session, row.id)
    return TextOut(text=here.workers.ask(Question("text", content, row.name), person).text)


@router.get("/documents/{sha256}/tables")
async def get_tables(here: Here, visitor: ReaderRole, sha256: Sha256) -> TablesOut:
    """The tables of a web page, a Word file or a sheet as the file has them, with their merged cells."""
    limiter = here.at_once.of(visitor.person)
    return await to_thread.run_sync(_tables_of, here, sha256, visitor.person, limiter=limiter)


def _tables_of(here: ServiceState, sha256: str, person: int) -> TablesOut:
    with here.store.reading() as session:
        row = find_document(session, sha256)
        if row.media_type is not None and row.media_type.startswith(_WITHOUT_TABLES):
            return TablesOut(tables=[])
        content = content_of(session, row.id)
    found = here.workers.ask(Question("tables", content, row.name), person).text
    return TablesOut.model_validate_json(f'{{"tables": {found}}}')


@router.get("/documents/{sha256}/extractions")
def get_extractions(here: Here, _: ReaderRole, sha256: Sha256) -> list[ExtractionOut]:
    """Every extraction of a document, the first first; the last is current."""
    with here.store.reading() as session:
        rows = extractions_of(session, find_document(session, sha256).id)
        return [extraction_out(session, row) for row in rows]


@router.post(
    "/documents/{sha256}/extractions",
    status_code=202,
    response_model=JobOut,
    responses={202: {"description": "The job that reads it."}},
    dependencies=[NeedsSpace],
)
def reread(request: Request, here: Here, visitor: Reviewer, sha256: Sha256, job_request: RereadIn) -> Response:
    """Read a document anew, with this version and the model that is configured now. Decisions are kept."""
    if job_request.ask != "off":
        check_model()
    with here.store.reading() as session:
        row = find_document(session, sha256)
    order = Order("reread", job_request.ask, visitor.person)
    return accept(here, order, [JobRequest(row.name, row.id)], address_of(request))
