"""The ruling lines among a page's ink, told from the strokes of its characters: a line is long against any type, and a
short one is a side of a cell only where it hangs together with several that are long.
"""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractor.connected import connected
from extractor.sources.words import Rule

Mask = npt.NDArray[np.uint8]
"""255 where there is ink, 0 where there is none."""

# In points: a straight run's least length across and down, the gap it may have, and how thick it may be.
_ACROSS = 18.0
_DOWN = 12.0
_GAP = 1.2
_THICKEST = 7.0
# In points: lines this near meet; pieces go on as one line that are no further apart and no further beside each other.
_MEETS = 1.3
_GOES_ON = 3.0
_BESIDE = 1.0
# In points: no stroke of a character is so long: those of the largest heads, 48 points, are shorter.
_LONG = 60.0
# In points: a dash is no longer and no thicker, and the next is no further off.
_DASH = 9.0
_FLAT = 1.8
_PARTED = 10.5
# The share of a dashed line that is drawn at least.
_DRAWN = 0.25
# So many long lines make a table of what hangs together.
_SIDES = 2


class Straight(NamedTuple):
    """Ink that runs straight on: as a line, and as the pixels that are its ink (`at` is the first of them)."""

    rule: Rule
    at: tuple[int, int]
    ink: npt.NDArray[np.bool_]


def ruling_lines(mask: Mask, points: float) -> list[Straight]:
    """The ruling lines of a page whose pixels measure so many points."""
    dashed = _Dashes(mask, points)
    found = [
        one
        for across in (True, False)
        for one in _runs(_lines(np.bitwise_or(mask, dashed.lines(across)), points, across), points, across)
    ]
    rules = [one.rule for one in found]
    ruled: list[int] = []
    for group in connected(len(rules), _joined(rules)):
        long = [at for at in group if rules[at].end - rules[at].start >= _LONG]
        ruled += group if len(long) >= _SIDES else long
    return [found[at] for at in sorted(ruled)]


def drawn(found: Sequence[Straight], mask: Mask) -> Mask:
    """The ink of these lines on a page of this size."""
    lines = np.zeros_like(mask)
    for one in found:
        left, top = one.at
        high, wide = one.ink.shape
        lines[top : top + high, left : left + wide][one.ink] = 255
    return lines


class _Dashes:
    """Lines of dots or dashes: small flat patches of ink in a row, no further apart than a crossing is wide."""

    def __init__(self, mask: Mask, points: float) -> None:
        import cv2

        found = cv2.connectedComponentsWithStats(mask, connectivity=8)
        self._mask = mask
        self._points = points
        self._labels = np.asarray(found[1], np.int64)
        self._sizes = np.asarray(found[2], np.int64)[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1] * points

    def lines(self, across: bool) -> Mask:
        """The lines across, or down, as if they were drawn through."""
        import cv2

        along, beside = (self._sizes.T) if across else (self._sizes.T[::-1])
        small = (along <= _DASH) & (beside <= _FLAT) & (np.arange(len(along)) > 0)
        dashes = np.where(small[self._labels], np.uint8(255), np.uint8(0))
        most = np.count_nonzero(dashes, axis=1 if across else 0).max(initial=0)
        if most * self._points < _LONG * _DRAWN:
            return np.zeros_like(dashes)
        gap, long, ends = (round(length / self._points) for length in (_PARTED, _LONG, 2 * _DASH))
        whole = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
        whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, long) if across else (long, 1), np.uint8))
        # The last dash of a line makes a corner with that of another, and is no flat patch.
        beyond = cv2.dilate(whole, np.ones((1, ends) if across else (ends, 1), np.uint8))
        whole = cv2.bitwise_or(whole, cv2.bitwise_and(beyond, self._mask))
        return np.asarray(
            cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8)), np.uint8
        )


def _lines(mask: Mask, points: float, across: bool) -> Mask:
    """The parts of the ink that run straight on, across or down."""
    import cv2

    long, gap = round((_ACROSS if across else _DOWN) / points), max(round(_GAP / points), 1)
    thick = round(_THICKEST / points)
    bridged = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
    straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, long) if across else (long, 1), np.uint8))
    solid = cv2.morphologyEx(straight, cv2.MORPH_OPEN, np.ones((thick, long) if across else (long, thick), np.uint8))
    return np.asarray(cv2.subtract(straight, solid), np.uint8)


def _runs(lines: Mask, points: float, across: bool) -> Iterator[Straight]:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    least = (_ACROSS if across else _DOWN) * 0.8
    for number, (left, top, wide, high, _) in enumerate(np.asarray(stats[1:count]).tolist(), 1):
        at, start, end = (top + high / 2, left, left + wide) if across else (left + wide / 2, top, top + high)
        if (end - start) * points >= least:
            rule = Rule(across, at * points, start * points, end * points)
            yield Straight(rule, (left, top), labels[top : top + high, left : left + wide] == number)


def _joined(rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """Pairs of runs, one across and one down, that meet or cross, and of pieces that one line was broken into."""
    if not rules:
        return
    across, at, start, end = (np.array(side) for side in zip(*rules, strict=True))
    for one, rule in enumerate(rules):
        meets = (np.abs(at - (rule.start + rule.end) / 2) <= (rule.end - rule.start) / 2 + _MEETS) & (
            np.abs(rule.at - (start + end) / 2) <= (end - start) / 2 + _MEETS
        )
        goes_on = (np.abs(at - rule.at) <= _BESIDE) & (start <= rule.end + _GOES_ON) & (end >= rule.start - _GOES_ON)
        near = np.where(across == rule.across, goes_on, meets)
        yield from ((one, int(other)) for other in np.flatnonzero(near[:one]))
