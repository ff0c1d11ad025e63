"""What the figures say, as the page shows it: columns a year, shares by reason, tiles, and rows of bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.exporting.overview.bodies import Completeness, Tile
from extractor.exporting.overview.matrices import Line, Matrix, MatrixCell, Say
from extractor.exporting.overview.shares import Course, Point
from extractor.exporting.overview.text import grouped, short
from extractor.exporting.pages.language import LANGUAGES, Language
from extractor.exporting.pages.render import percent_text

_TOPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where the axis of shares may end."""
_SHADES = (0.05, 0.15, 0.3)
"""A share at least this large is a shade darker."""


class YearColumn(NamedTuple):
    """A year of a chart: its heights in hundredths (None where there is nothing to show), what stands above, the bodies
    behind it; and of the balanced panel its height and text.
    """

    year: int
    height: float | None
    text: str
    bodies: str
    balanced: float | None
    balanced_text: str


class Chart(NamedTuple):
    """A share or total through the years; `top` is the value at the upper end, `balanced` how many bodies are there
    every year, where these are fewer than in some year.
    """

    name: str
    top: str
    columns: list[YearColumn]
    balanced: str


def charts(courses: Sequence[Course], group: str, language: Language) -> list[Chart]:
    """The charts of a group of shares, on one scale; of totals each on its own."""
    chosen = [one for one in courses if one.share.group == group]
    shown = [point.share for one in chosen for point in (*one.points, *one.balanced) if point.share is not None]
    most = max(shown, default=0.0)
    top = next((one for one in _TOPS if most <= one), 1.0)
    return [_chart(one, top if one.share.of else None, language) for one in chosen]


def _chart(course: Course, top: float | None, language: Language) -> Chart:
    def value(point: Point) -> float | None:
        return (point.share if top is not None else float(point.part)) if point.bodies else None

    def said(point: Point) -> str:
        found = value(point)
        if found is None:
            return "—"
        return _percent(found) if top is not None else short(found, language)

    values = [found for point in course.points if (found := value(point)) is not None]
    end = top if top is not None else max(values, default=0.0) or 1.0
    is_other = any(a.bodies != b.bodies for a, b in zip(course.points, course.balanced, strict=False))
    balanced = course.balanced if is_other else [Point(one.year, 0, 0, 0) for one in course.points]
    columns = [
        YearColumn(
            a.year,
            _height(value(a), end),
            said(a),
            grouped(a.bodies),
            _height(value(b), end),
            said(b) if b.bodies else "",
        )
        for a, b in zip(course.points, balanced, strict=True)
    ]
    shown_top = percent_text(end).replace(".0%", "%") if top is not None else short(end, language)
    name = course.share.name[LANGUAGES.index(language)]
    return Chart(name, shown_top, columns, grouped(balanced[0].bodies) if is_other else "")


def _percent(share: float) -> str:
    """A share where there is little room: one decimal only where it is small. Never rounded up to 100."""
    return percent_text(share) if share < 0.1 else f"{min(100 * share, 99 if share < 1 else 100):.0f}%"


def _height(value: float | None, end: float) -> float | None:
    return None if value is None else round(100 * min(value / end, 1.0), 2)


def reasons_matrix(courses: Sequence[Course], say: Say, language: Language) -> Matrix | None:
    """How applications were refused, reason by reason: shares of all that were decided, year by year."""
    chosen = [one for one in courses if one.share.group.startswith("reason:")]
    if not chosen:
        return None
    years = sorted({point.year for one in chosen for point in one.points})
    lines: list[Line] = []
    group = ""
    for one in chosen:
        _, zh, en = one.share.group.split(":", 2)
        if (zh, en)[LANGUAGES.index(language)] != group:
            group = (zh, en)[LANGUAGES.index(language)]
            lines.append(Line(group, []))
        points = {point.year: point for point in one.points}
        cells = [_reason_cell(points.get(year), year, say) for year in years]
        lines.append(Line(one.share.name[LANGUAGES.index(language)], cells))
    return Matrix("reasons", say("report.reasons"), [str(year) for year in years], lines)


def _reason_cell(point: Point | None, year: int, say: Say) -> MatrixCell:
    share = point.share if point is not None else None
    if point is None or share is None:
        return MatrixCell("none", "", say("report.share_none", year=year))
    title = say("report.share_cell", year=year, part=grouped(point.part), of=grouped(point.of), n=grouped(point.bodies))
    return MatrixCell(f"s{1 + sum(share >= least for least in _SHADES)}" if share else "", percent_text(share), title)


class TileShown(NamedTuple):
    """A province's tile: its place in the grid from 1, what stands in it, and its shade."""

    row: int
    column: int
    name: str
    text: str
    shade: str
    title: str


def tiles_shown(tiles: Sequence[Tile], say: Say, language: Language) -> list[TileShown]:
    """The tiles; shaded by fifths of the provinces, for their shares lie close together."""
    known = sorted(one.point.share for one in tiles if one.point.share is not None)
    found: list[TileShown] = []
    for one in tiles:
        name = one.short if language == "zh" else one.english
        share = one.point.share
        if share is None:
            found.append(
                TileShown(one.row + 1, one.column + 1, one.short, "", "none", say("report.tile_none", name=name))
            )
            continue
        rank = sum(other < share for other in known) / max(len(known) - 1, 1)
        told = say(
            "report.tile", name=name, share=percent_text(share), n=grouped(one.point.bodies), of=grouped(one.point.of)
        )
        text = f"{100 * share:.0f}"
        found.append(TileShown(one.row + 1, one.column + 1, one.short, text, f"s{1 + round(3 * rank)}", told))
    return found


class CompleteYear(NamedTuple):
    """A year's completeness as shares: bodies with a report of all bodies, complete ones, and figures known."""

    year: int
    reported: float
    complete: float
    known: float
    numbers: Completeness


def complete_years(years: Sequence[Completeness]) -> list[CompleteYear]:
    """The years as shares."""
    return [
        CompleteYear(
            one.year,
            one.reported / one.bodies,
            one.complete / one.bodies,
            one.known / one.fields if one.fields else 0.0,
            one,
        )
        for one in years
    ]
