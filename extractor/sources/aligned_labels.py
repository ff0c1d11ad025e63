"""Which lines of labels belong to which row of figures, in a table without lines.

Labels are broken over lines, and a row's figures stand at the middle, the top or the foot of its label: the same
throughout a table. So the lines are dealt out for each of the three, and the one that leaves least out of place holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
# Lines of one label are no further apart than this many heights of the type.
_CLOSE = 1.2


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

_ANCHORS: tuple[Callable[[Sequence[LabelLine]], float], ...] = (
    lambda lines: (lines[0].top + lines[-1].bottom) / 2,
    lambda lines: lines[0].middle,
    lambda lines: lines[-1].middle,
)


def deal_out(lines: Sequence[LabelLine], figures: Sequence[float], parted: Parted) -> list[Share]:
    """The rows from the top down; `figures` are the heights at which the figures of each row stand.

    Lines above the first row and below the last that belong to no row have no share.
    """
    if not figures:
        return []
    ways = [_Dealing(lines, figures, parted, anchor).best() for anchor in _ANCHORS]
    return min(ways, key=lambda way: way[0])[1]


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

    def best(self) -> tuple[float, list[Share]]:
        """The least cost, and the shares that cost it."""
        count, rows = len(self._lines), len(self._figures)
        # costs[i][j]: the first i lines and j rows of figures are dealt with.
        costs = [[float("inf")] * (rows + 1) for _ in range(count + 1)]
        back: list[list[tuple[int, int, Share | None] | None]] = [[None] * (rows + 1) for _ in range(count + 1)]
        costs[0][0] = 0.0
        for i in range(count + 1):
            for j in range(rows + 1):
                if costs[i][j] == float("inf"):
                    continue
                for cost, share, to in self._steps(i, j):
                    if costs[i][j] + cost < costs[to[0]][to[1]]:
                        costs[to[0]][to[1]] = costs[i][j] + cost
                        back[to[0]][to[1]] = (i, j, share)
        return costs[count][rows], self._trace(back)

    def _trace(self, back: list[list[tuple[int, int, Share | None] | None]]) -> list[Share]:
        shares: list[Share] = []
        i, j = len(self._lines), len(self._figures)
        while (step := back[i][j]) is not None:
            i, j = step[:2]
            if step[2] is not None:
                shares.append(step[2])
        return shares[::-1]

    def _steps(self, i: int, j: int) -> list[tuple[float, Share | None, tuple[int, int]]]:
        """What can come next: cost, share, and how far that leads."""
        steps: list[tuple[float, Share | None, tuple[int, int]]] = []
        rows = len(self._figures)
        if i < len(self._lines) and j in (0, rows):
            steps.append((0.0, None, (i + 1, j)))
        if j < rows:
            steps.append((_WITHOUT_LABEL, Share(i, i, j), (i, j + 1)))
        for until in range(i + 1, min(i + _MOST_LINES, len(self._lines)) + 1):
            block = self._lines[i:until]
            if len(block) > 1 and not self._goes_on(block[-2], block[-1]):
                break
            form = _NUMBERED_WITHIN * sum(line.numbered for line in block[1:])
            form += _UNNUMBERED if self._numbers and not block[0].numbered else 0.0
            if j < rows and not self._is_parted(block, self._figures[j]):
                off = abs(self._anchor(block) - self._figures[j]) / self._size
                steps.append((form + off, Share(i, until, j), (until, j + 1)))
            if 0 < j < rows:
                alone = _NUMBERED_WITHOUT_FIGURES if block[0].numbered else _WITHOUT_FIGURES
                steps.append((form + alone, Share(i, until, None), (until, j)))
        return steps

    def _goes_on(self, upper: LabelLine, lower: LabelLine) -> bool:
        near = lower.top - upper.bottom <= _CLOSE * self._size
        return near and not self._parted(upper.middle, lower.middle)

    def _is_parted(self, block: Sequence[LabelLine], figures: float) -> bool:
        return self._parted(block[0].middle, figures) or self._parted(block[-1].middle, figures)
