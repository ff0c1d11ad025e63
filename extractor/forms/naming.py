"""What fields, rows and columns are called, as the form prints them."""

from __future__ import annotations

from functools import lru_cache

from extractor.forms.model import Form, Row, Section


@lru_cache(maxsize=8)
def field_names(form: Form) -> dict[str, str]:
    """Field key → its name in Chinese, such as `予以公开·自然人`."""
    names: dict[str, str] = {}
    for section in form.sections:
        groups = {group.key: group.labels[0] for group in section.groups}
        for block in section.blocks:
            for row in block.rows:
                for field, column in zip(row.fields, block.columns, strict=True):
                    head = row.labels[0] if row.labels else groups[column.group or ""]
                    names[field] = f"{head}·{column.labels[0]}"
    return names


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


def english_path(form: Form, field: str) -> list[str]:
    """The English name of a field: section, groups, row and column, from the outside in."""
    section, row = row_of(form, field)
    column = form.columns[field]
    groups = {group.key: group.en for group in section.groups}
    path = [section.en, *(groups[key] for key in row.groups)]
    path += [row.en] if row.en else []
    path += [groups[column.group]] if column.group else []
    return [*path, column.en]


def english_name(form: Form, field: str) -> str:
    """What a sentence in English calls a field: the last two of its path."""
    return ": ".join(english_path(form, field)[1:][-2:])


def line_number(form: Form, field: str) -> str:
    """The form's own number of the line a field stands in, such as `三（三）1`; empty where the form numbers none."""
    section, row = row_of(form, field)
    groups = {group.key: group.ordinal for group in section.groups}
    return "".join([*(groups[key] for key in row.groups), row.ordinal])


def article(form: Form, field: str) -> str:
    """The article that the form names above the field's row, such as 第二十条第（五）项; empty where it names none."""
    section, row = row_of(form, field)
    return next(block.heading[0] if block.heading else "" for block in section.blocks if row in block.rows)
