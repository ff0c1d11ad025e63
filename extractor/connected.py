"""Numbers in groups that hang together: union-find, for lines that meet, cells that no line parts, equations that share
a field. SciPy's is no faster for so few, and takes longer to load than all of them take.
"""

from __future__ import annotations

from collections.abc import Iterable


def connected(count: int, joined: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers below `count` in rising order, in the groups that pairs join; groups by their first numbers.

    Source: Tarjan, Efficiency of a Good But Not Linear Set Union Algorithm, JACM 22 (1975) 215–225; path halving.
    """
    above = list(range(count))

    def root(one: int) -> int:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for one, other in joined:
        above[root(one)] = root(other)
    groups: dict[int, list[int]] = {}
    for one in range(count):
        groups.setdefault(root(one), []).append(one)
    return list(groups.values())
