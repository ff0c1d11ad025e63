"""Ink that is much paler than a page's type: a watermark where it crosses ruling lines or stands about several times.

A watermark is taken out, so that what is printed over it is read; any other pale ink stays. A figure that pale ink of
either kind lies upon is not sure.
"""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.sources.scan.engine import Picture
from extractor.sources.scan.ruling import Mask

# The share of the contrast of type that pale ink has at most. The share of a page's ink that is at least as dark as its
# type is taken to be. Of 255, what is no ink at all.
_PALE = 0.33
_DARK = 0.05
_PAPER = 236
# In points: what is broader is no stroke of small type; the share of a patch that is so where it is a shaded ground.
_BROAD = 3.0
_FILLED = 0.4
# In points: patches of ink that are smaller tell no tone; how far the edge of dark ink reaches; how far the parts of a
# mark stand apart; how large it is at least; by how much one mark may be larger than another.
_PATCH = 2.2
_EDGE = 0.65
_APART = 6.0
_LEAST = 8.0
_ALIKE = 0.7
# A watermark crosses ruling lines, or stands outside tables alike, at least so often.
_CROSSINGS = 3
_REPEATED = 4
# The share of a mark's width that a line is drawn through.
_THROUGH = 0.9


class Pale(NamedTuple):
    """The pale ink of a page, and whether it is a watermark."""

    mask: Mask
    is_watermark: bool


def pale_ink(white: Picture, mask: Mask, lines: Mask, points: float) -> Pale:
    """The pale ink of a page; `mask` is its ink without its ruling lines, `lines` is where these were."""
    import cv2

    edge = 2 * round(_EDGE / points) + 1
    dark = np.where(white < _palest(white, mask, points), np.uint8(255), np.uint8(0))
    near = np.asarray(
        cv2.bitwise_or(cv2.dilate(dark, np.ones((edge, edge), np.uint8)), cv2.dilate(lines, np.ones((3, 3), np.uint8))),
        np.uint8,
    )
    shown = np.asarray(cv2.GaussianBlur(white, (3, 3), 0)) < _PAPER
    pale = _patches(np.where(shown & (near == 0), np.uint8(255), np.uint8(0)), points)
    if not pale.any():
        return Pale(pale, False)
    marks = _marks(pale, points)
    open_marks = [mark for mark in marks if not _is_enclosed(mark, lines)]
    crossing = sum(_crosses(mark, pale, lines, edge) for mark in marks)
    return Pale(pale, crossing >= _CROSSINGS or _most_alike(open_marks, points) >= _REPEATED)


def _palest(white: Picture, mask: Mask, points: float) -> float:
    """How pale type is at most."""
    import cv2

    reach = 2 * round(_EDGE / points) + 1
    cores = np.asarray(cv2.erode(white, np.ones((reach, reach), np.uint8)), np.uint8)[mask > 0]
    tone = float(np.quantile(cores, _DARK)) if len(cores) else 255.0
    return 255 - _PALE * (255 - tone)


def _patches(pale: Mask, points: float) -> Mask:
    """The ink without dirt, without what is left of the edges of dark ink, and without grounds that are shaded."""
    import cv2

    if np.count_nonzero(pale) * points**2 < _PATCH:
        return np.zeros_like(pale)
    broad = max(round(_BROAD / points), 1)
    solid = np.asarray(cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((broad, broad), np.uint8)), np.uint8)
    found = cv2.connectedComponentsWithStats(pale, connectivity=8)
    labels, stats = np.asarray(found[1], np.int64), np.asarray(found[2], np.int64)
    size = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1) * points
    filled = np.bincount(labels[solid > 0], minlength=len(stats)) > _FILLED * stats[:, cv2.CC_STAT_AREA]
    kept = (size >= _PATCH) & ~filled & (np.arange(len(stats)) > 0)
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


class _Mark(NamedTuple):
    left: int
    top: int
    wide: int
    high: int


def _marks(pale: Mask, points: float) -> list[_Mark]:
    """Pale ink in words."""
    import cv2

    apart = max(round(_APART / points), 1)
    joined = cv2.morphologyEx(pale, cv2.MORPH_CLOSE, np.ones((max(apart // 3, 1), apart), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = np.asarray(stats[1:count, :4]).tolist()
    return [_Mark(*box) for box in boxes if max(box[2], box[3]) * points >= _LEAST]


def _crosses(mark: _Mark, pale: Mask, lines: Mask, edge: int) -> bool:
    """Whether a mark has ink on both sides of a ruling line."""
    rows, columns = slice(mark.top, mark.top + mark.high), slice(mark.left, mark.left + mark.wide)
    for ruled, ink in ((lines[rows, columns], pale[rows, columns]), (lines[rows, columns].T, pale[rows, columns].T)):
        through = np.flatnonzero(np.mean(ruled > 0, axis=1) > _THROUGH)
        if len(through):
            along = np.any(ink > 0, axis=1)
            if min(np.count_nonzero(along[: through[0]]), np.count_nonzero(along[through[-1] + 1 :])) > edge:
                return True
    return False


def _is_enclosed(mark: _Mark, lines: Mask) -> bool:
    """Whether a mark stands between ruling lines, as what is printed in a table does."""
    column = lines[:, mark.left + mark.wide // 2] > 0
    return bool(column[: mark.top].any() and column[mark.top + mark.high :].any())


def _most_alike(marks: Sequence[_Mark], points: float) -> int:
    """How many marks are as large as each other, where most are."""
    near = _ALIKE / points
    most = 0
    for one in marks:
        alike = sum(abs(one.wide - other.wide) <= near and abs(one.high - other.high) <= near for other in marks)
        most = max(most, alike)
    return most
