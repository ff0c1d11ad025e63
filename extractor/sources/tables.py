"""A table as it is handed on: rows of cells, each with its text and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from extractor.sources.grid import Area, Bounds
from extractor.sources.model import Box
from extractor.sources.words import Line


class TableEntry(NamedTuple):
    """The text of one table cell, its box, and where in its table it stands; None for what is written in its row and is
    no cell of the table, or none by itself.
    """

    line: Line
    box: Box
    area: Area | None = None


Row = tuple[TableEntry, ...]
"""The cells that begin in one row of a table, from the left."""


class TextTable(NamedTuple):
    """A table, or what a page holds of it; `goes_on` where it goes on with the last table of the page before."""

    box: Box
    rows: tuple[Row, ...]
    bounds: Bounds
    goes_on: bool = False


class TextLine(NamedTuple):
    """A line of the text; of a table the row that it is, and the table."""

    line: Line
    row: Row = ()
    table: TextTable | None = None
