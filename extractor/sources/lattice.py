"""Ruling lines → tables: the cells that lines part, merged where a line is missing.

Lines need not be exact: ends that miss each other by a little meet, two lines of a double border are one, and a line
drawn in dashes is whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple

from extractor.connected import connected
from extractor.sources.model import Box
from extractor.sources.words import Rule

# In points: lines this near are one, ends this far from a line still meet it, and a dash this far goes on.
_SAME = 1.5
_SNAP = 3.0
_REACH = 3.0
# A line shorter than this is no side of a cell, and what is narrower or lower is the room between two borders.
_SHORTEST = 5.0
_NARROWEST = 5.0
_ALL_SIDES = 4
# This share of a cell's side must be drawn.
_DRAWN = 0.6
# Lines across times lines down: with more of them that may meet, a page is a drawing.
_MOST_MEETINGS = 250_000
_MOST_CELLS = 20_000


class LatticeCell(NamedTuple):
    """One cell: its box, the rows and columns of the lattice it begins in, and how many of its sides are drawn."""

    box: Box
    row: int
    column: int
    sides: int


class Lattice(NamedTuple):
    """A table as its lines show it: its box and its cells, row by row from the left."""

    box: Box
    cells: tuple[LatticeCell, ...]


def lattices_of(rules: Sequence[Rule]) -> list[Lattice]:
    """The tables these lines draw, of two cells or more; none where the lines are those of a drawing."""
    across = _merged([rule for rule in rules if rule.across])
    down = _merged([rule for rule in rules if not rule.across])
    if len(across) * len(down) > _MOST_MEETINGS:
        return []
    found = [_lattice(*group) for group in _connected(across, down)]
    return [lattice for lattice in found if lattice is not None and len(lattice.cells) > 1]


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line joined, and what is then too short left out."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=attrgetter("at")):
        if lines and rule.at - lines[-1][0].at <= _SAME:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        whole: list[Rule] = []
        for rule in sorted(line, key=attrgetter("start")):
            if whole and rule.start <= whole[-1].end + _REACH:
                whole[-1] = whole[-1]._replace(end=max(whole[-1].end, rule.end))
            else:
                whole.append(rule)
        merged += [rule for rule in whole if rule.end - rule.start >= _SHORTEST]
    return merged


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two lines of different direction meet or cross."""
    return one.start - _REACH <= other.at <= one.end + _REACH and other.start - _REACH <= one.at <= other.end + _REACH


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines in groups that hang together, each with its lines across and its lines down."""
    rules = (*across, *down)
    pairs = product(range(len(across)), range(len(across), len(rules)))
    groups = connected(len(rules), ((i, j) for i, j in pairs if _meet(rules[i], rules[j])))
    return [
        ([rules[i] for i in group if rules[i].across], [rules[i] for i in group if not rules[i].across])
        for group in groups
        if len(group) > 1
    ]


class _Grid(NamedTuple):
    """Where the lines of a table stand, and which sides of its smallest cells are drawn.

    `tops[row][column]` is the line over a smallest cell, and in the last row the one under the table;
    `lefts[row][column]` the one at its left, and in the last column the one at the table's right.
    """

    xs: list[float]
    ys: list[float]
    tops: list[list[bool]]
    lefts: list[list[bool]]


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    left = min(rule.start for rule in across)
    right = max(rule.end for rule in across)
    top = min(rule.start for rule in down)
    bottom = max(rule.end for rule in down)
    across = [rule for rule in across if _is_held(rule, down, left, right)]
    down = [rule for rule in down if _is_held(rule, across, top, bottom)]
    xs = _snapped([*(rule.at for rule in down), left, right])
    ys = _snapped([*(rule.at for rule in across), top, bottom])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    tops = _drawn(across, ys, xs)
    lefts = [list(row) for row in zip(*_drawn(down, xs, ys), strict=True)]
    grid = _Grid(xs, ys, tops, lefts)
    cells = [cell for region in _regions(grid) for cell in _cells(region, grid)]
    return Lattice((xs[0], ys[0], xs[-1], ys[-1]), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _is_held(rule: Rule, others: Sequence[Rule], start: float, end: float) -> bool:
    """Whether a line meets others at two places, the edge of the table counting as one: an underline does not."""
    ends = (abs(rule.start - start) <= _REACH) + (abs(rule.end - end) <= _REACH)
    return ends + sum(_meet(rule, other) for other in others) >= 2


def _snapped(places: Iterable[float]) -> list[float]:
    """Places that are near each other as one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _SNAP and place - groups[-1][0] <= 2 * _SNAP:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _drawn(rules: Sequence[Rule], lines: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For each line and each step along it, whether it is drawn there."""
    drawn = [[False] * (len(steps) - 1) for _ in lines]
    by_line: dict[int, list[Rule]] = {}
    for rule in rules:
        by_line.setdefault(nearest_to(rule.at, lines), []).append(rule)
    for i, row in enumerate(drawn):
        own = by_line.get(i, [])
        for j in range(len(row)):
            start, end = steps[j], steps[j + 1]
            covered = max((min(rule.end, end) - max(rule.start, start) for rule in own), default=0.0)
            row[j] = covered >= _DRAWN * (end - start)
    return drawn


def nearest_to(place: float, places: Sequence[float]) -> int:
    """Which of these places, in rising order, is nearest to this one; of two the first."""
    behind = bisect_left(places, place)
    near = range(max(behind - 1, 0), min(behind + 1, len(places)))
    return min(near, key=lambda at: abs(places[at] - place))


def _regions(grid: _Grid) -> list[list[tuple[int, int]]]:
    """The smallest cells (row, column) in groups that no drawn line parts."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    places = [*product(range(rows), range(columns))]
    beside = [(at, at - 1) for at, (row, column) in enumerate(places) if column and not grid.lefts[row][column]]
    below = [(at, at - columns) for at, (row, column) in enumerate(places) if row and not grid.tops[row][column]]
    return [[places[at] for at in group] for group in connected(len(places), beside + below)]


def _cells(region: Sequence[tuple[int, int]], grid: _Grid) -> Iterable[LatticeCell]:
    """The cell of a group of smallest cells; several where it is no rectangle, row by row."""
    runs: list[tuple[int, int, int]] = []
    for row, of_row in groupby(sorted(region), key=lambda place: place[0]):
        columns = [column for _, column in of_row]
        for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
            whole = [column for _, column in run]
            runs.append((row, whole[0], whole[-1] + 1))
    blocks: list[list[int]] = []
    open_blocks: dict[tuple[int, int, int], list[int]] = {}
    for row, first, last in runs:
        block = open_blocks.pop((row, first, last), None)
        if block is None:
            block = [row, row, first, last]
            blocks.append(block)
        block[1] = row + 1
        open_blocks[row + 1, first, last] = block
    for upper, lower, first, last in blocks:
        box = (grid.xs[first], grid.ys[upper], grid.xs[last], grid.ys[lower])
        sides = _sides((upper, lower, first, last), grid)
        # A blank row at the foot of a web page's table is as low as its borders are apart, and parted as the others.
        is_foot = lower == len(grid.ys) - 1 and sides == _ALL_SIDES and last - first < len(grid.xs) - 1
        if box[2] - box[0] >= _NARROWEST and (is_foot or box[3] - box[1] >= _NARROWEST):
            yield LatticeCell(box, upper, first, sides)


def _sides(block: tuple[int, int, int, int], grid: _Grid) -> int:
    upper, lower, first, last = block
    return (
        all(grid.tops[upper][first:last])
        + all(grid.tops[lower][first:last])
        + all(row[first] for row in grid.lefts[upper:lower])
        + all(row[last] for row in grid.lefts[upper:lower])
    )
