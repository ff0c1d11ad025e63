"""Bodies: whose reports the store has, and one body's figures through the years."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.errors import Unknown
from extractor.forms.carry_over import CarryOver, YearFigures, carry_overs
from extractor.result import Number
from extractor.store.lanes import OPEN_LANES, waiting_in
from extractor.store.states import IS_FIGURE
from extractor.store.tables import Document, Summary
from extractor.store.views import field_states

_WAITING = waiting_in(None)
MOST_REPORTS = 500
"""No body has more in one answer."""


class Body(NamedTuple):
    """A body: where it is, on which years it reported, and how much of that waits. `last` is one of its documents."""

    unit: str
    body_id: str | None
    region: str | None
    years: list[int]
    reports: int
    waiting: int
    last: int


class BodyReport(NamedTuple):
    """One report of a body; `counts` unless a later reading is of the same year, or the year is not known."""

    document: str
    extraction: int
    year: int | None
    form: str | None
    name: str
    waiting: int
    counts: bool


class Point(NamedTuple):
    """A figure of one year, as it is now."""

    year: int
    value: Number | None
    status: str
    document: str


class Course(NamedTuple):
    """A body's reports by year, its figures through the years, and what is carried from one year to the next."""

    unit: str
    body_id: str | None
    region: str | None
    reports: list[BodyReport]
    series: dict[str, list[Point]]
    carry_over: list[CarryOver]


def list_bodies(session: Session, search: str | None, after: int | None, limit: int) -> list[Body]:
    """The bodies by name, those whose name has `search` in it; from the one after that of the document `after`."""
    names = select(Summary.unit).where(Summary.unit.is_not(None)).group_by(Summary.unit)
    if search:
        names = names.where(Summary.unit.contains(search, autoescape=True))
    if after is not None:
        names = names.where(Summary.unit > select(Summary.unit).where(Summary.document_id == after).scalar_subquery())
    chosen = names.order_by(Summary.unit).limit(limit).subquery()
    query = select(chosen.c.unit, Summary.body_id, Summary.region, Summary.year, _WAITING, Summary.document_id)
    query = query.join(chosen, chosen.c.unit == Summary.unit).order_by(chosen.c.unit, Summary.extraction_id)
    bodies: dict[str, Body] = {}
    for unit, body, region, year, waiting, document in session.execute(query):
        unit = str(unit)
        known = bodies.get(unit) or Body(unit, body, None, [], 0, 0, document)
        years = known.years if year is None else sorted({*known.years, year})
        region = region or known.region
        bodies[unit] = Body(unit, body, region, years, known.reports + 1, known.waiting + waiting, document)
    return list(bodies.values())


def count_bodies(session: Session, search: str | None) -> int:
    """How many bodies there are, of those whose name has `search` in it."""
    names = select(func.count(Summary.unit.distinct()))
    if search:
        names = names.where(Summary.unit.contains(search, autoescape=True))
    return session.scalars(names).one()


def course_of(session: Session, unit: str) -> Course:
    """One body through the years.

    Raises:
        Unknown: no report of it is here.
    """
    query = select(Summary, Document.sha256, Document.name).join(Document, Document.id == Summary.document_id)
    query = query.where(Summary.unit == unit).order_by(Summary.extraction_id.desc()).limit(MOST_REPORTS)
    found = [(row, sha256, name) for row, sha256, name in session.execute(query)]
    if not found:
        raise Unknown(f"body {unit[:100]}: no report of it is here; /v1/bodies lists those that are.")
    latest: dict[int, Summary] = {}
    for row, _, _ in found:
        if row.year is not None:
            latest.setdefault(row.year, row)
    counting = {row.document_id: year for year, row in latest.items()}
    reports = [_report(row, sha256, name, row.document_id in counting) for row, sha256, name in found]
    series = _series(session, counting)
    return Course(
        unit=unit,
        body_id=found[0][0].body_id,
        region=next((row.region for row, _, _ in found if row.region), None),
        reports=sorted(reports, key=lambda one: (one.year is None, one.year or 0, one.extraction)),
        series=series,
        carry_over=carry_overs(_by_year(series)),
    )


def _report(row: Summary, sha256: str, name: str, counts: bool) -> BodyReport:
    waiting = sum(getattr(row, f"waiting_{lane}") for lane in OPEN_LANES)
    return BodyReport(sha256, row.extraction_id, row.year, row.form, name, waiting, counts)


def _series(session: Session, years: dict[int, int]) -> dict[str, list[Point]]:
    """The figures of documents, given by id with their years: by field, each by year."""
    now = field_states.c
    query = select(now.document_id, now.field, now.value, now.status, Document.sha256)
    query = query.join(Document, Document.id == now.document_id).where(now.document_id.in_(years), IS_FIGURE)
    series: dict[str, list[Point]] = {}
    for document, field, value, status, sha256 in session.execute(query.order_by(now.position, now.field)):
        series.setdefault(field, []).append(Point(years[document], value, status, sha256))
    return {field: sorted(points, key=lambda one: one.year) for field, points in series.items()}


def _by_year(series: dict[str, list[Point]]) -> dict[int, YearFigures]:
    """The same by year."""
    values: dict[int, dict[str, Number | None]] = {}
    documents: dict[int, str] = {}
    for field, points in series.items():
        for point in points:
            values.setdefault(point.year, {})[field] = point.value
            documents[point.year] = point.document
    return {year: YearFigures(documents[year], found) for year, found in values.items()}
