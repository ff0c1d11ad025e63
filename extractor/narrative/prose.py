"""Prose without blanks: stretches of text as one string of sentences, with the way back to the places in the text.

Blanks and line ends stand anywhere in converted text, even inside words; without them words can be compared. A line
that begins like a list entry (（一）, 1.) opens a paragraph, other line ends mean nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.lexicon.ordinal import ARABIC, BRACKETED, CIRCLED, COUNTING, HAN, part

SENTENCE_END = "\n"
PARAGRAPH_END = "\v"

_OPENS = re.compile("|".join((HAN, BRACKETED, rf"{ARABIC}(?!\d)", CIRCLED, part(COUNTING, "部分"))))
_HALF_WIDTH = {"，": ",", "（": "(", "）": ")", "：": ":", "；": ";", "％": "%", "！": "!", "？": "?", "．": "."}
_CELL_ENDS = re.compile(r"[|\t]")
# Two numbers side by side are not one; the first blank between them becomes a character that stays.
_APART = re.compile(r"(?<=[0-9])\s(?=\s*[0-9])")
_KEPT = "\u2423"
_PIECE = re.compile(r"\S+")
_ENDS = ("。", "!", "?", SENTENCE_END, PARAGRAPH_END)


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` has no blanks; line i of it begins at `starts[i]`, and is `lines[i]` from `places[i]` on with blanks."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    lines: tuple[str, ...]
    _pieces: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict[int, tuple[list[int], list[int]]])

    def place(self, at: int) -> int:
        """Where a character of the prose stands in the original text."""
        number = bisect_right(self.starts, at) - 1
        if number not in self._pieces:
            self._pieces[number] = _pieces_of(self.lines[number])
        without, within = self._pieces[number]
        left = at - self.starts[number]
        piece = bisect_right(without, left) - 1
        return self.places[number] + within[piece] + left - without[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The places of a stretch of the prose that is not empty."""
        return self.place(start), self.place(end - 1) + 1

    def ends(self) -> list[int]:
        """Where sentences end: the offsets of the marks that end them, and of the end of the prose."""
        found = [at for mark in _ENDS for at in places_of(mark, self.text)]
        found.append(len(self.text))
        found.sort()
        return found


def _pieces_of(line: str) -> tuple[list[int], list[int]]:
    """Where the pieces between a line's blanks begin: without the blanks, and with them."""
    without, within, length = list[int](), list[int](), 0
    for piece in _PIECE.finditer(line):
        without.append(length)
        within.append(piece.start())
        length += piece.end() - piece.start()
    return without or [0], within or [0]


def places_of(word: str, text: str) -> list[int]:
    """Every offset at which the word begins."""
    found: list[int] = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def fold_prose(text: str, spans: Sequence[tuple[int, int]]) -> Prose:
    """The prose in these stretches of the text."""
    for wide, half in _HALF_WIDTH.items():
        if wide in text:
            text = text.replace(wide, half)
    folded: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    lines: list[str] = []
    length = 0
    for place, line, mark in _lines(text, spans):
        piece = "".join(line.split())
        if not piece:
            continue
        if not mark and folded and folded[-1][-1].isdigit() and piece[0].isdigit():
            mark = _KEPT
        starts.append(length)
        # The mark stands for what lies before the line; its place is the line's first character.
        if mark:
            folded.append(mark)
            length += 1
            starts.append(length)
            places.append(place)
            lines.append(line[:1])
        places.append(place)
        lines.append(line)
        folded.append(piece)
        length += len(piece)
    return Prose("".join(folded), tuple(starts), tuple(places), tuple(lines))


def _lines(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, str, str]]:
    """Where each line begins, the line, and the mark that parts it from the one before."""
    made: list[tuple[int, str, str]] = []
    for begin, finish in spans:
        place, mark = max(begin, 0), PARAGRAPH_END
        for line in text[place : max(finish, 0)].split("\n"):
            if " " in line:
                line = _APART.sub(_KEPT, line)
            if not mark and _OPENS.match(line.lstrip()):
                mark = PARAGRAPH_END
            if "|" in line or "\t" in line:
                for cell in _CELL_ENDS.split(line):
                    made.append((place, cell, mark or SENTENCE_END))
                    place += len(cell) + 1
                    mark = ""
                mark = SENTENCE_END
                continue
            made.append((place, line, mark))
            place += len(line) + 1
            mark = ""
    return made
