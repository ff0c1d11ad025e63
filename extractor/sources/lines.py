"""Words → lines of text: which words stand on one line, and what parts them.

In Chinese nothing parts two words, so a gap is a space only where characters of other scripts or figures meet; digits
that stand apart are two figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from operator import attrgetter

from extractor.sources.model import Box
from extractor.sources.words import Line, Span, Word, around, turned

# Gaps as shares of the height of the type. Digits of one figure stand closer than _APART; words that stand further
# apart than _WIDE are kept apart whatever they are; a printed space narrower than _SLIVER is none.
_APART = 0.35
_WIDE = 1.5
_SLIVER = 0.15
# Two words are on one line where they share this much of the height of the lower one.
_LEVEL = 0.5
# So many lines, less one, are looked at for a word, from the last on; places along a line are so many points apart.
_LAST = 4
_PLACE = 3.0
_MOST_PLACES = 300
# A figure is broken over two lines only where the room beside it is less than a digit and a cell's inner margins.
_DIGIT = 0.62
_MARGINS = 12.5


def lines_of(words: Iterable[Word], level: float = _LEVEL) -> list[list[Word]]:
    """Upright words by the lines they stand on, from the top down, each from left to right.

    `level` is the share of the height of the lower of two words that both have on one line.
    """
    lines: list[_Level] = []
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3], word.box[0])):
        places = _places(word.box)
        line = next((line for line in lines[:-_LAST:-1] if line.holds(word.box, places, level)), None)
        if line is None:
            line = _Level(word.box)
            lines.append(line)
        line.take(word, places)
    return [sorted(line.words, key=lambda word: word.box[0]) for line in lines]


class _Level:
    """A line while its words are found: as high as the highest of them, and where along it there are some already."""

    def __init__(self, box: Box) -> None:
        self.words: list[Word] = []
        self._bounds = (box[1], box[3])
        self._taken: dict[int, tuple[float, float]] = {}

    def holds(self, box: Box, places: range, level: float) -> bool:
        """Whether a word stands on this line: as high as it, and neither above nor below a word of it, as the
        lines of a menu are beside one of a title.
        """
        own = (box[1], box[3])
        if not _are_level(self._bounds, own, level):
            return False
        beside = [self._taken[place] for place in places if place in self._taken]
        return all(_are_level(one, own, level) for one in beside)

    def take(self, word: Word, places: range) -> None:
        """Puts a word on the line; `places` are those within it."""
        own = (word.box[1], word.box[3])
        self.words.append(word)
        self._taken.update(dict.fromkeys(places, own))
        if own[1] - own[0] > self._bounds[1] - self._bounds[0]:
            self._bounds = own


def _places(box: Box) -> range:
    """The places along a line that are within a word: words that touch share none."""
    first = ceil(box[0] / _PLACE)
    return range(first, min(int(box[2] / _PLACE), first + _MOST_PLACES))


def _are_level(one: tuple[float, float], other: tuple[float, float], level: float) -> bool:
    if one == other:
        return one[0] <= one[1]
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= level * min(one[1] - one[0], other[1] - other[0])


def spans_of(line: Sequence[Word]) -> list[Span]:
    """The words of one line as text: those that touch are one piece, and what parts two pieces is a piece too."""
    spans: list[Span] = []
    run: list[Word] = []
    space = False
    for word in line:
        if not word.text.strip():
            space = bool(run)
            continue
        if run:
            parting = _parting(run[-1], word, space)
            if parting is not None:
                spans += [_piece(run), Span(parting)]
                run = []
        run.append(word)
        space = False
    if run:
        spans.append(_piece(run))
    return [span for span in spans if span.text]


def _piece(run: Sequence[Word]) -> Span:
    text = "".join(map(attrgetter("text"), run)).replace("\t", " ")
    return Span(text, around(word.box for word in run), min(map(attrgetter("sure"), run)))


def _parting(one: Word, other: Word, space: bool) -> str | None:
    """What stands between two words of a line; nothing, as a piece of its own, where each keeps its own box."""
    size = min(one.size, other.size)
    gap = other.box[0] - one.box[2]
    before, behind = one.text[-1], other.text[0]
    if gap > _WIDE * size:
        return "  "
    if _is_figure(before) and _is_figure(behind):
        return " " if gap > _APART * size or (space and gap > _SLIVER * size) else None
    if before.isascii() and behind.isascii():
        return " " if gap > _APART * size or (space and gap > _SLIVER * size) else None
    return "" if gap > _APART * size else None


def _is_figure(character: str) -> bool:
    return character.isdigit() or character in "+-.,，．－＋"


def cell_spans(words: Sequence[Word], cell: Box) -> list[Span]:
    """The text of one table cell on one line, in pieces; `cell` is its box.

    A label goes on from line to line without a space, and so does a figure too long for its cell; other figures on two
    lines are two.
    """
    spans: list[Span] = []
    words = _set_downwards(words)
    for turn in sorted({word.turn for word in words}):
        own = [word for word in words if word.turn == turn]
        for line in _turned_lines(own, turn) if turn else map(spans_of, lines_of(own)):
            if spans and line:
                spans.append(Span(_break(spans, line, cell[2] - cell[0])))
                line[0] = line[0]._replace(begins=True)
            spans += line
    return [span for span in spans if span.text]


def _set_downwards(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a cell, upright where they stand one below the other: of what is written downwards only brackets and
    letters of the West are turned.
    """
    if len({word.turn for word in words}) < 2:
        return words
    middles = [(word.box[0] + word.box[2]) / 2 for word in words]
    width = max(word.box[2] - word.box[0] for word in words)
    return [word._replace(turn=0) for word in words] if max(middles) - min(middles) <= width / 2 else words


def _turned_lines(words: Sequence[Word], turn: int) -> list[list[Span]]:
    """The lines of words that are all turned the same way, with their boxes as they were."""
    back = [Word(word.text, turned(word.box, -turn, 0.0, 0.0), 0, word.sure) for word in words]
    return [
        [span._replace(box=turned(span.box, turn, 0.0, 0.0)) if span.box else span for span in spans_of(line)]
        for line in lines_of(back)
    ]


def _break(before: Sequence[Span], line: Sequence[Span], width: float) -> str:
    """What the end of a line within a cell stands for."""
    last, first = before[-1].text[-1], line[0].text[0]
    if _is_figure(last) and _is_figure(first):
        box = before[-1].box
        if box is None:
            return " "
        return "" if leaves_no_room(box, width) else " "
    return " " if last.isascii() and first.isascii() and last.isalpha() and first.isalpha() else ""


def leaves_no_room(figure: Box, width: float) -> bool:
    """Whether a figure fills its cell of this width, so that it may go on on the next line."""
    return width - (figure[2] - figure[0]) < _DIGIT * (figure[3] - figure[1]) + _MARGINS


def joined(lines: Iterable[Sequence[Span]], parting: str) -> Line:
    """Several runs of pieces as one line, with the same between any two."""
    made: list[Span] = []
    for at, line in enumerate(lines):
        if at and line:
            made += [Span(parting), line[0]._replace(begins=True), *line[1:]]
        else:
            made += line
    return tuple(span for span in made if span.text)
