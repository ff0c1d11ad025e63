"""The overview: what is in, how much went straight through, what is wrong most often, and where confidence is low."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from fastapi import APIRouter, Response

from extractor.exporting.pages.render import percent_text
from extractor.forms import load_forms
from extractor.forms.naming import with_ordinal
from extractor.service.pages.render import HtmlPage, Showing
from extractor.service.reading import count_stale
from extractor.service.shapes import job_out
from extractor.store.jobs import list_jobs
from extractor.store.overview import CodeCount, ReportSureness, RowSureness, Sought, YearCount, confidence_map, overview

router = APIRouter(include_in_schema=False)
_JOBS, _REPORTS = 5, 40
_LEVELS = (0.9, 0.5)
"""Below each of these a figure in review has one level more."""


class Bar(NamedTuple):
    """A count with the length of its bar, in hundredths of the longest; `key` is a code or a year."""

    key: str | int | None
    severity: str
    amount: int
    width: float


class MapCell(NamedTuple):
    """A row of a report in the map: from `level` 0 (accepted) to 3 (below 50 %), and 4 where a figure has no value."""

    level: int
    field: str
    label: str


class MapLine(NamedTuple):
    """A report in the map, with a cell for each of the map's rows of the form, None where its form has none."""

    document: str
    label: str
    cells: list[MapCell | None]


@router.get("/")
def show_overview(page: Showing) -> Response:
    """What is in, and how it stands."""
    with page.here.store.reading() as session:
        found = overview(session)
        stale = count_stale(session)
        sure = confidence_map(session, Sought(), None, _REPORTS)
        jobs = [job_out(one) for one in list_jobs(session, None, _JOBS)]
    present = {row.key for report in sure for row in report.rows}
    rows = {key: label for key, label in _row_labels().items() if key in present}
    return page.show(
        "overview.html",
        overview=found,
        stale=stale,
        kinds=_kinds(found.findings),
        years=_years(found.years),
        jobs=jobs,
        map_rows=list(rows.values()),
        map_lines=[_line(page, report, rows) for report in sure if report.rows],
    )


def _kinds(counts: Sequence[CodeCount]) -> list[Bar]:
    most = max((one.findings for one in counts), default=1)
    return [Bar(one.code, one.severity, one.findings, round(100 * one.findings / most, 1)) for one in counts]


def _years(counts: Sequence[YearCount]) -> list[Bar]:
    most = max((one.reports for one in counts), default=1)
    return [Bar(one.year, "plain", one.reports, round(100 * one.reports / most, 1)) for one in counts]


@cache
def _row_labels() -> dict[str, str]:
    """Above the map's columns: every form's rows (of `disputes`, its groups) by key, in the form's order."""
    labels: dict[str, str] = {}
    for form in load_forms():
        for section in form.sections:
            groups = {group.key: with_ordinal(group.ordinal, group.labels[0]) for group in section.groups}
            for row in section.rows:
                for field in row.fields:
                    group = form.columns[field].group
                    labels.setdefault(field.rpartition(".")[0], groups[group] if group else row.short or row.labels[0])
    return labels


def _line(page: HtmlPage, report: ReportSureness, rows: dict[str, str]) -> MapLine:
    label = report.unit or report.name
    known = {row.key: row for row in report.rows}
    cells = [_cell(page, known[key], name) if key in known else None for key, name in rows.items()]
    return MapLine(report.sha256, f"{label} {report.year}" if report.year else label, cells)


def _cell(page: HtmlPage, row: RowSureness, name: str) -> MapCell:
    level = _level(row)
    told = page.say("overview.map_4") if level == 4 else percent_text(row.confidence)
    label = f"{name}: {page.say(f'script.status_{row.status}')}, {told}"
    return MapCell(level, f"{row.key}.{_first_column(row.key)}", label)


def _level(row: RowSureness) -> int:
    if row.status == "accepted":
        return 0
    return 1 + sum((row.confidence or 0) < least for least in _LEVELS) if row.known else 4


@cache
def _first_column(key: str) -> str:
    """The first field's column of a row."""
    fields = (field for form in load_forms() for field in form.fields)
    return next(field.rpartition(".")[2] for field in fields if field.rpartition(".")[0] == key)
