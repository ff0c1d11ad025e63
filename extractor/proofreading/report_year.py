"""Which year a draft says that it is on: in its title, its preface, its period, its signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.proofreading.lines import Line

YEAR = re.compile(r"(?<!\d)(20[0-3]\d)年")
TITLE = re.compile(
    r"(?<!\d)(?P<year>20[0-3]\d)年?度?(?:本?级?(?:法治)?)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:的?年度)?(?:报告|年报)"
)
ABOUT_PERIOD = re.compile("统计|期限|数据|时间|时段|截止|起止")
_HEAD_LINES = 12
PERIOD = re.compile(
    r"(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日?(?:起|开始)?,?(?:至|到|-|—|~|－)+(?:(?P<y2>20\d\d)年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)


class Said(NamedTuple):
    """A year where the report says which it is on."""

    year: int
    start: int
    end: int
    printed: str
    where: str


def own_year_of(lines: Sequence[Line], identified: int | None, signed: int | None) -> int | None:
    """The year that most of title, period, signature and prose agree on; the one that was identified in doubt."""
    votes = Counter[int]()
    said = list(said_years(lines))
    if not said and identified is not None:
        return identified
    for where in ("heading", "period", "preface"):
        years = [one.year for one in said if one.where == where]
        votes.update(dict.fromkeys(years[:1], 2))
    mentioned = Counter(int(year) for line in lines if "\t" not in line.text for year in YEAR.findall(line.text))
    votes.update(dict.fromkeys([year for year, _ in mentioned.most_common(1)], 2))
    if signed is not None:
        votes[signed - 1] += 1
    if not votes:
        return identified
    best = max(votes.values())
    years = [year for year, count in votes.items() if count == best]
    return identified if identified in years or len(years) > 1 else years[0]


def said_years(lines: Sequence[Line]) -> Iterator[Said]:
    """The years that the title, the preface and the period say."""
    for at, line in enumerate(lines):
        if "\t" in line.text:
            continue
        for match in TITLE.finditer(line.text):
            is_title = (
                at < _HEAD_LINES and match.end() >= len(line.text) - 2 and len(line.text) < 60 and "。" not in line.text
            )
            start, end = match.span()
            yield Said(
                int(match["year"]),
                line.start + start,
                line.start + end,
                line.text if is_title else match[0],
                "heading" if is_title else "preface",
            )
        for match in PERIOD.finditer(line.text):
            if ABOUT_PERIOD.search(line.text[max(0, match.start() - 24) : match.end() + 8]):
                start, end = match.span()
                yield Said(int(match["y1"]), line.start + start, line.start + end, match[0], "period")
