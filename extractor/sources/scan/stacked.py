"""Labels that are written down the table, a character a line: read as if their characters stood side by side, because a
bracket or a stroke by itself may be any character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from extractor.sources.scan.engine import Picture, Read, read_lines
from extractor.sources.scan.found import FoundText
from extractor.sources.scan.ink import Inked, Region, runs, tight

# So many characters under each other are written down; in sizes of type, how wide and high one of them is at most, how
# high what is joined to one, how far its middle stands from that of the one above, and how far below it stands.
_LEAST = 3
_LARGEST = 1.4
_WHOLE = 1.15
_BESIDE = 0.6
_BELOW = 3.0
# The room between two characters, and above and below them, as a share of the type's size.
_BETWEEN = 0.12
_ROOM = 0.3
# A bracket that lies is so high, and at least so broad, as shares of the type's size.
_FLAT = (0.17, 0.45)
_BROAD = 0.5
# A stroke has ink from end to end at some height of it, over at least this share of its width.
_STRAIGHT = 0.85
_WORDS = re.compile(r"[^\d㐀-鿿]*[㐀-鿿]\D*")
_LEGIBLE = 0.6


def put_together(page: Inked, lines: Sequence[FoundText], reads: Sequence[Read]) -> tuple[list[FoundText], list[Read]]:
    """The lines of a page and what they say, with each label that is written down as one line; figures never are."""
    stacks = _stacks(lines)
    whole = read_lines([_side_by_side(page, [lines[at] for at in stack]) for stack in stacks])
    made = {at: (lines[at], reads[at]) for at in range(len(lines))}
    for stack, read in zip(stacks, whole, strict=True):
        if _WORDS.fullmatch(read.text) and read.mean >= _LEGIBLE:
            regions = [made.pop(at)[0].region for at in stack]
            made[stack[0]] = (lines[stack[0]]._replace(region=_around(regions)), read)
    kept = [made[at] for at in sorted(made)]
    return [line for line, _ in kept], [read for _, read in kept]


def _stacks(lines: Sequence[FoundText]) -> list[list[int]]:
    """The numbers of lines of one character that stand under each other in one cell."""
    found: list[list[int]] = []
    for cell, of_cell in groupby(range(len(lines)), key=lambda at: lines[at].cell):
        if cell is None:
            continue
        stack: list[int] = []
        for at in of_cell:
            if not _is_character(lines[at]):
                stack = []
                continue
            if not stack or not _goes_on(lines[stack[-1]], lines[at]):
                stack = []
                found.append(stack)
            stack.append(at)
    return [stack for stack in found if len(stack) >= _LEAST]


def _is_character(line: FoundText) -> bool:
    return max(line.region.width, line.region.height) <= _LARGEST * line.size


def _goes_on(above: FoundText, below: FoundText) -> bool:
    beside = abs(below.region.left + below.region.right - above.region.left - above.region.right) / 2
    return beside <= _BESIDE * above.size and 0 <= below.region.top - above.region.bottom <= _BELOW * above.size


def _side_by_side(page: Inked, lines: Sequence[FoundText]) -> Picture:
    """The characters of a column as a line of type, each as far to the left or right in its place as it stands."""
    characters = _characters(page, [line.region for line in lines], lines[0].size)
    size = max(round(max(max(one.width, one.height, lines[0].size) for one in characters)), 1)
    room, between = round(_ROOM * size), round(_BETWEEN * size)
    left = min(one.left for one in characters)
    shown = np.full((size + 2 * room, len(characters) * (size + between) + 2 * room), 255, np.uint8)
    for number, region in enumerate(characters):
        part = page.picture[region.top : region.bottom, region.left : region.right]
        if _is_turned(page, region, lines[0].size):
            part = np.rot90(part)
        high, wide = part.shape
        x = room + number * (size + between) + min(region.left - left, size - wide)
        y = room + (size - high) // 2
        shown[y : y + high, x : x + wide] = part
    return shown


def _characters(page: Inked, regions: Sequence[Region], size: float) -> list[Region]:
    """The characters of a column, from the top down, brackets that lie over or under another by themselves."""
    column = _around(regions)
    part = page.mask[column.top : column.bottom, column.left : column.right]
    rows = [
        tight(page.mask, column._replace(top=column.top + start, bottom=column.top + end))
        for start, end in runs(part, 1)
    ]
    found: list[Region] = []
    is_open = False
    for row in (row for row in rows if row is not None):
        if row.height > _LARGEST * size:
            return list(regions)
        is_turned = _is_turned(page, row, size)
        if is_open and not is_turned and row.bottom - found[-1].top <= _WHOLE * size:
            found[-1] = _around((found[-1], row))
        else:
            found.append(row)
        is_open = not is_turned
    return found


def _around(regions: Sequence[Region]) -> Region:
    lefts, tops, rights, bottoms = zip(*regions, strict=True)
    return Region(min(lefts), min(tops), max(rights), max(bottoms))


def _is_turned(page: Inked, region: Region, size: float) -> bool:
    """Whether a character is a bracket as it lies where text runs down: flat, and bent where a stroke is straight."""
    if not _FLAT[0] * size < region.height < _FLAT[1] * size or region.width <= _BROAD * size:
        return False
    ink = page.mask[region.top : region.bottom, region.left : region.right] > 0
    return float(np.max(np.mean(ink, axis=1))) < _STRAIGHT
