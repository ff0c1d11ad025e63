"""The lines of a report as names and years are looked for in them: without blanks, with the way back to their places.

First step of `identify`: the lines before part two, those before part one, and the last ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, zip_longest

from extractor.identity.parse import HAN, in_han
from extractor.lexicon.ordinal import TO_NINE

# Where names are looked for: lines before part one, before part two, at the end; characters of a line.
HEAD_LINES = 60
_MOST_LINES = 2000
_LONGEST_LINE, _LONG_LINE = 4000, 400
_LAST_CHARACTERS = 1000
_LAST_LINES = 24
_MOST_LATER = 100

_OPENING = (
    r"(?:第?一(?:部分)?[、,.:]?|1[、.])"
    rf"(?:{HAN}{{0,8}}(?:总体|基本|主要|工作)(?:工作)?(?:情况|概况)|概述|概况|总体概述|总述|主动公开)"
)
_PART_TWO = r"(?:二[、,.]|第二部分)(?:行政机关)?主动公开(?:政府信息)?|信息内容|第二十条第"
_HEADING = re.compile(f"第?([{TO_NINE}])(?:部分)?[、,.:]?")
_OF_CONTENTS = re.compile(r"(?:\.{3,}|…+|·{3,}|-{3,})\(?\d*\)?$|[^\d年月]\d{1,2}$")
_PINYIN = re.compile(r"\([a-z\u00c0-\u024f]+\)")
_NUMERALS = str.maketrans(f"〇○零Oo{TO_NINE}", "00000123456789")
_NUMERAL_YEAR = re.compile(f"二[〇○零Oo0一二三][〇○零Oo0一二三][〇○零Oo0{TO_NINE}](?=年)")
_CUT = re.compile(rf"\||\s+(?=第?[一二](?:部分)?、{HAN}{{2}})")
_TITLE_WITHIN = re.compile("(?:信息|政务)公开.{0,12}(?:报告|年报)")


class Line:
    """A line of the text: `raw` as it stands there, from the offset `at` on; `text` without blanks and pinyin in
    brackets, years in Chinese numerals as digits.
    """

    __slots__ = ("_offsets", "at", "raw", "text")

    def __init__(self, raw: str, at: int) -> None:
        self.raw, self.at, self.text = raw, at, _compact(raw)
        self._offsets: Sequence[int] | None = None

    def offsets(self) -> Sequence[int]:
        """The offset in the source's text of each character of `text`."""
        if self._offsets is None:
            bare = self.raw.lstrip()
            start = self.at + len(self.raw) - len(bare)
            is_plain = len(bare.rstrip()) == len(self.text)
            self._offsets = range(start, start + len(self.text)) if is_plain else self._kept()
        return self._offsets

    def _kept(self) -> list[int]:
        kept = [i for i, character in enumerate(self.raw) if not character.isspace()]
        bare = "".join([self.raw[i] for i in kept])
        for pinyin in reversed(list(_PINYIN.finditer(bare))):
            del kept[pinyin.start() : pinyin.end()]
        return [self.at + i for i in kept]


def _compact(raw: str) -> str:
    line = "".join(raw.split())
    if "(" in line:
        line = _PINYIN.sub("", line)
    if "二" in line:
        line = _NUMERAL_YEAR.sub(lambda year: year[0].translate(_NUMERALS), line)
    return line


class Stretch:
    """Lines one after another as one text, with `gap` between them; `han` is it with foreign letters blotted out."""

    def __init__(self, lines: Sequence[Line], gap: str = "") -> None:
        self.lines, self.gap = lines, gap
        self.text = gap.join([line.text for line in lines])

    @cached_property
    def han(self) -> str:
        """The text with letters of scripts other than Chinese and Latin blotted out, character for character."""
        return in_han(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source's text of the characters `start` to `end`, of which there is one at least."""
        first, last, at = -1, -1, 0
        for line in self.lines:
            behind = at + len(line.text)
            if first < 0 and start < behind:
                first = line.offsets()[max(start - at, 0)]
            if at < end <= behind:
                last = line.offsets()[end - 1 - at] + 1
                break
            at = behind + len(self.gap)
        return first, max(first, last)


class Head:
    """Where a report says what it is: `lines` before part two, of which the first `head` stand before part one."""

    def __init__(self, lines: Sequence[Line], head: int, *, has_opening: bool) -> None:
        self.lines, self.head, self.has_opening = lines, head, has_opening

    @property
    def before_part_one(self) -> Sequence[Line]:
        """The lines in which a title may stand."""
        return self.lines[: self.head]

    @cached_property
    def prose(self) -> Stretch:
        """All that is said before part two, line by line."""
        return Stretch(self.lines, "\n")


def read_head(text: str) -> Head:
    """The lines before part two; all of the first ones where no part two is found."""
    lines: list[Line] = []
    opening = None
    found = [*_lines(text)]
    for line, below, next_below in zip_longest(found, found[1:], found[2:]):
        if not _is_of_contents(line, below, next_below):
            if line.text.startswith(("二", "第二", "信息内容")) and re.match(_PART_TWO, line.text):
                break
            if opening is None and opens(line.text):
                opening = len(lines)
        lines.append(line)
    return Head(lines, min(HEAD_LINES, len(lines) if opening is None else opening), has_opening=opening is not None)


def _is_of_contents(line: Line, *below: Line | None) -> bool:
    """Whether this is a line of a table of contents: its page behind it, or the headings of the next parts below it."""
    heading = _HEADING.match(line.text)
    if heading is None:
        return False
    following = [_HEADING.match(one.text) if one else None for one in below]
    ordinals = [TO_NINE.find(one[1]) - TO_NINE.find(heading[1]) if one else 0 for one in following]
    return ordinals == [1, 2] or _OF_CONTENTS.search(line.text) is not None


def last_lines(text: str) -> list[Line]:
    """The last lines that hold something."""
    since = max(0, len(text) - _LAST_CHARACTERS)
    since = text.rfind("\n", 0, since) + 1 if since - text.rfind("\n", 0, since) < _LONGEST_LINE else since
    return [line for line in _lines_of(text[since:], since) if line.text][-_LAST_LINES:]


def later_titles(text: str, since: int) -> Iterator[list[Line]]:
    """Lines behind this offset that speak of a report on disclosure, each with those that follow up to a part one:
    another report may begin there.
    """
    for found in islice(_TITLE_WITHIN.finditer(text, since), _MOST_LATER):
        start = text.rfind("\n", 0, found.start()) + 1
        lines = list(_lines_of(text[start : start + 2000], start))[:16]
        end = next((i for i, line in enumerate(lines) if opens(line.text)), None)
        if end:
            yield lines[:end]


def opens(line: str) -> bool:
    """Whether part one begins on this line."""
    return line.startswith(("第一", "一", "1")) and re.match(_OPENING, in_han(line)) is not None


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if raw and not raw.isspace():
            yield from _pieces(raw[:_LONGEST_LINE], at)
        at += len(raw) + 1


def _pieces(raw: str, at: int) -> Iterator[Line]:
    """A line; of one that holds a whole page, as a table's cell does, its cells, and what stands before its parts."""
    start = 0
    for cut in _CUT.finditer(raw) if len(raw) > _LONG_LINE else ():
        if not raw[start : cut.start()].isspace() and cut.start() > start:
            yield Line(raw[start : cut.start()], at + start)
        start = cut.end()
    yield Line(raw[start:], at + start)


def _lines_of(text: str, at: int) -> Iterator[Line]:
    for raw in text.split("\n"):
        yield Line(raw[:_LONGEST_LINE], at)
        at += len(raw) + 1
