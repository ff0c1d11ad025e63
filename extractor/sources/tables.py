"""A table as it is handed on: rows of cells, each with its text and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from extractor.sources.model import Box
from extractor.sources.words import Line


class TableEntry(NamedTuple):
    """The text of one table cell, and its box."""

    line: Line
    box: Box


Row = tuple[TableEntry, ...]
"""The cells that begin in one row of a table, from the left."""


class TextTable(NamedTuple):
    """A table, or what a page holds of it."""

    box: Box
    rows: tuple[Row, ...]
