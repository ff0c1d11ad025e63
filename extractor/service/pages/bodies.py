"""Bodies: whose reports are here, and one body over the years, with what is carried from one year to the next."""

from __future__ import annotations

from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from extractor.exporting.cells import number_text
from extractor.forms import across
from extractor.service.cursors import Cursor, cursor_at, whole
from extractor.service.pages.charts import Chart, Point, chart_of
from extractor.service.pages.queue import field_label
from extractor.service.pages.render import HtmlPage, Showing
from extractor.store.bodies import Course, course_of, list_bodies

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 50


class Drawn(NamedTuple):
    """A chart with its caption, and what it shows in words."""

    label: str
    alt: str
    chart: Chart


@router.get("/bodies")
def show_bodies(page: Showing, search: Annotated[str, Query(max_length=200)] = "", cursor: Cursor = None) -> Response:
    """The bodies, by name."""
    with page.here.store.reading() as session:
        found = list_bodies(session, search.strip() or None, whole(cursor), _ON_A_PAGE + 1)
    bodies = found[:_ON_A_PAGE]
    more = None
    if len(found) > _ON_A_PAGE:
        more = f"/bodies?{urlencode({'search': search, 'cursor': cursor_at(bodies[-1].last)})}"
    return page.show("bodies.html", bodies=bodies, search=search, more=more)


@router.get("/body")
def show_body(
    page: Showing, unit: Annotated[str, Query(max_length=300)], field: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """One body over the years."""
    with page.here.store.reading() as session:
        course = course_of(session, unit)
    wanted = [field] if field in course.series else [key for key in _main_fields() if key in course.series]
    return page.show(
        "body.html",
        unit=unit,
        reports=course.reports,
        carry_over=course.carry_over,
        column_label=column_label,
        broken=[one for one in course.carry_over if not one.holds],
        holding=[one for one in course.carry_over if one.holds],
        choices=[(key, field_label(key)) for key in course.series],
        field=field,
        charts=[_drawn(page, course, key) for key in wanted],
    )


def _main_fields() -> list[str]:
    """The fields whose charts are shown first, where a body's reports have them."""
    readings = (fields for one in across.key_figures("years") for fields in one.readings)
    return list(dict.fromkeys(field for fields in readings for field in fields))


def column_label(field: str) -> str:
    """What the column of a field is called."""
    return field_label(field).rpartition("·")[2]


def _drawn(page: HtmlPage, course: Course, key: str) -> Drawn:
    points = [Point(one.year, one.value, one.status) for one in course.series[key]]
    label = field_label(key)
    told = "、".join(f"{one.year} {number_text(one.value)}" for one in points)
    return Drawn(label, page.say("bodies.chart_alt", name=label, points=told), chart_of(points))
