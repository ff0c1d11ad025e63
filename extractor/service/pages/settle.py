"""A report at a time: its tables as fields, one answer for many figures, and exceptions typed in place."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from extractor.service.pages.queue import for_readers
from extractor.service.pages.render import Showing

router = APIRouter(include_in_schema=False)


@router.get("/settle")
def show_settle(page: Showing, document: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None) -> Response:
    """The report of the address, or else the reports of the queue one after the other; the script asks for them."""
    if not page.may_review:
        return for_readers(document)
    query: dict[str, Any] = dict(page.request.query_params)
    query.pop("lang", None)
    back = f"/documents/{document}" if document else f"/queue?{urlencode(query)}"
    return page.show("settle.html", back=back, blanks=page.here.settings.blanks)
