"""The texts of an OFD page → its characters, each with the box that its type fills.

Source: GB/T 33190-2016, 11.2 (TextObject), 11.3 (TextCode).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import atan2, hypot, pi, radians
from typing import NamedTuple

from extractor.sources.glyphs import (
    ABOVE,
    ASLANT,
    BELOW,
    LOST,
    Glyph,
    Glyphs,
    is_second_print,
    is_thin,
    without_watermarks,
)
from extractor.sources.grounds import Grounds
from extractor.sources.ink import BLACK, PLAIN, TINY, darkness
from extractor.sources.model import Box
from extractor.sources.ofd.content import TextItem
from extractor.sources.ofd.values import Matrix, Point, at, box_of, number, numbers
from extractor.sources.xml_tree import Element

_USUAL_SIZE = 3.53
_NO_CODE = "\u00a4"
"""Stands, as the standard says, for a glyph that is no character."""
# The widths of characters of Latin letters and figures, and of blanks, as a share of the height of the type.
_HALF = 0.5
_WIDE_FROM = "\u1100"
# A character is no wider than the step to the next, and no narrower than this share of its usual width.
_NARROWEST = 0.3


class _Placed(NamedTuple):
    """A character where it begins on its line, how wide it runs, in the text's own lengths, and how far it is turned
    against its text, in quarters clockwise.
    """

    text: str
    place: Point
    width: float
    quarters: int


class _Look(NamedTuple):
    """How the characters of a text are printed: the height of their type in points, by how many quarters they are
    turned clockwise (None where aslant), how dark they are.
    """

    size: float
    quarters: int | None
    ink: float


def glyphs_of(
    texts: Sequence[TextItem], size: tuple[float, float], grounds: Grounds, take: Callable[[int], None]
) -> Glyphs:
    """The characters of a page of this size, in the order they are drawn, upon these grounds."""
    printed: dict[tuple[str, int, int], Glyph] = {}
    seen: list[Glyph] = []
    covered: list[Glyph] = []
    hidden = lost = 0
    for item in texts:
        look = _look(item)
        for placed in _placed(item.element, take):
            if not item.paint.opaque:
                hidden += not placed.text.isspace()
                continue
            if look.quarters is None or not look.size >= TINY:
                continue
            box = _box(placed, _em(item.element), item.by)
            if not (0 <= (box[0] + box[2]) / 2 <= size[0] and 0 <= (box[1] + box[3]) / 2 <= size[1]):
                continue
            colour = item.paint.colour
            shown = grounds.ink(item.order, box, BLACK if colour is None else colour)
            glyph = Glyph(
                placed.text,
                box,
                look.size,
                (look.quarters + placed.quarters) % 4,
                look.ink,
                shown.unsure or (placed.text.isdecimal() and is_thin(box, look.size)),
                shown.apart or (colour is None and shown is PLAIN),
            )
            if not shown.seen:
                hidden += not placed.text.isspace()
                covered += [glyph] if glyph.is_apart and glyph.text.isdecimal() else []
            elif not is_second_print(glyph, printed):
                lost += glyph.text == LOST
                seen.append(glyph)
    return Glyphs(without_watermarks(seen), hidden, lost, covered)


def _em(text: Element) -> float:
    """The height of the type of a text, in its own lengths."""
    said = number(text, "Size")
    return said if said is not None and said > 0 else _USUAL_SIZE


def _look(item: TextItem) -> _Look:
    a, b, c, d, *_ = item.by
    angle = atan2(b, a)
    quarters = round(angle / (pi / 2))
    is_aslant = abs(angle - quarters * pi / 2) > ASLANT or a * d - b * c < 0
    turned = number(item.element, "CharDirection") or 0.0
    is_aslant = is_aslant or abs(turned - 90 * round(turned / 90)) > ASLANT / radians(1)
    ink = darkness(BLACK if item.paint.colour is None else item.paint.colour, item.paint.opaque)
    return _Look(_em(item.element) * hypot(c, d), None if is_aslant else quarters % 4, ink)


def _placed(text: Element, take: Callable[[int], None]) -> Iterator[_Placed]:
    """The characters of a text, each where it is drawn."""
    em = _em(text)
    wide = number(text, "HScale") or 1.0
    quarters = round((number(text, "CharDirection") or 0.0) / 90) % 4
    x = y = 0.0
    for code in text.iterfind("TextCode"):
        characters = code.text or ""
        if "\n" in characters:  # set in lines of the XML, not of the page
            characters = characters.strip()
        take(len(characters))
        said_x, said_y = number(code, "X"), number(code, "Y")
        x, y = x if said_x is None else said_x, y if said_y is None else said_y
        across, down = numbers(code.get("DeltaX")), numbers(code.get("DeltaY"))
        place = (x, y)
        for nth, character in enumerate(characters):
            usual = em * wide * (1.0 if character >= _WIDE_FROM else _HALF)
            step = _step(nth, across, down, usual)
            run = step[1] if quarters % 2 else step[0]
            width = min(usual, run) if run > _NARROWEST * usual else usual
            yield _Placed(_character(character), place, width, quarters)
            place = (place[0] + step[0], place[1] + step[1])


def _step(nth: int, across: Sequence[float], down: Sequence[float], usual: float) -> Point:
    """How far it is from a character to the next: as the text says, else as wide as the character runs."""
    if not across and not down:
        return usual, 0.0
    return (
        across[min(nth, len(across) - 1)] if across else 0.0,
        down[min(nth, len(down) - 1)] if down else 0.0,
    )


def _character(character: str) -> str:
    code = ord(character)
    if character == _NO_CODE or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code in (0, 0xFFFD, 0xFFFE, 0xFFFF):
        return LOST
    return " " if character.isspace() or code < 0x20 else character


def _box(placed: _Placed, em: float, by: Matrix) -> Box:
    """The box of a character on the page, as wide as it runs and as high as its type."""
    x, y = placed.place
    width = placed.width
    if placed.quarters == 0:
        corners = ((x, y - ABOVE * em), (x + width, y + BELOW * em))
    elif placed.quarters == 1:
        corners = ((x - BELOW * em, y), (x + ABOVE * em, y + width))
    elif placed.quarters == 2:
        corners = ((x - width, y - BELOW * em), (x, y + ABOVE * em))
    else:
        corners = ((x - ABOVE * em, y - width), (x + BELOW * em, y))
    (left, top), (right, bottom) = corners
    return box_of([at(corner, by) for corner in ((left, top), (right, top), (left, bottom), (right, bottom))])
