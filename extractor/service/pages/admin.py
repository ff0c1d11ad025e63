"""What admins look after: who did what, people and their tokens; and the rules of the house, which all see."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from extractor.service.cursors import Cursor, cursor_at, whole
from extractor.service.guards import Admin
from extractor.service.pages.queue import field_label
from extractor.service.pages.render import HtmlPage, Showing
from extractor.store.audit import deeds
from extractor.store.people import ROLES, list_tokens
from extractor.store.rules import rules_now
from extractor.store.seeding import catches
from extractor.store.tables import AuditRow

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 100
_OWN = ("field", "before", "after", "decision")
"""Details that a decision has columns for."""


@router.get("/audit")
def show_audit(
    page: Showing, _: Admin, who: Annotated[str, Query(max_length=200)] = "", cursor: Cursor = None
) -> Response:
    """Who did what, when, and of decisions from what to what; the last first."""
    with page.here.store.reading() as session:
        found = deeds(session, whole(cursor), _ON_A_PAGE + 1, who or None)
        names = sorted({name for _, name in list_tokens(session)})
    rows = found[:_ON_A_PAGE]
    more = None
    if len(found) > _ON_A_PAGE:
        more = f"/audit?{urlencode({'who': who, 'cursor': cursor_at(rows[-1][0].id)})}"
    told = [(row, name, _told(page, row)) for row, name in rows]
    return page.show("audit.html", deeds=told, names=names, who=who, more=more)


def _told(page: HtmlPage, row: AuditRow) -> str:
    """The details of a deed in words: of a decision which figure, from what to what."""
    details = row.details
    told: list[str] = []
    if "field" in details:
        field = str(details["field"])
        part = f"script.part_{field}"
        told.append(page.say(part) if field.startswith("report.") else field_label(field))
    if "after" in details:
        shown = ["—" if details.get(one) is None else str(details[one]) for one in ("before", "after")]
        told.append(" → ".join(shown))
    told += [f"{page.name_of('audit', f'detail_{key}')} {value}" for key, value in details.items() if key not in _OWN]
    return " · ".join(told)


@router.get("/people")
def show_people(page: Showing, _: Admin) -> Response:
    """People and their tokens: made, used, expired, revoked."""
    with page.here.store.reading() as session:
        tokens, found = list_tokens(session), catches(session)
    return page.show("people.html", tokens=tokens, now=page.here.store.now(), roles=ROLES, catches=found)


@router.get("/rules")
def show_rules(page: Showing) -> Response:
    """How what is open is decided here."""
    with page.here.store.reading() as session:
        written = rules_now(session)
    return page.show("rules.html", written=written, settings=page.here.settings)
