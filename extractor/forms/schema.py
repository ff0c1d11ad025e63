"""The schema of a form's TOML file: what a lawyer may write there, and the check that it was written so.

The records are the schema, and `read_as` makes them of a table at load; what has no default must be there. It is done
here and not by pydantic because every start of the command loads the forms, and importing pydantic alone takes longer
than reading a report.
"""

from __future__ import annotations

import re
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from extractor.errors import FormError
from extractor.forms.model import Group, Key, Span

Labels = tuple[str, ...]
Record = TypeVar("Record")


class ColumnSpec(NamedTuple):
    """A column: its key, the wordings its header is printed with (the official one first), kind, unit, English name.

    `role` says what the column is to the others: their `total`; or of what is `in_force`, what was `issued` and
    `repealed` in the year.
    """

    key: Key
    labels: Labels
    kind: Literal["count", "change", "money"]
    unit: Literal["件", "项", "元", "万元"]
    en: str
    role: Literal["total", "in_force", "issued", "repealed"] | None = None


class RowSpec(NamedTuple):
    """A row: its key, the wordings of its label (the official one first), the groups it stands in.

    `short` is what to call the row where there is little room; `edition` names the only edition that prints it; `en` is
    its English name. `role` says that it is the `total` of its group; `carries_to` names the row of the same section in
    which its figures are found again in the next year's report.
    """

    key: Key
    labels: Labels
    en: str
    short: str = ""
    ordinal: str = ""
    groups: tuple[str, ...] = ()
    edition: str = ""
    role: Literal["total"] | None = None
    carries_to: Key = ""


class BlockSpec(NamedTuple):
    """Rows under one header. `column_groups` repeats the columns once a group, in one row without a label."""

    columns: tuple[ColumnSpec, ...]
    heading: Labels = ()
    rows: tuple[RowSpec, ...] = ()
    column_groups: tuple[str, ...] = ()


class SectionSpec(NamedTuple):
    """A part of the report with a statutory table.

    `sums_bodies` says that the figures of a body are the sums of those of the bodies under it.
    """

    key: Key
    en: str
    ordinal: str
    titles: Labels
    blocks: tuple[BlockSpec, ...]
    captions: Labels = ()
    groups: tuple[Group, ...] = ()
    spans: tuple[Span, ...] = ()
    sums_bodies: bool = False


class IdentitySpec(NamedTuple):
    """An equation, repeated over each row, column or group of a section."""

    name: Key
    section: str
    each: Literal["row", "column", "group"]
    left: tuple[str, ...]
    right: tuple[str, ...]


class KeyFigureSpec(NamedTuple):
    """A figure that a body is known by, the sum of `fields`; `across` says whether it is shown first where `bodies` are
    compared, or the `years` of one.
    """

    key: Key
    zh: str
    en: str
    fields: tuple[str, ...]
    across: tuple[Literal["bodies", "years"], ...] = ("bodies", "years")


class FormSpec(NamedTuple):
    """A whole form."""

    id: Annotated[str, re.compile(r"\d{4}")]
    version: str
    title: str
    regulation: str
    first_year: int
    editions: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    last_year: int | None = None
    identities: tuple[IdentitySpec, ...] = ()
    key_figures: tuple[KeyFigureSpec, ...] = ()


class SharedSpec(NamedTuple):
    """What several forms have in common: entries of their lists, each known by its key or name."""

    sections: tuple[SectionSpec, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    identities: tuple[IdentitySpec, ...] = ()
    key_figures: tuple[KeyFigureSpec, ...] = ()


def read_as(table: dict[str, Any], spec: type[Record], name: str) -> Record:
    """The table of a TOML file as a record of the schema; `name` is the file's name, for the errors.

    Raises:
        FormError: a key is missing or unknown, or its value is of another kind; the text names file and key.
    """
    return _record(table, spec, f"{name}: ")


def _record(table: dict[str, Any], kind: Any, before: str) -> Any:
    """A record of a table, in whose errors `before` stands before its keys."""
    kinds = _kinds(kind)
    for inner in table:
        if inner not in kinds:
            raise FormError(f"{before}{inner}: unknown key; known here are {', '.join(kinds)}")
    made: dict[str, Any] = {}
    for inner, inner_kind in kinds.items():
        if inner in table:
            made[inner] = _value(table[inner], inner_kind, f"{before}{inner}")
        elif inner not in kind._field_defaults:
            raise FormError(f"{before}{inner}: missing")
    return kind(**made)


@cache
def _kinds(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _value(value: object, kind: Any, where: str) -> Any:
    """One value, at a key of a file, as a type of the schema."""
    if get_origin(kind) in (Union, UnionType):
        kind = get_args(kind)[0]
    origin = get_origin(kind)
    if hasattr(kind, "_fields"):
        if not isinstance(value, dict):
            raise FormError(f"{where}: must be a table, is {value!r}")
        return _record(cast(dict[str, Any], value), kind, f"{where}.")
    if origin is tuple:
        if not isinstance(value, list) or not value:
            raise FormError(f"{where}: must be a list with at least one entry")
        listed = enumerate(cast(list[object], value))
        return tuple(_value(item, get_args(kind)[0], f"{where}.{i}") for i, item in listed)
    if origin is Annotated:
        pattern: re.Pattern[str] = kind.__metadata__[0]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise FormError(f"{where}: must match {pattern.pattern}, is {value!r}")
    elif origin is Literal:
        if value not in get_args(kind):
            raise FormError(f"{where}: must be one of {', '.join(get_args(kind))}, is {value!r}")
    elif not isinstance(value, kind) or value == "":
        raise FormError(f"{where}: must be {_CALLED[kind]}, is {value!r}")
    return value


_CALLED = {str: "a text that is not empty", int: "a whole number", bool: "true or false"}
