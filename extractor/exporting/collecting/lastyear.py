"""Drafts against last year's reports of the same bodies: what is carried over, in force, or only repeated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.exporting.collecting.list_findings import ListedFinding
from extractor.exporting.collecting.written_report import WrittenReport, written_report
from extractor.exporting.cross_report_checks import CrossFinding as Crossed
from extractor.exporting.cross_report_checks import YearBefore, between_years
from extractor.exporting.figure_selection import CountingFigure, SelectedFigures, select_figures
from extractor.exporting.staging import StagedReport, figures_of
from extractor.identity.bodies import Body, bring_together
from extractor.result import Extraction, Finding, Message, Place


class Past(NamedTuple):
    """A report as comparing needs it: whose, of which year, and its figures."""

    report: StagedReport
    selected: SelectedFigures
    places: dict[str, Place]
    written: WrittenReport | None = None

    @property
    def name(self) -> str:
        """The body as it is printed."""
        return self.report.unit or ""


class Compared(NamedTuple):
    """What was found, and the names of the reports of the year before by draft, where there were any."""

    remarks: tuple[ListedFinding, ...]
    partners: dict[str, str]

    @property
    def drafts(self) -> int:
        """How many drafts there was a report of the year before for."""
        return len(self.partners)


def past_of(name: str, extraction: Extraction, text: str = "") -> Past | None:
    """A report to be compared; None where it says no body or no year. Without its text its figures alone are."""
    about = extraction.report
    if about.unit is None or about.year is None:
        return None
    head = (name, extraction.source.sha256, about.unit, about.year, about.region, about.form)
    report = StagedReport(0, *head, extraction.run.version, None)
    places = {key: field.place for key, field in extraction.fields.items() if field.place is not None}
    written = written_report(extraction, text) if text else None
    return Past(report, select_figures([(report, figures_of(extraction))]), places, written)


def compare(now: Iterable[Past], before: Iterable[Past]) -> Compared:
    """What does not fit between drafts and the reports of the year before; only accepted figures are compared.

    Where a body has several reports of the year before, only those figures count that none of them contradicts.
    """
    drafts, past = list(now), list(before)
    bodies = bring_together(Counter(one.name for one in (*drafts, *past)))
    known: defaultdict[tuple[str | None, int | None], list[Past]] = defaultdict(list)
    for one in past:
        known[bodies[one.name].name, one.report.year].append(one)
    remarks: list[ListedFinding] = []
    partners: dict[str, str] = {}
    for draft in drafts:
        body, year = bodies[draft.name], draft.report.year
        reports = known[body.name, year - 1] if body.name is not None and year is not None else []
        if reports:
            partners[draft.report.name] = ", ".join(one.report.name for one in reports)
            remarks += _remarks(draft, body, reports)
    return Compared(tuple(remarks), partners)


def _remarks(draft: Past, body: Body, reports: list[Past]) -> Iterator[ListedFinding]:
    year = draft.report.year or 0
    now, before = YearBefore(year, draft.selected), YearBefore(year - 1, figures_together(reports))
    for crossed in between_years(body.name or "", before, now):
        zh = f"{crossed.zh}（本年：{crossed.name}；上年：{crossed.other_name}）"
        en = f"{crossed.en} (this year's {crossed.name}, last year's {crossed.other_name})"
        yield ListedFinding(draft.report.name, finding_of(crossed._replace(zh=zh, en=en), draft.places))
    written = reports[0].written
    if draft.written is not None and written is not None:
        for one, places in draft.written.since(written):
            message = Message(zh=one.zh, en=one.en)
            yield ListedFinding(draft.report.name, Finding(one.code, one.severity, message, list(one.fields), places))


def figures_together(reports: list[Past]) -> SelectedFigures:
    """The figures of several reports of one year, without those that they print differently."""
    figures: dict[str, CountingFigure] = {}
    for field in dict.fromkeys(field for one in reports for field in one.selected.figures):
        counting_figures = [one.selected.figures[field] for one in reports if field in one.selected.figures]
        known = [counting for counting in counting_figures if counting.value is not None]
        is_agreed = len({counting.value for counting in known}) == 1
        figures[field] = known[0] if is_agreed else counting_figures[0]._replace(value=None)
    return SelectedFigures(figures, 0)


def finding_of(crossed: Crossed, places: dict[str, Place]) -> Finding:
    """A finding between reports as one of the draft whose figures stand at these places."""
    field = crossed.field or ""
    fields = [field] if "." in field else []
    place = places.get(field)
    return Finding(
        crossed.code, crossed.severity, Message(zh=crossed.zh, en=crossed.en), fields, [place] if place else []
    )
