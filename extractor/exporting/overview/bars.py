"""Counts as bars: a share of the longest, or segments of one whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_LEAST = 0.4
"""A count that is not 0 has a bar that can be seen."""


class Segment(NamedTuple):
    """A part of a whole, from `x` on; both in hundredths."""

    key: str
    amount: int
    share: float
    x: float
    width: float


def widths(counts: Sequence[int]) -> list[float]:
    """The lengths of bars, in hundredths of the longest."""
    most = max(counts, default=0)
    return [max(_LEAST, round(100 * count / most, 2)) if count else 0.0 for count in counts]


def segments(counts: Sequence[tuple[str, int]]) -> list[Segment]:
    """The parts of a whole that are not 0, side by side; those too small to be seen take a little from the others."""
    present = [(key, count) for key, count in counts if count]
    whole = sum(count for _, count in present)
    raw = [max(_LEAST, 100 * count / whole) for _, count in present]
    scale = 100 / sum(raw) if raw else 1
    found: list[Segment] = []
    at = 0.0
    for (key, count), width in zip(present, raw, strict=True):
        found.append(Segment(key, count, count / whole, round(at, 2), round(width * scale, 2)))
        at += width * scale
    return found
