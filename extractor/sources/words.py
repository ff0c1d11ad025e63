"""A page as its words and its ruling lines: what a PDF's text layer and a picture's recognised text have in common.

Everything is in points from the top left corner of the page as a reader holds it. `extractor.sources.page_layout` makes
lines and table rows of it, and knows nothing of where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from typing import NamedTuple

from extractor.lexicon.ordinal import ARABIC, BRACKETED, COUNTING, HAN, part
from extractor.sources.model import Box

OPENING = re.compile("|".join((HAN, BRACKETED, part(COUNTING + r"百\d", "[条章节部]"), ARABIC)))
"""What a heading or a numbered label begins with."""


class Word(NamedTuple):
    """Characters printed together, one or more, and the box they fill; a blank one says that a space is printed.

    The box is as high as the characters' type, whatever ink they have. `turn` is how many quarters they are turned
    clockwise against the page: 1 is read from the top down, 3 from the bottom up. `sure` is the least probability with
    which its characters were recognised, 1 where nothing had to be.
    """

    text: str
    box: Box
    turn: int = 0
    sure: float = 1.0

    @property
    def size(self) -> float:
        """The height of the type."""
        left, top, right, bottom = self.box
        return right - left if self.turn % 2 else bottom - top


class Rule(NamedTuple):
    """A ruling line: across the page at the height `at` from left to right, or down it, `start` before `end`."""

    across: bool
    at: float
    start: float
    end: float


class PageWords(NamedTuple):
    """One page: its size, its words in the order they were printed or found, and its ruling lines.

    Words and lines are held straight; `tilt` is by how many degrees the page itself is turned clockwise about its
    middle. `hides` says that something is drawn over its tables, so that a cell without words need not be blank.
    """

    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule] = ()
    tilt: float = 0.0
    hides: bool = False


class Span(NamedTuple):
    """A piece of a line of text: its characters, and the box they fill; None for what parts two pieces.

    `sure` is the least probability with which they were recognised; `begins` says that a line which was joined to the
    one before it begins here.
    """

    text: str
    box: Box | None = None
    sure: float = 1.0
    begins: bool = False


Line = tuple[Span, ...]
"""One line of the text, in pieces."""


def text_of(line: Iterable[Span]) -> str:
    """The characters of a line."""
    return "".join(span.text for span in line)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box, from the left and from the top."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """The box on a page of this size after the page is turned clockwise by this many quarters."""
    left, top, right, bottom = box
    for _ in range(quarters % 4):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return left, top, right, bottom


def turned_rule(rule: Rule, quarters: int, width: float, height: float) -> Rule:
    """The ruling line on a page of this size after the page is turned clockwise by this many quarters."""
    box = (rule.start, rule.at, rule.end, rule.at) if rule.across else (rule.at, rule.start, rule.at, rule.end)
    left, top, right, bottom = turned(box, quarters, width, height)
    if rule.across == (quarters % 2 == 0):
        return Rule(True, top, left, right)
    return Rule(False, left, top, bottom)


def thin_rules(box: Box, most: float) -> list[Rule]:
    """The line that a box no thicker than this is; a dot, of which dotted lines are made, may be part of either kind of
    line.
    """
    left, top, right, bottom = box
    rules: list[Rule] = []
    if bottom - top <= most:
        rules.append(Rule(True, (top + bottom) / 2, left, right))
    if right - left <= most:
        rules.append(Rule(False, (left + right) / 2, top, bottom))
    return rules


def tilted(box: Box, angle: float, width: float, height: float) -> Box:
    """The box around this one once a page of this size is turned clockwise by a few degrees about its middle."""
    if not angle:
        return box
    turn, x, y = radians(angle), width / 2, height / 2
    corners = [(box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])]
    moved = [
        (x + (a - x) * cos(turn) - (b - y) * sin(turn), y + (a - x) * sin(turn) + (b - y) * cos(turn))
        for a, b in corners
    ]
    return around([(a, b, a, b) for a, b in moved])
