"""Confidence as a frequency: how often values with the same evidence were right.

The counts stand in `confidence.toml`, measured on a benchmark of made-up reports put through real converters. A kind of
evidence that was seen seldom leans on the kinds of its family (`identities.anchored` on all of `identities`).

Source: the share of a kind is shrunk towards its family's with the weight of `_LEAN` values (an additive smoothing),
the family's own by one right and one wrong (Laplace's rule of succession).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache

THRESHOLD = 0.999
"""The least confidence of an accepted value."""

# A kind leans on its family with the weight of so many values.
_LEAN = 50
# No count makes certain; rounding shall not either.
_MOST = 0.999999


Counts = Mapping[str, tuple[int, int]]
"""How many values with each kind of evidence were right, and how many wrong."""


@cache
def _counts() -> Counts:
    with open(os.path.join(os.path.dirname(__file__), "confidence.toml"), "rb") as file:
        return {kind: (entry["right"], entry["wrong"]) for kind, entry in tomllib.load(file)["evidence"].items()}


@cache
def confidence_of(evidence: str) -> float:
    """The smoothed share of right values among those with this kind of evidence; a half where nothing is known."""
    return smoothed(evidence, _counts())


def smoothed(evidence: str, counts: Counts) -> float:
    """The share that these counts make likely for a kind of evidence."""
    family = evidence.partition(".")[0] + "."
    exchangeable = [count for kind, count in counts.items() if kind.startswith(family)]
    right, wrong = sum(r for r, _ in exchangeable), sum(w for _, w in exchangeable)
    of_family = (right + 1) / (right + wrong + 2)
    right, wrong = counts.get(evidence, (0, 0))
    return min(round((right + _LEAN * of_family) / (right + wrong + _LEAN), 6), _MOST)
