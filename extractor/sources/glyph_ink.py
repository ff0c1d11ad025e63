"""The figures of a PDF page as they are seen: struck by a line, with marks of notes, upon one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import takewhile

from extractor.lexicon.figure import DOUBT
from extractor.sources.glyphs import Glyph
from extractor.sources.ink import Ink, each_written, is_mark, is_uneven, struck
from extractor.sources.model import Box
from extractor.sources.unruled_labels import Spend
from extractor.sources.words import Rule, turned

# As shares of the height of the type: where a line goes through a character and is not under or over it; how far a line
# that strikes text may reach beyond it; how much of a character it must cross; how near digits of one figure stand.
_MIDDLE = (0.3, 0.72)
_BEYOND = 0.8
_CROSSED = 0.6
_NEAR = 0.3
# The share of the narrower of two characters that must lie upon the other.
_UPON = 0.4
_BELOW = 0.14
_SQUARE = 6.0
# In points: characters are looked up by their height on the page; of type higher than a title none is.
_ROW = 3.0
# In points: no digit that is further off is looked at.
_LONGEST = 40.0


def as_seen(glyphs: Sequence[Glyph], rules: Sequence[Rule], take: Spend) -> Sequence[Glyph]:
    """The characters with those that are struck, marks or in doubt written so; `take` takes the steps of what grows
    faster than the page does.
    """
    made = list(glyphs)
    _strike(made, rules, take)
    digits = [at for at, glyph in enumerate(made) if glyph.text.isdecimal()]
    if digits:
        _doubt_what_lies_upon(made, digits, take)
        _mark(made, digits, take)
    return made


def _strike(glyphs: list[Glyph], rules: Sequence[Rule], take: Spend) -> None:
    """Marks the characters that lines go through which are about as long as they."""
    across = [rule for rule in rules if rule.across]
    down = [rule for rule in rules if not rule.across]
    for turns, lines in (((0, 2), across), ((1, 3), down)):
        rows: dict[int, list[int]] = {}
        for at, glyph in enumerate(glyphs):
            if glyph.turn in turns and not glyph.text.isspace():
                rows.setdefault(int(_middle(glyph) // _ROW), []).append(at)
        if not rows:
            continue
        for line in lines:
            row = int(line.at // _ROW)
            near = [at for other in (row - 1, row, row + 1) for at in rows.get(other, ())]
            take(len(near))
            crossed = [at for at in near if _crosses(line, glyphs[at])]
            if crossed and _is_no_longer(line, [glyphs[at] for at in crossed]):
                for at in crossed:
                    glyphs[at] = glyphs[at]._replace(text=struck(glyphs[at].text[:1]))


def _middle(glyph: Glyph) -> float:
    """The middle of a character, across the direction it is read in."""
    start, end = _sides(glyph.box, across=glyph.turn % 2 == 1)
    return (start + end) / 2


def _sides(box: Box, *, across: bool) -> tuple[float, float]:
    return (box[0], box[2]) if across else (box[1], box[3])


def _crosses(line: Rule, glyph: Glyph) -> bool:
    low, high = _sides(glyph.box, across=not line.across)
    share = (line.at - low) / max(high - low, 0.1)
    if glyph.turn in (1, 2):
        share = 1 - share
    start, end = _sides(glyph.box, across=line.across)
    return _MIDDLE[0] <= share <= _MIDDLE[1] and min(line.end, end) - max(line.start, start) >= _CROSSED * (end - start)


def _is_no_longer(line: Rule, crossed: Sequence[Glyph]) -> bool:
    starts, ends = zip(*(_sides(glyph.box, across=line.across) for glyph in crossed), strict=True)
    slack = _BEYOND * max(glyph.size for glyph in crossed)
    return min(starts) - line.start <= slack and line.end - max(ends) <= slack


def _doubt_what_lies_upon(glyphs: list[Glyph], digits: Sequence[int], take: Spend) -> None:
    """Puts a doubt to each digit upon which another character lies; the same a second time is a shadow, and goes."""
    squares: dict[tuple[int, int], list[int]] = {}
    for at, glyph in enumerate(glyphs):
        if not glyph.text[0].isspace():
            left, top, right, bottom = glyph.box
            squares.setdefault((int((left + right) // (2 * _SQUARE)), int((top + bottom) // (2 * _SQUARE))), []).append(
                at
            )
    gone: set[int] = set()
    for at in digits:
        near = _near(squares, glyphs[at].box)
        take(len(near))
        for other in near:
            if other == at or other in gone or at in gone or not _lies_upon(glyphs[at].box, glyphs[other].box):
                continue
            one, two = glyphs[at].text, glyphs[other].text
            if one == two:
                gone.add(max(at, other))
            elif DOUBT not in one and "\u0336" not in two:
                glyphs[at] = glyphs[at]._replace(text=one + DOUBT)
    if gone:
        for at in gone:
            glyphs[at] = glyphs[at]._replace(text=" ")


def _near(squares: dict[tuple[int, int], list[int]], box: Box) -> list[int]:
    x, y = int((box[0] + box[2]) // (2 * _SQUARE)), int((box[1] + box[3]) // (2 * _SQUARE))
    return [at for i in (-1, 0, 1) for j in (-1, 0, 1) for at in squares.get((x + i, y + j), ())]


def _lies_upon(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide >= _UPON * min(one[2] - one[0], other[2] - other[0]) and high >= _UPON * min(
        one[3] - one[1], other[3] - other[1]
    )


def _mark(glyphs: list[Glyph], digits: Sequence[int], take: Spend) -> None:
    """Writes digits that are smaller, or stand higher or lower, than those they touch as marks of notes."""
    for turn in {glyphs[at].turn for at in digits}:
        own = [at for at in digits if glyphs[at].turn == turn]
        boxes = {at: turned(glyphs[at].box, -turn, 0.0, 0.0) if turn else glyphs[at].box for at in own}
        if _are_uneven([glyphs[at] for at in own], list(boxes.values())):
            for figure in _figures(glyphs, boxes, take):
                _write(glyphs, figure, boxes)


def _are_uneven(digits: Sequence[Glyph], boxes: Sequence[Box]) -> bool:
    """Whether any of these digits may be no digit of the figure it touches."""
    sizes = [glyph.size for glyph in digits]
    if is_uneven(min(sizes), max(sizes)) or any(glyph.is_unsure or glyph.is_apart for glyph in digits):
        return True
    # Base lines that are nearer to each other than two lines of text.
    bottoms = sorted({round(box[3], 1) for box in boxes})
    return any(
        is_mark(min(sizes), other - one, min(sizes)) or is_mark(max(sizes), other - one, max(sizes))
        for at, one in enumerate(bottoms)
        for other in takewhile(partial(_is_nearer, one, max(sizes)), bottoms[at + 1 : at + _MOST_LEVELS])
    )


_MOST_LEVELS = 12


def _is_nearer(one: float, size: float, other: float) -> bool:
    return other - one < size


def _figures(glyphs: Sequence[Glyph], boxes: Mapping[int, Box], take: Spend) -> list[list[int]]:
    """The digits that touch, from the left to the right."""
    figures: list[list[int]] = []
    # By height on the page: the figures that may go on.
    ends: dict[int, list[int]] = {}
    for at in sorted(boxes, key=lambda at: boxes[at][0]):
        left, top, _, bottom = boxes[at]
        rows = range(int(top // _SQUARE), int(bottom // _SQUARE) + 1)
        near = {number for row in rows for number in ends.get(row, ())}
        take(len(near))
        touched = [
            number
            for number in near
            if _touch(boxes[figures[number][-1]], boxes[at], max(glyphs[at].size, glyphs[figures[number][-1]].size))
        ]
        number = max(touched, key=lambda one: boxes[figures[one][-1]][2], default=len(figures))
        if number == len(figures):
            figures.append([])
        figures[number].append(at)
        for row in rows:
            open_ends = [one for one in ends.get(row, ()) if boxes[figures[one][-1]][2] > left - _LONGEST]
            ends[row] = [*dict.fromkeys((*open_ends, number))]
    return figures


def _touch(one: Box, other: Box, size: float) -> bool:
    """Whether a digit stands directly behind another, at some height of it."""
    return abs(other[0] - one[2]) <= _NEAR * size and min(one[3], other[3]) > max(one[1], other[1])


def _write(glyphs: list[Glyph], figure: Sequence[int], boxes: Mapping[int, Box]) -> None:
    mixed = len({glyphs[at].is_apart for at in figure}) > 1
    inks = [
        Ink(
            size=glyphs[at].size,
            shift=_BELOW * glyphs[at].size - boxes[at][3],
            unsure=glyphs[at].is_unsure or (mixed and glyphs[at].is_apart),
        )
        for at in figure
    ]
    texts = each_written([(glyphs[at].text, ink) for at, ink in zip(figure, inks, strict=True)])
    for at, text in zip(figure, texts, strict=True):
        glyphs[at] = glyphs[at]._replace(text=text)
