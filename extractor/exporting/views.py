"""The views of a panel's DuckDB file: tables that follow from the others, in SQL that a reader of the file can see."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.exporting.columns import BOUNDS, LONG, REPORTS
from extractor.exporting.sinks import OutputTable


def views_of(tables: Sequence[OutputTable]) -> list[tuple[str, str]]:
    """The name and the query of each view over these tables: `long`, where the figures stand by themselves."""
    columns = {table.name: {column.name for column in table.columns} for table in tables}
    if not {"figures", "reports", "fields"} <= columns.keys():
        return []
    bounds = [column for column in BOUNDS if column.name in columns["figures"]]
    of_reports = {column.name for column in REPORTS}
    picked: list[str] = []
    for column in (*LONG, *bounds):
        whose = "f" if column.name in columns["figures"] else "r" if column.name in of_reports else "d"
        picked.append(f'{whose}."{column.name}"')
    query = f"SELECT {', '.join(picked)} FROM figures f JOIN reports r USING (report_id) JOIN fields d USING (field)"
    return [("long", query)]
