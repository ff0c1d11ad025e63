"""The fields of all forms as the tables of a panel name them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.exporting.short_names import short_name
from extractor.forms import Form, Section, load_forms
from extractor.forms.across import sections
from extractor.forms.naming import article, english_path, field_path, line_number, row_of

_BETWEEN_ZH, _BETWEEN_EN = "·", ": "
_APPLICANTS = "申请人情况"
"""The header under which the columns of a table are who applied; the other columns say what is counted."""


class FieldParts(NamedTuple):
    """The parts of a field's key with their names: `applicant` is who applied, `statistic` what is counted; a field has
    one of the two, and the other is empty.
    """

    section: str
    row: str
    applicant: str
    statistic: str
    section_zh: str
    row_zh: str
    applicant_zh: str
    statistic_zh: str
    section_en: str
    row_en: str
    applicant_en: str
    statistic_en: str


class FieldName(NamedTuple):
    """A field as the dictionary has it."""

    field: str
    short: str
    forms: str
    parts: FieldParts
    article: str
    line_number: str
    field_zh: str
    field_en: str
    counts: str
    measure: str

    def row(self) -> list[str]:
        """The field as a row of `FIELDS`."""
        field, short, forms, parts, *rest = self
        return [field, short, forms, *parts, *rest]


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


def _name(form: Form, field: str) -> FieldName:
    column = form.columns[field]
    chinese = _BETWEEN_ZH.join(field_path(form, field)[1:])
    english = _BETWEEN_EN.join(english_path(form, field)[1:])
    about = (article(form, field), line_number(form, field), chinese, english, column.kind, column.unit)
    return FieldName(field, short_name(field), form.id, _parts(form, field), *about)


def _parts(form: Form, field: str) -> FieldParts:
    section, _ = row_of(form, field)
    key, *row, column = field.split(".")
    chinese, english = field_path(form, field), english_path(form, field)
    rows = (_BETWEEN_ZH.join(chinese[1:-1]), _BETWEEN_EN.join(english[1:-1]))
    tells = _is_applicant(section, column)
    names = (
        (key, ".".join(row), column),
        (section.titles[0], rows[0], chinese[-1]),
        (section.en, rows[1], english[-1]),
    )
    flat = [part for head, middle, last in names for part in (head, middle, *((last, "") if tells else ("", last)))]
    return FieldParts(*flat)


def _is_applicant(section: Section, column: str) -> bool:
    """Whether a column of a section's table says who applied."""
    return any(span.label == _APPLICANTS and column in span.over for span in section.spans)
