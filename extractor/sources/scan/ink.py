"""What is ink in a picture and what is paper; the ruling lines among the ink, and the characters that are left."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractor.sources.scan.engine import Picture
from extractor.sources.scan.pale import Pale, pale_ink
from extractor.sources.scan.ruling import Mask, drawn, ruling_lines
from extractor.sources.words import Rule

# In points: how far around a place its ground is looked at.
_AROUND = 18.0
# Ink is this much darker than what is around it.
_DARKER = 20
# In points: a patch of ink that is smaller both ways than the first is dirt, and smaller than the second where no
# larger one is this near.
_DIRT = 0.9
_SPECK = 2.2
_BESIDE = 2.5
# In points: how far the edge of a line reaches beyond what was found of it.
_EDGE = 0.45


class Inked(NamedTuple):
    """A page's picture on white ground without its ruling lines and watermarks, its ink, those lines (in points), the
    points a pixel has, its pale ink, and whether that is a watermark, of which neither picture nor ink has any left.
    """

    picture: Picture
    mask: Mask
    rules: Sequence[Rule]
    points: float
    pale: Pale


def inked(picture: Picture, points: float) -> Inked:
    """The ink of a page whose pixels measure so many points."""
    import cv2

    white = _on_white(picture, points)
    mask = _ink(white, points)
    ruled = ruling_lines(mask, points)
    edge = 2 * round(_EDGE / points) + 1
    lines = np.asarray(cv2.dilate(drawn(ruled, mask), np.ones((edge, edge), np.uint8)), np.uint8)
    left = _without_dirt(np.asarray(cv2.bitwise_and(mask, cv2.bitwise_not(lines)), np.uint8), points)
    clean = white.copy()
    clean[lines > 0] = 255
    pale = pale_ink(clean, left, lines, points)
    if pale.is_watermark:
        clean[cv2.dilate(pale.mask, np.ones((3, 3), np.uint8)) > 0] = 255
        left = _without_dirt(np.asarray(cv2.bitwise_and(left, cv2.bitwise_not(pale.mask)), np.uint8), points)
    return Inked(clean, left, [one.rule for one in ruled], points, pale)


def _on_white(picture: Picture, points: float) -> Picture:
    """The picture with what is around the ink made white, and the darkest ink black: faint type as well as any."""
    import cv2

    size = 2 * round(_AROUND / points / 8) + 1
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((size, size), np.uint8)), 5)
    ground = cv2.resize(ground, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, ground, scale=255), np.uint8)


def _ink(white: Picture, points: float) -> Mask:
    import cv2

    size = 2 * round(_AROUND / points / 2) + 1
    smooth = cv2.GaussianBlur(white, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, _DARKER), np.uint8
    )


def _without_dirt(mask: Mask, points: float) -> Mask:
    """The ink without specks: small patches that are not beside a larger one, as points and commas are."""
    import cv2

    found = cv2.connectedComponentsWithStats(mask, connectivity=8)
    labels, stats = np.asarray(found[1], np.int64), np.asarray(found[2], np.int64)
    size = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1) * points
    there = np.arange(len(stats)) > 0
    large = np.where((there & (size >= _SPECK))[labels], np.uint8(255), np.uint8(0))
    reach = 2 * round(_BESIDE / points) + 1
    near = np.asarray(cv2.dilate(large, np.ones((reach, reach), np.uint8)))
    beside = np.zeros(len(stats), np.bool_)
    beside[np.unique(labels[near > 0])] = True
    return np.where((there & beside & (size >= _DIRT))[labels], np.uint8(255), np.uint8(0))


class Region(NamedTuple):
    """Pixels from `left` up to `right` and from `top` up to `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """How many rows of pixels it has."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns of pixels it has."""
        return self.right - self.left


def tight(mask: Mask, region: Region) -> Region | None:
    """The part of a region that holds its ink; None where there is none."""
    part = mask[region.top : region.bottom, region.left : region.right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    return Region(
        region.left + int(columns[0]),
        region.top + int(rows[0]),
        region.left + int(columns[-1]) + 1,
        region.top + int(rows[-1]) + 1,
    )


def runs(mask: Mask, axis: int) -> list[tuple[int, int]]:
    """Where stretches of rows that hold ink begin and end, or of columns with `axis` 0."""
    filled = np.asarray(mask.any(axis=axis), np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled, [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def rows_of(mask: Mask, region: Region, type_size: float) -> list[Region]:
    """The lines of type in a region, from the top down: what together is no higher than a character is one line."""
    part = mask[region.top : region.bottom, region.left : region.right]
    joined: list[list[int]] = []
    for start, end in runs(part, 1):
        if joined and end - joined[-1][0] <= 1.15 * type_size:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    found: list[Region] = []
    for start, end in joined:
        row = tight(mask, Region(region.left, region.top + start, region.right, region.top + end))
        if row is not None:
            found += _stacked(mask, row, type_size)
    return found


def _stacked(mask: Mask, row: Region, type_size: float) -> list[Region]:
    """A column of characters that touch, one by one; any other line as it is."""
    count = round(row.height / (1.02 * type_size))
    if count < 2 or row.width > 1.5 * type_size:
        return [row]
    weight = (mask[row.top : row.bottom, row.left : row.right] > 0).sum(axis=1)
    cuts = [0]
    for at in range(1, count):
        middle = round(row.height * at / count)
        reach = max(round(0.2 * type_size), 1)
        cuts.append(middle - reach + int(weight[middle - reach : middle + reach].argmin()))
    cuts.append(row.height)
    parts = [tight(mask, row._replace(top=row.top + start, bottom=row.top + end)) for start, end in pairwise(cuts)]
    return [part for part in parts if part is not None]


def parts_of(mask: Mask, row: Region, gap: float) -> list[Region]:
    """A line of type in the parts that a gap wider than this parts."""
    part = mask[row.top : row.bottom, row.left : row.right]
    joined: list[list[int]] = []
    for start, end in runs(part, 0):
        if joined and start - joined[-1][1] <= gap:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    found = [tight(mask, row._replace(left=row.left + start, right=row.left + end)) for start, end in joined]
    return [one for one in found if one is not None]
