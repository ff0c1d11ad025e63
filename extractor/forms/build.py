"""A form's specification → one frozen `Form` for each edition: fields, identities written out, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.errors import FormError
from extractor.forms.model import (
    Block,
    CarriedOver,
    Column,
    Form,
    Identity,
    InForce,
    KeyFigure,
    Row,
    Section,
)
from extractor.forms.schema import BlockSpec, FormSpec, IdentitySpec, SectionSpec

_IN_BRACES = re.compile(r"\{([^}]*)\}")


def build_edition(spec: FormSpec, edition: str, name: str) -> Form:
    """The form in this edition; `name` is the file's name, for the errors.

    Raises:
        FormError: an identity, a role or a key figure names something that the form does not define.
    """
    columns: dict[str, Column] = {}
    sections = tuple(_section(section, edition, columns) for section in spec.sections)
    return Form(
        id=spec.id,
        version=spec.version,
        title=spec.title,
        regulation=spec.regulation,
        first_year=spec.first_year,
        last_year=spec.last_year,
        edition=edition,
        sections=sections,
        identities=tuple(_identities(spec, sections, columns, name)),
        columns=columns,
        carried_over=tuple(_carried_over(sections, name)),
        in_force=tuple(_in_force(sections, columns)),
        key_figures=tuple(_key_figures(spec, columns, name)),
    )


def _section(spec: SectionSpec, edition: str, columns: dict[str, Column]) -> Section:
    return Section(
        key=spec.key,
        ordinal=spec.ordinal,
        titles=spec.titles,
        captions=spec.captions,
        groups=spec.groups,
        blocks=tuple(_block(block, spec.key, edition, columns) for block in spec.blocks),
        spans=spec.spans,
        en=spec.en,
        sums_bodies=spec.sums_bodies,
    )


def _block(spec: BlockSpec, section: str, edition: str, columns: dict[str, Column]) -> Block:
    """The block's rows; every field's column is noted in `columns`."""
    own = tuple(Column(*column) for column in spec.columns)
    if spec.column_groups:
        own = tuple(c._replace(group=group) for group in spec.column_groups for c in own)
        fields = tuple(f"{section}.{c.group}.{c.key}" for c in own)
        columns.update(zip(fields, own, strict=True))
        return Block(spec.heading, own, (Row("outcomes", (), fields),))
    totals = [i for i, column in enumerate(own) if column.is_total]
    rows: list[Row] = []
    for row in (row for row in spec.rows if row.edition in ("", edition)):
        fields = tuple(f"{section}.{row.key}.{c.key}" for c in own)
        columns.update(zip(fields, own, strict=True))
        made = Row(
            key=row.key,
            labels=row.labels,
            fields=fields,
            groups=row.groups,
            ordinal=row.ordinal,
            short=row.short or row.labels[0],
            en=row.en,
            total=totals[0] if len(totals) == 1 else None,
            is_total=row.role == "total",
            carries_to=row.carries_to,
        )
        rows.append(made)
    return Block(spec.heading, own, tuple(rows))


def _identities(
    spec: FormSpec, sections: tuple[Section, ...], columns: dict[str, Column], name: str
) -> Iterator[Identity]:
    by_key = {section.key: section for section in sections}
    for i, identity in enumerate(spec.identities):
        section = by_key.get(identity.section)
        if section is None:
            raise FormError(f"{name}: identities.{i}.section: no section {identity.section!r}")
        made = _expand(identity, section, columns, f"{name}: identities.{i}")
        if not all(one.left and one.right for one in made):
            raise FormError(f"{name}: identities.{i}: a side of {identity.name!r} names no field of the form")
        yield from made


def _expand(spec: IdentitySpec, section: Section, columns: dict[str, Column], where: str) -> list[Identity]:
    """One equation for each row, column or group of the section."""
    each = spec.each
    names = {
        "row": [row.key for row in section.rows],
        "column": [column.key for block in section.blocks for column in block.columns],
        "group": [group.key for group in section.groups],
    }[each]

    def side(terms: tuple[str, ...], name: str) -> tuple[str, ...]:
        keys = (f"{section.key}.{key}" for term in terms for key in _spelled(term, {each: [name]}, section, where))
        return tuple(key for key in keys if key in columns)

    return [
        Identity(f"{spec.name}[{name}]", side(spec.left, name), side(spec.right, name)) for name in dict.fromkeys(names)
    ]


def _spelled(term: str, known: dict[str, list[str]], section: Section, where: str) -> list[str]:
    """A term with each name in braces replaced: by what is known, or by the keys of a group's rows but its total."""
    found = _IN_BRACES.search(term)
    if found is None:
        return [term]
    name = found[1]
    if name not in known:
        if all(group.key != name for group in section.groups):
            raise FormError(f"{where}: {{{name}}} is neither what it repeats nor a group of section {section.key!r}")
        known = {**known, name: [row.key for row in section.rows if name in row.groups and not row.is_total]}
    return [whole for key in known[name] for whole in _spelled(term.replace(found[0], key), known, section, where)]


def _carried_over(sections: tuple[Section, ...], name: str) -> Iterator[CarriedOver]:
    """The fields of every row that is carried to another, column by column."""
    for section in sections:
        rows = {row.key: row for row in section.rows}
        for row in (row for row in section.rows if row.carries_to):
            target = rows.get(row.carries_to)
            if target is None or len(target.fields) != len(row.fields):
                raise FormError(
                    f"{name}: row {section.key}.{row.key} carries to {row.carries_to!r}, which is no row of its section"
                    " with the same columns"
                )
            yield from map(CarriedOver, row.fields, target.fields)


def _in_force(sections: tuple[Section, ...], columns: dict[str, Column]) -> Iterator[InForce]:
    """The rows that say what is in force and what was issued and repealed."""
    for row in (row for section in sections for row in section.rows):
        by_role = {columns[field].role: field for field in row.fields}
        if {"in_force", "issued", "repealed"} <= by_role.keys():
            yield InForce(by_role["in_force"], by_role["issued"], by_role["repealed"])


def _key_figures(spec: FormSpec, columns: dict[str, Column], name: str) -> Iterator[KeyFigure]:
    """The key figures of which this edition prints every field."""
    for i, one in enumerate(spec.key_figures):
        unknown = [field for field in one.fields if field not in columns]
        if unknown:
            raise FormError(f"{name}: key_figures.{i}: no field {unknown[0]!r}")
        yield KeyFigure(one.key, one.zh, one.en, (one.fields,), one.across)
