"""The page of one report: its tables as the official form, its findings beside them, each figure with its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from extractor.exporting.pages.tables import PageTable, TableShown, state_of_figure, tables_of
from extractor.findings import SEVERITIES, is_author_error
from extractor.forms import Form, form_with_fields
from extractor.service.models import Sha256
from extractor.service.pages.render import Showing
from extractor.service.seeds import seeds_of
from extractor.store.documents import find_document
from extractor.store.extractions import current_extraction, findings_of
from extractor.store.parts import Identity, identity_of
from extractor.store.people import reviewers
from extractor.store.seeding import as_seen
from extractor.store.sharing import Shared, shared
from extractor.store.states import FieldState, parts_of, states_of
from extractor.store.tables import Document, ExtractionRow, FindingRow

router = APIRouter(include_in_schema=False)


class ReportPage(NamedTuple):
    """What is known of one report now: its tables and the findings about each, those about no table first (`""`)."""

    document: Document
    extraction: ExtractionRow | None
    form: Form | None
    states: list[FieldState]
    findings: list[FindingRow]
    identity: Identity
    parts: list[FieldState]
    shared: Shared
    reviewers: list[str]


def report_of(session: Session, sha256: str, when: datetime, person: int | None) -> ReportPage:
    """A report of the store, with the seeded errors of a person.

    Raises:
        Unknown: there is no such document.
    """
    document = find_document(session, sha256)
    extraction = current_extraction(session, document.id)
    people = shared(session, [document.id], when)[document.id], reviewers(session, when)
    if extraction is None:
        return ReportPage(document, None, None, [], [], Identity(None, None, None, None), [], *people)
    states = as_seen(session, person, states_of(session, document.id))
    form = form_with_fields(extraction.form, [state.field for state in states])
    findings, identity = findings_of(session, extraction.id), identity_of(session, document.id, extraction)
    parts = parts_of(session, document.id)
    return ReportPage(document, extraction, form, states, findings, identity, parts, *people)


@router.get("/documents/{sha256}")
def show_report(page: Showing, sha256: Sha256) -> Response:
    """One report."""
    with page.here.store.reading() as session:
        report = report_of(session, sha256, page.here.store.now(), seeds_of(page.here, page.visitor))
    bodies = [finding.body for finding in report.findings]
    return page.show(
        "report.html",
        report=report,
        tables=_tables(report),
        findings=by_section(bodies),
        waiting=sum(state.status == "review" for state in report.states),
        accepted=sum(state.status == "accepted" for state in report.states),
    )


def _tables(report: ReportPage) -> list[PageTable]:
    if report.form is None:
        return []
    violated = fields_violated([finding.body for finding in report.findings])
    states = {state.field: state for state in report.states}

    def shown(field: str) -> TableShown:
        state = states[field]
        return TableShown(state.value, state_of_figure(state.basis, state.status, field in violated), state.cell)

    return tables_of(report.form, shown)


def fields_violated(findings: Sequence[dict[str, Any]]) -> set[str]:
    """The fields of equations that do not hold."""
    return {field for finding in findings if is_author_error(finding["code"]) for field in finding["fields"]}


def by_section(findings: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Findings by the section they are about, `""` for those about the report; the gravest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in sorted(findings, key=lambda one: SEVERITIES.index(one["severity"])):
        sections = {field.partition(".")[0] for field in finding["fields"]}
        found.setdefault(sections.pop() if len(sections) == 1 else "", []).append(finding)
    return found
