"""The pages: one a report, with its tables, its findings and its source, and one that leads to them all.

Each is one file that opens from disk without a network or a script, and is the same for the same reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.exporting.collecting.diagnostics import PACKAGE, Diagnostics, Told, places_of, tell
from extractor.exporting.collecting.draft_status import Draft, DraftStatus, Summary, standing_of
from extractor.exporting.collecting.marking import Mark, marked_blocks
from extractor.exporting.collecting.roster import Roster
from extractor.exporting.collecting.visible import visible
from extractor.exporting.pages.language import Language
from extractor.exporting.pages.render import asset, page_alone
from extractor.exporting.pages.shown_to import shown_to
from extractor.exporting.pages.tables import TableShown, state_of_figure, tables_of
from extractor.findings import SEVERITIES, is_author_error
from extractor.forms import form_with_fields
from extractor.result import ExtractedField, Extraction, Finding

_RANKS = {"violated": 0, "review": 1, "deduced": 5, "reviewed": 5, "printed": 7}
_RANKS_SAID = {"error": 2, "warning": 3, "info": 6}


class _Files(NamedTuple):
    """An item of the list of who has handed in: a name, and files."""

    name: str | None
    files: list[str]


def index_page(summary: Summary, pages: Mapping[str, str], language: Language) -> str:
    """The page that leads to the others; `pages` are their names by file."""
    rows = [
        row._replace(
            file=visible(row.file),
            body=None if row.body is None else visible(row.body),
            reason=None if row.reason is None else visible(row.reason),
        )
        for row in summary.draft_statuses
    ]
    return page_alone(
        "collecting-index.html",
        language,
        PACKAGE,
        own_styles=asset("collecting.css", PACKAGE),
        rows=rows,
        totals=summary.totals._asdict(),
        compared=summary.compared,
        roster=None if summary.roster is None else _roster(summary.roster),
        pages={visible(file): name for file, name in pages.items()},
    )


def _roster(roster: Roster) -> dict[str, Any]:
    """Who has handed in, as the page lists it."""
    return {
        "missing": [one._replace(name=visible(one.name)) for one in roster.missing],
        "repeated": [_files(one.expected.name, [match.file for match in one.matches]) for one in roster.repeated],
        "strays": [_files(one.unit, [one.file]) for one in roster.strays],
        "by_file_name": [_files(expected.name, [match.file]) for expected, match in roster.by_file_name],
    }


def _files(name: str | None, files: list[str]) -> _Files:
    return _Files(None if name is None else visible(name), [visible(file) for file in files])


def report_page(draft: Draft, text: str, language: Language) -> str:
    """The page of a report that was read; `text` is what its places count."""
    extraction = draft.extraction
    if extraction is None:
        raise ValueError(f"{draft.name}: was not read, and has no page")
    findings = draft.all_findings
    form = form_with_fields(extraction.report.form, extraction.fields)
    diagnostics = Diagnostics(extraction, form, text, language)
    draft_status = standing_of(draft)
    told = tell(diagnostics, findings)
    states = _states(extraction, findings)
    tables = [] if form is None else tables_of(form, lambda key: _shown(extraction.fields[key], states[key]))
    return page_alone(
        "collecting-report.html",
        language,
        PACKAGE,
        own_styles=asset("collecting.css", PACKAGE),
        heading=_heading(diagnostics),
        draft_status=draft_status._replace(file=visible(draft_status.file)),
        regulation=form.regulation if form else None,
        shown_to=shown_to(extraction.run),
        counts=_counts(draft_status, findings),
        tables=tables,
        placed={key for key, field in extraction.fields.items() if field.place is not None},
        findings=_by_section(told),
        grave=[one for one in told if one.severity != "info"],
        blocks=marked_blocks(_seen(text), _marks(extraction, states, findings)),
        has_pages=any(field.place and field.place.page for field in extraction.fields.values()),
    )


def _seen(text: str) -> str:
    """The text with what would act on a page replaced one for one; the ends of its lines and pages stay."""
    return re.sub(r"[^\r\n\f]+", lambda line: visible(line[0]), text)


def _heading(diagnostics: Diagnostics) -> str:
    report = diagnostics.extraction.report
    unit = visible(report.unit) if report.unit else diagnostics.say("report.no_unit")
    year = diagnostics.say("report.year", n=report.year) if report.year else diagnostics.say("report.no_year")
    return f"{unit} · {year}"


def _counts(draft_status: DraftStatus, findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """The counts beside the heading: how each is coloured, its word, and the number."""
    notes = sum(finding.severity == "info" for finding in findings)
    return [
        ("error", "errors", draft_status.errors),
        ("warning", "warnings", draft_status.warnings),
        ("deduced", "doubts", draft_status.doubts),
        ("review", "waiting", draft_status.in_review),
        ("info", "notes", notes),
    ]


def _states(extraction: Extraction, findings: Sequence[Finding]) -> dict[str, str]:
    violated = {field for one in findings if is_author_error(one.code) for field in one.fields}
    return {
        key: state_of_figure(field.basis, field.status, key in violated) for key, field in extraction.fields.items()
    }


def _shown(field: ExtractedField, state: str) -> TableShown:
    return TableShown(field.value, state, field.cell)


def _by_section(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The findings by the table they are about, `""` for those about the report."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(next(iter(one.sections)) if len(one.sections) == 1 else "", []).append(one)
    return found


def _marks(extraction: Extraction, states: Mapping[str, str], findings: Sequence[Finding]) -> list[Mark]:
    """What is marked in the source: each figure, leading to its cell, and each finding, leading to where it is told."""
    marks = [
        Mark(field.place, key, f"cell-{key}", states[key], _RANKS[states[key]])
        for key, field in extraction.fields.items()
        if field.place is not None
    ]
    ordered = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
    for i, finding in enumerate(ordered, 1):
        for anchor, place in places_of(finding, f"n{i}"):
            marks.append(Mark(place, anchor, f"n{i}", f"said-{finding.severity}", _RANKS_SAID[finding.severity]))
    return marks
