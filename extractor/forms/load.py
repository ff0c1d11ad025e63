"""Loads the forms: TOML file → schema → one frozen `Form` for each edition."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection
from functools import cache

from extractor.errors import FormError
from extractor.forms.model import Block, Column, Form, Group, Identity, Row, Section, Span
from extractor.forms.schema import BlockSpec, FormSpec, IdentitySpec, SectionSpec, check_spec

FORM_IDS = ("2019", "2021")


@cache
def load_forms() -> tuple[Form, ...]:
    """Every edition of every form, the standard edition of each form first.

    Raises:
        FormError: a file does not fit the schema.
    """
    forms: list[Form] = []
    for form_id in FORM_IDS:
        name = f"{form_id}.toml"
        with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
            forms.extend(parse_form(file.read(), name))
    return tuple(forms)


def form_named(form_id: str, edition: str | None = None) -> Form:
    """The form with this id, in its standard edition unless another is named; `KeyError` where there is none."""
    for form in load_forms():
        if form.id == form_id and edition in (None, form.edition):
            return form
    raise KeyError(form_id)


def form_with_fields(form_id: str | None, fields: Collection[str]) -> Form | None:
    """The edition of a form that has just these fields; None where there is none."""
    keys = set(fields)
    return next((form for form in load_forms() if form.id == form_id and set(form.fields) == keys), None)


def parse_form(text: str, name: str) -> tuple[Form, ...]:
    """The editions written in one TOML file; `name` is the file's name, for the errors.

    Raises:
        FormError: it is not TOML, or does not fit the schema, or names a group, edition or field it does not define.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name}: not valid TOML: {error}") from error
    spec = check_spec(table, name)
    for i, section in enumerate(spec["sections"]):
        _check_names(section, spec["editions"], f"{name}: sections.{i}")
    return tuple(_edition(spec, edition, name) for edition in spec["editions"])


def _check_names(section: SectionSpec, editions: list[str], where: str) -> None:
    """Checks that the groups, editions and columns a section speaks of are there."""
    groups = {group["key"] for group in section.get("groups", [])}
    columns = {column["key"] for block in section["blocks"] for column in block["columns"]}
    for i, span in enumerate(section.get("spans", [])):
        for key in span["over"]:
            if key not in columns | groups:
                raise FormError(f"{where}.spans.{i}.over: no column or group {key!r} in section {section['key']!r}")
    for i, block in enumerate(section["blocks"]):
        rows, column_groups = block.get("rows", []), block.get("column_groups", [])
        if bool(rows) == bool(column_groups):
            raise FormError(f"{where}.blocks.{i}: needs either rows or column_groups")
        for group in (*column_groups, *(g for row in rows for g in row.get("groups", []))):
            if group not in groups:
                raise FormError(f"{where}.blocks.{i}: no group {group!r} in section {section['key']!r}")
        for row in rows:
            if row.get("edition", editions[0]) not in editions:
                raise FormError(
                    f"{where}.blocks.{i}: row {row['key']!r} names an unknown edition {row.get('edition')!r}"
                )


def _edition(spec: FormSpec, edition: str, name: str) -> Form:
    columns: dict[str, Column] = {}
    sections = tuple(_section(section, edition, columns) for section in spec["sections"])
    by_key = {section.key: section for section in sections}
    identities: list[Identity] = []
    for i, identity in enumerate(spec.get("identities", [])):
        section = by_key.get(identity["section"])
        if section is None:
            raise FormError(f"{name}: identities.{i}.section: no section {identity['section']!r}")
        made = _expand(identity, section, columns)
        if not all(one.left and one.right for one in made):
            raise FormError(f"{name}: identities.{i}: a side of {identity['name']!r} names no field of the form")
        identities.extend(made)
    return Form(
        id=spec["id"],
        version=spec["version"],
        title=spec["title"],
        regulation=spec["regulation"],
        first_year=spec["first_year"],
        last_year=spec.get("last_year"),
        edition=edition,
        sections=sections,
        identities=tuple(identities),
        columns=columns,
    )


def _section(spec: SectionSpec, edition: str, columns: dict[str, Column]) -> Section:
    return Section(
        key=spec["key"],
        ordinal=spec["ordinal"],
        titles=tuple(spec["titles"]),
        captions=tuple(spec.get("captions", [])),
        groups=tuple(
            Group(g["key"], tuple(g["labels"]), g.get("ordinal", ""), g["en"]) for g in spec.get("groups", [])
        ),
        blocks=tuple(_block(block, spec["key"], edition, columns) for block in spec["blocks"]),
        spans=tuple(Span(span["label"], tuple(span["over"])) for span in spec.get("spans", [])),
        en=spec["en"],
    )


def _block(spec: BlockSpec, section: str, edition: str, columns: dict[str, Column]) -> Block:
    """The block's rows; every field's column is noted in `columns`."""
    heading = tuple(spec.get("heading", []))
    own = tuple(Column(c["key"], tuple(c["labels"]), c["kind"], c["unit"], None, c["en"]) for c in spec["columns"])
    if groups := spec.get("column_groups", []):
        own = tuple(c._replace(group=group) for group in groups for c in own)
        fields = tuple(f"{section}.{c.group}.{c.key}" for c in own)
        columns.update(zip(fields, own, strict=True))
        return Block(heading, own, (Row("outcomes", (), fields),))
    rows: list[Row] = []
    for row in spec.get("rows", []):
        if row.get("edition", edition) != edition:
            continue
        fields = tuple(f"{section}.{row['key']}.{c.key}" for c in own)
        columns.update(zip(fields, own, strict=True))
        labels, groups = tuple(row["labels"]), tuple(row.get("groups", []))
        ordinal, short = row.get("ordinal", ""), row.get("short", labels[0])
        rows.append(Row(row["key"], labels, fields, groups, ordinal, short, row["en"]))
    return Block(heading, own, tuple(rows))


def _expand(spec: IdentitySpec, section: Section, columns: dict[str, Column]) -> list[Identity]:
    """One equation for each row, column or group of the section."""
    results = [row.key for row in section.rows if "results" in row.groups and row.key != "total"]
    names = {
        "row": [row.key for row in section.rows],
        "column": [column.key for column in section.blocks[0].columns],
        "group": [group.key for group in section.groups],
    }[spec["each"]]

    def side(terms: list[str], name: str) -> tuple[str, ...]:
        keys: list[str] = []
        for term in terms:
            for result in results if "{results}" in term else [""]:
                key = term.replace("{results}", result).replace(f"{{{spec['each']}}}", name)
                keys.append(f"{section.key}.{key}")
        return tuple(key for key in keys if key in columns)

    return [Identity(f"{spec['name']}[{name}]", side(spec["left"], name), side(spec["right"], name)) for name in names]
