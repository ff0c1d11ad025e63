"""How far two people agree beyond what chance alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

Said = TypeVar("Said", bound=Hashable)


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
