"""The data dictionary: what each column of the panel and each field of the forms means."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.forms import Form, load_forms

_COLUMNS = {
    "unit": "The public body, as its report names it; empty where it cannot be known.",
    "year": "The year reported on; empty where it cannot be known.",
    "region": "Where the body is; empty where it cannot be known.",
    "form": "The statutory form the report follows, known by its labels: 2019 or 2021.",
    "field": "The key of the figure: section.row.column.",
    "value": "The figure in the field's unit; empty where it is not known, or the report prints none.",
    "printed": "The exact characters of the cell; empty for a blank cell, or where no cell was found.",
    "basis": "Where the value is from: printed, deduced (by the form's equations), reviewed (by a person), none.",
    "status": "accepted: vouched for; review: waits for a person, and should not be used as it is.",
    "confidence": "The measured share of right values among values with the same evidence, before any review.",
    "name": "What the document was called when it came.",
    "document": "The hash (SHA-256) of the document's bytes.",
    "line": "Where the figure stands: line of the document's text, from 1.",
    "column": "Where the figure stands: column in that line, from 1.",
    "page": "Where the figure stands: page, from 1, where the format has pages.",
    "version": "The version of extractor that read it.",
}


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnMeaning(_Model):
    """What a column of the panel means."""

    column: str
    meaning: str


class FieldMeaning(_Model):
    """What a field of a form means."""

    field: str
    forms: list[str]
    section: str
    labels: list[str]
    kind: Literal["count", "change", "money"]
    unit: str


class Dictionary(_Model):
    """The data dictionary."""

    columns: list[ColumnMeaning]
    fields: list[FieldMeaning]


def dictionary() -> Dictionary:
    """The data dictionary, the fields in the order of the forms."""
    fields: dict[str, FieldMeaning] = {}
    for form in load_forms():
        for meaning in _meanings(form):
            known = fields.get(meaning.field)
            forms = sorted({*(known.forms if known else []), form.id})
            fields[meaning.field] = meaning.model_copy(update={"forms": forms})
    columns = [ColumnMeaning(column=column, meaning=meaning) for column, meaning in _COLUMNS.items()]
    return Dictionary(columns=columns, fields=list(fields.values()))


def _meanings(form: Form) -> list[FieldMeaning]:
    found: list[FieldMeaning] = []
    for section in form.sections:
        groups = {group.key: group.labels[0] for group in section.groups}
        for row in section.rows:
            for key in row.fields:
                column = form.columns[key]
                labels = [groups[group] for group in row.groups] + list(row.labels[:1])
                labels += [groups[column.group]] if column.group else []
                meaning = {"field": key, "forms": [form.id], "section": section.titles[0], "unit": column.unit}
                found.append(
                    FieldMeaning.model_validate({**meaning, "labels": [*labels, column.labels[0]], "kind": column.kind})
                )
    return found
