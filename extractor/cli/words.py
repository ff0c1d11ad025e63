"""The words the command line uses: which language, what a field is called, how a number is written."""

from __future__ import annotations

import os
from collections.abc import Iterable

from extractor.exporting.pages.language import Language, words
from extractor.forms import Form, form_with_fields
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Extraction, Finding

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}


def language() -> Language:
    """The reader's language: `zh` where the locale is Chinese, else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def sentence(finding: Finding, chosen: Language) -> str:
    """What the finding says, on one line."""
    text = finding.message.zh if chosen == "zh" else finding.message.en
    return " ".join(text.split())


def cell_told(cell: CellKind) -> str:
    """What a cell holds: its name, and the same in more words."""
    return f"{cell}: {words('en')[f'cells_told.{cell}']}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The names most like a word, as a sentence lists them."""
    from rapidfuzz.process import extract

    return ", ".join(name for name, _, _ in extract(word, list(known), limit=3))


def form_of(extraction: Extraction) -> Form | None:
    """The edition of the form whose fields are this extraction's."""
    return form_with_fields(extraction.report.form, extraction.fields)


def report_title(extraction: Extraction) -> str:
    """Whose report on which year it is, by which form, as far as that is known."""
    report = extraction.report
    unit = report.unit or extraction.source.name
    year = f"{report.year}年" if report.year else "年份不明"
    return f"{unit}  {year}  {report.form or '?'} form"
