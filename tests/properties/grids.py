"""A drawn table as a grid of places, some of them covered by a cell that spans several; all cell layouts print this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.properties.sheets import Band, Line, Sheet

CELL, ACROSS, DOWN = "cell", "across", "down"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the grid: the text of the cell there, and whether the cell begins here or covers it from before.

    `across` and `down` are the spans of a cell that begins here.
    """

    text: str
    how: str = CELL
    across: int = 1
    down: int = 1
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    """A row of the grid; `header` tells a header from a line of figures."""

    spots: tuple[Spot, ...]
    header: bool = False


def ranks_of(sheet: Sheet) -> list[Rank]:
    """The rows of the grid, top to bottom."""
    ranks: list[Rank] = []
    for band in sheet.bands:
        if band.heading:
            ranks.append(Rank(tuple(_across(band.heading, sheet.label_columns + sheet.columns)), header=True))
        ranks.extend(_head(band))
        ranks.extend(_lines(band, sheet))
    return ranks


def _across(text: str, across: int, down: int = 1) -> Iterable[Spot]:
    yield Spot(text, CELL, across, down)
    for _ in range(across - 1):
        yield Spot(text, ACROSS)


def _head(band: Band) -> list[Rank]:
    taken: dict[tuple[int, int], Spot] = {}
    for row, cells in enumerate(band.head):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            for down in range(cell.down):
                for across in range(cell.across):
                    how = ACROSS if across else DOWN if down else CELL
                    taken[row + down, column + across] = Spot(cell.text, how, cell.across, cell.down)
    rows = [sorted(place for place in taken if place[0] == row) for row in range(len(band.head))]
    return [Rank(tuple(taken[place] for place in places), header=True) for places in rows]


def _lines(band: Band, sheet: Sheet) -> list[Rank]:
    ranks: list[Rank] = []
    before: tuple[str, ...] = ()
    for number, line in enumerate(band.lines):
        spots: list[Spot] = []
        for depth, group in enumerate(line.groups):
            same = before[: depth + 1] == line.groups[: depth + 1]
            spots.append(Spot(group, DOWN if same else CELL, 1, 1 if same else _height(band, number, depth)))
        if sheet.label_columns:
            spots.extend(_across(line.label, sheet.label_columns - len(line.groups)))
        spots.extend(_figures(line))
        ranks.append(Rank(tuple(spots)))
        before = line.groups
    return ranks


def _height(band: Band, first: int, depth: int) -> int:
    """How many lines the group that begins at line `first` goes on for."""
    groups = band.lines[first].groups[: depth + 1]
    height = 0
    while first + height < len(band.lines) and band.lines[first + height].groups[: depth + 1] == groups:
        height += 1
    return height


def _figures(line: Line) -> Iterable[Spot]:
    """The figures, the last one over all columns it spans."""
    for i, figure in enumerate(line.figures):
        across = line.across if i + 1 == len(line.figures) else 1
        yield Spot(figure, CELL, across, 1, figure=True)
        for _ in range(across - 1):
            yield Spot(figure, ACROSS, figure=True)
