"""Which run of a Word file holds each character of the text that was read of it.

The text has what the file does not say in runs (automatic numbers, marks for pictures) and leaves out what is not seen.
So both are brought together by what they share in order, blanks left aside: long paragraphs that stand once in each
first, then what lies between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONG = 8
_MOST_CELLS = 400_000_000
"""So many pairs of characters are compared at most between two paragraphs that are known; a table has some millions."""


class Character(NamedTuple):
    """A character of the file that is no blank: in which paragraph, in which text element, and where in that."""

    paragraph: int
    element: int
    at: int


def align(text: str, paragraphs: Sequence[Sequence[tuple[int, str]]]) -> dict[int, Character]:
    """The character of the file for each offset of `text` that has one.

    `paragraphs` has for each of the file's, in order, its text elements: a number, and the element's text.
    """
    offsets = [at for at, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[at] for at in offsets)
    own: list[list[Character]] = [_characters(number, elements) for number, elements in enumerate(paragraphs)]
    written = ["".join(_bare(piece) for _, piece in elements) for elements in paragraphs]
    found: dict[int, Character] = {}
    at, first = 0, 0
    for number, start in [*_anchors(bare, written), (len(paragraphs), len(bare))]:
        characters = [one for paragraph in own[first:number] for one in paragraph]
        for left, right in _matches(bare[at:start], "".join(written[first:number])):
            found[offsets[at + left]] = characters[right]
        if number < len(paragraphs):
            found.update({offsets[start + i]: one for i, one in enumerate(own[number])})
            at, first = start + len(written[number]), number + 1
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _characters(number: int, elements: Sequence[tuple[int, str]]) -> list[Character]:
    return [
        Character(number, element, at)
        for element, text in elements
        for at, character in enumerate(text)
        if not character.isspace()
    ]


def _anchors(bare: str, written: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Paragraphs that stand once in the file and once in the text, in the order of both, with where they begin."""
    counts = Counter(written)
    found = [
        (number, bare.find(one))
        for number, one in enumerate(written)
        if len(one) >= _LONG and counts[one] == 1 and bare.count(one) == 1
    ]
    end = 0
    for number, start in _rising(found):
        if start >= end:
            yield number, start
            end = start + len(written[number])


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of these that rise in both numbers."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for i, (_, start) in enumerate(found):
        at = bisect_left(ends, start)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [start]
        tails[at : at + 1] = [i]
    chain: list[tuple[int, int]] = []
    i = tails[-1] if tails else -1
    while i >= 0:
        chain.append(found[i])
        i = before[i]
    return chain[::-1]


def _matches(left: str, right: str) -> Iterator[tuple[int, int]]:
    """The places of equal characters of two texts that rise in both, as many as there can be."""
    if not left or not right or len(left) * len(right) > _MOST_CELLS:
        return
    from rapidfuzz.distance import LCSseq

    for code in LCSseq.opcodes(left, right):
        if code.tag == "equal":
            for i in range(code.src_end - code.src_start):
                yield code.src_start + i, code.dest_start + i
