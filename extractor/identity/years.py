"""On which year a report is: its title, the period it states, its prose; where they disagree the year is open.

A title that is cited in the prose (《…2021年…年度报告》) is none of this report's, and a day of publication is no year
of a report. Every year has a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.identity.lines import Head
from extractor.identity.mentions import Announced, Signed
from extractor.identity.titles import YEARS, Title
from extractor.lexicon.year import PAPERS

_PERIOD = re.compile(
    r"(20\d\d)(?<!\d\d{4})[年./-]0?(\d{1,2})[月./-](?:0?(\d{1,2})日?)?(?:起|开始)?(?:至|到|-+|~+|—+|截至|截止)"
    r"(?:(20\d\d)[年./-])?(\d{1,2})(?:[月./-](?:(\d{1,2})日?)?)?"
)
_CALENDAR_YEAR = re.compile(
    r"(20\d\d)(?<!\d\d{4})年?0?1月?0?1日?(?:起|开始)?(?:至|到|-+|~|截至|截止)(?:(20\d\d)年?)?12月?31日"
)
_UP_TO = re.compile(r"截[至止]到?(20[0-3]\d)年?(?:年?12月(?:31日|底)|底|末)")
_DOCUMENT = rf"[^,。;、\n《》]{{0,14}}(?:报告(?!期)|年报|规划|计划|报表|{PAPERS})"
_MENTION = re.compile(
    rf"(20[0-3]\d)(?<![\d〔\[(-]\d{{4}})(?<![较比与同自从]\d{{4}})年(?!度?\d{{1,2}}月|以前|之前|底前|度?{_DOCUMENT})"
)
_BEFORE_CLAUSE = "\n。;,:)在至止"
_LONG_PERIOD = 9
_OFTEN = 2
Source = str


class YearFound(NamedTuple):
    """A year that the report names, what names it (`title`, `period`, `prose`), and where in the source's text."""

    year: int
    source: Source
    span: tuple[int, int] | None


class YearDecision(NamedTuple):
    """The year, and where two parts of the report say different ones, both."""

    found: YearFound | None
    conflict: tuple[YearFound, ...]


def decide_year(
    head: Head, titles: Sequence[Title], said: Sequence[Announced], signed: Sequence[Signed]
) -> YearDecision:
    """The year that the title names, unless the period or the prose says another; else that of these."""
    stated = _of_titles(titles, said)
    periods = _periods(head)
    spoken = _spoken(head, has_title=bool(titles))
    if any(title.owner.is_school_year for title in titles):
        return YearDecision(None, ())
    if not stated:
        return _without_title(periods, spoken)
    if len(stated) > 1:
        others = [*_agreed(periods), *(spoken.likeliest or [])]
        chosen = next((one.year for one in others if one.year in stated), None)
        return YearDecision(stated[chosen], ()) if chosen else YearDecision(None, tuple(stated.values()))
    (title,) = stated.values()
    against = _against(title, periods, spoken, signed)
    return YearDecision(None, (title, against)) if against else YearDecision(title, ())


def _of_titles(titles: Iterable[Title], said: Iterable[Announced]) -> dict[int, YearFound]:
    stated: dict[int, YearFound] = {}
    for title in titles:
        if title.year:
            stated.setdefault(title.year, YearFound(title.year, "title", title.year_span))
    if not stated:
        for one in said:
            if one.year:
                stated.setdefault(one.year, YearFound(one.year, "announcement", one.year_span))
    return stated


class _Period(NamedTuple):
    years: tuple[int, int]
    is_whole: bool
    span: tuple[int, int]


def _periods(head: Head) -> list[_Period]:
    """The periods of nine months or more that are stated: 2022年1月1日至12月31日."""
    prose, found = head.prose, list[_Period]()
    for match in _PERIOD.finditer(prose.text):
        first, last = int(match[1]), int(match[4] or match[1])
        months = (last - first) * 12 + int(match[5]) - int(match[2])
        if months + 1 >= _LONG_PERIOD:
            found.append(_Period((first, last), first == last, prose.span(*match.span())))
    for match in _CALENDAR_YEAR.finditer(prose.text):
        if match[2] in (None, match[1]):
            year = int(match[1])
            found.append(_Period((year, year), True, prose.span(*match.span())))
    return found


def _agreed(periods: Sequence[_Period]) -> list[YearFound]:
    """The one year of the periods that lie in a single year."""
    years = {one.years[0]: one for one in periods if one.is_whole}
    return [YearFound(year, "period", one.span) for year, one in years.items()] if len(years) == 1 else []


class _Spoken(NamedTuple):
    """How often the prose speaks of each year, how often a clause begins with it, and where it does first."""

    counts: dict[int, int]
    begins: dict[int, int]
    first: dict[int, tuple[int, int]]
    may_decide: bool

    @property
    def likeliest(self) -> list[YearFound]:
        """The year that is spoken of most, alone."""
        ranked = sorted(self.counts, key=lambda year: -self.counts[year])
        is_alone = len(ranked) == 1 or (len(ranked) > 1 and self.counts[ranked[0]] > self.counts[ranked[1]])
        return [YearFound(ranked[0], "prose", self.first[ranked[0]])] if is_alone and self.may_decide else []


def _spoken(head: Head, *, has_title: bool) -> _Spoken:
    prose, counts, begins = head.prose, defaultdict[int, int](int), defaultdict[int, int](int)
    first: dict[int, tuple[int, int]] = {}
    for pattern in (_MENTION, _UP_TO):
        for match in pattern.finditer(prose.text):
            year = int(match[1])
            counts[year] += 1
            begins[year] += match.start() == 0 or prose.text[match.start() - 1] in _BEFORE_CLAUSE
            first.setdefault(year, match.span(1))
    spans = {year: prose.span(*first[year]) for year in counts}
    return _Spoken(dict(counts), dict(begins), spans, head.has_opening or has_title)


def _without_title(periods: Sequence[_Period], spoken: _Spoken) -> YearDecision:
    found = [*_agreed(periods), *spoken.likeliest]
    if len({one.year for one in found}) > 1:
        return YearDecision(None, tuple(found))
    if not found or (periods and not _agreed(periods)) or found[0].year not in YEARS:
        return YearDecision(None, ())
    return YearDecision(found[0], ())


def _against(
    title: YearFound, periods: Sequence[_Period], spoken: _Spoken, signed: Sequence[Signed]
) -> YearFound | None:
    """What says another year than the title: the period; the prose, where it never speaks of the title's year; or a
    signature of that year or before, for a report is written when its year is over.
    """
    if periods:
        if any(title.year in one.years for one in periods):
            return None
        return YearFound(periods[0].years[1], "period", periods[0].span)
    other = next(iter(spoken.likeliest), None)
    if other is None or other.year == title.year or _in_prose_beside_title(title, spoken):
        return None
    if other.year not in range(title.year - 3, title.year + 4):
        return None
    is_signed_early = any(int(one.date[:4]) <= title.year for one in signed)
    return other if spoken.begins[other.year] >= _OFTEN or is_signed_early else None


def _in_prose_beside_title(title: YearFound, spoken: _Spoken) -> bool:
    """Whether the prose speaks of the title's year at another place than the title itself."""
    return spoken.counts.get(title.year, 0) > 0
