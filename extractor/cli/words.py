"""The words the command line uses: which language, what a field is called, how a number is written."""

from __future__ import annotations

import os
from typing import Literal

from extractor.forms import Form, Row, Section, load_forms
from extractor.result import Extraction, Finding, Number

Language = Literal["zh", "en"]

SEVERITIES = ("error", "warning", "info")
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


def number_text(value: Number | None) -> str:
    """A number as it stands in a table: no separators, no decimals that say nothing; a dash where there is none."""
    if value is None:
        return "—"
    return str(int(value)) if value == int(value) else repr(value)


def form_of(extraction: Extraction) -> Form | None:
    """The edition of the form whose fields are this extraction's."""
    keys = set(extraction.fields)
    for form in load_forms():
        if form.id == extraction.report.form and set(form.fields) == keys:
            return form
    return None


def report_title(extraction: Extraction) -> str:
    """Whose report on which year it is, by which form, as far as that is known."""
    report = extraction.report
    unit = report.unit or extraction.source.name
    year = f"{report.year}年" if report.year else "年份不明"
    return f"{unit}  {year}  {report.form or '?'} form"


def row_label(row: Row) -> str:
    """A row's official label with its ordinal, as the form prints it."""
    return with_ordinal(row.ordinal, row.labels[0]) if row.labels else ""


def with_ordinal(ordinal: str, label: str) -> str:
    """`一` and a label as `一、label`, `（一）` as `（一）label`, `1` as `1.label`."""
    if not ordinal:
        return label
    mark = "." if ordinal.isdigit() else "" if ordinal.endswith("）") else "、"
    return f"{ordinal}{mark}{label}"


def field_path(form: Form, field: str) -> list[str]:
    """What the form calls a field: section, groups, row and column, from the outside in."""
    section, row = row_of(form, field)
    column = form.columns[field]
    groups = {group.key: with_ordinal(group.ordinal, group.labels[0]) for group in section.groups}
    path = [with_ordinal(section.ordinal, section.titles[0])]
    path += [span.label for span in section.spans if column.group in span.over]
    path += [groups[key] for key in row.groups]
    path += [row_label(row)] if row.labels else []
    path += [groups[column.group]] if column.group else []
    return [*path, column.labels[0]]


def row_of(form: Form, field: str) -> tuple[Section, Row]:
    """The section and the row a field stands in; `KeyError` where the form has no such field."""
    for section in form.sections:
        for row in section.rows:
            if field in row.fields:
                return section, row
    raise KeyError(field)
