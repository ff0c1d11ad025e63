"""page noise in text: what a page prints around a table and a converter leaves inside it.

Page numbers with words or strokes about them, bare ones that count up, rules, and the report's title at the head of
every page. Lines of page noise hold no figure and no label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.lexicon.organs import HEADS
from extractor.lexicon.page_number import BEHIND_HEAD, PAGE_NUMBER, count_pages, page_number

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
    first = line[0]
    if first in "-|" and _ROW_OF_STROKES.fullmatch(line):
        return False
    if first.isdigit() or first in "第-P·p":
        return PAGE_NUMBER.fullmatch(line) is not None or (len(line) > 2 and _RULE.fullmatch(line) is not None)
    return first in "|:=+_*#~" and len(line) > 2 and "-" in line and _RULE.fullmatch(line) is not None
