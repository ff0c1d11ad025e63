"""Page noise in text: what a page prints around a table and a converter leaves inside it.

Page numbers with words or strokes about them, bare ones that count up, rules, and the report's title at the head of
every page. Lines of page noise hold no figure and no label.

Where every cell has a line of its own, a page number looks like a figure. But each row has as many figures as the form
has slots; so what stands between the rows, and what a row has too many, must be the page numbers of the whole document,
one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.lexicon.organs import HEADS
from extractor.lexicon.page_number import (
    BEHIND_HEAD,
    MOST_PAGES,
    PAGE_NUMBER,
    SHORT_PAGE_LINES,
    count_pages,
    page_number,
)
from extractor.reading.model import MARK, NUMBER, Reading, RowReading

_RULE = re.compile(r"[\s|:=+\-_*#~]*")
# Single strokes with spaces between are cells, and no rule across the page.
_ROW_OF_STROKES = re.compile(r"(?:\|\s+)?-(?:\s+(?:\|\s+)?-)+(?:\s+\|)?")
# The title of a report stands in one of so many lines at its top.
_TOP_LINES = 8
_TITLE = re.compile("年度报告|工作报告|年报")
# A head that is cut short says at least so many characters of the title; one that is whole may be a short name.
_SHORTEST_PART, _SHORTEST_NAME = 10, 4
_LONGEST_HEAD = 100
# So many heads with numbers that count up are no rows.
_FEWEST_HEADS = 3
# One number alone may be anything.
_FEWEST = 2
_MOST_CHOICES = 500


def bare_numbers(lines: Sequence[str]) -> dict[int, int]:
    """The numbers that stand alone on a line, by its number."""
    return {number: page for number, line in enumerate(lines) if (page := page_number(line)) is not None}


def bare_page_numbers(lines: Sequence[str]) -> set[int]:
    """The lines of bare page numbers: where all lines of one number count up by one, a good part of a page apart."""
    bare = bare_numbers(lines)
    return set(bare) if len(bare) > 1 and count_pages(bare.items()) else set()


def running_heads(lines: Sequence[str]) -> set[int]:
    """The lines that say the title, or the name above it, once more, whole or cut short, with or without a page number
    behind it; and those that say anything else over and over with page numbers behind it.
    """
    filled = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    numbered = {
        number: match
        for number, line in filled
        if len(line) < _LONGEST_HEAD and (match := BEHIND_HEAD.fullmatch(line)) is not None
    }
    return _titles_again(filled, numbered) | _counted(numbered)


def _titles_again(filled: Sequence[tuple[int, str]], numbered: Mapping[int, re.Match[str]]) -> set[int]:
    last = next((i for i, (_, line) in enumerate(filled[:_TOP_LINES]) if _TITLE.search(line)), None)
    if last is None:
        return set()
    names = [line for _, line in filled[:last] if len(line) >= _SHORTEST_NAME and line.endswith(HEADS)]
    titles = [*names, filled[last][1]]
    begin = tuple(title[:_SHORTEST_NAME] for title in titles)
    again: set[int] = set()
    for number, line in filled[last + 1 :]:
        if not line.startswith(begin):
            continue
        stems = {line, numbered[number]["stem"] if number in numbered else line}
        if any(
            stem in titles or (len(stem) >= _SHORTEST_PART and any(title.startswith(stem) for title in titles))
            for stem in stems
        ):
            again.add(number)
    return again


def _counted(numbered: Mapping[int, re.Match[str]]) -> set[int]:
    """The lines of one wording whose numbers count up by one, a good part of a page apart."""
    by_stem: dict[str, list[int]] = {}
    for number, match in numbered.items():
        if match["sort"] is not None or not match["stem"][-1].isdigit():
            by_stem.setdefault(match["stem"], []).append(number)
    heads = [own for own in by_stem.values() if len(own) >= _FEWEST_HEADS]
    return {line for own in heads if count_pages((at, int(numbered[at]["number"])) for at in own) for line in own}


def is_page_noise(line: str) -> bool:
    """Whether a line, stripped of blanks, is a page number or a rule."""
    if "-" in line and len(line) > 2 and _RULE.fullmatch(line):
        return _ROW_OF_STROKES.fullmatch(line) is None
    begins_so = line[0].isdigit() or line[0] in "第-P·p"
    return begins_so and PAGE_NUMBER.fullmatch(line) is not None


class _Place(NamedTuple):
    """Lines of bare numbers among which `pages` are page numbers."""

    lines: tuple[int, ...]
    pages: int


def page_numbers(reading: Reading, text: str, known: frozenset[int]) -> frozenset[int]:
    """The lines of bare page numbers that the tables cannot account for; none where these do not count up.

    `known` are the lines of page noise that no reading needs.
    """
    bare = {line: number for line, number in bare_numbers(text.split("\n")).items() if line not in known}
    if not bare:
        return frozenset()
    rows = [row for section in reading.sections if section.found for row in section.rows]
    own = bare.keys() & {token.line for row in rows for token in row.tokens}
    tables = [section for section in reading.sections if not own.isdisjoint(token.line for token in section.tokens)]
    if not all(_is_whole(row, own) for section in tables for row in section.rows):
        return frozenset()
    places = [_Place((line,), 1) for line in bare if line not in own]
    places += [place for row in rows if (place := _place(row, own)).pages > 0]
    return _counting_up(sorted(places), bare)


def _figures(row: RowReading) -> int:
    return sum(token.kind in (NUMBER, MARK) for token in row.tokens)


def _is_whole(row: RowReading, bare: set[int]) -> bool:
    """Whether a row stands by its own label and has a figure for each slot, or none of its figures is bare."""
    if row.tokens and bare.isdisjoint(token.line for token in row.tokens):
        return True
    known = row.has_own_label or not row.row.labels
    return known and _figures(row) >= len(row.row.fields)


def _place(row: RowReading, bare: set[int]) -> _Place:
    lines = tuple(dict.fromkeys(token.line for token in row.tokens if token.line in bare))
    return _Place(lines, _figures(row) - len(row.row.fields) if lines else 0)


def _counting_up(places: Sequence[_Place], bare: Mapping[int, int]) -> frozenset[int]:
    """The lines of the numbers that count up from place to place, where they can be chosen in one way only."""
    if not _FEWEST <= sum(place.pages for place in places) <= MOST_PAGES:
        return frozenset()
    chosen = [found for first in _firsts(places[0], bare) if (found := _chain(places, bare, first)) is not None]
    return frozenset(chosen[0]) if len(chosen) == 1 else frozenset()


def _firsts(place: _Place, bare: Mapping[int, int]) -> list[int]:
    return sorted({bare[line] for line in place.lines})


def _chain(places: Sequence[_Place], bare: Mapping[int, int], first: int) -> list[int] | None:
    """A line for each number from the first on, in order and some lines apart; where a row has such a figure as well,
    none, and the row's sum will tell.
    """
    found: list[int] = []
    wanted = first
    for place in places:
        choices = _choices(place, bare, range(wanted, wanted + place.pages))
        if not choices or len(choices) == _MOST_CHOICES:
            return None
        left = {tuple(bare[line] for line in place.lines if line not in choice) for choice in choices}
        found += choices[0] if len(left) == 1 else ()
        wanted += place.pages
    apart = all(behind - before >= SHORT_PAGE_LINES for before, behind in pairwise(found))
    return found if apart else None


def _choices(place: _Place, bare: Mapping[int, int], wanted: Sequence[int]) -> list[tuple[int, ...]]:
    """The lines of a place that say the numbers that are wanted, in order: all ways to choose them, or the first of
    very many.
    """
    latest: list[int] = []
    end = max(place.lines, default=-1) + 1
    for number in reversed(wanted):
        end = max((line for line in place.lines if line < end and bare[line] == number), default=-1)
        if end < 0:
            return []
        latest.append(end)
    return list(islice(_ways(place.lines, bare, [*zip(wanted, reversed(latest), strict=True)]), _MOST_CHOICES))


def _ways(
    lines: Sequence[int], bare: Mapping[int, int], wanted: Sequence[tuple[int, int]], after: int = -1
) -> Iterator[tuple[int, ...]]:
    """Every way to choose a line for each number, each no later than leaves one for those behind it."""
    if not wanted:
        yield ()
        return
    number, latest = wanted[0]
    for line in lines:
        if after < line <= latest and bare[line] == number:
            for rest in _ways(lines, bare, wanted[1:], line):
                yield (line, *rest)
