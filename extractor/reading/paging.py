"""Bare page numbers among the figures of tables: known by counting up, and by the rows that have one figure too many.

Where every cell has a line of its own, a page number looks like a figure. But each row has as many figures as the form
has slots; so what stands between the rows, and what a row has too many, must be the page numbers of the whole document,
one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.lexicon.page_number import MOST_PAGES, SHORT_PAGE_LINES
from extractor.reading.model import Reading, RowBasis, RowReading, SectionReading
from extractor.reading.page_noise import bare_numbers
from extractor.reading.tokenize import MARK, NUMBER

# One number alone may be anything.
_FEWEST = 2
_MOST_CHOICES = 500


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
    own = {token.line for row in rows for token in row.tokens if token.line in bare}
    tables = [section for section in reading.sections if section.found and _has_any(section, own)]
    if not all(_is_whole(row, own) for section in tables for row in section.rows):
        return frozenset()
    places = [_Place((line,), 1) for line in bare if line not in own]
    places += [place for row in rows if (place := _place(row, own)).pages > 0]
    return _counting_up(sorted(places), bare)


def _has_any(section: SectionReading, lines: set[int]) -> bool:
    return any(token.line in lines for row in section.rows for token in row.tokens)


def _figures(row: RowReading) -> int:
    return sum(token.kind in (NUMBER, MARK) for token in row.tokens)


def _is_whole(row: RowReading, bare: set[int]) -> bool:
    """Whether a row stands by its own label and has a figure for each slot, or none of its figures is bare."""
    if row.tokens and not any(token.line in bare for token in row.tokens):
        return True
    known = row.basis in (RowBasis.EXACT, RowBasis.FUZZY) or not row.row.labels
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
