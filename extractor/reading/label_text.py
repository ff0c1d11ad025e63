"""The labels of a document as one label text of Chinese characters, with the figures pinned along it.

A label may be broken by a line end, a page, a blank or by the figures of its own row; on the label text, which keeps
only the Chinese characters of the label pieces, it is whole again. Every token knows how much of it lies before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.lexicon.folding import HAN_RUN
from extractor.reading.tokenize import MARK, NUMBER, TEXT, Token

# A word that stands in more places than this tells nothing by standing in one more.
_MOST_PLACES = 16


@dataclass(frozen=True)
class LabelText:
    """`text` is the label text; `at[i]` is how many of its characters lie before token `i`.

    Where a word or a kind of token stands is looked up once for the whole document: it is asked for again and again,
    of stretches that may each be nearly all of it.
    """

    text: str
    at: tuple[int, ...]
    tokens: tuple[Token, ...]
    _places: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def first_token(self, position: int) -> int:
        """The index of the first token that lies at or after this position of the label text."""
        return bisect_left(self.at, position)

    def token_at(self, position: int) -> int:
        """The index of the label piece that holds this character of the label text."""
        index = bisect_left(self.at, position + 1) - 1
        while self.tokens[index].kind != TEXT:
            index -= 1
        return index

    def places(self, word: str) -> Sequence[int]:
        """Every position at which a word begins."""
        if word not in self._places:
            found: list[int] = []
            position = self.text.find(word)
            while position >= 0:
                found.append(position)
                position = self.text.find(word, position + 1)
            self._places[word] = found
        return self._places[word]

    def places_between(self, word: str, start: int, end: int) -> Sequence[int]:
        """The first positions at which a word stands between these two: enough to tell what it tells."""
        places = self.places(word)
        first, last = bisect_left(places, start), bisect_right(places, end - len(word))
        return places[first : min(last, first + _MOST_PLACES)]

    def first_place(self, word: str, start: int, end: int) -> int:
        """The first position at which a word stands between these two; -1 where it does not."""
        places = self.places(word)
        index = bisect_left(places, start)
        return places[index] if index < len(places) and places[index] + len(word) <= end else -1

    def last_place(self, word: str, start: int, end: int) -> int:
        """The last position at which a word stands between these two; -1 where it does not."""
        places = self.places(word)
        index = bisect_right(places, end - len(word)) - 1
        return places[index] if index >= 0 and places[index] >= start else -1

    @cached_property
    def before_cells(self) -> frozenset[int]:
        """The positions right behind which a figure, a blank or a stroke stands."""
        return frozenset(at for at, token in zip(self.at, self.tokens, strict=True) if token.kind != TEXT)

    @cached_property
    def before_figures(self) -> frozenset[int]:
        """The positions right behind which a figure or a stroke stands."""
        return frozenset(at for at, token in zip(self.at, self.tokens, strict=True) if token.kind in (NUMBER, MARK))

    @cached_property
    def last_figures(self) -> dict[int, int]:
        """For each row of the layout that holds figures the index of the last of them."""
        return {token.row: index for index, token in enumerate(self.tokens) if token.kind == NUMBER}

    @cached_property
    def labelled_lines(self) -> frozenset[int]:
        """The lines with a piece of label."""
        return frozenset(token.line for token in self.tokens if token.kind == TEXT)

    @cached_property
    def labelled_rows(self) -> frozenset[int]:
        """The rows of the layout with a piece of label."""
        return frozenset(token.row for token in self.tokens if token.kind == TEXT)


def join_labels(tokens: tuple[Token, ...]) -> LabelText:
    """Lays the label pieces of a token stream end to end."""
    pieces: list[str] = []
    at: list[int] = []
    length = 0
    for token in tokens:
        at.append(length)
        if token.kind == TEXT:
            for run in HAN_RUN.findall(token.text):
                pieces.append(run)
                length += len(run)
    return LabelText("".join(pieces), tuple(at), tokens)
