"""The tables of a panel: their columns, what tells their rows apart, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.exporting.columns import (
    BODIES,
    FIELDS,
    FIGURES,
    FINDINGS,
    LEFT_OUT,
    LONG,
    REPORTS,
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
SIDE = (REPORTS_TABLE, FIELDS_TABLE, BODIES_TABLE, FINDINGS_TABLE, LEFT_OUT_TABLE)
"""The tables that are CSV beside every format."""
LONG_TABLE = OutputTable("long", LONG, links=(_FIELD,))
FIGURES_TABLE = OutputTable(
    "figures", FIGURES, ("report_id", "field"), (_FIELD, Link(("report_id",), "reports", ("report_id",)))
)
"""The long table without what `reports` and `fields` say."""


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


def _named(column: Column, options: PanelOptions) -> Column:
    return column._replace(name=column.short) if options.names == Names.SHORT and column.short else column


def _status(column: Column, suffix: str) -> Column:
    """The column of codes beside that of a field's values."""
    zh, en = f"{column.zh}：数值来历或缺失原因", f"{column.en}: where the value is from, or why there is none"
    short = f"{column.short}{suffix}" if column.short else None
    return Column(column.name + suffix, "text", en, zh, tuple(one.code for one in STATUSES), short)
