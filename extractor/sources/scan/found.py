"""Where the lines of type stand on a page: cell by cell in tables with lines, by the detector's boxes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from extractor.sources.lattice import LatticeCell, lattices_of
from extractor.sources.scan.engine import find_text
from extractor.sources.scan.ink import Inked, Region, parts_of, rows_of, runs, tight
from extractor.sources.scan.ruling import Mask

# In points: the size of type where nothing tells it, the room left free inside a cell's sides, and
# what more is free where nothing reaches out of it.
_USUAL = 10.0
_INSET = 0.8
_INSIDE = 0.6
_LEAST_TYPE, _MOST_TYPE = 5.0, 40.0
# A cell that takes a larger share of the page than this is a frame and no cell.
_FRAME = 0.3
# Parts of a line that stand further apart than this, as a share of the type's height, are read one by one.
_APART = 1.2
# Ink that the detector did not find is type where it is at least so high and at most so high, in sizes of type.
_LOW, _HIGH = 0.35, 1.6
# What is this near to a line that was found, as a share of its height, belongs to it.
_NEAR = 0.4
# A page has no more lines of type than this.
_MOST = 4000


class FoundText(NamedTuple):
    """A line of type: where its ink is, the height of the type around it in pixels, the number of the cell that it
    stands in, and whether it is all that stands there.
    """

    region: Region
    size: float
    cell: int | None = None
    alone: bool = False

    @property
    def in_cell(self) -> bool:
        """Whether it stands in a cell of a table."""
        return self.cell is not None


def find_lines(page: Inked) -> list[FoundText]:
    """The lines of type of a page that is held straight."""
    outside = page.mask.copy()
    boxes = find_text(page.picture)
    usual = _usual_size(page, boxes)
    found: list[FoundText] = []
    cells = list(_cells(page))
    size = _size_in(page.mask, cells, usual)
    for number, cell in enumerate(cells):
        parts = list(_in_region(page.mask, cell, size)) or list(_within_mark(page, cell))
        found += [FoundText(part, size, number, len(parts) == 1) for part in parts]
        outside[cell.top : cell.bottom, cell.left : cell.right] = 0
    left = outside.copy()
    for box in boxes:
        line = _main_line(outside, _within(box, page.mask))
        if line is not None:
            found += [FoundText(part, usual) for part in parts_of(outside, line, _APART * line.height)]
        near = _NEAR * (box[3] - box[1])
        region = _within((box[0] - near, box[1] - near, box[2] + near, box[3] + near), page.mask)
        left[region.top : region.bottom, region.left : region.right] = 0
    found += _overlooked(left, usual)
    return found[:_MOST]


def _within(box: Sequence[float], mask: Mask) -> Region:
    height, width = mask.shape
    left, top, right, bottom = box
    return Region(max(int(left), 0), max(int(top), 0), min(int(right) + 1, width), min(int(bottom) + 1, height))


def _usual_size(page: Inked, boxes: Sequence[Sequence[float]]) -> float:
    """The height of the type of most lines that are longer than high, in pixels."""
    heights: list[int] = []
    for box in boxes:
        line = _main_line(page.mask, _within(box, page.mask))
        if line is not None and line.width > 2 * line.height:
            heights.append(line.height)
    usual = 1.05 * median(heights) if heights else _USUAL / page.points
    return min(max(usual, _LEAST_TYPE / page.points), _MOST_TYPE / page.points)


def _main_line(mask: Mask, region: Region) -> Region | None:
    """The line of type in a region that has most of its ink: the edges of those above and below may reach in."""
    part = mask[region.top : region.bottom, region.left : region.right]
    joined: list[list[int]] = []
    for start, end in runs(part, 1):
        if joined and start - joined[-1][1] <= 0.2 * region.height:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    if not joined:
        return None
    start, end = max(joined, key=lambda run: int(np.count_nonzero(part[run[0] : run[1]])))
    return tight(mask, region._replace(top=region.top + start, bottom=region.top + end))


def _cells(page: Inked) -> Iterator[Region]:
    """The insides of the cells that the page's lines draw, the smallest tables first."""
    height, width = page.mask.shape
    taken: list[LatticeCell] = []
    for lattice in sorted(
        lattices_of(page.rules), key=lambda one: (one.box[2] - one.box[0]) * (one.box[3] - one.box[1])
    ):
        for cell in lattice.cells:
            left, top, right, bottom = cell.box
            if (right - left) * (bottom - top) > _FRAME * width * height * page.points**2:
                continue
            if any(_overlap(cell, other) for other in taken if other not in lattice.cells):
                continue
            taken.append(cell)
            inside = (left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)
            yield _within([side / page.points for side in inside], page.mask)


def _overlap(one: LatticeCell, other: LatticeCell) -> bool:
    return (
        min(one.box[2], other.box[2]) - max(one.box[0], other.box[0]) > 1
        and min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > 1
    )


def _size_in(mask: Mask, cells: Sequence[Region], usual: float) -> float:
    """The height of the type in tables: of their lines that are much longer than high."""
    heights: list[int] = []
    for cell in cells:
        for start, end in runs(mask[cell.top : cell.bottom, cell.left : cell.right], 1):
            line = tight(mask, cell._replace(top=cell.top + start, bottom=cell.top + end))
            if line is not None and line.width > 3 * line.height and line.height > 0.5 * usual:
                heights.append(line.height)
    return 1.05 * median(heights) if heights else usual


def _in_region(mask: Mask, region: Region, size: float) -> Iterator[Region]:
    if region.width <= 0 or region.height <= 0:
        return
    for row in rows_of(mask, region, size):
        for part in parts_of(mask, row, _APART * size):
            if max(part.width, part.height) >= 0.2 * size:
                yield part


def _within_mark(page: Inked, cell: Region) -> Iterator[Region]:
    """The pale ink that was taken for a watermark in a cell without other ink, where nothing of it leaves the cell: it
    may be what is printed there, and nobody can say that the cell is blank.
    """
    found = tight(page.pale.mask, cell) if page.pale.is_watermark else None
    near = round(_INSIDE / page.points)
    if (
        found is not None
        and min(found.left - cell.left, found.top - cell.top) > near
        and min(cell.right - found.right, cell.bottom - found.bottom) > near
    ):
        yield found


def _overlooked(left: Mask, size: float) -> Iterator[FoundText]:
    """Ink outside cells that the detector did not find and that is as high as type; the edges of a page are dirty."""
    import cv2

    near = max(round(0.4 * size), 1)
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((1, near), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)  # pyright: ignore[reportUnknownMemberType]
    bottom, right = left.shape[0] - 1, left.shape[1] - 1
    for x, y, wide, high, _ in np.asarray(stats[1:count]).tolist():
        at_edge = x < near or y < near or x + wide > right - near or y + high > bottom - near
        if not at_edge and _LOW * size <= high <= _HIGH * size and wide <= 40 * size:
            yield FoundText(Region(x, y, x + wide, y + high), size)
