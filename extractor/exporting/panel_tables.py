"""The tables of a panel: their columns, what tells their rows apart, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.exporting.columns import (
    BODIES,
    BOUNDS,
    CROSSWALK,
    DICTIONARY,
    FIELDS,
    FIGURES,
    FINDINGS,
    LEFT_OUT,
    LONG,
    MISSING,
    REPORTS,
    REVIEW_FIRST,
    WIDE_HEAD,
    Column,
)
from extractor.exporting.fields import FieldName
from extractor.exporting.obs_status import STATUSES
from extractor.exporting.panel_options import Names, PanelOptions, StatusIn
from extractor.exporting.short_names import SUFFIX_STATUS
from extractor.exporting.sinks import Link, OutputTable

_FIELD = Link(("field",), "fields", ("field",))
BODY_YEAR = ("body_id", "year")
REPORTS_TABLE = OutputTable("reports", REPORTS, ("report_id",))
FIELDS_TABLE = OutputTable("fields", FIELDS, ("field",))
BODIES_TABLE = OutputTable("bodies", BODIES)
FINDINGS_TABLE = OutputTable("findings", FINDINGS)
LEFT_OUT_TABLE = OutputTable("left_out", LEFT_OUT, ("name",))
MISSING_TABLE = OutputTable("missing", MISSING, ("by", "group"))
CROSSWALK_TABLE = OutputTable("crosswalk", CROSSWALK)
REVIEW_TABLE = OutputTable("review_first", REVIEW_FIRST, ("rank",))
DICTIONARY_TABLE = OutputTable("dictionary", DICTIONARY, ("table", "column_name"))
SIDE = (
    *(REPORTS_TABLE, FIELDS_TABLE, BODIES_TABLE, FINDINGS_TABLE, LEFT_OUT_TABLE, MISSING_TABLE, CROSSWALK_TABLE),
    *(REVIEW_TABLE, DICTIONARY_TABLE),
)
"""The tables that are CSV beside every format."""
LONG_TABLE = OutputTable("long", LONG, links=(_FIELD,))
FIGURES_TABLE = OutputTable(
    "figures", FIGURES, ("report_id", "field"), (_FIELD, Link(("report_id",), "reports", ("report_id",)))
)
"""The long table without what `reports` and `fields` say."""


_SHAPED = ("_status", "_low", "_high")


def long_table(*, bounds: bool) -> OutputTable:
    """The long table; with bounds, two columns of them at its end."""
    return LONG_TABLE._replace(columns=(*LONG, *BOUNDS)) if bounds else LONG_TABLE


def figures_table(*, bounds: bool) -> OutputTable:
    """The compact one; with bounds, two columns of them at its end."""
    return FIGURES_TABLE._replace(columns=(*FIGURES, *BOUNDS)) if bounds else FIGURES_TABLE


def dictionary_rows(tables: Iterable[OutputTable]) -> Iterator[list[str]]:
    """A row for each column of these tables that says what it is; those of one table's shape are told by it."""
    for table in tables:
        if table.name.endswith(_SHAPED):
            continue
        for one in table.columns:
            about = (one.title, one.kind, one.measure or "", one.short or "", ";".join(one.codes), one.zh, one.en)
            yield [table.name, one.name, *about]


def figure_columns(fields: Iterable[FieldName]) -> list[Column]:
    """The columns of a table by body and year that are fields, called by their keys."""
    return [
        Column(
            name.field,
            "number" if name.counts == "money" else "whole",
            f"{name.field_en} ({name.measure})",
            name.field_zh,
            short=name.short,
            measure=name.measure,
            least=None if name.counts == "change" else 0,
        )
        for name in fields
    ]


def values_table(name: str, columns: Sequence[Column], options: PanelOptions) -> OutputTable:
    """The table with a row for each body and year that has the values."""
    named = [_named(column, options) for column in columns]
    told = [_status(column, SUFFIX_STATUS) for column in named] if options.status_in == StatusIn.COLUMNS else []
    return OutputTable(name, (*WIDE_HEAD, *named, *told), BODY_YEAR)


def status_table(name: str, columns: Sequence[Column], options: PanelOptions) -> OutputTable:
    """The table of the same shape that says of each value where it is from, or why there is none."""
    told = [_status(_named(column, options), "") for column in columns]
    return OutputTable(f"{name}_status", (*WIDE_HEAD, *told), BODY_YEAR, (Link(BODY_YEAR, name, BODY_YEAR),))


def bound_table(name: str, side: str, columns: Sequence[Column], options: PanelOptions) -> OutputTable:
    """The table of the same shape that has the least (`low`) or the greatest (`high`) that each figure can be."""
    says = {"low": ("下限", "the least it can be"), "high": ("上限", "the most it can be")}[side]
    named = (_named(column, options) for column in columns)
    told = [one._replace(zh=f"{one.zh}：{says[0]}", en=f"{one.en}: {says[1]}") for one in named]
    return OutputTable(f"{name}_{side}", (*WIDE_HEAD, *told), BODY_YEAR, (Link(BODY_YEAR, name, BODY_YEAR),))


def _named(column: Column, options: PanelOptions) -> Column:
    return column._replace(name=column.short) if options.names == Names.SHORT and column.short else column


def _status(column: Column, suffix: str) -> Column:
    """The column of codes beside that of a field's values."""
    zh, en = f"{column.zh}：数值来历或缺失原因", f"{column.en}: where the value is from, or why there is none"
    short = f"{column.short}{suffix}" if column.short else None
    return Column(column.name + suffix, "text", en, zh, tuple(one.code for one in STATUSES), short)
