"""Exports: the panel as CSV or JSON lines, and what its columns and fields mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import StreamingResponse

from extractor.exporting.dictionary import Dictionary, dictionary
from extractor.exporting.panel import Chosen, csv_lines, json_lines
from extractor.result import Status
from extractor.service.guards import ReaderRole
from extractor.service.routes import new_router
from extractor.service.state import Here

router = new_router("exports")
UnitQuery = Annotated[str | None, Query(max_length=300, description="Only this body's.")]
YearQuery = Annotated[int | None, Query(ge=1900, le=2200, description="Only of this year's reports.")]
_TEXT = {"schema": {"type": "string"}}
StatusQuery = Annotated[Status | None, Query(description="Only accepted figures, or only those in review.")]


@router.get(
    "/exports/panel.csv",
    response_class=StreamingResponse,
    responses={200: {"description": "One row a figure.", "content": {"text/csv": _TEXT}}},
)
def get_csv(
    here: Here, _: ReaderRole, unit: UnitQuery = None, year: YearQuery = None, status: StatusQuery = None
) -> StreamingResponse:
    """The panel as CSV: body, year, field, value, where it is from and how sure; safe to open in a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="panel.csv"'}
    return StreamingResponse(csv_lines(here.store, Chosen(unit, year, status)), 200, headers, "text/csv; charset=utf-8")


@router.get(
    "/exports/panel.jsonl",
    response_class=StreamingResponse,
    responses={200: {"description": "One object a figure, one a line.", "content": {"application/jsonl": _TEXT}}},
)
def get_json_lines(
    here: Here, _: ReaderRole, unit: UnitQuery = None, year: YearQuery = None, status: StatusQuery = None
) -> StreamingResponse:
    """The same as JSON lines."""
    headers = {"Content-Disposition": 'attachment; filename="panel.jsonl"'}
    return StreamingResponse(json_lines(here.store, Chosen(unit, year, status)), 200, headers, "application/jsonl")


@router.get("/exports/dictionary")
def get_dictionary(_: ReaderRole) -> Dictionary:
    """The data dictionary: what each column of the panel and each field of the forms means."""
    return dictionary()
