"""The pages of a document as they look: how large they are, and pictures of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from extractor.service.guards import ReaderRole
from extractor.service.models import PagesOut, Sha256
from extractor.service.routes import new_router
from extractor.service.state import Here
from extractor.service.workers import Question
from extractor.store.documents import content_of, find_document

router = new_router("documents")

_PAGED = ("application/pdf", "image/")
_KEPT = "private, max-age=86400, immutable"
Number = Annotated[int, Path(description="A page, counted from 1.")]
Width = Annotated[int, Query(ge=100, le=2400, description="How wide it is, in pixels.")]


@router.get("/documents/{sha256}/pages")
def get_pages(here: Here, visitor: ReaderRole, sha256: Sha256) -> PagesOut:
    """How large a document's pages are; a place's box counts in the same points, from the top left corner."""
    with here.store.reading() as session:
        row = find_document(session, sha256)
        if row.media_type is not None and not row.media_type.startswith(_PAGED):
            return PagesOut(pages=[])
        content = content_of(session, row.id)
    found = here.drawing_workers.ask(Question("pages", content, row.name), visitor.person).text
    return PagesOut.model_validate_json(f'{{"pages": {found}}}')


@router.get(
    "/documents/{sha256}/pages/{number}.png",
    response_class=Response,
    responses={
        200: {"description": "The page as it looks.", "content": {"image/png": {}}},
        304: {"description": "It is as it was when its `ETag` was told."},
    },
)
def get_picture(
    request: Request, here: Here, visitor: ReaderRole, sha256: Sha256, number: Number, width: Width = 1200
) -> Response:
    """A page as a picture; one that is far longer than wide is drawn smaller than asked for."""
    headers = {"Cache-Control": _KEPT, "ETag": f'"{sha256}-{number}-{width}"'}
    with here.store.reading() as session:
        row = find_document(session, sha256)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = content_of(session, row.id)
    question = Question("picture", content, row.name, page=number, width=width)
    picture = here.drawing_workers.ask(question, visitor.person).picture
    return Response(picture, headers=headers, media_type="image/png")
