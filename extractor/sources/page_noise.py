"""Headers and footers of pages: left out where two pages show the same in the same place.

A page number by itself on one page proves nothing and stays, as a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.sources.lines import spans_of
from extractor.sources.page_content import PageContent
from extractor.sources.words import Word, around, centre, text_of

# Headers and footers stand in this share of the page's height, are at most so many lines and characters, and hold no
# more figures than this.
_MARGIN = 0.13
_LINES = 2
_LONGEST = 80
_FIGURES = 6
# In points: the same place.
_SAME = 4.0
_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


class _Mark(NamedTuple):
    """A line at the edge of a page: its page, its place from the nearer edge, and its words and figures."""

    page: int
    line: tuple[Word, ...]
    upper: bool
    place: float
    words: str
    figures: tuple[int, ...]


def without_page_noise(contents: Sequence[PageContent]) -> list[PageContent]:
    """The pages without the lines that are headers or footers for certain."""
    marks = [mark for number, content in enumerate(contents) for mark in _marks(number, content)]
    certain: set[tuple[int, tuple[Word, ...]]] = set()
    alike: dict[tuple[bool, str], list[_Mark]] = {}
    for mark in marks:
        alike.setdefault((mark.upper, mark.words), []).append(mark)
    for group in alike.values():
        for one, other in combinations(group[: 2 * len(contents)], 2):
            if one.page != other.page and abs(one.place - other.place) <= _SAME and _is_running(one, other):
                certain.update(((one.page, one.line), (other.page, other.line)))
    return [
        content._replace(lines=tuple(line for line in content.lines if (number, line) not in certain))
        for number, content in enumerate(contents)
    ]


def _marks(number: int, content: PageContent) -> Iterator[_Mark]:
    """The outermost lines of a page, no table beyond them."""
    height = content.page.height
    upper = min((table.box[1] for table in content.tables), default=height)
    lower = max((table.box[3] for table in content.tables), default=0.0)
    edges = ((content.lines[:_LINES], True), (content.lines[::-1][:_LINES], False))
    for lines, is_upper in edges:
        for line in lines:
            middle = centre(around(word.box for word in line))[1]
            place = middle if is_upper else height - middle
            beyond = middle < upper if is_upper else middle > lower
            text = _SPACE.sub("", text_of(spans_of(line)))
            if place > _MARGIN * height or not beyond or not 0 < len(text) <= _LONGEST:
                continue
            figures = tuple(map(int, _NUMBER.findall(text)))
            if len(figures) <= _FIGURES:
                yield _Mark(number, line, is_upper, place, _NUMBER.sub("#", text), figures)


def _is_running(one: _Mark, other: _Mark) -> bool:
    """Whether these lines of two pages are the same but for a number that counts the pages."""
    steps = {there - here for here, there in zip(one.figures, other.figures, strict=True) if here != there}
    if steps:
        return steps == {other.page - one.page} and sum(map(int.__ne__, one.figures, other.figures)) == 1
    # What counts nothing is a header where it says something, and no cell of a table without lines.
    return len(one.words.replace("#", "")) > 1
