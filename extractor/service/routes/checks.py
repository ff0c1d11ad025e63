"""Checks of drafts: what an office asks before it publishes a report."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import Query, Request, Response

from extractor.service.drafts import SentDraft, check_draft
from extractor.service.guards import ReaderRole
from extractor.service.models import CheckOut
from extractor.service.routes import new_router
from extractor.service.routes.documents import AskQuery
from extractor.service.state import Here
from extractor.service.uploads import body_of, one_document

router = new_router("checks")


@router.post(
    "/checks",
    response_model=CheckOut,
    responses={200: {"description": "What was read of it, and what is wrong with it."}},
    openapi_extra=body_of("file", False, "text/plain", "application/octet-stream"),
)
async def check(
    request: Request,
    here: Here,
    visitor: ReaderRole,
    name: Annotated[str | None, Query(max_length=300, description="What a raw body is called.")] = None,
    ask: AskQuery = "off",
) -> Response:
    """Check a draft; nothing of it is kept, and it is shown to no model unless `ask` says so."""
    called, content = await one_document(request, name, here.settings.limits)
    limiter = here.at_once.of(visitor.person)
    sent = SentDraft(content, called, ask)
    draft = await to_thread.run_sync(check_draft, here, sent, visitor.person, limiter=limiter)
    return Response(draft.json, media_type="application/json")
