"""The rows of the forms as one list, for charts over reports of both forms: section by section, in the form's order."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.forms import Form, Row, Section, load_forms
from extractor.forms.across import in_one_order, sections
from extractor.forms.naming import row_label, with_ordinal


class FormRow(NamedTuple):
    """A row of figures: its key (`applications.granted`), its name, and the group it stands in, in both languages."""

    key: str
    section: str
    name: tuple[str, str]
    group: tuple[str, str] | None


@cache
def form_rows() -> tuple[FormRow, ...]:
    """Every row of every form; a row that only one form has stands behind the row it follows there.

    A section without row labels (`disputes`) has its column groups as rows.
    """
    rows = {row.key: row for form in load_forms() for row in _rows_of(form)}
    keys = in_one_order([row.key for row in _rows_of(form)] for form in reversed(load_forms()))
    order = list(sections())
    return tuple(sorted((rows[key] for key in keys), key=lambda one: order.index(one.section)))


@cache
def row_key(field: str) -> str:
    """The key of the row a field stands in."""
    return field.rpartition(".")[0]


def section_titles() -> dict[str, tuple[str, str]]:
    """The sections by key, as the later form calls them, in both languages."""
    return {
        section.key: (with_ordinal(section.ordinal, section.titles[0]), section.en) for section in sections().values()
    }


def _rows_of(form: Form) -> list[FormRow]:
    found: dict[str, FormRow] = {}
    for section in form.sections:
        groups = {group.key: (with_ordinal(group.ordinal, group.labels[0]), group.en) for group in section.groups}
        for row in section.rows:
            for field in row.fields:
                key = row_key(field)
                if key not in found:
                    found[key] = _row(section, row, key, groups.get(form.columns[field].group or ""), groups)
    return list(found.values())


def _row(
    section: Section, row: Row, key: str, column_group: tuple[str, str] | None, groups: dict[str, tuple[str, str]]
) -> FormRow:
    if column_group is not None:
        return FormRow(key, section.key, column_group, None)
    name = (with_ordinal(row.ordinal, row.short) if row.short else row_label(row), row.en)
    return FormRow(key, section.key, name, groups[row.groups[-1]] if len(row.groups) > 1 else None)
