"""The text of a file as it is written: its lines, and the tables that are found among them as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.sources.grid import Bounds, Grid, WrittenCell, grid_of


class WrittenText(NamedTuple):
    """The characters of a file, and its tables by offsets in these."""

    text: str
    grids: Sequence[Grid]


class Sheet:
    """The lines written so far, where the next will begin once they are joined, and the tables among them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.grids: list[Grid] = []
        self.at = 0

    def add(self, line: str) -> None:
        """Writes a line."""
        self.lines.append(line)
        self.at += len(line) + 1

    def add_grids(self, bounds: Bounds, rows: Iterable[Sequence[WrittenCell] | None]) -> None:
        """Hands on a table whose rows were written; None parts it into two, for something else was written there."""
        pieces: list[list[WrittenCell]] = [[]]
        for row in rows:
            if row is None:
                pieces.append([])
            else:
                pieces[-1] += row
        self.grids += filter(None, (grid_of(bounds, piece) for piece in pieces))
