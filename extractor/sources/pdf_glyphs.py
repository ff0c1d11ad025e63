"""The characters of a PDF page: what is printed on it, each with its box, and what cannot be read of it.

Left out is what nobody sees: invisible, transparent or tiny characters, those off the page, a second print of the same
character in the same place, and what is written across the page (watermarks).
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

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
from extractor.sources.ink import BLACK, PLAIN, TINY, Colour, darkness
from extractor.sources.model import Box
from extractor.sources.words import turned

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# A character runs on for no more than this many times the height of its type.
_WIDEST = 2.5
# In points: characters are looked up by squares of this size.
_SQUARE = 12.0
# Ways of drawing type: those that leave none on the page; those that draw its outline, and its outline filled.
_INVISIBLE = (3, 7)
_OUTLINED = (1, 5)
_FILLED_OUTLINES = (2, 6)


class Look(NamedTuple):
    """How the characters of one text object are printed.

    `ink` is how dark, from 0 (unseen) to 1 (black); `size` how high their type is, in points; `quarters` how often they
    are turned a quarter against the clock, None where they are aslant; `owner` the address of the object,
    `is_optional` whether it is of a layer that may be off, `is_plain` whether all of it is seen for certain.
    """

    mode: int
    ink: float
    size: float
    quarters: int | None
    colour: Colour
    owner: int
    is_optional: bool
    is_plain: bool


class Frame(NamedTuple):
    """The part of a PDF page that is shown, in the page's own coordinates, and the quarters it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def shown(self, box: Box) -> Box:
        """A box (left, bottom, right, top) of the page's own coordinates as it is shown, from the top left corner."""
        left, bottom, right, top = box
        upright = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return turned(upright, self.quarters, self.right - self.left, self.top - self.bottom)


def glyphs_of(text: pdfium.PdfTextPage, frame: Frame, count: int, grounds: Grounds) -> Glyphs:
    """The first `count` characters of a page's text layer, in the order they are drawn, upon these grounds."""
    import pypdfium2.raw as raw

    looks: dict[int, Look] = {}
    room = _Room(raw)
    seen: list[Glyph] = []
    printed: dict[tuple[str, int, int], Glyph] = {}
    unseen: list[tuple[int, Glyph]] = []
    hidden = lost = 0
    size = frame.size
    for index in range(count):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        named = raw.FPDFText_HasUnicodeMapError(text, index) != 1
        character = _character(raw.FPDFText_GetUnicode(text, index)) if named else LOST
        if not character:
            continue
        look = _look(raw, text, index, looks, grounds)
        if look.mode in _INVISIBLE or not look.ink:
            hidden += not character.isspace()
            continue
        if look.quarters is None or not look.size >= TINY:
            continue
        box = frame.shown(_em_box(room, text, index, look.size, look.quarters))
        if not _is_on(size, box):
            continue
        shown = PLAIN if look.is_plain else grounds.ink(look.owner, box, look.colour)
        # Angles are counted against the clock, pages are turned with it.
        glyph = Glyph(
            character,
            box,
            look.size,
            (frame.quarters - look.quarters) % 4,
            look.ink,
            shown.unsure or (character.isdecimal() and is_thin(box, look.size)),
            shown.apart,
            grounds.is_optional(look.owner),
        )
        if not shown.seen:
            hidden += not character.isspace()
            unseen.append((look.owner, glyph))
            continue
        if is_second_print(glyph, printed):
            continue
        lost += character == LOST
        seen.append(glyph)
    covered = [glyph for _, glyph in unseen if glyph.is_apart and glyph.text.isdecimal()]
    return Glyphs(without_watermarks([*seen, *_printed_again(unseen, seen, grounds)]), hidden, lost, covered)


def _character(code: int) -> str:
    """The character of this number; `LOST` where the font does not say which it is."""
    if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or 0xD800 <= code < 0xE000 or code >= 0xF0000:
        return LOST
    if code in (0x02, 0xAD):
        # A soft hyphen at the end of a line, which pdfium marks so.
        return "-"
    character = chr(code)
    return " " if character.isspace() or code < 0x20 else character


def _look(raw: Any, text: Any, index: int, looks: dict[int, Look], grounds: Grounds) -> Look:
    """How a character is printed, asked once for all characters of one text object."""
    owner = raw.FPDFText_GetTextObject(text, index)
    key = ctypes.addressof(owner.contents) if owner else 0
    if not key or key not in looks:
        mode = raw.FPDFTextObj_GetTextRenderMode(owner) if key else 0
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        angle = math.atan2(matrix.b, matrix.a)
        quarters = round(angle / (math.pi / 2))
        aslant = abs(angle - quarters * math.pi / 2) > ASLANT
        ink, colour = _ink(raw, text, index, mode)
        known = grounds.is_optional(key), grounds.is_plain(key, colour)
        looks[key] = Look(mode, ink, size, None if aslant else quarters % 4, colour, key, *known)
    return looks[key]


def _ink(raw: Any, text: Any, index: int, mode: int) -> tuple[float, Colour]:
    """How dark a character is, and its colour; of one that is filled and outlined the darker."""
    if mode in _FILLED_OUTLINES:
        return max(_asked(raw.FPDFText_GetFillColor, text, index), _asked(raw.FPDFText_GetStrokeColor, text, index))
    return _asked(raw.FPDFText_GetStrokeColor if mode in _OUTLINED else raw.FPDFText_GetFillColor, text, index)


def _asked(ask: Any, text: Any, index: int) -> tuple[float, Colour]:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    if not ask(text, index, red, green, blue, alpha):
        return 1.0, BLACK
    colour = red.value, green.value, blue.value
    return darkness(colour, alpha.value / 255), colour


def _is_on(size: tuple[float, float], box: Box) -> bool:
    """Whether the middle of a box is on the page of this width and height as it is shown."""
    width, height = size
    return 0 <= (box[0] + box[2]) / 2 <= width and 0 <= (box[1] + box[3]) / 2 <= height


class _Room:
    """Where pdfium writes the boxes of one character after the other."""

    def __init__(self, raw: Any) -> None:
        self.loose = raw.FS_RECTF()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.left, self.right, self.bottom, self.top = (ctypes.c_double() for _ in range(4))
        self._ask_loose = raw.FPDFText_GetLooseCharBox
        self._ask_origin = raw.FPDFText_GetCharOrigin
        self._ask_box = raw.FPDFText_GetCharBox

    def ask(self, text: Any, index: int) -> None:
        """Has the boxes of this character written; what it has none of is 0."""
        loose = self.loose
        loose.left = loose.bottom = loose.right = loose.top = 0.0
        for number in (self.x, self.y, self.left, self.right, self.bottom, self.top):
            number.value = 0.0
        self._ask_loose(text, index, loose)
        self._ask_origin(text, index, self.x, self.y)
        self._ask_box(text, index, self.left, self.right, self.bottom, self.top)


def _em_box(room: _Room, text: Any, index: int, size: float, quarters: int) -> Box:
    """Left, bottom, right, top of a character: as wide as it runs, as high as its type."""
    room.ask(text, index)
    loose = room.loose
    ink = room.left.value, room.bottom.value, room.right.value, room.top.value
    origin = room.x.value, room.y.value
    box = _run_box((loose.left, loose.bottom, loose.right, loose.top), ink, origin, size, quarters)
    middle_x, middle_y = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2
    runs = box[3] - box[1] if quarters % 2 else box[2] - box[0]
    if runs <= _WIDEST * size and box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3]:
        return box
    # Set from the top down, or measured wrong by its font: the ink says where it stands.
    half = size / 2
    return middle_x - half, middle_y - half, middle_x + half, middle_y + half


def _run_box(loose: Box, ink: Box, origin: tuple[float, float], size: float, quarters: int) -> Box:
    """The box of a character that stands on its line as most do."""
    x, y = origin
    if quarters % 2 == 0:
        up, down = (ABOVE, BELOW) if quarters == 0 else (BELOW, ABOVE)
        return min(loose[0], ink[0]), y - down * size, max(loose[2], ink[2]), y + up * size
    # Read from the bottom up (a quarter against the clock) the type's upper side is at the left.
    out, back = (ABOVE, BELOW) if quarters == 1 else (BELOW, ABOVE)
    return x - out * size, min(loose[1], ink[1]), x + back * size, max(loose[3], ink[3])


def _printed_again(unseen: Sequence[tuple[int, Glyph]], seen: Sequence[Glyph], grounds: Grounds) -> list[Glyph]:
    """The characters that were covered and then printed once more: pdfium leaves the second print out."""
    again = [glyph for owner, glyph in unseen if not glyph.text.isspace() and grounds.prints_again(owner, glyph.box)]
    if not again:
        return []
    squares: dict[tuple[int, int], list[Box]] = {}
    for glyph in seen:
        if not glyph.text.isspace():
            squares.setdefault(_square(glyph.box), []).append(glyph.box)
    return [glyph for glyph in again if not _is_taken(glyph.box, squares)]


def _square(box: Box) -> tuple[int, int]:
    return int((box[0] + box[2]) // 2 // _SQUARE), int((box[1] + box[3]) // 2 // _SQUARE)


def _is_taken(box: Box, squares: Mapping[tuple[int, int], Sequence[Box]]) -> bool:
    """Whether another character stands where this one did."""
    x, y = _square(box)
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = (other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in squares.get((x + i, y + j), ()))
    return any(left <= middle[0] <= right and top <= middle[1] <= bottom for left, top, right, bottom in near)
