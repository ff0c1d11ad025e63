"""The paths of an OFD page: the lines that they draw and the areas that they fill.

Source: GB/T 33190-2016, 9.1 (paths, AbbreviatedData).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from extractor.sources.drawn_figures import is_small
from extractor.sources.grounds import Area
from extractor.sources.ink import Colour
from extractor.sources.model import Box
from extractor.sources.ofd.values import Matrix, Point, at, box_of
from extractor.sources.words import Rule, thin_rules

# In points: what is thicker is an area and no line; a line this much off level is aslant.
_THICK = 3.0
_LEVEL = 1.0
_MOST_WORDS = 20_000
"""A path of more is a picture, or an outline of type, of which only the box is known."""
# A path of no more corners than this is one area.
_ONE_AREA = 5
# How many numbers stand behind each sign; of a curve its last two are where it ends.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BEGINS = ("S", "M")
_STEPS = 6
"""Into so many lines a curve is cut that is drawn."""


class Part(NamedTuple):
    """A part of a path that is drawn in one go, as the points that it goes through; whether any of it is a curve."""

    points: list[Point]
    is_curved: bool


class Painted(NamedTuple):
    """How a path is painted: whether its line and its inside are drawn, in which colour (None where nobody knows it),
    and how little is seen through that.
    """

    strokes: bool
    fills: bool
    colour: Colour | None
    opaque: float


class Drawing(NamedTuple):
    """What a path draws: its ruling lines, its areas, and the boxes of what is neither."""

    rules: list[Rule]
    areas: list[Area]
    figures: list[Box]


def parts_of(said: str, by: Matrix) -> list[Part] | None:
    """The parts of a path, curves as the corners that they are said by; None where there are more than are looked at.

    What is no path ends it.
    """
    words = said.split()
    if len(words) > _MOST_WORDS:
        return None
    return list(_parts(words, by, lambda points: points[1:]))


def flattened(said: str, by: Matrix) -> list[list[Point]]:
    """The parts of a path as lines that run as its curves do."""
    return [part.points for part in _parts(said.split(), by, _sampled)]


def _sampled(corners: list[Point]) -> list[Point]:
    """Points of the curve (of Bézier) that these corners say, without the first."""
    points: list[Point] = []
    for step in range(1, _STEPS + 1):
        level: list[Point] = corners
        share = step / _STEPS
        while len(level) > 1:
            level = [(x + (p - x) * share, y + (q - y) * share) for (x, y), (p, q) in pairwise(level)]
        points += level
    return points


def _parts(words: list[str], by: Matrix, curve: Callable[[list[Point]], list[Point]]) -> Iterator[Part]:
    points: list[Point] = []
    is_curved = False
    place = 0
    while place < len(words):
        sign = words[place].upper()
        count = _ARGUMENTS.get(sign)
        if count is None:
            break
        try:
            given = [float(word) for word in words[place + 1 : place + 1 + count]]
        except ValueError:
            break
        if len(given) < count:
            break
        place += 1 + count
        if sign in _BEGINS:
            if len(points) > 1:
                yield Part(points, is_curved)
            points, is_curved = [at((given[0], given[1]), by)], False
        elif sign == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
        else:
            is_curved = is_curved or sign != "L"
            # Of an arc only its ends are taken.
            begin = count - 2 if sign == "A" else 0
            corners = [at((given[i], given[i + 1]), by) for i in range(begin, count, 2)]
            points += curve([points[-1], *corners]) if points else corners
    if len(points) > 1:
        yield Part(points, is_curved)


def drawing_of(parts: list[Part], painted: Painted, order: int) -> Drawing:
    """What a path of these parts draws, painted so, in its place in the order of drawing."""
    made = Drawing([], [], [])
    corners = sum(len(part.points) for part in parts)
    if not parts or not painted.opaque:
        return made
    whole = box_of([point for part in parts for point in part.points])
    is_one = corners <= _ONE_AREA and not any(part.is_curved for part in parts)
    if painted.fills:
        if min(whole[2] - whole[0], whole[3] - whole[1]) > _THICK:
            is_opaque = painted.opaque >= 1
            hides = not is_one and is_opaque and is_small(whole)
            colour = painted.colour if is_one and is_opaque else None
            made.areas.append(Area(order, whole, colour, is_one and is_opaque and colour is not None, may_hide=hides))
        if not painted.strokes and is_one:
            made.rules.extend(thin_rules(whole, _THICK))
            return made
    for part in parts:
        box = box_of(part.points)
        is_large = max(box[2] - box[0], box[3] - box[1]) > _THICK
        is_figure = painted.fills and (len(part.points) > _ONE_AREA or part.is_curved) and is_large
        if painted.fills:
            made.rules.extend(thin_rules(box, _THICK))
        for ends in pairwise(part.points) if painted.strokes else ():
            lines = [] if part.is_curved else thin_rules(box_of(list(ends)), _LEVEL)
            made.rules.extend(lines)
            is_figure = is_figure or not lines
        if is_figure:
            made.figures.append(box)
    return made
