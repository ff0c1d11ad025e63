"""The bodies of a run one by one, and their provinces: what they received and granted, and how complete it is."""

from __future__ import annotations

import heapq
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.exporting.comparing import BodyYear
from extractor.exporting.overview.ranks import Ranked, Shares
from extractor.exporting.overview.shares import Known, Point, known, shares
from extractor.identity.regions import province_of

MOST_BODIES = 500


class BodyRow(NamedTuple):
    """A body over all its years: years, reports, figures, those not known, applications decided and granted,
    its last report's file; `rank` where it decided any.
    """

    body: str
    region: str | None
    years: int
    reports: int
    fields: int
    waiting: int
    decided: float
    granted: float
    name: str
    rank: Ranked | None = None


class Tile(NamedTuple):
    """A province at its place: short name, English name, and the sums over its bodies."""

    row: int
    column: int
    short: str
    english: str
    point: Point


class Completeness(NamedTuple):
    """A year: bodies of the run, those with a report on it, those of whose year every figure is known; its fields, and
    those that are known.
    """

    year: int
    bodies: int
    reported: int
    complete: int
    fields: int
    known: int


class Bodies:
    """Takes in bodies year by year, in order of body; keeps the rows of those with most applications."""

    def __init__(self) -> None:
        self.count = 0
        self._granted = next(one for one in shares() if one.key == "granted")
        self._shares = Shares()
        self._rows: list[tuple[float, int, int | None, BodyRow]] = []
        self._now: BodyRow | None = None
        self._tiles: dict[str, Point] = {}
        self._years: dict[int, list[int]] = {}

    def take(self, one: BodyYear) -> None:
        """Takes in one body's year."""
        if one.body is None or one.year is None:
            return
        if self._now is None or self._now.body != one.body:
            self.close()
            self._now = BodyRow(one.body, one.region, 0, 0, 0, 0, 0, 0, "")
        waiting = one.selected.fields_without_value
        fields = max(len(one.selected.figures), waiting)
        share = known(self._granted, one.selected) or Known(0, 0)
        now = self._now
        self._now = now._replace(
            years=now.years + 1,
            reports=now.reports + len(one.reports),
            fields=now.fields + fields,
            waiting=now.waiting + waiting,
            decided=now.decided + share.of,
            granted=now.granted + share.part,
            name=one.reports[-1].name,
        )
        year = self._years.setdefault(one.year, [0, 0, 0, 0])
        for i, value in enumerate((1, not waiting, fields, fields - waiting)):
            year[i] += value

    def close(self) -> None:
        """Ends the body that was taken in last."""
        row, self._now = self._now, None
        if row is None:
            return
        self.count += 1
        number = self._shares.add(row.granted, row.decided) if row.decided else None
        kept = (row.decided, -self.count, number, row)
        if len(self._rows) < MOST_BODIES:
            heapq.heappush(self._rows, kept)
        else:
            heapq.heappushpop(self._rows, kept)
        province = province_of(row.region)
        if province is not None and row.decided:
            a = self._tiles.get(province, Point(0, 0, 0, 0))
            self._tiles[province] = Point(0, a.part + row.granted, a.of + row.decided, a.bodies + 1)

    def rows(self) -> list[BodyRow]:
        """The bodies with most applications, the most first, each with its rank among all."""
        kept = sorted(self._rows, key=lambda one: (-one[0], -one[1]))
        numbers = [number for _, _, number, _ in kept if number is not None]
        ranks = dict(zip(numbers, self._shares.ranked(numbers), strict=True))
        return [row._replace(rank=ranks.get(number) if number is not None else None) for _, _, number, row in kept]

    def ranked(self) -> int:
        """How many bodies have a rank."""
        return len(self._shares)

    def tiles(self) -> list[Tile]:
        """Every province at its place; one of which nothing is known has no bodies."""
        nothing = Point(0, 0, 0, 0)
        return [Tile(*place, self._tiles.get(code, nothing)) for code, place in _places().items()]

    def completeness(self) -> list[Completeness]:
        """Each year, in order."""
        return [Completeness(year, self.count, *self._years[year]) for year in sorted(self._years)]


@cache
def _places() -> dict[str, tuple[int, int, str, str]]:
    text = files("extractor.exporting.overview").joinpath("provinces.toml").read_text("utf-8")
    return {code: tuple(place) for code, place in tomllib.loads(text).items()}
