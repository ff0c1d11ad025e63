"""A report's three tables as the official form has them, each figure with its state."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from extractor.forms import Form
from extractor.forms.naming import with_ordinal
from extractor.forms.official import OfficialCell, official_cells
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Number


class TableShown(NamedTuple):
    """A figure in its table, and what its cell holds in the document; `state` is `printed`, `deduced`, `reviewed`,
    `review` or `violated`.
    """

    value: Number | None
    state: str
    cell: CellKind


class TableCell(NamedTuple):
    """A cell of the page's table: of the official one, with what a figure's cell shows."""

    official: OfficialCell
    shown: TableShown | None


class PageTable(NamedTuple):
    """One section's table, row by row, and its title."""

    key: str
    title: str
    rows: list[list[TableCell]]


def tables_of(form: Form, shown: Callable[[str], TableShown]) -> list[PageTable]:
    """The tables of a form; `shown` says what stands in the cell of a field."""
    return [
        PageTable(section.key, with_ordinal(section.ordinal, section.titles[0]), _rows(official_cells(section), shown))
        for section in form.sections
    ]


def _rows(cells: list[OfficialCell], shown: Callable[[str], TableShown]) -> list[list[TableCell]]:
    in_order = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [
        [TableCell(cell, shown(cell.field) if cell.field else None) for cell in row]
        for _, row in groupby(in_order, key=lambda cell: cell.row)
    ]


def state_of_figure(basis: str, status: str, is_violated: bool) -> str:
    """How a figure is shown; what a person should look at comes before how it came about."""
    if status == "review":
        return "review"
    if is_violated:
        return "violated"
    return basis if basis in ("deduced", "reviewed") else "printed"
