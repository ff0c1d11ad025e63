"""What the figures say, year by year: totals and shares over all bodies of which they are known, and over those known
in every year (the balanced panel), with the number of bodies behind each.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.exporting.comparing import BodyYear
from extractor.exporting.figure_selection import SelectedFigures
from extractor.exporting.overview.rows import form_rows
from extractor.forms.across import key_figures
from extractor.result import Number

Readings = tuple[tuple[str, ...], ...]
MOST_YEARS = 8
_APPLICATIONS = "applications"


class Share(NamedTuple):
    """A quotient of two sums of fields; without `of` it is a total. `name` is Chinese and English."""

    key: str
    group: str
    name: tuple[str, str]
    part: Readings
    of: Readings = ()


class Point(NamedTuple):
    """A year: the sums over some bodies, and how many bodies those are."""

    year: int
    part: Number
    of: Number
    bodies: int

    @property
    def share(self) -> float | None:
        """The share of the sums; None where there is nothing to share."""
        return self.part / self.of if self.of else None


class Course(NamedTuple):
    """A share or total through the years: over all bodies that are known, and over the balanced panel."""

    share: Share
    points: list[Point]
    balanced: list[Point]


class Known(NamedTuple):
    """What a share is of in one body's year."""

    part: Number
    of: Number


def _reasons() -> list[Share]:
    """The share of each row of results that stands in a group: the reasons for which applications are refused."""
    whole = ((f"{_APPLICATIONS}.total.total",),)
    return [
        Share(row.key, f"reason:{row.group[0]}:{row.group[1]}", row.name, ((f"{row.key}.total",),), whole)
        for row in form_rows()
        if row.section == _APPLICATIONS and row.group is not None
    ]


@cache
def shares() -> tuple[Share, ...]:
    """The shares of `shares.toml`, and after them the totals: the key figures that are shown across bodies."""
    text = files("extractor.exporting.overview").joinpath("shares.toml").read_text("utf-8")
    found = [
        Share(one["key"], one["group"], tuple(one["name"]), _readings(one["part"]), _readings(one["of"]))
        for one in tomllib.loads(text)["shares"]
    ]
    totals = [Share(f"total.{one.key}", "total", (one.zh, one.en), one.readings) for one in key_figures("bodies")]
    return (*found, *_reasons(), *totals)


def known(share: Share, selected: SelectedFigures) -> Known | None:
    """What a share is of in one body's year; None where a figure that it takes is not known, or it is below 0."""
    part, of = first_known(share.part, selected), first_known(share.of, selected) if share.of else 0
    if part is None or of is None or part < 0 or (share.of and part > of):
        return None
    return Known(part, of)


def first_known(readings: Readings, selected: SelectedFigures) -> Number | None:
    """The sum of the fields of the first reading of which all figures are known; None where there is none."""
    for fields in readings:
        values = [one.value if (one := selected.figures.get(field)) else None for field in fields]
        found = [value for value in values if value is not None]
        if len(found) == len(values):
            return sum(found)
    return None


class Courses:
    """Takes in bodies year by year, in order of body; what is kept grows with years and shares, not with bodies.

    For each share the sums are kept apart by the set of years of which a body is known, so that any balanced panel can
    be summed at the end.
    """

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, frozenset[int]], dict[int, Point]] = defaultdict(dict)
        self._body: str | None = None
        self._now: defaultdict[str, dict[int, Known]] = defaultdict(dict)

    def take(self, one: BodyYear) -> None:
        """Takes in one body's year."""
        if one.body is None or one.year is None:
            return
        if one.body != self._body:
            self.close()
            self._body = one.body
        for share in shares():
            found = known(share, one.selected)
            if found is not None:
                self._now[share.key][one.year] = found

    def close(self) -> None:
        """Ends the body that was taken in last."""
        for key, years in self._now.items():
            sums = self._sums[key, frozenset(years)]
            for year, found in years.items():
                point = sums.get(year, Point(year, 0, 0, 0))
                sums[year] = Point(year, point.part + found.part, point.of + found.of, point.bodies + 1)
        self._now.clear()

    def courses(self) -> list[Course]:
        """Each share of which anything is known, over the last years."""
        found: list[Course] = []
        for share in shares():
            sets = {years: sums for (key, years), sums in self._sums.items() if key == share.key}
            years = sorted({year for one in sets for year in one})[-MOST_YEARS:]
            if not years:
                continue
            every = frozenset(years)
            balanced = [sums for known, sums in sets.items() if known >= every]
            found.append(Course(share, _summed(years, sets.values()), _summed(years, balanced) if balanced else []))
        return found


def _summed(years: Sequence[int], sums: Iterable[dict[int, Point]]) -> list[Point]:
    points = {year: Point(year, 0, 0, 0) for year in years}
    for one in sums:
        for year in years:
            if year in one:
                a, b = points[year], one[year]
                points[year] = Point(year, a.part + b.part, a.of + b.of, a.bodies + b.bodies)
    return list(points.values())


def _readings(lists: Sequence[Sequence[str]]) -> Readings:
    return tuple(tuple(fields) for fields in lists)
