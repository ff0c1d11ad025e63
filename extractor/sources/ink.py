"""What the eye sees of a file's characters, whatever kind of file it is: the one list of what is not seen, what is
struck, what is a mark of a note, and what nobody can decide; and how each is written.

Each opener finds out how its characters are printed (`Ink`, or glyphs with boxes); what follows from that is said here.
What nobody sees is not written. What is struck is written with a stroke through each character, until it is known
whether anything else stands in its cell: then it is left out (`settled`). A raised, lowered or small figure behind
another is a note's mark, written with the raised and lowered digits of Unicode. Where nobody can say whether characters
are one figure, `DOUBT` parts them, and the cell is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.lexicon.figure import DOUBT

STRUCK = "\u0336"
"""Stands behind each character that a line goes through."""

TURNED_ROUND = "\u202e"
"""What follows it is shown from the right to the left, digits too."""

PICTURE = "□"
"""What is written where a picture may show characters: something stands there, and cannot be read."""

TINY = 1.5
"""In points: type lower than this is not for eyes."""

# As shares of the height of the type beside it: a figure no higher than the first is a note's mark; up to the second
# nobody can say; above it an office has set one figure in two sizes. A figure shifted by the third is a mark.
_SMALL = 0.72
_UNEVEN = 0.84
_SHIFTED = 0.15
_LONGEST_MARK = 2
# How far colours may differ (of 255, in the channel that differs most) and none be seen, and so that some eyes see it.
_SAME_COLOUR = 20
_NEARLY_SAME = 40

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BACK = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_STRUCK_CHARACTER = f"[^{STRUCK}]{STRUCK}+"
_OF_FIGURES = frozenset(f".,+-，．－＋±%{DOUBT}{STRUCK}⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_PARTS = r"[0-9０-９]+|[^0-9０-９]+"

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


class Ink(NamedTuple):
    """How characters are printed.

    `size` is the height of their type and `shift` how far it stands above its line, in points; no size where nobody
    says. `linked` is what leads to another place of its file, as marks of notes do. `lifted` is 1 for what its author
    raised, -1 for what he lowered. `unsure` is what some eyes see, `apart` what may be seen or not: among words it
    counts as seen, and as a figure it is in doubt.
    """

    size: float = 0.0
    shift: float = 0.0
    linked: bool = False
    lifted: int = 0
    struck: bool = False
    seen: bool = True
    unsure: bool = False
    apart: bool = False


PLAIN = Ink()
COVERED = Ink(seen=False, apart=True)
"""Of what is there, under something or in the colour of its ground: a cell that holds nothing else is not blank."""
_BESIDE = 3
"""How many of these say nothing by themselves, but only beside others."""
Inked = tuple[str, Ink]
"""Characters, and how they are printed."""


class _Part(NamedTuple):
    """Digits, or what stands between them, of one of several pieces of text, by its number; `begins` where the piece
    begins with it.
    """

    text: str
    ink: Ink
    piece: int
    is_figure: bool
    begins: bool


def contrast(colour: Colour, ground: Colour | None) -> Ink:
    """How characters of this colour are seen on this ground; None where nobody knows it."""
    if ground is None:
        return PLAIN if contrast(colour, WHITE) == PLAIN else Ink(apart=True)
    most = max(abs(one - other) for one, other in zip(colour, ground, strict=True))
    return PLAIN if most > _NEARLY_SAME else Ink(unsure=True) if most > _SAME_COLOUR else COVERED


def darkness(colour: Colour, opaque: float) -> float:
    """How dark something of this colour is on white, from 0 (unseen) to 1 (black); `opaque` is how little is seen
    through it. White type is read on a dark ground, so it counts as seen until that is known; see-through type does
    not.
    """
    dark = 1 - (0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]) / 255
    return max(dark, 0.01) * opaque


def written(pieces: Sequence[Inked]) -> str:
    """The characters that are seen of some that stand beside each other."""
    return "".join(each_written(pieces))


def each_written(pieces: Sequence[Inked]) -> list[str]:
    """What is written for each of some pieces of text that stand beside each other."""
    usual = pieces[0][1] if pieces else PLAIN
    if usual[_BESIDE:] == PLAIN[_BESIDE:] and all(ink is usual or ink == usual for _, ink in pieces):
        return [text for text, _ in pieces]
    if any(ink.apart for _, ink in pieces) and is_bare_figure("".join([text for text, ink in pieces if ink.seen])):
        pieces = [(text, ink._replace(unsure=ink.unsure or ink.apart)) for text, ink in pieces]
    parts = [
        _Part(part, ink, number, part[0].isdecimal() and not ink.struck, not at)
        for number, (text, ink) in enumerate(pieces)
        if text and ink.seen
        for at, part in enumerate([text] if ink.struck else re.findall(_PARTS, text))
    ]
    made: list[list[str]] = [[] for _ in pieces]
    for is_figure, group in groupby(parts, key=lambda part: part.is_figure):
        of_kind = list(group)
        texts = _figure(of_kind) if is_figure else map(_word, of_kind)
        for part, text in zip(of_kind, texts, strict=True):
            made[part.piece].append(text)
    texts = list(map("".join, made))
    return texts if any(map(str.strip, texts)) else [_left(text, ink) for text, ink in pieces]


def _left(text: str, ink: Ink) -> str:
    """What is written for a piece of a text of which nothing is seen."""
    is_there = not ink.seen and ink.apart and any(map(str.isdecimal, text))
    return struck(text.strip()) if is_there else text if ink.seen else ""


def is_bare_figure(text: str) -> bool:
    """Whether there is nothing but digits, and what stands in figures, in a text, marks of notes and doubts aside."""
    return any(map(str.isdecimal, text)) and all(c.isdecimal() or c.isspace() or c in _OF_FIGURES for c in text)


def _word(part: _Part) -> str:
    return struck(part.text) if part.ink.struck else part.text


def _figure(parts: Sequence[_Part]) -> list[str]:
    """What is written for each of some digits that stand beside each other: marks of notes are told from them."""
    main = max(
        parts, key=lambda part: (not part.ink.lifted, not part.ink.linked, not any(part.ink[-2:]), part.ink.size)
    )
    if main.ink.lifted:
        return [_mark(part, PLAIN) if part.begins else part.text for part in parts]
    at = parts.index(main)
    tail = len(parts)
    while tail - 1 > at and _is_mark(parts[tail - 1], main.ink):
        tail -= 1
    if sum(len(part.text) for part in parts[tail:]) > _LONGEST_MARK:
        tail = len(parts)
    made: list[str] = []
    for number, part in enumerate(parts):
        if part.ink.lifted or number >= tail:
            made.append(_mark(part, main.ink))
        elif part.ink[-2:] != main.ink[-2:] or _is_uneven(part, main.ink):
            made.append(DOUBT + part.text if at < number else part.text + DOUBT)
        else:
            made.append(part.text)
    if main.ink.unsure and not any(DOUBT in text for text in made):
        made[at] = DOUBT + made[at]
    return made


def _mark(part: _Part, main: Ink) -> str:
    is_low = part.ink.lifted < 0 or (not part.ink.lifted and part.ink.shift < main.shift)
    return part.text.translate(_LOWERED if is_low else _RAISED)


def _is_mark(part: _Part, main: Ink) -> bool:
    is_link = part.ink.linked and not main.linked
    return is_link or part.ink.lifted != 0 or is_mark(part.ink.size, part.ink.shift - main.shift, main.size)


def _is_uneven(part: _Part, main: Ink) -> bool:
    return _is_mark(part, main) or is_uneven(part.ink.size, main.size)


def is_mark(size: float, shift: float, beside: float) -> bool:
    """Whether digits of this height, so far above the line, are a mark behind digits that are `beside` high."""
    return beside > 0 and (0 < size <= _SMALL * beside or (abs(shift) >= _SHIFTED * beside and size <= beside))


def is_uneven(size: float, beside: float) -> bool:
    """Whether digits of these heights are so unlike that nobody can say whether they are one figure."""
    return 0 < size < _UNEVEN * beside


def struck(text: str) -> str:
    """Characters with a line through each of them."""
    return "".join([character if character.isspace() else character + STRUCK for character in text])


def without_struck(text: str) -> str:
    """The characters that no line goes through."""
    return re.sub(_STRUCK_CHARACTER, "", text) if STRUCK in text else text


def settled(lines: Iterable[str]) -> list[str]:
    """The lines of a cell, without what is struck where anything else stands in it; figures that are raised and stand
    in it alone are figures.
    """
    made = list(lines)
    if all(map(str.isascii, made)):
        return made
    if any(STRUCK in line for line in made):
        rest = [without_struck(line).strip() for line in made]
        if any(rest):
            made = [new for new, old in zip(rest, made, strict=True) if new or not old.strip()]
    if any(line.translate(_BACK) != line for line in made) and not re.sub(r"[⁰¹²³⁴-⁹₀-₉\s]", "", "".join(made)):
        made = [line.translate(_BACK) for line in made]
    return made
