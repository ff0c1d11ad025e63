"""Blind second keying: a figure and its source, without what was decided before."""

from __future__ import annotations

from fastapi import APIRouter, Response

from extractor.service.pages.queue import for_readers
from extractor.service.pages.render import Showing

router = APIRouter(include_in_schema=False)


@router.get("/second")
def show_second(page: Showing) -> Response:
    """One figure a screen; the script asks for the next."""
    return page.show("second.html") if page.may_review else for_readers()
