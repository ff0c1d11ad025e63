"""What counts of right and wrong say: bounds of a rate, and how far confidence is from frequency."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from scipy.stats import beta

from benchmarks.outcomes import Evidence

BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0)
"""The edges of the bins of confidence; finer where it matters."""


class Bin(NamedTuple):
    """The values whose confidence lies in one bin."""

    low: float
    high: float
    values: int
    right: int
    confidence: float
    """Their mean confidence."""

    @property
    def share(self) -> float:
        """The share of them that are right."""
        return self.right / self.values


def upper_bound(events: int, trials: int, level: float = 0.95) -> float:
    """The one-sided upper bound of a rate.

    Source: Clopper and Pearson (1934), by quantiles of the beta distribution.
    """
    return 1.0 if events >= trials else float(beta.ppf(level, events + 1, trials - events))


def lower_bound(events: int, trials: int, level: float = 0.95) -> float:
    """The one-sided lower bound of a rate."""
    return 0.0 if events == 0 else float(beta.ppf(1 - level, events, trials - events + 1))


def reliability(values: Counter[Evidence]) -> list[Bin]:
    """The values by bin of confidence; bins without values are left out."""
    return list(_bins(values))


def _bins(values: Counter[Evidence]) -> Iterator[Bin]:
    for low, high in pairwise(BINS):
        inside = {one: n for one, n in values.items() if low <= one.confidence < high or one.confidence == high == 1}
        count = sum(inside.values())
        if count:
            right = sum(n for one, n in inside.items() if one.right)
            yield Bin(low, high, count, right, sum(one.confidence * n for one, n in inside.items()) / count)


def calibration_error(bins: Iterable[Bin]) -> float:
    """The expected calibration error: how far confidence is from frequency, over the bins, each by its values."""
    found = list(bins)
    total = sum(one.values for one in found)
    return sum(one.values * abs(one.confidence - one.share) for one in found) / total if total else 0.0
