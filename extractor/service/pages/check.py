"""Check a draft: what is wrong with a report before it is published.

Nothing is stored, and no model sees it unless whoever sends it has ticked that.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from extractor.errors import ExtractorError, SettingsError
from extractor.exporting.pages.render import json_block
from extractor.exporting.pages.tables import PageTable, TableShown, state_of_figure, tables_of
from extractor.findings import SEVERITIES
from extractor.forms import form_with_fields
from extractor.result import Extraction, Message
from extractor.service.drafts import Draft, SentDraft, check_draft
from extractor.service.model import Model, configured_model
from extractor.service.pages.render import HtmlPage, Showing
from extractor.service.pages.report import by_section, fields_violated
from extractor.service.problems import Refusal, refusal_of
from extractor.service.uploads import one_document, text_field
from extractor.store.jobs import Ask

router = APIRouter(include_in_schema=False)


class Checked(NamedTuple):
    """A draft as its page shows it."""

    name: str
    shown_to: Message
    tables: list[PageTable]
    findings: dict[str, list[dict[str, Any]]]
    counts: dict[str, int]
    waiting: int
    json: str


@router.get("/check")
def show_check(page: Showing) -> Response:
    """Where a draft is dropped."""
    return page.show("check.html", draft=None, refusal=None, model=_model())


@router.post("/check")
async def check(request: Request, page: Showing) -> Response:
    """What was found in a draft."""
    try:
        ask: Ask = "auto" if await text_field(request, "ask") == "auto" else "off"
        name, content = await one_document(request, None, page.here.settings.limits)
        limiter = page.here.at_once.of(page.visitor.person)
        return await to_thread.run_sync(_show, page, SentDraft(content, name, ask), limiter=limiter)
    except ExtractorError as error:
        refusal = refusal_of(error)
    except Refusal as error:
        refusal = error
    return page.show("check.html", refusal.status, draft=None, refusal=page.told(refusal), model=_model())


def _model() -> Model | None:
    """The model that may be ticked; none where it could not be asked."""
    try:
        return configured_model()
    except SettingsError:
        return None


def _show(page: HtmlPage, sent: SentDraft) -> Response:
    draft = check_draft(page.here, sent, page.visitor.person)
    return page.show("check.html", draft=_checked(draft, sent.name), refusal=None)


def _checked(draft: Draft, name: str) -> Checked:
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
        json=json_block({**{key: known[key] for key in ("report", "fields", "findings")}, "text": draft.text}),
    )


def _tables(result: Extraction, violated: set[str]) -> list[PageTable]:
    form = form_with_fields(result.report.form, result.fields)
    if form is None:
        return []

    def shown(key: str) -> TableShown:
        field = result.fields[key]
        return TableShown(field.value, state_of_figure(field.basis, field.status, key in violated), field.cell)

    return tables_of(form, shown)
