"""The review queue, its lanes and filters; and the screen on which one figure at a time is settled."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from extractor.findings import catalogue
from extractor.forms import load_forms
from extractor.forms.across import sections
from extractor.forms.naming import field_names
from extractor.result import Number
from extractor.service.cursors import Cursor, cursor_at, place_of
from extractor.service.pages.language import REASONS
from extractor.service.pages.render import HtmlPage, Showing
from extractor.service.seeds import seeds_of
from extractor.store.lanes import LANES, Lane, Wanted, count_lanes
from extractor.store.overview import years_here
from extractor.store.parts import is_part
from extractor.store.review_queue import Waiting, next_waiting
from extractor.store.states import FieldState

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 50
ALWAYS: tuple[Lane, ...] = ("figures", "blanks", "errors")
"""These lanes are shown also where nothing waits in them."""


class Item(NamedTuple):
    """A row of the list: a figure that waits, in words."""

    link: str
    label: str
    report: str
    kind: str
    value: Number | str | None
    confidence: float | None
    stake: int


@router.get("/queue")
def show_queue(
    page: Showing,
    lane: Annotated[Lane | None, Query()] = None,
    unit: Annotated[str | None, Query(max_length=300)] = None,
    year: Annotated[str | None, Query(pattern="^[0-9]{0,4}$")] = None,
    section: Annotated[str | None, Query(max_length=32)] = None,
    kind: Annotated[str | None, Query(max_length=64)] = None,
    document: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    mine: Annotated[bool, Query()] = False,
    cursor: Cursor = None,
) -> Response:
    """What waits for a person, the most worth settling first."""
    wanted = Wanted(unit or None, int(year) if year else None, section or None, kind or None, document, lane)
    wanted = wanted._replace(person=page.visitor.person if mine else None, seeds_of=seeds_of(page.here, page.visitor))
    with page.here.store.reading() as session:
        found = next_waiting(session, wanted, _place(cursor), _ON_A_PAGE + 1)
        lanes = count_lanes(session, wanted)
        years = years_here(session)
    end = found[_ON_A_PAGE - 1].row if len(found) > _ON_A_PAGE else None
    return page.show(
        "queue.html",
        wanted=wanted,
        is_filtered=wanted.is_filtered,
        items=[_item(page, one, wanted) for one in found[:_ON_A_PAGE]],
        waiting=lanes.waiting(lane),
        lanes=lanes._asdict(),
        shown_lanes=[one for one in LANES if one in ALWAYS or getattr(lanes, one) or one == lane],
        lane_links={one: _link("/queue", wanted._replace(lane=None if one == lane else one)) for one in LANES},
        years=years,
        kinds=[*REASONS, *catalogue()],
        sections=list(sections()),
        review_link=_link("/review", wanted),
        settle_link=_link("/settle", wanted),
        more=_link("/queue", wanted, cursor=cursor_at(end.priority, end.id)) if end else None,
    )


def _place(cursor: str | None) -> tuple[float, int] | None:
    if cursor is None:
        return None
    worth, last = place_of(cursor, float, int)
    return float(worth), int(last)


def _link(path: str, wanted: Wanted, **more: str) -> str:
    """The address of a page about what is wanted."""
    asked: dict[str, Any] = {**wanted._asdict(), "mine": wanted.person and 1, **more}
    query = {name: value for name, value in asked.items() if value is not None and name not in ("person", "seeds_of")}
    return f"{path}?{urlencode(query)}" if query else path


def _item(page: HtmlPage, waiting: Waiting, wanted: Wanted) -> Item:
    row, state = waiting.row, waiting.state
    report = " · ".join([row.unit or waiting.sha256[:12], *([page.say("report.year", n=row.year)] if row.year else [])])
    # The list it is opened from is kept: its filters, and the place in it.
    queue = "all" if wanted.document is None else "document"
    own = {"field": row.field, "queue": queue, "cursor": cursor_at(row.priority, row.id)}
    if page.may_review:
        link = _link("/review", wanted._replace(document=waiting.sha256), **own)
    else:
        link = f"/documents/{waiting.sha256}#{row.field}"
    confidence = None if state.value is None else state.confidence
    label = page.say(f"script.part_{row.field}") if is_part(row.field) else field_label(row.field)
    return Item(link, label, report, row.kind, _proposed(state), confidence, state.stake)


def _proposed(state: FieldState) -> Number | str | None:
    """What a figure is proposed to be; of a body or year that is open, all that it may be."""
    if state.text is not None or not is_part(state.field) or state.value is not None:
        return state.value if state.text is None else state.text
    return " / ".join(str(one.get("text") or one["value"]) for one in state.candidates) or None


def field_label(field: str) -> str:
    """What the forms call a field, in short; itself where they have none of this name."""
    return next((names[field] for form in load_forms() if field in (names := field_names(form))), field)


def for_readers(document: str | None = None) -> Response:
    """Where those are sent who may only look: to the report, or to what waits."""
    return RedirectResponse(f"/documents/{document}" if document else "/queue", 303)


@router.get("/review")
def show_review(
    page: Showing,
    document: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    field: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """One decision a screen; the script takes what is wanted of the queue from the address."""
    if not page.may_review:
        return for_readers(document)
    query: dict[str, Any] = dict(page.request.query_params)
    query.pop("lang", None)
    queue = query.pop("queue", None)
    if queue is not None:
        gone = ("field", "cursor") if queue == "document" else ("field", "cursor", "document")
        query = {name: value for name, value in query.items() if name not in gone}
    is_of_report = document and field and queue is None
    back = f"/documents/{document}#{field}" if is_of_report else f"/queue?{urlencode(query)}"
    return page.show("review.html", back=back)
