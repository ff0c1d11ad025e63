"""Extractions: what was read, as it was read; and the findings of all current ones."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Path, Query, Response

from extractor.findings import Severity
from extractor.result import Finding
from extractor.service.cursors import Cursor, Limit, cursor_at, place_of
from extractor.service.guards import ReaderRole
from extractor.service.models import ExtractionWhole, FieldRead, FindingOut, PageOut
from extractor.service.routes import new_router
from extractor.service.shapes import extraction_out, field_read
from extractor.service.state import Here, ServiceState
from extractor.store.extractions import fields_of, find_extraction, findings_of, result_json
from extractor.store.findings import Sought, count_findings, list_findings

router = new_router("extractions")
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of an extraction.")]


def whole_response(here: ServiceState, extraction: int, status: int = 200) -> Response:
    """An extraction, whole; its result exactly as it was kept."""
    with here.store.reading() as session:
        row = find_extraction(session, extraction)
        head = extraction_out(session, row).model_dump_json()
        result = result_json(session, extraction)
    headers = {"Location": f"/v1/extractions/{extraction}"} if status == 201 else {}
    return Response(f'{head[:-1]},"result":{result}}}', status, headers, "application/json")


@router.get("/extractions/{extraction}", response_model=ExtractionWhole)
def get_extraction(here: Here, _: ReaderRole, extraction: Number) -> Response:
    """One extraction, whole."""
    return whole_response(here, extraction)


@router.get("/extractions/{extraction}/fields")
def get_read_fields(here: Here, _: ReaderRole, extraction: Number) -> list[FieldRead]:
    """The figures of an extraction as it read them, in the form's order."""
    with here.store.reading() as session:
        find_extraction(session, extraction)
        return [field_read(row) for row in fields_of(session, extraction)]


@router.get("/extractions/{extraction}/findings", response_model=list[Finding])
def get_own_findings(here: Here, _: ReaderRole, extraction: Number) -> Response:
    """The findings of an extraction."""
    with here.store.reading() as session:
        find_extraction(session, extraction)
        bodies = [row.body for row in findings_of(session, extraction)]
    return Response(json.dumps(bodies, ensure_ascii=False), media_type="application/json")


@router.get("/findings", response_model=PageOut[FindingOut])
def get_findings(
    here: Here,
    _: ReaderRole,
    severity: Annotated[Severity | None, Query(description="Only those so grave.")] = None,
    code: Annotated[str | None, Query(max_length=64, description="Only those of this kind.")] = None,
    unit: Annotated[str | None, Query(max_length=300, description="Only those about this body's reports.")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Only those about this year.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The findings of the current extractions, by extraction."""
    after = None
    if cursor is not None:
        extraction, position = place_of(cursor, int, int)
        after = int(extraction), int(position)
    with here.store.reading() as session:
        sought = Sought(severity, code, unit, year)
        rows, total = list_findings(session, sought, after, limit + 1), count_findings(session, sought)
    items = [{"document": sha256, "extraction": row.extraction_id, "finding": row.body} for row, sha256 in rows[:limit]]
    last = rows[limit - 1][0] if len(rows) > limit else None
    page = {"items": items, "next": cursor_at(last.extraction_id, last.position) if last else None, "total": total}
    return Response(json.dumps(page, ensure_ascii=False), media_type="application/json")
