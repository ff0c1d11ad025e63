"""What lies under and over the characters of a PDF page: what is filled before them is their ground, what is filled
behind them covers them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from heapq import merge
from operator import attrgetter
from typing import NamedTuple

from extractor.sources.ink import BLACK, COVERED, PLAIN, WHITE, Colour, Ink, contrast
from extractor.sources.model import Box

# In points: areas are looked up by squares of this size; one of more squares than this is looked at everywhere.
_SQUARE = 24.0
_MOST_SQUARES = 200
_MANY = 20
# The share of a character that an area must lie upon to cover it.
_COVERED = 0.6
_UNSEEN = Ink(seen=False)
_UNSURE = Ink(unsure=True)


class Area(NamedTuple):
    """Something filled on a page as it is shown: its place in the order of drawing, its colour, None where nobody knows
    it (a picture, a pattern, what is seen through), whether it hides what lies under it, and whether it is a picture no
    larger than a figure, which may.
    """

    order: int
    box: Box
    colour: Colour | None
    is_opaque: bool
    may_hide: bool = False


class TextObject(NamedTuple):
    """An object of text: its place in the order of drawing, what asks for its box, what part of the page it may
    draw on, whether it is of a layer that may be off, and what it is said to read (`ActualText`).
    """

    order: int
    bounds: Callable[[], Box]
    clip: Box | None
    is_optional: bool
    said: str = ""


_UNKNOWN = TextObject(-1, lambda: (0.0, 0.0, 0.0, 0.0), None, False)


class Grounds:
    """The areas of one page, and its objects of text by their addresses.

    `take` takes a step of the work that the file may take for each area that is kept or looked at more than usual;
    `disputed` are the addresses of the objects that are said to read otherwise than what they draw.
    """

    def __init__(
        self,
        areas: Sequence[Area],
        texts: Mapping[int, TextObject],
        take: Callable[[int], None],
        disputed: Set[int] = frozenset(),
    ) -> None:
        self._take = take
        self._disputed = disputed
        self._texts = texts
        self._boxes: dict[int, Box] = {}
        self._wide: list[Area] = []
        self._squares: dict[tuple[int, int], list[Area]] = {}
        self._last = max((area.order for area in areas if area.is_opaque or area.may_hide), default=-1)
        colours = {area.colour for area in areas}
        self._black_is_seen = all(contrast(BLACK, colour) == PLAIN for colour in colours)
        for area in areas:
            self._add(area)

    def _add(self, area: Area) -> None:
        left, top, right, bottom = (int(side // _SQUARE) for side in area.box)
        if (right - left + 1) * (bottom - top + 1) > _MOST_SQUARES:
            self._wide.append(area)
            return
        self._take((right - left + 1) * (bottom - top + 1))
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                self._squares.setdefault((x, y), []).append(area)

    def is_plain(self, owner: int, colour: Colour) -> bool:
        """Whether all characters of this object of text are seen, wherever they stand."""
        order, _, clip, *_ = self._texts.get(owner, _UNKNOWN)
        return (
            owner not in self._disputed
            and colour == BLACK
            and self._black_is_seen
            and order > self._last
            and clip is None
        )

    def ink(self, owner: int, box: Box, colour: Colour) -> Ink:
        """How a character of this object of text is seen; its type fills the box."""
        order, _, clip, *_ = self._texts.get(owner, _UNKNOWN)
        if clip is not None and not _holds(clip, box):
            return _UNSEEN
        if owner in self._disputed:
            return _UNSURE
        if not self._wide and not self._squares:
            return contrast(colour, WHITE)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        near = self._squares.get((int(x // _SQUARE), int(y // _SQUARE)), ())
        if len(near) + len(self._wide) > _MANY:
            self._take(len(near) + len(self._wide))
        ground: Colour | None = WHITE
        doubt = PLAIN
        for area in merge(self._wide, near, key=attrgetter("order")) if self._wide else near:
            if _holds(area.box, box):
                if area.order < order:
                    ground = area.colour
                elif (area.is_opaque or area.may_hide) and order >= 0 and _covers(area.box, box):
                    if area.is_opaque:
                        return COVERED
                    doubt = _UNSURE
        return contrast(colour, ground) if doubt is PLAIN else doubt

    def is_optional(self, owner: int) -> bool:
        """Whether this object of text is of a layer that may be off."""
        return self._texts.get(owner, _UNKNOWN).is_optional

    def prints_again(self, owner: int, box: Box) -> bool:
        """Whether an object of text that is drawn behind this one reaches over the box."""
        order = self._texts.get(owner, _UNKNOWN).order
        self._take(len(self._texts))
        return any(text.order > order and _holds(self._box_of(text), box) for text in self._texts.values())

    def _box_of(self, text: TextObject) -> Box:
        if text.order not in self._boxes:
            self._boxes[text.order] = text.bounds()
        return self._boxes[text.order]


def _holds(area: Box, box: Box) -> bool:
    """Whether the middle of a box is in the area."""
    return area[0] <= (box[0] + box[2]) / 2 <= area[2] and area[1] <= (box[1] + box[3]) / 2 <= area[3]


def _covers(area: Box, box: Box) -> bool:
    wide = min(area[2], box[2]) - max(area[0], box[0])
    high = min(area[3], box[3]) - max(area[1], box[1])
    return wide * high >= _COVERED * (box[2] - box[0]) * (box[3] - box[1])
