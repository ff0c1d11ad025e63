"""The values of one year as a strip: marks where they are few, a histogram where they are many, and their quartiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.exporting.overview.axes import Axis, quantile

HEIGHT = 30
"""The height of a strip in its own units; its width is 100."""
_FLOOR, _TOP = 22.0, 1.0
_FEW, _BINS = 24, 46
_MARK, _LEAST_MARK = 0.6, 11.0
_LEAST_FOR_QUARTILES = 4
_ZERO_WIDTH = 2.0


class Bar(NamedTuple):
    """A rectangle of the chart."""

    x: float
    y: float
    width: float
    height: float


class Strip(NamedTuple):
    """One year's values: bars or marks, the box from quartile to quartile, and the median's mark; and their numbers.

    `zero` stands at 0 and is as high as the share of values that are 0; the bars are of those that are not.

    `values` are the least, the lower quartile, the median, the upper quartile and the greatest.
    """

    year: int | None
    amount: int
    zeros: int
    zero: Bar
    bars: list[Bar]
    box: Bar
    median: Bar
    values: tuple[float, float, float, float, float]

    @property
    def has_quartiles(self) -> bool:
        """Whether there are enough values to speak of quartiles."""
        return self.amount >= _LEAST_FOR_QUARTILES


def strip_of(year: int | None, values: Sequence[float], axis: Axis) -> Strip:
    """The strip of some values, at least one and none below 0."""
    ordered = sorted(values)
    low, middle, high = (quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    left, right = axis.at(low), axis.at(high)
    zeros = sum(value == 0 for value in ordered)
    others = ordered[zeros:]
    height = round((_FLOOR - _TOP) * zeros / len(ordered), 2)
    return Strip(
        year=year,
        amount=len(ordered),
        zeros=zeros,
        zero=Bar(round(axis.at(0) - _ZERO_WIDTH / 2, 2), round(_FLOOR - height, 2), _ZERO_WIDTH, height),
        bars=_marks(others, axis) if len(others) <= _FEW else _histogram(others, axis),
        box=Bar(round(left - _MARK / 2, 2), _FLOOR + 2, round(max(right - left, 0) + _MARK, 2), 3.5),
        median=Bar(round(axis.at(middle) - _MARK, 2), _FLOOR + 0.5, 2 * _MARK, 6.5),
        values=(ordered[0], low, middle, high, ordered[-1]),
    )


def _marks(ordered: Sequence[float], axis: Axis) -> list[Bar]:
    """A mark at each value, the higher, the more values are there."""
    counts = Counter(axis.at(value) for value in ordered)
    most = max(counts.values(), default=0)
    found: list[Bar] = []
    for x, count in sorted(counts.items()):
        height = round(_LEAST_MARK + (_FLOOR - _TOP - _LEAST_MARK) * (count - 1) / max(most - 1, 1), 2)
        found.append(Bar(round(x - _MARK / 2, 2), round(_FLOOR - height, 2), _MARK, height))
    return found


def _histogram(ordered: Sequence[float], axis: Axis) -> list[Bar]:
    """Bars of equal width on the axis; the highest has the height of the strip."""
    width = 100 / _BINS
    counts = Counter(min(_BINS - 1, int(axis.at(value) / width)) for value in ordered)
    most = max(counts.values())
    found: list[Bar] = []
    for i, count in sorted(counts.items()):
        height = round(max(0.8, (_FLOOR - _TOP) * count / most), 2)
        found.append(Bar(round(i * width + 0.15, 2), round(_FLOOR - height, 2), round(width - 0.3, 2), height))
    return found
