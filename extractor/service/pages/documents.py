"""The list of reports, and the list of what is wrong in them."""

from __future__ import annotations

from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from extractor.findings import Severity, catalogue
from extractor.service.cursors import Cursor, cursor_at, place_of, whole
from extractor.service.pages.render import HtmlPage, Showing
from extractor.store.findings import Sought, list_findings
from extractor.store.overview import years_here
from extractor.store.reports import SORTS, Listing, Sort, list_reports
from extractor.store.tables import ExtractionRow, FindingRow

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 50


class Told(NamedTuple):
    """A finding in the list."""

    code: str
    severity: str
    message: str
    link: str
    report: str


@router.get("/documents")
def show_documents(
    page: Showing,
    search: Annotated[str, Query(max_length=200)] = "",
    year: Annotated[str, Query(pattern="^[0-9]{0,4}$")] = "",
    waiting: Annotated[bool, Query()] = False,
    errors: Annotated[bool, Query()] = False,
    sort: Annotated[Sort, Query()] = "received",
    cursor: Cursor = None,
) -> Response:
    """The reports, the last that came first, or by what they are sorted by."""
    listing = Listing(search.strip(), int(year) if year else None, waiting, errors, sort)
    skip = whole(cursor) or 0
    with page.here.store.reading() as session:
        found = list_reports(session, listing, max(skip, 0), _ON_A_PAGE + 1)
        years = years_here(session)
    more = None
    if len(found) > _ON_A_PAGE:
        asked = {"search": search, "year": year, "waiting": int(waiting), "errors": int(errors), "sort": sort}
        chosen = {name: value for name, value in asked.items() if value}
        more = f"/documents?{urlencode({**chosen, 'cursor': cursor_at(skip + _ON_A_PAGE)})}"
    return page.show(
        "documents.html",
        items=found[:_ON_A_PAGE],
        more=more,
        listing=listing,
        years=years,
        sorts=SORTS,
        is_filtered=listing._replace(sort="received") != Listing(),
    )


@router.get("/findings")
def show_findings(
    page: Showing,
    severity: Annotated[Severity | str | None, Query(pattern="^(error|warning|info)?$")] = None,
    code: Annotated[str | None, Query(max_length=64)] = None,
    cursor: Cursor = None,
) -> Response:
    """The findings of the reports as they are."""
    after = None
    if cursor is not None:
        extraction, position = place_of(cursor, int, int)
        after = int(extraction), int(position)
    with page.here.store.reading() as session:
        found = list_findings(session, Sought(severity or None, code or None), after, _ON_A_PAGE + 1)
        rows = found[:_ON_A_PAGE]
        reports = {row.extraction_id: session.get_one(ExtractionRow, row.extraction_id) for row, _ in rows}
    more = None
    if len(found) > _ON_A_PAGE:
        last = rows[-1][0]
        query = {"severity": severity or "", "code": code or "", "cursor": cursor_at(last.extraction_id, last.position)}
        more = f"/findings?{urlencode(query)}"
    return page.show(
        "findings.html",
        items=[_told(page, row, sha256, reports[row.extraction_id]) for row, sha256 in rows],
        codes=catalogue(),
        severity=severity,
        code=code,
        more=more,
    )


def _told(page: HtmlPage, row: FindingRow, sha256: str, report: ExtractionRow) -> Told:
    field = next(iter(row.fields), "")
    year = [page.say("report.year", n=report.year)] if report.year else []
    return Told(
        code=row.code,
        severity=row.severity,
        message=row.body["message"][page.language],
        link=f"/documents/{sha256}#{field}",
        report=" · ".join([report.unit or sha256[:12], *year]),
    )
