"""Which lines of labels belong to which row of figures, in a table without lines.

Labels are broken over lines, and a row's figures stand at the middle, the top or the foot of its label: the same
throughout a table. So the lines are dealt out for each of the three, and the one that leaves least out of place holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

# A label has at most so many lines.
_MOST_LINES = 10
# Costs in heights of the type: a numbered line within a label, a label that begins without a number where others have
# one, a label without figures, a row without a label.
_NUMBERED_WITHIN = 6.0
_UNNUMBERED = 0.8
_WITHOUT_FIGURES = 2.5
_NUMBERED_WITHOUT_FIGURES = 0.9
_WITHOUT_LABEL = 3.0
CLOSE = 1.2
"""Lines of one label are no further apart than this many heights of the type."""
# What a whole table may cost at first; where it costs more, so many times as much is tried.
_FIRST_COST = 8.0
_DEARER = 4.0


class LabelLine(NamedTuple):
    """A line of a label: where it is from top to bottom, and whether it begins with a number."""

    top: float
    bottom: float
    numbered: bool

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2


class Share(NamedTuple):
    """A row's share: the lines of its label (from, up to), and its figures; None for a row that is blank."""

    first: int
    until: int
    figures: int | None


Parted = Callable[[float, float], bool]
"""Whether a line is drawn across the table between two heights."""

Spend = Callable[[int], None]
"""Takes so many steps of the work that a document may take."""

_Back = tuple[float, tuple[int, int, Share | None] | None]
"""What it costs to have dealt out so much, and the last step there: from which line and row on, and the share."""

_ANCHORS: tuple[Callable[[Sequence[LabelLine]], float], ...] = (
    lambda lines: (lines[0].top + lines[-1].bottom) / 2,
    lambda lines: lines[0].middle,
    lambda lines: lines[-1].middle,
)


def deal_out(lines: Sequence[LabelLine], figures: Sequence[float], parted: Parted, spend: Spend) -> list[Share]:
    """The rows from the top down; `figures` are the heights at which the figures of each row stand.

    Lines above the first row and below the last that belong to no row have no share.
    """
    if not figures:
        return []
    ways = [_Dealing(lines, figures, parted, anchor).best(spend) for anchor in _ANCHORS]
    return min(ways, key=lambda way: way[0])[1]


class _Block(NamedTuple):
    """Lines that may be one label, up to `until`: the middles of the first and the last, where its figures would stand,
    and what it costs as the label of figures and `alone`.
    """

    until: int
    first: float
    last: float
    anchor: float
    cost: float
    alone: float


class _Dealing:
    """One way of dealing out: row after row, the cheapest share for each."""

    def __init__(
        self,
        lines: Sequence[LabelLine],
        figures: Sequence[float],
        parted: Parted,
        anchor: Callable[[Sequence[LabelLine]], float],
    ) -> None:
        self._lines = lines
        self._figures = figures
        self._parted = parted
        self._anchor = anchor
        self._size = max((line.bottom - line.top for line in lines), default=10.0)
        self._numbers = sum(line.numbered for line in lines) >= len(figures) / 2

    def best(self, spend: Spend) -> tuple[float, list[Share]]:
        """The least cost, and the shares that cost it.

        What costs more than the whole may is not followed: in a table whose labels stand beside their figures next to
        nothing is, where all of it would be the square of the table.
        """
        most = _FIRST_COST
        while True:
            reached = self._within(most, spend)
            cost, _ = reached[-1].get(len(self._figures), (float("inf"), None))
            if cost <= most:
                return cost, self._trace(reached)
            most *= _DEARER

    def _within(self, most: float, spend: Spend) -> list[dict[int, _Back]]:
        """For so many lines and rows of figures dealt with the least cost, as far as it is no more than `most`."""
        reached: list[dict[int, _Back]] = [{} for _ in range(len(self._lines) + 1)]
        reached[0][0] = 0.0, None
        for i, row in enumerate(reached):
            waiting = sorted(row)
            blocks = self._blocks(i) if waiting else []
            while waiting:
                spend(1 + len(blocks))
                j = heappop(waiting)
                for cost, share, to in self._steps(i, j, blocks):
                    cost += row[j][0]
                    known = reached[to[0]].get(to[1])
                    if cost > most or (known is not None and cost >= known[0]):
                        continue
                    if to[0] == i and known is None:
                        heappush(waiting, to[1])
                    reached[to[0]][to[1]] = cost, (i, j, share)
        return reached

    def _trace(self, reached: list[dict[int, _Back]]) -> list[Share]:
        shares: list[Share] = []
        i, j = len(self._lines), len(self._figures)
        while (step := reached[i][j][1]) is not None:
            i, j = step[:2]
            if step[2] is not None:
                shares.append(step[2])
        return shares[::-1]

    def _blocks(self, i: int) -> list[_Block]:
        """The labels that may begin with line `i`."""
        found: list[_Block] = []
        form = _UNNUMBERED if self._numbers and i < len(self._lines) and not self._lines[i].numbered else 0.0
        within = 0
        for until in range(i + 1, min(i + _MOST_LINES, len(self._lines)) + 1):
            lines = self._lines[i:until]
            if len(lines) > 1:
                if not self._goes_on(lines[-2], lines[-1]):
                    break
                within += lines[-1].numbered
            cost = _NUMBERED_WITHIN * within + form
            alone = _NUMBERED_WITHOUT_FIGURES if lines[0].numbered else _WITHOUT_FIGURES
            found.append(_Block(until, lines[0].middle, lines[-1].middle, self._anchor(lines), cost, cost + alone))
        return found

    def _steps(self, i: int, j: int, blocks: Sequence[_Block]) -> Iterator[tuple[float, Share | None, tuple[int, int]]]:
        """What can come next: cost, share, and how far that leads; `blocks` are the labels that may begin here."""
        rows = len(self._figures)
        if i < len(self._lines) and j in (0, rows):
            yield 0.0, None, (i + 1, j)
        if j < rows:
            yield _WITHOUT_LABEL, Share(i, i, j), (i, j + 1)
        for block in blocks:
            if j < rows and not self._is_parted(block, self._figures[j]):
                off = abs(block.anchor - self._figures[j]) / self._size
                yield block.cost + off, Share(i, block.until, j), (block.until, j + 1)
            if 0 < j < rows:
                yield block.alone, Share(i, block.until, None), (block.until, j)

    def _goes_on(self, upper: LabelLine, lower: LabelLine) -> bool:
        near = lower.top - upper.bottom <= CLOSE * self._size
        return near and not self._parted(upper.middle, lower.middle)

    def _is_parted(self, block: _Block, figures: float) -> bool:
        return self._parted(block.first, figures) or self._parted(block.last, figures)
