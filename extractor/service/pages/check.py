"""Check a draft: what is wrong with a report before it is published.

Nothing is stored, and no model sees it unless whoever sends it has ticked that.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from extractor.errors import EmptySource, ExtractorError, SettingsError, Unknown
from extractor.exporting.pages.render import json_block
from extractor.exporting.pages.tables import PageTable, TableShown, state_of_figure, tables_of
from extractor.findings import SEVERITIES
from extractor.forms import form_with_fields
from extractor.forms.carry_over import CarryOver, YearFigures, carry_overs
from extractor.result import Extraction, Message
from extractor.service.drafts import Draft, SentDraft, check_draft
from extractor.service.model import Model, configured_model
from extractor.service.pages.bodies import column_label
from extractor.service.pages.render import HtmlPage, Showing
from extractor.service.pages.report import by_section, fields_violated
from extractor.service.problems import Refusal, refusal_of
from extractor.service.uploads import text_field, uploads, whole
from extractor.store.bodies import course_of
from extractor.store.jobs import Ask

router = APIRouter(include_in_schema=False)
_MOST = 20
"""So many drafts are checked at once."""


class LastYear(NamedTuple):
    """What the year before carries out, against what the draft carries in; `broken` are those that differ."""

    document: str
    year: int
    broken: list[CarryOver]
    holding: int


class Checked(NamedTuple):
    """A draft as its page shows it; where it could not be read, `refusal` says why and the rest is empty."""

    name: str
    refusal: str | None = None
    shown_to: Message = Message("", "")
    tables: list[PageTable] = []  # noqa: RUF012
    findings: dict[str, list[dict[str, Any]]] = {}  # noqa: RUF012
    counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    waiting: int = 0
    last_year: LastYear | None = None
    json: str = ""

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors, which stand on top."""
        return [one for found in self.findings.values() for one in found if one["severity"] == "error"]

    @property
    def verdict(self) -> str:
        """In one word: `refused`, `errors`, `doubts` or `clean`."""
        if self.refusal is not None:
            return "refused"
        if self.counts["error"] or (self.last_year and self.last_year.broken):
            return "errors"
        return "doubts" if self.counts["warning"] or self.waiting or not self.tables else "clean"


@router.get("/check")
def show_check(page: Showing) -> Response:
    """Where a draft is dropped."""
    return page.show("check.html", drafts=[], refusal=None, model=_model())


@router.post("/check")
async def check(request: Request, page: Showing) -> Response:
    """What was found in a draft, or in several."""
    limits = page.here.settings.limits
    try:
        ask: Ask = "auto" if await text_field(request, "ask", _MOST) == "auto" else "off"
        async with uploads(request, "file", None, _MOST) as sent:
            drafts = [SentDraft(await to_thread.run_sync(whole, one, limits), one.name, ask) for one in sent]
    except Refusal as refusal:
        return page.show("check.html", refusal.status, drafts=[], refusal=page.told(refusal), model=_model())
    limiter = page.here.at_once.of(page.visitor.person)
    found = [await to_thread.run_sync(_check_one, page, one, limiter=limiter) for one in drafts]
    (first, *others) = found
    if first.refusal and not others:
        return page.show("check.html", 422, drafts=[], refusal=f"{first.name}: {first.refusal}", model=_model())
    return page.show("check.html", drafts=found, refusal=None, column_label=column_label)


def _model() -> Model | None:
    """The model that may be ticked; none where it could not be asked."""
    try:
        return configured_model()
    except SettingsError:
        return None


def _check_one(page: HtmlPage, sent: SentDraft) -> Checked:
    """What was found in a draft, or why it could not be read."""
    try:
        if not sent.content:
            raise EmptySource(f"{sent.name}: is empty; check that the right file was sent.")
        draft = check_draft(page.here, sent, page.visitor.person)
    except ExtractorError as error:
        return Checked(sent.name, page.told(refusal_of(error)))
    except Refusal as refusal:
        return Checked(sent.name, page.told(refusal))
    return _checked(page, draft, sent.name)


def _checked(page: HtmlPage, draft: Draft, name: str) -> Checked:
    result = draft.result
    known: dict[str, Any] = json.loads(result.to_json())
    findings: list[dict[str, Any]] = known["findings"]
    return Checked(
        name=name,
        shown_to=draft.shown_to,
        tables=_tables(result, fields_violated(findings)),
        findings=by_section(findings),
        counts={grave: sum(one["severity"] == grave for one in findings) for grave in SEVERITIES},
        waiting=sum(field.status == "review" for field in result.fields.values()),
        last_year=_last_year(page, result),
        json=json_block({**{key: known[key] for key in ("report", "fields", "findings")}, "text": draft.text}),
    )


def _last_year(page: HtmlPage, result: Extraction) -> LastYear | None:
    """The draft against the report of the year before, where the store has that; None where not."""
    unit, year = result.report.unit, result.report.year
    if unit is None or year is None:
        return None
    with page.here.store.reading() as session:
        try:
            course = course_of(session, unit)
        except Unknown:
            return None
    before = {field: point for field, points in course.series.items() for point in points if point.year == year - 1}
    if not before:
        return None
    document = next(iter(before.values())).document
    then = YearFigures(document, {field: point.value for field, point in before.items()})
    now = YearFigures("", {key: field.value for key, field in result.fields.items()})
    compared = carry_overs({year - 1: then, year: now})
    return LastYear(
        document, year - 1, [one for one in compared if one.holds is False], sum(one.holds is True for one in compared)
    )


def _tables(result: Extraction, violated: set[str]) -> list[PageTable]:
    form = form_with_fields(result.report.form, result.fields)
    if form is None:
        return []

    def shown(key: str) -> TableShown:
        field = result.fields[key]
        return TableShown(field.value, state_of_figure(field.basis, field.status, key in violated), field.cell)

    return tables_of(form, shown)
