"""What counts of right and wrong say: bounds of a rate, and confidence beside frequency."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scipy.stats import beta, t

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


def lower_bound(events: float, trials: float, level: float = 0.95) -> float:
    """The one-sided lower bound of a rate."""
    return 0.0 if events == 0 else float(beta.ppf(1 - level, events, trials - events + 1))


def lower_bound_of_clusters(clusters: Sequence[tuple[int, int]], level: float = 0.95) -> float:
    """The one-sided lower bound of the share of what is right, counted right and wrong by cluster.

    Where some of one cluster are wrong together, all of it tells less: so many are counted as would vary as much by
    themselves. Where none is wrong there is nothing to tell that by, and each counts.

    Source: Korn and Graubard (1998), "Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data".
    """
    right, trials = sum(right for right, _ in clusters), sum(map(sum, clusters))
    if right in (0, trials):
        return lower_bound(right, trials, level)
    share = right / trials
    if len(clusters) == 1:
        return lower_bound(share, 1, level)
    spread = sum((right - share * (right + wrong)) ** 2 for right, wrong in clusters)
    variance = spread * len(clusters) / (len(clusters) - 1) / trials**2
    few = float(t.ppf(level, trials - 1) / t.ppf(level, len(clusters) - 1)) ** 2
    counted = trials if variance == 0 else min(trials, share * (1 - share) / variance * few)
    return lower_bound(share * counted, counted, level)


def reliability(values: Counter[Evidence]) -> list[Bin]:
    """The values that have a confidence by bin of it; bins without values are left out."""
    return list(_bins([(one.confidence, one.right, n) for one, n in values.items() if one.confidence is not None]))


def _bins(values: Sequence[tuple[float, bool, int]]) -> Iterator[Bin]:
    for low, high in pairwise(BINS):
        inside = [one for one in values if low <= one[0] < high or one[0] == high == 1]
        count = sum(n for *_, n in inside)
        if count:
            right = sum(n for _, is_right, n in inside if is_right)
            yield Bin(low, high, count, right, sum(confidence * n for confidence, _, n in inside) / count)
