"""The main figures of all bodies, year by year: what lies where, and who has the most. Accepted figures that count."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import NamedTuple

from extractor.exporting.comparing import BodyYear
from extractor.exporting.overview.axes import Axis, axis_for
from extractor.exporting.overview.shares import first_known
from extractor.exporting.overview.strips import Strip, strip_of
from extractor.forms.across import key_figures
from extractor.result import Number

MOST_STRIPS, _MOST_TOPS = 8, 3


class Top(NamedTuple):
    """The greatest value of a body that has one of the greatest of all."""

    value: Number
    body: str
    year: int


class Distribution(NamedTuple):
    """A key figure over all bodies; `name` is what it is called in Chinese and English.

    `earlier` says how many years before the first strip are left out.
    """

    key: str
    name: tuple[str, str]
    amount: int
    axis: Axis
    strips: list[Strip]
    earlier: int
    tops: list[Top]


class Measured:
    """Takes in bodies year by year; eight bytes a value are kept."""

    def __init__(self) -> None:
        self._values: defaultdict[tuple[str, int], array[float]] = defaultdict(lambda: array("d"))
        self._tops: defaultdict[str, list[Top]] = defaultdict(list)

    def take(self, one: BodyYear) -> None:
        """Takes in the figures that count of one body's year."""
        if one.body is None or one.year is None:
            return
        for measure in key_figures("bodies"):
            value = first_known(measure.readings, one.selected)
            if value is None or value < 0:
                continue
            self._values[measure.key, one.year].append(float(value))
            self._rank(measure.key, Top(value, one.body, one.year))

    def _rank(self, key: str, new: Top) -> None:
        """Keeps the greatest values; of each body its greatest alone."""
        best: dict[str, Top] = {}
        for top in sorted([*self._tops[key], new], key=lambda top: (-top.value, top.body, top.year)):
            best.setdefault(top.body, top)
        self._tops[key] = list(best.values())[:_MOST_TOPS]

    def distributions(self) -> list[Distribution]:
        """The key figures of which there are values, in the order of the form."""
        found: list[Distribution] = []
        for measure in key_figures("bodies"):
            years = sorted(year for key, year in self._values if key == measure.key)
            if not years:
                continue
            tops = self._tops[measure.key]
            axis = axis_for(float(tops[0].value))
            shown = years[-MOST_STRIPS:]
            strips = [strip_of(year, self._values[measure.key, year], axis) for year in shown]
            count = sum(len(self._values[measure.key, year]) for year in years)
            positive = [top for top in tops if top.value > 0]
            earlier = len(years) - len(shown)
            name = measure.zh, measure.en
            found.append(Distribution(measure.key, name, count, axis, strips, earlier, positive))
        return found
