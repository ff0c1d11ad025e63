"""A logarithmic axis with a place for zero, as a share of its length: 0 is its left end and 100 its right end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_ZERO, _FIRST = 2.5, 8.0
"""Where 0 stands, and where 1 does: the logarithm has no place for 0, and most figures of many bodies are 0."""
_MOST_TICKS = 7


class Tick(NamedTuple):
    """A labelled value of an axis."""

    at: float
    value: float


class Axis(NamedTuple):
    """An axis from 0 over 1 up to 10 to the power of `decades`."""

    decades: int

    def at(self, value: float) -> float:
        """Where a value stands; what is below 1 stands between the places of 0 and 1."""
        if value <= 0:
            return _ZERO
        if value < 1:
            return round(_ZERO + (_FIRST - _ZERO) * value, 2)
        return round(_FIRST + (100 - _FIRST) * min(1.0, math.log10(value) / self.decades), 2)

    def ticks(self) -> list[Tick]:
        """0, 1 and powers of ten at equal steps, no more than fit."""
        step = -(-self.decades // (_MOST_TICKS - 2))
        powers = range(0, self.decades + 1, step)
        return [Tick(_ZERO, 0), *(Tick(self.at(10**power), 10**power) for power in powers)]


def axis_for(most: float) -> Axis:
    """The axis that has room for values up to `most`; two decades at least."""
    return Axis(max(2, math.ceil(math.log10(most) - 1e-9) if most > 1 else 0))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of ordered values lies, between two of them in proportion."""
    at = (len(ordered) - 1) * share
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
