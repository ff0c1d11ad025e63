"""A statutory form as frozen objects: sections, blocks, rows, columns and the identities it prescribes.

First step of the way: everything above reads from these objects and nothing here knows of text or files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from extractor.forms.bounds import MOST_COUNT, MOST_YUAN, YUAN_IN

Key = Annotated[str, re.compile(r"[a-z_]+(\.[a-z_]+)*")]


class Column(NamedTuple):
    """One column of a block: what its header says and what its figures count.

    `kind` is `count` (a non-negative whole number), `change` (a signed whole number) or `money` (a decimal in `unit`).
    `role` is `total`, `in_force`, `issued` or `repealed`, if any.
    """

    key: str
    labels: tuple[str, ...]
    kind: str
    unit: str
    en: str = ""
    role: str | None = None
    group: str | None = None

    @property
    def is_total(self) -> bool:
        """Whether its figures are the sums of the others beside them."""
        return self.role == "total"

    @property
    def most(self) -> int:
        """No figure of this column is larger, in its unit; see `bounds`."""
        return MOST_YUAN // YUAN_IN[self.unit] if self.kind == "money" else MOST_COUNT


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Row:
    """One row of figures: its labels as offices print them and the field keys of its slots, left to right.

    `short` is what to call it where there is little room; `en` is its English name. `total` is the slot of the total of
    the others, None where there is none, or one for each group of columns. `is_total` says that the row itself is the
    total of those of its group; `carries_to` is the key of the row in which the next year's report has its figures.
    """

    key: str
    labels: tuple[str, ...]
    fields: tuple[str, ...]
    groups: tuple[str, ...] = ()
    ordinal: str = ""
    short: str = ""
    en: str = ""
    total: int | None = None
    is_total: bool = False
    carries_to: str = ""


class Group(NamedTuple):
    """A label that spans several rows or columns, such as 三、本年度办理结果 or 未经复议直接起诉."""

    key: Key
    labels: tuple[str, ...]
    en: str
    ordinal: str = ""


class Span(NamedTuple):
    """A header that only spans columns, such as 法人或其他组织: `over` names the columns or groups under it."""

    label: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Block:
    """A run of rows under one header; section `active` has one for each article of the regulation."""

    heading: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Section:
    """One part of the report with a statutory table."""

    key: str
    ordinal: str
    titles: tuple[str, ...]
    captions: tuple[str, ...]
    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    spans: tuple[Span, ...] = ()
    en: str = ""
    sums_bodies: bool = False
    rows: tuple[Row, ...] = field(init=False)
    """The rows of all blocks, top to bottom."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(row for block in self.blocks for row in block.rows))


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """A linear equation the form prescribes (勾稽关系): the fields of `left` sum to those of `right`."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    fields: tuple[str, ...] = field(init=False, compare=False)
    """Both sides, left first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", self.left + self.right)


class CarriedOver(NamedTuple):
    """Two fields that ought to be the same: `out` in one year's report, and `into` in the next year's."""

    out: str
    into: str


class InForce(NamedTuple):
    """The field of what is in force, and the fields by which it changes in a year."""

    in_force: str
    issued: str
    repealed: str


class KeyFigure(NamedTuple):
    """A figure that a body is known by: its key, and its names in Chinese and English.

    `readings` are the fields it is the sum of, in each of the forms that count it in fields of their own. `across` says
    where it is shown first: `bodies` (compared with one another), `years` (of one body).
    """

    key: str
    zh: str
    en: str
    readings: tuple[tuple[str, ...], ...]
    across: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Form:
    """One statutory layout, as one report prints it.

    `edition` tells variants of one form apart: `other_total` where 其他处理 is printed as one row, `other_rows` where
    it is printed as three.
    """

    id: str
    version: str
    title: str
    regulation: str
    first_year: int
    last_year: int | None
    edition: str
    sections: tuple[Section, ...]
    identities: tuple[Identity, ...]
    columns: dict[str, Column]
    carried_over: tuple[CarriedOver, ...]
    in_force: tuple[InForce, ...]
    key_figures: tuple[KeyFigure, ...]
    fields: tuple[str, ...] = field(init=False)
    """Every field key of the form, in the order of the form."""
    within: dict[str, tuple[Identity, ...]] = field(init=False)
    """For each field the identities inside its own row; none where no identity checks it."""
    across: dict[str, tuple[Identity, ...]] = field(init=False)
    """For each field the identities that join it with other rows."""

    def __post_init__(self) -> None:
        rows = [row for section in self.sections for row in section.rows]
        row_of = {key: row for row in rows for key in row.fields}
        within: dict[str, list[Identity]] = {key: [] for key in row_of}
        across: dict[str, list[Identity]] = {key: [] for key in row_of}
        for identity in self.identities:
            around = within if len({row_of[key] for key in identity.fields}) == 1 else across
            for key in identity.fields:
                around[key].append(identity)
        object.__setattr__(self, "fields", tuple(row_of))
        object.__setattr__(self, "within", {key: tuple(around) for key, around in within.items()})
        object.__setattr__(self, "across", {key: tuple(around) for key, around in across.items()})

    def section(self, key: str) -> Section:
        """The section with this key; `KeyError` where the form has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
