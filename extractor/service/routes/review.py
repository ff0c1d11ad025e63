"""Review: what each figure is now."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from extractor.result import Status
from extractor.service.guards import ReaderRole
from extractor.service.models import FieldNow, IdentityNow, Sha256
from extractor.service.routes import new_router
from extractor.service.seeds import seeds_of
from extractor.service.shapes import field_now
from extractor.service.state import Here
from extractor.store.documents import find_document
from extractor.store.extractions import current_extraction
from extractor.store.parts import UNIT, YEAR, identity_of
from extractor.store.seeding import as_seen
from extractor.store.states import parts_of, state_of, states_of

router = new_router("review")

Key = Annotated[
    str,
    Path(max_length=200, pattern=r"^[a-z0-9_.]+$", description="The key of a field, such as `applications.new.total`."),
]


@router.get("/documents/{sha256}/fields")
def get_fields(
    here: Here,
    visitor: ReaderRole,
    sha256: Sha256,
    status: Annotated[Status | None, Query(description="Only those that are accepted, or in review.")] = None,
) -> list[FieldNow]:
    """What each figure of a document is now, in the form's order."""
    with here.store.reading() as session:
        states = as_seen(session, seeds_of(here, visitor), states_of(session, find_document(session, sha256).id))
    return [field_now(state, sha256) for state in states if status in (None, state.status)]


@router.get("/documents/{sha256}/report")
def get_report(here: Here, _: ReaderRole, sha256: Sha256) -> IdentityNow:
    """Whose report a document is and on which year, as it is now, and what that rests on.

    Each is decided about as figures are, by its `field` (`report.unit`, `report.year`) and its `etag`.
    """
    with here.store.reading() as session:
        document = find_document(session, sha256).id
        row = current_extraction(session, document)
        if row is None:
            return IdentityNow(unit=None, year=None, region=None, body_id=None)
        now = identity_of(session, document, row)
        parts = {one.field: field_now(one, sha256) for one in parts_of(session, document)}
    return IdentityNow(unit=parts.get(UNIT), year=parts.get(YEAR), region=now.region, body_id=now.body_id)


@router.get("/documents/{sha256}/fields/{field}")
def get_field(here: Here, visitor: ReaderRole, response: Response, sha256: Sha256, field: Key) -> FieldNow:
    """What one figure is now; the `ETag` is what a decision about it must name."""
    with here.store.reading() as session:
        now = state_of(session, find_document(session, sha256).id, field)
        (state,) = as_seen(session, seeds_of(here, visitor), [now])
    response.headers["ETag"] = f'"{state.version}"'
    return field_now(state, sha256)
