"""A report's text as lines with marks: each figure and each finding where it stands, and what is far from them folded.

Places count characters of the text; here they become parts of lines, cut so that no two overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.result import Place

_AROUND = 3
"""So many lines are shown above and below what is marked."""
_LEAST_FOLD = 8
"""Fewer lines than these between two that are shown are shown as well."""
_LONG_SPAN = 3
"""A place over more lines than these marks its lines, not its characters."""
_MOST_LINES = 400
"""So many lines of one place are marked at most."""
_LONG_LINE, _BESIDE = 600, 120
"""Of a line longer than this, only so many characters around its marks are shown."""
_FEED = "\f"
_MOST_FOLDED = 200_000
"""So many characters of folded text a page has at most."""


class Mark(NamedTuple):
    """A place to be marked: its anchor, the anchor it leads to, its kind, and how grave that is (0 is gravest)."""

    place: Place
    anchor: str
    target: str
    kind: str
    rank: int


class Part(NamedTuple):
    """A part of a line: its text, the anchors that begin at it, and what it is marked as; plain where `kind` is ""."""

    text: str
    anchors: tuple[str, ...] = ()
    kind: str = ""
    target: str = ""
    is_blank: bool = False


class Line(NamedTuple):
    """A line of the text; `kind` marks it whole, `anchors` lead to it, `page` is that of the page it begins, or 0."""

    number: int
    parts: tuple[Part, ...]
    kind: str = ""
    anchors: tuple[str, ...] = ()
    page: int = 0


class Block(NamedTuple):
    """Lines that are shown, or folded; `left_out` lines more are not on the page at all."""

    lines: tuple[Line, ...]
    is_folded: bool
    first: int
    last: int
    left_out: int = 0


def marked_blocks(text: str, marks: Sequence[Mark]) -> list[Block]:
    """The text in blocks, those with marks shown."""
    starts, lines = _lines(text)
    by_line, whole = _by_line(marks, starts, lines)
    shown = _shown({*by_line, *whole}, len(lines))
    pages = _pages(lines)
    room = _MOST_FOLDED
    blocks: list[Block] = []
    for first, last, is_folded in _runs(shown, len(lines)):
        end = last
        if is_folded:
            end = _end_of_room(lines, first, last, room)
            room -= sum(map(len, lines[first:end]))
        made = (_line(i, lines[i], by_line.get(i, []), whole.get(i, [])) for i in range(first, end))
        numbered = tuple(line._replace(page=pages.get(line.number - 1, 0)) for line in made)
        blocks.append(Block(numbered, is_folded, first + 1, last, last - end))
    return blocks


def _lines(text: str) -> tuple[list[int], list[str]]:
    """The lines as places count them, without their ends, and the offset of each."""
    starts, lines, start = list[int](), list[str](), 0
    for found in re.finditer(r"\r\n|\r|\n", text):
        starts.append(start)
        lines.append(text[start : found.start()])
        start = found.end()
    if start < len(text) or not lines:
        starts.append(start)
        lines.append(text[start:])
    return starts, lines


def _pages(lines: Sequence[str]) -> dict[int, int]:
    """The lines with which pages begin, and which: form feeds part pages."""
    found, page = dict[int, int](), 1
    for i, line in enumerate(lines):
        if _FEED in line:
            page += line.count(_FEED)
            found[i] = page
    return found


class _Piece(NamedTuple):
    """What a mark covers of a line, from and to; `is_first` where the mark begins in it."""

    mark: Mark
    start: int
    end: int
    is_first: bool


def _by_line(
    marks: Iterable[Mark], starts: list[int], lines: list[str]
) -> tuple[dict[int, list[_Piece]], dict[int, list[tuple[Mark, bool]]]]:
    """What is marked of each line, and what marks lines whole (with whether it begins there)."""
    pieces: defaultdict[int, list[_Piece]] = defaultdict(list)
    whole: defaultdict[int, list[tuple[Mark, bool]]] = defaultdict(list)
    for mark in marks:
        first = bisect_right(starts, mark.place.start) - 1
        last = max(bisect_right(starts, max(mark.place.end - 1, mark.place.start)) - 1, first)
        last = min(last, first + _MOST_LINES)
        if last - first >= _LONG_SPAN:
            for i in range(first, last + 1):
                whole[i].append((mark, i == first))
            continue
        for i in range(first, last + 1):
            begin = min(max(mark.place.start - starts[i], 0), len(lines[i]))
            end = min(max(mark.place.end - starts[i], begin), len(lines[i]))
            if begin < end or i == first:
                pieces[i].append(_Piece(mark, begin, end, i == first))
    return pieces, whole


def _shown(marked: set[int], count: int) -> list[bool]:
    shown = [False] * count
    for i in marked:
        for near in range(max(i - _AROUND, 0), min(i + _AROUND + 1, count)):
            shown[near] = True
    for first, last, is_folded in list(_runs(shown, count)):
        if is_folded and last - first < _LEAST_FOLD:
            shown[first:last] = [True] * (last - first)
    return shown


def _runs(shown: list[bool], count: int) -> Iterator[tuple[int, int, bool]]:
    """First line, line after the last, and whether they are folded, of each run of lines."""
    first = 0
    for i in range(1, count + 1):
        if i == count or shown[i] != shown[first]:
            yield first, i, not shown[first]
            first = i


def _end_of_room(lines: list[str], first: int, last: int, room: int) -> int:
    for i in range(first, last):
        room -= len(lines[i])
        if room < 0:
            return i
    return last


def _line(index: int, text: str, pieces: list[_Piece], whole: list[tuple[Mark, bool]]) -> Line:
    gravest = min((mark for mark, _ in whole), key=lambda mark: mark.rank, default=None)
    anchors = tuple(mark.anchor for mark, is_first in whole if is_first)
    parts = _shortened(list(_parts(text, pieces))) if pieces or len(text) > _LONG_LINE else (Part(text),)
    return Line(index + 1, _printed(parts), gravest.kind if gravest else "", anchors)


def _parts(text: str, pieces: list[_Piece]) -> Iterator[Part]:
    """The line cut where marks begin and end; a place without characters becomes a part without text."""
    cuts = sorted({0, len(text), *(one.start for one in pieces), *(one.end for one in pieces)})
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        blanks = [one for one in pieces if one.start == one.end == start]
        if blanks:
            gravest = min(blanks, key=lambda one: one.mark.rank).mark
            yield Part("", tuple(one.mark.anchor for one in blanks), gravest.kind, gravest.target, is_blank=True)
        if start == end:
            continue
        over = [one for one in pieces if one.start <= start and end <= one.end and one.start < one.end]
        if not over:
            yield Part(text[start:end])
            continue
        gravest = min(over, key=lambda one: (one.mark.rank, one.end - one.start)).mark
        anchors = tuple(one.mark.anchor for one in over if one.start == start and one.is_first)
        yield Part(text[start:end], anchors, gravest.kind, gravest.target)


def _shortened(parts: list[Part]) -> Iterator[Part]:
    """The parts of a line; where it is very long, plain ones with their middles left out."""
    if sum(len(part.text) for part in parts) <= _LONG_LINE:
        yield from parts
        return
    for part in parts:
        text = part.text
        if len(text) > 2 * _BESIDE + 40:
            text = f"{text[:_BESIDE]} … {len(text) - 2 * _BESIDE:,} … {text[-_BESIDE:]}"
        yield part._replace(text=text)


def _printed(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part._replace(text=part.text.replace(_FEED, "")) if _FEED in part.text else part for part in parts)
