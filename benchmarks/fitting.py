"""From right and wrong figures to the confidence of each kind of evidence: the rules of docs/confidence.md.

Everything is counted by section of the form and kind of evidence, and in it by report, since the figures of one report
go wrong together. Where a family of damage is left out, so are all documents that it has part in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from benchmarks.outcomes import Outcome
from benchmarks.statistics import lower_bound_of_clusters

Cell = tuple[str, str]
"""A section of the form, and a kind of evidence."""
Counts = Mapping[Cell, Counter[tuple[str, bool]]]
"""For each of them how many figures of which report were right, or wrong."""

SMALL = 3000
"""A kind with fewer figures in a section is small: were all of them right, they would not bound 1 wrong in 1,000."""
_DIGITS = 6


class Fitted(NamedTuple):
    """What a kind of evidence is worth in a section: how many figures with it were right and wrong, how often it is
    right at the least, and how that came about: over the figures of which kinds, without which family of damage.
    """

    right: int
    wrong: int
    confidence: float
    kinds: tuple[str, ...]
    without: str


def counts_of(outcomes: Iterable[Outcome]) -> Counts:
    """The right and the wrong figures of these documents."""
    found: dict[Cell, Counter[tuple[str, bool]]] = {}
    for outcome in outcomes:
        for one, count in outcome.values.items():
            found.setdefault((one.section, one.kind), Counter())[outcome.report, one.right] += count
    return found


def fit(outcomes: Sequence[Outcome]) -> dict[Cell, Fitted]:
    """The confidence of every kind of evidence that was seen, by section: the lowest that is left when any one family
    of damage is left out. Where nothing is left, there is none.
    """
    whole = counts_of(outcomes)
    families = sorted(set(chain.from_iterable(outcome.damage for outcome in outcomes)))
    without = {name: counts_of(one for one in outcomes if name not in one.damage) for name in families}
    made = {cell: _worst(cell, {"": whole, **without}) for cell in sorted(whole)}
    return {cell: one for cell, one in made.items() if one.confidence > 0}


def _worst(cell: Cell, counts: Mapping[str, Counts]) -> Fitted:
    own = counts[""][cell]
    bounds = ((*bound_of(cell, found, _share(own)), name) for name, found in counts.items())
    bound, kinds, without = min(bounds, key=lambda one: one[0])
    rounded = math.floor(bound * 10**_DIGITS) / 10**_DIGITS
    return Fitted(_right(own), own.total() - _right(own), rounded, kinds, without)


def bound_of(cell: Cell, counts: Counts, share: float) -> tuple[float, tuple[str, ...]]:
    """The lower bound of a kind of evidence in a section, of which this share was right in all, and the kinds over
    whose figures it is taken.

    A large kind stands by itself. A small one may be counted together with the small ones of its family in the section
    that were right no more often than it, never with a better one, and is then worth no more than the worst large one.
    """
    section, kind = cell
    own = counts.get(cell, Counter[tuple[str, bool]]())
    by_itself = _lower(own), (kind,)
    if own.total() >= SMALL:
        return by_itself
    family = {
        name: tally
        for (place, name), tally in counts.items()
        if place == section and name.partition(".")[0] == kind.partition(".")[0]
    }
    peers = {name: one for name, one in family.items() if one.total() < SMALL and _share(one) <= share}
    pooled = sum(peers.values(), Counter[tuple[str, bool]]())
    large = (_lower(one) for one in family.values() if one.total() >= SMALL)
    return max(by_itself, (min([_lower(pooled), *large]), tuple(sorted(peers))))


def _lower(tally: Counter[tuple[str, bool]]) -> float:
    reports = sorted({report for report, _ in tally})
    return lower_bound_of_clusters([(tally[report, True], tally[report, False]) for report in reports])


def _right(tally: Counter[tuple[str, bool]]) -> int:
    return sum(count for (_, right), count in tally.items() if right)


def _share(tally: Counter[tuple[str, bool]]) -> float:
    return _right(tally) / tally.total()
