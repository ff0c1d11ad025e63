"""The lines of a document as they stand below each other, and the columns of characters that words take in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.lexicon.folding import HAN_RUN
from extractor.reading.model import Token

Span = tuple[int, int]
"""The first column of characters that something takes, and the one behind it."""
Word = tuple[str, Span]
"""A word of a line, and the columns of characters it takes."""

_WORD = re.compile(r"[^\s|]+")
# Blanks that are no spaces, and how a label is spoken: what stands behind these may be pushed along.
_PUSHING = re.compile(r"[^\S \n\r]|[(（][a-zA-Z\u00c0-\u024f\u0300-\u036f\s]+[)）]")
_HEAD = re.compile(r"(?m)^ *\|(?: *:?-{2,}:? *\|)+ *$")
# The three sections have one table each, or section two one for each article, and some go on behind a page.
_MANY_HEADS = 10
# So many spaces are more than what parts two words.
_GAP = 2
# A text of which all lines are padded has no more widths, one for each size of page.
_FEW_WIDTHS = 8


class TextLayout(NamedTuple):
    """The lines of a document as they stand below each other, and the lines after which a new page begins.

    `printed_text` is `text` with the characters it was printed with, one for one: a full-width digit takes two columns.
    """

    text: str
    printed_text: str
    starts: Sequence[int]
    breaks: frozenset[int]

    def line_end(self, number: int) -> int:
        """Where a line ends."""
        return self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)

    def lines(self, first: int, last: int) -> Iterator[str]:
        """The lines from the first to the last."""
        return (self.text[self.starts[number] : self.line_end(number)] for number in range(first, last + 1))

    def words(self, number: int, width: int) -> list[Word]:
        """The words of one line, each with the columns of characters it takes."""
        start = self.starts[number]
        words = list(_WORD.finditer(self.text, start, self.line_end(number)))
        spans = self._columns(start, [word.span() for word in words], width)
        return list(zip([word.group() for word in words], spans, strict=True))

    def keeps_spaces(self, number: int) -> bool:
        """Whether a line is laid out with spaces: it is indented, or has gaps between its words."""
        line = self.text[self.starts[number] : self.line_end(number)].rstrip()
        return "  " in line and "\t" not in line and "|" not in line

    def gaps(self, tokens: Sequence[Token]) -> list[int]:
        """How many spaces stand before each of these tokens of a line; none where something else than a label does, or
        anything behind them: tabs have no width of their own, and bars show the cells.
        """
        start, end = self.starts[tokens[0].line], self.line_end(tokens[0].line)
        before = self.text[start : tokens[0].start]
        gaps = [before[len(before.rstrip()) :], *(self.text[one.end : other.start] for one, other in pairwise(tokens))]
        is_bare = not any(map(str.strip, (*gaps, self.text[tokens[-1].end : end])))
        words = before.split()
        is_behind_label = not words or HAN_RUN.search(words[-1]) is not None
        is_open = "|" not in before.lstrip(" |") and "\t" not in self.text[start:end]
        return list(map(len, gaps)) if is_bare and is_behind_label and is_open else []

    @property
    def has_guessed_tables(self) -> bool:
        """Whether there are more heads of Markdown tables than a report has tables: they came apart into pieces, as
        where a converter guesses on a page of print where the cells are. What looks blank in one is no blank cell.
        """
        return len(_HEAD.findall(self.text)) >= _MANY_HEADS

    def has_margin(self, token: Token) -> bool:
        """Whether anything, be it spaces, stands before a token on its line."""
        return token.start > self.starts[token.line]

    def is_plain(self, number: int) -> bool:
        """Whether no other blanks than spaces stand on a line, and nothing that a converter has added to its labels."""
        return _PUSHING.search(self.printed_text, self.starts[number], self.line_end(number)) is None

    def has_gap(self, number: int) -> bool:
        """Whether words of a line stand several spaces apart."""
        return " " * _GAP in self.text[self.starts[number] : self.line_end(number)].strip()

    def width(self, number: int, width: int) -> int:
        """How many columns of characters a line takes, with the spaces at its end."""
        return _columns(self.printed_text[self.starts[number] : self.line_end(number)], width)

    @property
    def has_margins(self) -> bool:
        """Whether any of its lines begins with a space."""
        return self.text.startswith(" ") or "\n " in self.text

    def may_be_cut(self, number: int, column: int, width: int) -> bool:
        """Whether a line ends in spaces before it reaches a column of characters."""
        return (
            self.text[self.line_end(number) - 1 : self.line_end(number)] == " " and self.width(number, width) < column
        )

    @property
    def is_ragged(self) -> bool:
        """Whether its lines are not all padded to one width, or a few."""
        return len({self.line_end(number) - start for number, start in enumerate(self.starts)}) > _FEW_WIDTHS

    def lines_beside(self, first: int, last: int) -> Iterator[int]:
        """The nearest lines above and below some lines that are neither blank nor page noise."""
        for numbers in (range(first - 1, -1, -1), range(last + 1, len(self.starts))):
            yield from islice(filter(self.is_shown, numbers), 1)

    def is_shown(self, number: int) -> bool:
        """Whether a line is neither blank nor page noise."""
        return number not in self.breaks and bool(self.text[self.starts[number] : self.line_end(number)].strip())

    def is_of_figures(self, number: int) -> bool:
        """Whether figures stand on a line, and no Chinese words."""
        line = self.text[self.starts[number] : self.line_end(number)]
        return HAN_RUN.search(line) is None and any(map(str.isdecimal, line))

    def spans(self, tokens: Sequence[Token], width: int) -> Iterator[Span]:
        """The columns of characters that the tokens of one line take, in their order; a Chinese character takes
        `width` of them.
        """
        start = self.starts[tokens[0].line] if tokens else 0
        return self._columns(start, [(token.start, token.end) for token in tokens], width)

    def _columns(self, start: int, stretches: Sequence[Span], width: int) -> Iterator[Span]:
        """The columns of each stretch of the line that begins at `start`, one behind the other."""
        at, left = start, 0
        for begin, end in stretches:
            left += _columns(self.printed_text[at:begin], width)
            right = left + _columns(self.printed_text[begin:end], width)
            yield left, right
            at, left = end, right


def _columns(text: str, width: int) -> int:
    return len(text) if width == 1 else sum(2 if c >= "ᄀ" else 1 for c in text)


def gap(one: Span, other: Span) -> int:
    """How many columns lie between two stretches; 0 where they overlap."""
    return max(0, one[0] - other[1] + 1, other[0] - one[1] + 1)
