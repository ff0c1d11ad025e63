"""Which bodies are there in which years: by body where they are few, by place where they are many; and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.exporting.comparing import BodyYear
from extractor.identity.bodies import outermost
from extractor.identity.regions import province_of

MOST_BODIES, MOST_PLACES, MOST_GAPS = 30, 36, 12


class BodyLine(NamedTuple):
    """One body: for each year it has, how many figures are there, how many of them wait, and how many reports."""

    body: str
    years: dict[int, tuple[int, int, int]]


class PlaceLine(NamedTuple):
    """A place: `bodies` it has, and how many of them in each year; `place` is None where a name says none."""

    place: str | None
    bodies: int
    years: dict[int, int]


class Gap(NamedTuple):
    """A body whose reports on some years are not there, though there are earlier and later ones."""

    body: str
    missing: tuple[int, ...]


class Coverage:
    """Takes in bodies year by year, in order of body; little memory, however many there are."""

    def __init__(self) -> None:
        self.bodies = self.reports = self.unnamed = self.gaps_in_all = 0
        self.years: set[int] = set()
        self.lines: list[BodyLine] = []
        self.gaps: list[Gap] = []
        self._places: dict[str | None, tuple[Counter[int], list[int]]] = {}
        self._now: BodyLine | None = None
        self._region: str | None = None

    def take(self, one: BodyYear) -> None:
        """Takes in one body's year."""
        self.reports += len(one.reports)
        if one.body is None or one.year is None:
            self.unnamed += len(one.reports)
            return
        if self._now is None or self._now.body != one.body:
            self.close()
            self._now, self._region = BodyLine(one.body, {}), one.region
        figures = len(one.selected.figures)
        self._now.years[one.year] = (
            max(figures, one.selected.fields_without_value),
            one.selected.fields_without_value,
            len(one.reports),
        )
        self.years.add(one.year)

    def close(self) -> None:
        """Ends the body that was taken in last."""
        line, self._now = self._now, None
        if line is None:
            return
        self.bodies += 1
        if len(self.lines) <= MOST_BODIES:
            self.lines.append(line)
        missing = tuple(year for year in range(min(line.years), max(line.years)) if year not in line.years)
        if missing:
            self.gaps_in_all += 1
            if len(self.gaps) < MOST_GAPS:
                self.gaps.append(Gap(line.body, missing))
        years, count = self._places.setdefault(outermost(self._region), (Counter(), [0]))
        years.update(list(line.years))
        count[0] += 1

    def places(self) -> tuple[list[PlaceLine], list[PlaceLine]]:
        """The places with most bodies, provinces first and in their official order; and the others."""
        lines = [PlaceLine(place, count[0], dict(years)) for place, (years, count) in self._places.items()]
        lines.sort(key=lambda line: (-line.bodies, line.place or ""))
        named = [line for line in lines if line.place is not None]
        kept = sorted(named[:MOST_PLACES], key=lambda line: (province_of(line.place) or "9", -line.bodies, line.place))
        return kept + [line for line in lines if line.place is None], named[MOST_PLACES:]


def summed(lines: Sequence[PlaceLine]) -> PlaceLine:
    """Some places as one, without a name."""
    years: Counter[int] = Counter()
    for line in lines:
        years.update(line.years)
    return PlaceLine(None, sum(line.bodies for line in lines), dict(years))
