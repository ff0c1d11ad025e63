"""The fields of all forms as the tables of a panel name them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.exporting.columns import WIDE_HEAD, Column
from extractor.forms import Form, load_forms
from extractor.forms.across import sections
from extractor.forms.naming import article, english_path, field_path, line_number, row_of

_BETWEEN_ZH, _BETWEEN_EN = "·", ": "


class FieldName(NamedTuple):
    """A field as the dictionary has it: a row of `FIELDS`."""

    field: str
    forms: str
    section: str
    article: str
    line_number: str
    field_zh: str
    field_en: str
    counts: str
    measure: str


@cache
def field_table() -> dict[str, FieldName]:
    """Every field of every form, section by section in the order of the later form; its names are the later form's."""
    names: dict[str, FieldName] = {}
    for form in reversed(load_forms()):
        for field in form.fields:
            known = names.get(field)
            forms = {form.id, *(known.forms.split(";") if known else ())}
            names[field] = (known or _name(form, field))._replace(forms=";".join(sorted(forms)))
    order = list(sections())
    return dict(sorted(names.items(), key=lambda one: order.index(one[0].split(".")[0])))


def wide_columns() -> tuple[Column, ...]:
    """The columns of the table with a row for each body and year."""
    figures = (
        Column(name.field, "number" if name.counts == "money" else "whole", _titled(name), name.field_zh)
        for name in field_table().values()
    )
    return (*WIDE_HEAD, *figures)


def _titled(name: FieldName) -> str:
    return f"{name.field_en} ({name.measure})"


def _name(form: Form, field: str) -> FieldName:
    section, _ = row_of(form, field)
    column = form.columns[field]
    chinese = _BETWEEN_ZH.join(field_path(form, field)[1:])
    english = _BETWEEN_EN.join(english_path(form, field)[1:])
    about = (section.titles[0], article(form, field), line_number(form, field), chinese, english)
    return FieldName(field, form.id, *about, column.kind, column.unit)
