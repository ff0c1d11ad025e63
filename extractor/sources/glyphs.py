"""Characters as they stand on a page, whatever file it is of: what is said of each, and what is left out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.sources.ink import struck
from extractor.sources.model import Box
from extractor.sources.words import Word

LOST = "\ufffd"
"""Stands for a character that is drawn but that the file does not name."""

# The share of the type's height above and below the line the characters stand on.
ABOVE, BELOW = 0.86, 0.14
# Characters turned further than this off a quarter (in radians) are written across the page.
ASLANT = 0.12
# The same character once more within this share of its height is a second print of it, as some make type bold.
_TWICE = 0.12
# A digit that is no wider than this share of its height is a stroke.
_THINNEST = 0.12
# A watermark in line with the page is this many times as high as the page's type, and this pale or lighter.
_HUGE = 2.2
_PALE = 0.55


class Glyph(NamedTuple):
    """One character as printed: where it stands, how high its type is, how far it is turned, how dark it is;
    whether only some eyes see it, nobody knows what lies under it, and it is of a layer that may be off.
    """

    text: str
    box: Box
    size: float
    turn: int
    ink: float
    is_unsure: bool = False
    is_apart: bool = False
    is_optional: bool = False


class Glyphs(NamedTuple):
    """The characters of a page that are seen, and how many are under it unseen or drawn without a name; the digits that
    are covered, or in the colour of their ground.
    """

    seen: Sequence[Glyph]
    hidden: int
    lost: int
    covered: Sequence[Glyph] = ()


def covered_words(glyphs: Sequence[Glyph]) -> list[Word]:
    """Digits that are covered as words that are left out where anything else stands in their cell."""
    return [Word(struck(glyph.text), glyph.box, glyph.turn) for glyph in glyphs]


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """The same as words, one a character."""
    return [Word(glyph.text, glyph.box, glyph.turn) for glyph in glyphs]


def is_thin(box: Box, size: float) -> bool:
    """Whether a character is drawn together to a stroke."""
    return min(box[2] - box[0], box[3] - box[1]) < _THINNEST * size


def is_second_print(glyph: Glyph, printed: dict[tuple[str, int, int], Glyph]) -> bool:
    """Whether the same character is in the same place already; if not, this one is noted."""
    step, near = max(glyph.size * 0.5, 1.0), _TWICE * glyph.size
    left, top = glyph.box[0], glyph.box[1]
    for x in range(int((left - near) // step), int((left + near) // step) + 1):
        for y in range(int((top - near) // step), int((top + near) // step) + 1):
            other = printed.get((glyph.text, x, y))
            if other is not None and abs(other.box[0] - left) <= near and abs(other.box[1] - top) <= near:
                return True
    printed[glyph.text, int(left // step), int(top // step)] = glyph
    return False


def without_watermarks(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Without type that is both far larger than the page's and pale."""
    sizes = Counter(round(glyph.size) for glyph in glyphs if glyph.ink > _PALE)
    if not sizes:
        return glyphs
    usual = sizes.most_common(1)[0][0]
    return [glyph for glyph in glyphs if glyph.ink > _PALE or glyph.size < _HUGE * usual or glyph.ink <= 0.01]
