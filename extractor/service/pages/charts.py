"""Line charts of a figure over the years, as geometry that a template draws as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.result import Number

WIDTH, HEIGHT = 300, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 14, 22, 20


class Point(NamedTuple):
    """One year's figure; None where it is not known."""

    year: int
    value: Number | None
    status: str


class Dot(NamedTuple):
    """A point of the chart, in its units."""

    x: float
    y: float
    point: Point


class Tick(NamedTuple):
    """A year below the axis."""

    x: float
    year: int


class Chart(NamedTuple):
    """A figure over the years: `lines` join the years that follow each other and are known."""

    dots: list[Dot]
    lines: list[str]
    ticks: list[Tick]
    floor: float


def chart_of(points: Sequence[Point]) -> Chart:
    """The chart of some years' figures, in the order of years; its vertical axis begins at 0."""
    years = sorted({point.year for point in points})
    known = [point.value for point in points if point.value is not None]
    low, high = min([0, *known]), max([0, *known])
    if high == low:
        high = low + 1
    floor = HEIGHT - _BOTTOM

    def across(year: int) -> float:
        if len(years) == 1:
            return WIDTH / 2
        return round(_LEFT + (year - years[0]) / (years[-1] - years[0]) * (WIDTH - _LEFT - _RIGHT), 1)

    def up(value: Number) -> float:
        return round(floor - (value - low) / (high - low) * (floor - _TOP), 1)

    dots = [
        Dot(across(point.year), up(point.value), point)
        for point in sorted(points, key=lambda point: point.year)
        if point.value is not None
    ]
    return Chart(dots, _lines(dots), [Tick(across(year), year) for year in years], up(0))


def _lines(dots: Sequence[Dot]) -> list[str]:
    """The runs of years without a gap, as the points of polylines."""
    runs: list[list[Dot]] = []
    for dot in dots:
        if runs and dot.point.year - runs[-1][-1].point.year == 1:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1]
