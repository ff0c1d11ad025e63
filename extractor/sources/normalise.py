"""Original characters → the text the readers read: one script, one kind of digit, space, dash and bar.

Every rule puts one character for one, so that places hold; only zero-width characters, and what a converter printed
beside the report's own, are taken out, and then an origin map says where each character came from.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.lexicon.folding import CONTROLS, ZERO_WIDTH, characters
from extractor.sources.extra_characters import extra_characters

_FEW = 64


class Normalised(NamedTuple):
    """The text for the readers; `origin` as in `Source`; `controls` counts the characters that text does not hold."""

    text: str
    origin: tuple[int, ...] | None
    controls: int


def normalise(original: str) -> Normalised:
    """The text of these characters, and for each of its characters the offset it came from."""
    table = characters()
    unlike = _unlike().intersection(original)
    text = original
    if "\r" in unlike:
        text = text.replace("\r\n", " \n")
    if len(unlike) > _FEW:
        text = text.translate(str.maketrans(table))
    else:
        for character in unlike & table.keys():
            text = text.replace(character, table[character])
    controls = sum(map(original.count, unlike & CONTROLS))
    hidden = unlike & ZERO_WIDTH
    extra = extra_characters(text, original)
    if not hidden and not extra:
        return Normalised(text, None, controls)
    origin = tuple(at for at, character in enumerate(text) if character not in hidden and at not in extra)
    return Normalised("".join([text[at] for at in origin]), origin, controls)


@cache
def _unlike() -> frozenset[str]:
    """The characters that normalised text does not hold.

    A compiled class of them finds them in a third of the time, but takes as long to compile as two hundred reports take
    to be searched for them so.
    """
    return frozenset(characters()) | ZERO_WIDTH
