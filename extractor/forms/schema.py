"""The schema of a form's TOML file: what a lawyer may write there, and the check that it was written so.

The typed dictionaries are the schema, and `check` reads them at load. It is done here and not by pydantic because
every start of the command loads the forms, and importing pydantic alone takes longer than reading a report.
"""

import re
from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast, get_args, get_origin, is_typeddict

from extractor.errors import FormError

Key = Annotated[str, re.compile(r"[a-z_]+(\.[a-z_]+)*")]
Labels = list[str]


class ColumnSpec(TypedDict):
    """A column: its key, the wordings its header is printed with (the official one first), kind, unit, English name.

    `role` says what the column is to the others: their `total`; or of what is `in_force`, what was `issued` and
    `repealed` in the year.
    """

    key: Key
    role: NotRequired[Literal["total", "in_force", "issued", "repealed"]]
    labels: Labels
    kind: Literal["count", "change", "money"]
    unit: Literal["件", "项", "元", "万元"]
    en: str


class RowSpec(TypedDict):
    """A row: its key, the wordings of its label (the official one first), the groups it stands in.

    `short` is what to call the row where there is little room; `edition` names the only edition that prints it; `en` is
    its English name. `role` says that it is the `total` of its group; `carries_to` names the row of the same section in
    which its figures are found again in the next year's report.
    """

    key: Key
    role: NotRequired[Literal["total"]]
    carries_to: NotRequired[Key]
    labels: Labels
    short: NotRequired[str]
    ordinal: NotRequired[str]
    groups: NotRequired[list[str]]
    edition: NotRequired[str]
    en: str


class GroupSpec(TypedDict):
    """A label that spans rows or columns and is part of their fields' names."""

    key: Key
    labels: Labels
    ordinal: NotRequired[str]
    en: str


class SpanSpec(TypedDict):
    """A header that only spans columns: `over` names the columns, or the groups of columns, under it."""

    label: str
    over: list[str]


class BlockSpec(TypedDict):
    """Rows under one header. `column_groups` repeats the columns once a group, in one row without a label."""

    heading: NotRequired[Labels]
    columns: list[ColumnSpec]
    rows: NotRequired[list[RowSpec]]
    column_groups: NotRequired[list[str]]


class SectionSpec(TypedDict):
    """A part of the report with a statutory table.

    `sums_bodies` says that the figures of a body are the sums of those of the bodies under it.
    """

    key: Key
    sums_bodies: NotRequired[bool]
    en: str
    ordinal: str
    titles: Labels
    captions: NotRequired[Labels]
    groups: NotRequired[list[GroupSpec]]
    spans: NotRequired[list[SpanSpec]]
    blocks: list[BlockSpec]


class IdentitySpec(TypedDict):
    """An equation, repeated over each row, column or group of a section."""

    name: Key
    section: str
    each: Literal["row", "column", "group"]
    left: list[str]
    right: list[str]


class KeyFigureSpec(TypedDict):
    """A figure that a body is known by, the sum of `fields`; `across` says whether it is shown first where `bodies` are
    compared, or the `years` of one; by default it is in both.
    """

    key: Key
    zh: str
    en: str
    fields: list[str]
    across: NotRequired[list[Literal["bodies", "years"]]]


class FormSpec(TypedDict):
    """A whole form."""

    id: Annotated[str, re.compile(r"\d{4}")]
    version: str
    title: str
    regulation: str
    first_year: int
    last_year: NotRequired[int]
    editions: list[str]
    sections: list[SectionSpec]
    identities: NotRequired[list[IdentitySpec]]
    key_figures: NotRequired[list[KeyFigureSpec]]


class SharedSpec(TypedDict):
    """What several forms have in common: entries of their lists, each known by its key or name."""

    sections: NotRequired[list[SectionSpec]]
    rows: NotRequired[list[RowSpec]]
    identities: NotRequired[list[IdentitySpec]]
    key_figures: NotRequired[list[KeyFigureSpec]]


def check(table: dict[str, Any], spec: type, name: str) -> dict[str, Any]:
    """The table of a TOML file, which is a `spec`; `name` is the file's name, for the errors.

    Raises:
        FormError: a key is missing or unknown, or its value is of another kind; the text names file and key.
    """
    _check_table(table, spec, name, "")
    return table


def _check(value: object, kind: Any, name: str, key: str) -> None:
    """Checks one value of the file `name`, at `key`, against a type of the schema."""
    origin = get_origin(kind)
    if origin is NotRequired:
        _check(value, get_args(kind)[0], name, key)
    elif origin is Annotated:
        pattern: re.Pattern[str] = kind.__metadata__[0]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise FormError(f"{name}: {key}: must match {pattern.pattern}, is {value!r}")
    elif origin is Literal:
        if value not in get_args(kind):
            raise FormError(f"{name}: {key}: must be one of {', '.join(get_args(kind))}, is {value!r}")
    elif origin is list:
        if not isinstance(value, list) or not value:
            raise FormError(f"{name}: {key}: must be a list with at least one entry")
        for i, item in enumerate(cast(list[object], value)):
            _check(item, get_args(kind)[0], name, f"{key}.{i}")
    elif is_typeddict(kind):
        _check_table(value, kind, name, key)
    elif not isinstance(value, kind) or value == "":
        raise FormError(f"{name}: {key}: must be {_KINDS[kind]}, is {value!r}")


_KINDS = {str: "a text that is not empty", int: "a whole number", bool: "true or false"}


def _check_table(value: object, kind: Any, name: str, key: str) -> None:
    if not isinstance(value, dict):
        raise FormError(f"{name}: {key}: must be a table, is {value!r}")
    table = cast(dict[str, object], value)
    path = f"{key}." if key else ""
    kinds: dict[str, Any] = kind.__annotations__
    for inner in table:
        if inner not in kinds:
            raise FormError(f"{name}: {path}{inner}: unknown key; known here are {', '.join(kinds)}")
    for inner, inner_kind in kinds.items():
        if inner in table:
            _check(table[inner], inner_kind, name, f"{path}{inner}")
        elif get_origin(inner_kind) is not NotRequired:
            raise FormError(f"{name}: {path}{inner}: missing")
