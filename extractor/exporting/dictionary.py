"""The data dictionary: what each column of the panel and each field of the forms means."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.exporting.columns import STORE
from extractor.forms import Form, load_forms


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
    columns = [ColumnMeaning(column=column.name, meaning=column.en) for column in STORE]
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
