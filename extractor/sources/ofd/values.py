"""The values that stand in an OFD's XML: numbers, lists of them, places on a page, marks, colours.

Lengths are in millimetres there and in points here. Source: GB/T 33190-2016, 7.3 (basic types) and 8.3.2 (colours).
"""

from __future__ import annotations

from math import isfinite

from extractor.sources.ink import Colour
from extractor.sources.model import Box
from extractor.sources.xml_tree import Element

POINTS = 72 / 25.4
"""In a millimetre."""
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]
_OPAQUE = 255.0
_LARGEST = 1e7


def numbers(said: str | None) -> list[float]:
    """The numbers of a list, `g 3 5` being three times 5; none where any is no number."""
    found: list[float] = []
    words = (said or "").replace(",", " ").split()
    try:
        at = 0
        while at < len(words):
            if words[at].lower() == "g" and at + 2 < len(words):
                found += [_number(words[at + 2])] * min(max(int(words[at + 1]), 0), _MOST_TIMES)
                at += 3
            else:
                found.append(_number(words[at]))
                at += 1
    except ValueError:
        return []
    return found


_MOST_TIMES = 10_000


def _number(said: str) -> float:
    found = float(said)
    if not isfinite(found) or abs(found) > _LARGEST:
        raise ValueError
    return found


def number(element: Element | None, name: str) -> float | None:
    """An attribute as a number, None where it is none."""
    found = numbers(None if element is None else element.get(name))
    return found[0] if len(found) == 1 else None


def is_set(element: Element, name: str, *, unsaid: bool) -> bool:
    """Whether a mark is set; `unsaid` is what counts where nothing is said of it."""
    said = element.get(name)
    return unsaid if said is None else said.strip().lower() in ("true", "1")


def box(said: str | None) -> Box | None:
    """Left, top, right, bottom of a place that is given by its corner and its size; None where it is none."""
    found = numbers(said)
    if len(found) != 4:
        return None
    left, top, width, height = found
    return left, top, left + width, top + height


def matrix(said: str | None) -> Matrix:
    """A matrix; the one that moves nothing where it is none."""
    found = numbers(said)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else SAME


def times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does first one and then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def at(point: Point, by: Matrix) -> Point:
    """Where a matrix moves a point."""
    x, y = point
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def opacity(element: Element | None) -> float:
    """How little is seen through what a colour, or an object, is drawn with."""
    said = number(element, "Alpha")
    return 1.0 if said is None else max(0.0, min(said / _OPAQUE, 1.0))


def colour(element: Element | None, unsaid: Colour | None) -> Colour | None:
    """The colour that an element says; None where nobody knows it: a pattern, a shading, a number in a palette."""
    if element is None:
        return unsaid
    if len(element) or element.get("Index") is not None:
        return None
    said = element.get("Value")
    if said is None:
        return unsaid
    try:
        parts = [float(int(word[1:], 16)) if word.startswith("#") else float(word) for word in said.split()]
    except ValueError:
        return None
    if not all(0 <= part <= _OPAQUE for part in parts):
        return None
    if len(parts) == 1:
        parts *= 3
    if len(parts) == 4:
        black = 1 - parts[3] / _OPAQUE
        parts = [(_OPAQUE - part) * black for part in parts[:3]]
    if len(parts) != 3:
        return None
    red, green, blue = map(round, parts)
    return red, green, blue


def box_of(points: list[Point]) -> Box:
    """The smallest box around some points, of which there is at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
