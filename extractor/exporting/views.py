"""The views of a panel's DuckDB file: tables that follow from the others, in SQL that a reader of the file can see."""

from __future__ import annotations

from typing import NamedTuple

from extractor.exporting.columns import FIGURES, LONG, REPORTS


class View(NamedTuple):
    """A view: its name, its query, and the tables it needs."""

    name: str
    query: str
    needs: frozenset[str]


def _long_query() -> str:
    """The figures with what the tables of reports and fields say of them, in the long table's columns."""
    of_figures, of_reports = ({column.name for column in table} for table in (FIGURES, REPORTS))
    picked = ", ".join(
        f'{"f" if column.name in of_figures else "r" if column.name in of_reports else "d"}."{column.name}"'
        for column in LONG
    )
    return f"SELECT {picked} FROM figures f JOIN reports r USING (report_id) JOIN fields d USING (field)"


VIEWS = (View("long", _long_query(), frozenset({"figures", "reports", "fields"})),)
