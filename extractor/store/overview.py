"""What a store holds and how it stands, in a few sums over `summaries`; and how sure each part of each report is."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from extractor.store.lanes import LANES, Lanes, waiting_in
from extractor.store.second_keys import Agreement, agreement
from extractor.store.states import IS_FIGURE
from extractor.store.tables import Document, FindingCount, JobItem, Summary
from extractor.store.views import field_states

_OPEN = ("queued", "running")


class YearCount(NamedTuple):
    """The reports on one year; null where the year is not known."""

    year: int | None
    reports: int


class CodeCount(NamedTuple):
    """The findings of one kind: how many, and in how many reports."""

    code: str
    severity: str
    findings: int
    reports: int


class ReadBy(NamedTuple):
    """Documents whose current extractions the same program, data and settings made; `example` is one of these."""

    example: int
    documents: int


class Overview(NamedTuple):
    """What a store holds. `untouched` reports have nothing that waits, and nobody had to decide anything about them."""

    documents: int
    read: int
    figures: int
    lanes: Lanes
    untouched: int
    years: list[YearCount]
    findings: list[CodeCount]
    jobs: int
    second_keying: Agreement

    @property
    def waiting(self) -> int:
        """How many figures wait, and bodies and years of reports."""
        return self.lanes.waiting(None)

    @property
    def accepted(self) -> int:
        """How many figures are accepted."""
        return self.figures - (sum(self.lanes) - self.lanes.reports)

    @property
    def straight_through(self) -> float | None:
        """The share of reports that needed nobody; null where none was read."""
        return self.untouched / self.read if self.read else None


class RowSureness(NamedTuple):
    """One row of a report's form: the lowest confidence of those of its figures that have one, whether any figure of it
    waits, and whether all are known.
    """

    key: str
    confidence: float | None
    status: str
    known: bool


class ReportSureness(NamedTuple):
    """How sure the rows of one report are, in the form's order."""

    extraction: int
    sha256: str
    name: str
    unit: str | None
    year: int | None
    rows: list[RowSureness]


def overview(session: Session) -> Overview:
    """What the store holds and how it stands."""
    waiting = waiting_in(None)
    sums = (
        *(func.count(), func.sum(Summary.figures)),
        *(func.sum(waiting_in(lane)) for lane in LANES),
        func.sum(case((waiting + Summary.decisions == 0, 1), else_=0)),
    )
    read, figures, *lanes, untouched = session.execute(select(*(func.coalesce(one, 0) for one in sums))).one()
    return Overview(
        documents=session.scalars(select(func.count()).select_from(Document)).one(),
        read=read,
        figures=figures,
        lanes=Lanes(*lanes),
        untouched=untouched,
        years=_years(session),
        findings=_findings(session),
        jobs=session.scalars(select(func.count(JobItem.job_id.distinct())).where(JobItem.state.in_(_OPEN))).one(),
        second_keying=agreement(session),
    )


def count_by_reader(session: Session) -> list[ReadBy]:
    """How many documents are read by what."""
    query = select(func.min(Summary.extraction_id), func.count()).group_by(Summary.run_hash)
    return [ReadBy(*row) for row in session.execute(query)]


def years_here(session: Session) -> list[int]:
    """The years that reports are about, the last first."""
    query = select(Summary.year).where(Summary.year.is_not(None)).distinct().order_by(Summary.year.desc())
    return [year for year in session.scalars(query) if year is not None]


def _years(session: Session) -> list[YearCount]:
    found = session.execute(select(Summary.year, func.count()).group_by(Summary.year))
    return sorted((YearCount(*row) for row in found), key=lambda one: (one.year is None, one.year or 0))


def _findings(session: Session) -> list[CodeCount]:
    kind = FindingCount.code, FindingCount.severity
    found = session.execute(select(*kind, func.sum(FindingCount.findings), func.count()).group_by(*kind))
    return sorted((CodeCount(*row) for row in found), key=lambda one: (-one.findings, one.code, one.severity))


class Sought(NamedTuple):
    """Which reports are asked for; None asks for any."""

    unit: str | None = None
    year: int | None = None


def confidence_map(session: Session, sought: Sought, before: int | None, limit: int) -> list[ReportSureness]:
    """How sure each row of each report is, the report read last first, from the one before the extraction `before`."""
    chosen = select(Summary, Document.sha256, Document.name).join(Document, Document.id == Summary.document_id)
    for column, value in ((Summary.unit, sought.unit), (Summary.year, sought.year)):
        if value is not None:
            chosen = chosen.where(column == value)
    if before is not None:
        chosen = chosen.where(Summary.extraction_id < before)
    page = chosen.order_by(Summary.extraction_id.desc()).limit(limit)
    reports = {
        row.extraction_id: ReportSureness(row.extraction_id, sha256, name, row.unit, row.year, [])
        for row, sha256, name in session.execute(page)
    }
    now = field_states.c
    figures = select(now.extraction_id, now.field, now.confidence, now.status, now.value.is_not(None))
    figures = figures.where(now.extraction_id.in_(reports), IS_FIGURE).order_by(now.extraction_id, now.position)
    for extraction, field, confidence, status, known in session.execute(figures):
        _add(reports[extraction].rows, RowSureness(field.rpartition(".")[0], confidence, status, bool(known)))
    return list(reports.values())


def _add(rows: list[RowSureness], figure: RowSureness) -> None:
    """Takes one more figure into its row; the figures of a row follow each other."""
    if not rows or rows[-1].key != figure.key:
        rows.append(figure)
        return
    status = "review" if "review" in (rows[-1].status, figure.status) else "accepted"
    known = rows[-1].known and figure.known
    sure = [one for one in (rows[-1].confidence, figure.confidence) if one is not None]
    rows[-1] = RowSureness(figure.key, min(sure, default=None), status, known)
