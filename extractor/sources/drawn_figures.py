"""Pictures and outlines among the words of a PDF page: what may be a figure that is drawn and not written.

A cell without text is blank only where nothing is drawn in it. What is drawn there, no larger than a figure's cell, is
a word of which nobody knows the characters; where more is drawn over a table, no cell of the page is known to be blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.sources.glyphs import Glyph
from extractor.sources.ink import PICTURE
from extractor.sources.model import Box
from extractor.sources.words import Rule, Word

# In points: what is larger is no figure in a cell.
_WIDEST = 150.0
_HIGHEST = 30.0
# The share of the narrower of two that must lie upon the other.
_UPON = 0.35
# So many drawings and no more are looked at; a page of more is a picture.
_MOST = 500


def drawn_words(figures: Sequence[Box], rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Word], bool]:
    """The words drawn within the ruled tables of a page, and whether some cell may hold more than is seen of it.

    What lies under or over type is ground or a cover, and what has nothing written before it is a bullet or stands
    alone.
    """
    lattice = _lattice(rules)
    words: list[Word] = []
    hides = len(figures) > _MOST
    for box in figures[:_MOST]:
        beside = [glyph for glyph in glyphs if not glyph.text.isspace() and _is_level(glyph.box, box)]
        is_within = lattice is not None and _is_within(box, lattice)
        if any(_overlap(glyph.box, box) for glyph in beside):
            hides = hides or (is_within and not is_small(box))
        elif is_within and is_small(box):
            words.append(Word(PICTURE, box))
        else:
            hides = hides or is_within or any(glyph.box[2] <= box[0] for glyph in beside)
    return words, hides


def _lattice(rules: Sequence[Rule]) -> Box | None:
    """What the lines down and across the page enclose together."""
    across, down = [one for one in rules if one.across], [one for one in rules if not one.across]
    if not across or not down:
        return None
    return (
        min(one.at for one in down),
        min(one.at for one in across),
        max(one.at for one in down),
        max(one.at for one in across),
    )


def is_small(box: Box) -> bool:
    """Whether a box is no larger than one that a figure fills."""
    return box[2] - box[0] <= _WIDEST and box[3] - box[1] <= _HIGHEST


def _is_within(box: Box, outer: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def _is_level(one: Box, other: Box) -> bool:
    return min(one[3], other[3]) > max(one[1], other[1])


def _overlap(one: Box, other: Box) -> bool:
    """Whether one lies upon the other; what only touches it stands beside it."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return _is_level(one, other) and wide > _UPON * min(one[2] - one[0], other[2] - other[0])
