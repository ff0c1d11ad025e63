"""How far two people agree beyond what chance alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from math import sqrt
from typing import NamedTuple, TypeVar

# scipy has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

Said = TypeVar("Said", bound=Hashable)


_NORMAL_95 = 1.959964


class Interval(NamedTuple):
    """The ends of an interval."""

    low: float
    high: float


def share_interval(found: int, looked_at: int) -> Interval | None:
    """The exact 95 % interval of a share of which so many were `found`; null where nothing was looked at.

    Source: C. Clopper and E. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26 (1934).
    """
    from scipy.special import betaincinv

    if not looked_at:
        return None
    missed, outside = looked_at - found, 0.025
    low = float(betaincinv(found, missed + 1, outside)) if found else 0.0
    return Interval(low, float(betaincinv(found + 1, missed, 1 - outside)) if missed else 1.0)


def kappa_interval(pairs: Mapping[tuple[Said, Said], int]) -> Interval | None:
    """The 95 % interval of κ, within -1 and 1; null where κ is undefined.

    Source: J. Fleiss, J. Cohen, B. Everitt, Large sample standard errors of kappa and weighted kappa, Psychological
    Bulletin 72 (1969).
    """
    middle = kappa(pairs)
    if middle is None:
        return None
    total = sum(pairs.values())
    firsts, seconds = Counter[Said](), Counter[Said]()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    chance = sum(count * seconds[said] for said, count in firsts.items()) / total**2
    agreeing = differing = 0.0
    for (first, second), count in pairs.items():
        if first == second:
            agreeing += count / total * (1 - (firsts[first] + seconds[first]) / total * (1 - middle)) ** 2
        else:
            differing += count / total * ((seconds[first] + firsts[second]) / total) ** 2
    spread = agreeing + (1 - middle) ** 2 * differing - (middle - chance * (1 - middle)) ** 2
    half = _NORMAL_95 * sqrt(max(spread, 0.0) / total) / (1 - chance)
    return Interval(max(middle - half, -1.0), min(middle + half, 1.0))


def kappa(pairs: Mapping[tuple[Said, Said], int]) -> float | None:
    """Cohen's κ of what two raters said, counted by (first, second); null where it is undefined.

    κ = (o - e) / (1 - e): `o` is the share on which they agree, `e` the share on which they would if each said what
    they say as often as they do, but by chance. It is undefined where nothing was rated, or where both always say the
    same one thing.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
    (1960).
    """
    total = sum(pairs.values())
    firsts: Counter[Said] = Counter()
    seconds: Counter[Said] = Counter()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    agreed = sum(count for (first, second), count in pairs.items() if first == second)
    by_chance = sum(count * seconds[said] for said, count in firsts.items())
    if by_chance == total * total:
        return None
    return (agreed * total - by_chance) / (total * total - by_chance)
