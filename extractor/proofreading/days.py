"""Dates as they are printed: where they stand, whether there is such a day, and which one the draft is signed with."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.lexicon.numeral import value_of_numeral
from extractor.proofreading.lines import Line

_HAN = "〇○零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<year>20\d\d|二[{_HAN}]{{3}})年(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日)?"
    r"|(?<!\d)(?P<y2>20\d\d)[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})(?!\d)"
)
_SIGNED = re.compile(r"(?:(?:发布|公布|成文|落款|印发)?(?:日期|时间)?[::]?)?\s*$")
_LAST_LINES = 8
_MONTHS = 12


class Day(NamedTuple):
    """A date as it is printed, and where."""

    year: int
    month: int
    day: int | None
    start: int
    end: int
    printed: str

    @property
    def is_possible(self) -> bool:
        """Whether there is such a day."""
        return 1 <= self.month <= _MONTHS and (
            self.day is None or 1 <= self.day <= monthrange(self.year, self.month)[1]
        )


def days_in(text: str, at: int) -> Iterator[Day]:
    """The dates with a year in a line that begins at an offset."""
    for match in _DATE.finditer(text):
        said = [match["year"] or match["y2"], match["month"] or match["m2"], match["day"] or match["d2"]]
        numbers = [None if one is None else _number(one) for one in said]
        year, month, day = numbers
        if year is not None and month is not None:
            yield Day(year, month, day, at + match.start(), at + match.end(), match[0])


def signature_of(lines: Sequence[Line]) -> Day | None:
    """The date that stands on a line of its own at the end."""
    for line in reversed(lines[-_LAST_LINES:]):
        if line.part:
            return None
        days = list(days_in(line.text, line.start))
        if len(days) == 1 and days[0].end == line.end and _SIGNED.fullmatch(line.text[: days[0].start - line.start]):
            return days[0]
        name = line.text[: days[0].start - line.start].strip() if len(days) == 1 else ""
        if (
            days
            and days[0].end == line.end
            and len(name) <= 20
            and name.endswith(("局", "委", "府", "室", "厅", "处", "会", "心", "院"))
        ):
            return days[0]
    return None


def _number(said: str) -> int | None:
    if said.isdecimal():
        return int(said)
    return value_of_numeral(said.replace("○", "零"))
