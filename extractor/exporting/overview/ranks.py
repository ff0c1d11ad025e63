"""Bodies ranked by the share of applications that they grant, with how far down and up the ranking each may stand."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

# scipy has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

_LEVEL = 0.95


class Ranked(NamedTuple):
    """A share with its interval, and the ranks that it may have, 1 being the greatest share."""

    share: float
    low: float
    high: float
    first: int
    last: int


class Shares:
    """The shares of many: sixteen bytes each are kept."""

    def __init__(self) -> None:
        self._parts, self._wholes = array("d"), array("d")

    def add(self, part: float, whole: float) -> int:
        """Takes in one; its number."""
        self._parts.append(part)
        self._wholes.append(whole)
        return len(self._parts) - 1

    def __len__(self) -> int:
        return len(self._parts)

    def ranked(self, chosen: Sequence[int]) -> list[Ranked]:
        """How some of them stand among all.

        Every interval (Jeffreys', of a beta distribution) has a level that makes all of them hold together at 95 %; one
        stands before another for certain where its interval lies above the other's.

        Source: M. Klein, T. Wright, J. Wieczorek, A joint confidence region for an overall ranking of populations,
        Journal of the Royal Statistical Society C 69 (2020).
        """
        import numpy as np
        from scipy.special import betaincinv

        count = len(self._parts)
        if not count:
            return []
        half = (1 - _LEVEL ** (1 / count)) / 2
        part, whole = np.frombuffer(self._parts), np.frombuffer(self._wholes)
        low = np.where(part > 0, betaincinv(part + 0.5, whole - part + 0.5, half), 0.0)
        high = np.where(part < whole, betaincinv(part + 0.5, whole - part + 0.5, 1 - half), 1.0)
        lows, highs = sorted(low.tolist()), sorted(high.tolist())
        found: list[Ranked] = []
        for i in chosen:
            above = count - bisect_right(lows, float(high[i]))
            below = bisect_left(highs, float(low[i]))
            found.append(Ranked(float(part[i] / whole[i]), float(low[i]), float(high[i]), 1 + above, count - below))
        return found
