"""Prose without blanks: stretches of text as one string of sentences, with the way back to the places in the text.

Blanks and line ends stand anywhere in converted text, even inside words; without them words can be compared. A line that
begins like a list entry (（一）, 1.) opens a paragraph, other line ends mean nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE_END = "\n"
PARAGRAPH_END = "\v"

_PIECE = re.compile(r"[^\s|]+")
_OPENS = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.](?!\d)|[①-⑳]|第[一二三四五六七八九十]+部分")
_HALF_WIDTH = {"，": ",", "（": "(", "）": ")", "：": ":", "；": ";", "％": "%", "！": "!", "？": "?", "．": "."}
_ENDS = re.compile(f"[。!?{SENTENCE_END}{PARAGRAPH_END}]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence from `start` to `end` of the prose; `opens` says that it is the first of a paragraph."""

    start: int
    end: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` has no blanks; piece i of it begins at `starts[i]` and stands at `places[i]` of the original text."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, at: int) -> int:
        """Where a character of the prose stands in the original text."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + at - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The places of a stretch of the prose that is not empty."""
        return self.place(start), self.place(end - 1) + 1

    def ends(self) -> list[int]:
        """Where sentences end: the offsets of the marks that end them, and of the end of the prose."""
        found = [match.start() for match in _ENDS.finditer(self.text)]
        found.append(len(self.text))
        return found


def fold_prose(text: str, spans: Sequence[tuple[int, int]]) -> Prose:
    """The prose in these stretches of the text."""
    for wide, half in _HALF_WIDTH.items():
        if wide in text:
            text = text.replace(wide, half)
    pieces: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    length = 0
    for begin, finish in spans:
        before, last = begin, PARAGRAPH_END
        for match in _PIECE.finditer(text, begin, finish):
            start, piece = match.start(), match.group()
            mark = last if last else _mark(text, before, start)
            if mark:
                starts.append(length)
                places.append(before)
                pieces.append(mark)
                length += 1
            starts.append(length)
            places.append(start)
            pieces.append(piece)
            length += len(piece)
            before, last = match.end(), ""
    return Prose("".join(pieces), tuple(starts), tuple(places))


def _mark(text: str, start: int, end: int) -> str:
    """What stands in the prose for the blanks between two pieces of the text."""
    if end - start > 1 or text[start] != " ":
        gap = text[start:end]
        if "|" in gap or "\t" in gap:
            return SENTENCE_END
        if "\n" in gap and _OPENS.match(text, end):
            return PARAGRAPH_END
    # Two numbers side by side are not one.
    return " " if text[start - 1].isdigit() and text[end].isdigit() else ""
