"""An OFD page's objects → what is drawn on it: its texts, its lines and areas, its pictures, in the order of drawing.

Drawings that are drawn several times are unfolded each time, so each is work, and one that draws itself ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.errors import TooLarge
from extractor.sources.drawn_figures import is_small
from extractor.sources.grounds import Area
from extractor.sources.ink import BLACK, WHITE, Colour
from extractor.sources.model import Box
from extractor.sources.ofd.document import OfdPage, Resources
from extractor.sources.ofd.paths import Painted, drawing_of, parts_of
from extractor.sources.ofd.values import (
    POINTS,
    SAME,
    Matrix,
    at,
    box,
    box_of,
    colour,
    is_set,
    matrix,
    number,
    opacity,
    times,
)
from extractor.sources.pdf_limits import MOST_OBJECTS
from extractor.sources.words import Rule, thin_rules
from extractor.sources.xml_tree import Element

_DEEPEST = 20
_MOST_PARAMS = 8
_THICK = 3.0
_USUAL_LINE = 0.353
_UNIT = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
_LAYERS = {"Background": 0, "Foreground": 2}


class Paint(NamedTuple):
    """What fills, or strokes: its colour, None where nobody knows it, and how little is seen through it."""

    colour: Colour | None
    opaque: float


class TextItem(NamedTuple):
    """A text as it is drawn: its element, what moves its points onto the page, its place in the order of drawing, what
    it is painted with, and the part of the page that it may be drawn on, None where nothing bounds it.
    """

    element: Element
    by: Matrix
    order: int
    paint: Paint
    clip: Box | None


class PictureItem(NamedTuple):
    """A picture as it is drawn: the part of the file that it is, and what moves a unit square onto the page."""

    part: str
    by: Matrix


class PathItem(NamedTuple):
    """A path as it is drawn: how it is said, what moves its points onto the page, how it is painted, and how thick its
    line is, in points.
    """

    said: str
    by: Matrix
    painted: Painted
    thickness: float


@dataclass(slots=True)
class Content:
    """What is drawn on a page: its ruling lines, areas and figures as those of a PDF (`pdf_rules.Drawn`), its texts,
    pictures and paths, the share of it that pictures cover, and how many objects there are.
    """

    rules: list[Rule] = field(default_factory=list[Rule])
    areas: list[Area] = field(default_factory=list[Area])
    figures: list[Box] = field(default_factory=list[Box])
    texts: list[TextItem] = field(default_factory=list[TextItem])
    items: list[PictureItem | PathItem] = field(default_factory=list["PictureItem | PathItem"])
    pictured: float = 0.0
    count: int = 0


class _Walk:
    """Walks the objects of one page."""

    def __init__(self, page: OfdPage, what: str, take: Callable[[int], None]) -> None:
        self._page = page
        self._what = what
        self._take = take
        self.found = Content()

    def walk(self, parent: Element, by: Matrix, inherited: str | None, within: tuple[str, ...]) -> None:
        """Takes what is drawn in a layer, a block or a drawing; `within` are the drawings that it is a part of."""
        for element in parent:
            kind = element.tag
            if kind == "PageBlock":
                self.walk(element, by, inherited, within)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                self.found.count += 1
                self._take(1)
                if self.found.count > MOST_OBJECTS:
                    raise TooLarge(f"{self._what} with a page that is a drawing of more parts than a report has.")
                if is_set(element, "Visible", unsaid=True):
                    self._add(element, by, inherited, within)

    def _add(self, element: Element, by: Matrix, inherited: str | None, within: tuple[str, ...]) -> None:
        params = list(_params(self._page.resources, element.get("DrawParam") or inherited))
        placed = times(_own_matrix(element), by)
        if element.tag == "CompositeObject":
            name = element.get("ResourceID") or ""
            drawing = self._page.resources.drawings.get(name)
            content = None if drawing is None else drawing.find("Content")
            if content is not None and name not in within and len(within) < _DEEPEST:
                self.walk(content, placed, inherited, (*within, name))
        elif element.tag == "TextObject":
            self._add_text(element, placed, params)
        elif element.tag == "ImageObject":
            self._add_picture(element, placed)
        else:
            self._add_path(element, placed, params)

    def _add_text(self, element: Element, by: Matrix, params: list[Element]) -> None:
        fills, strokes = is_set(element, "Fill", unsaid=True), is_set(element, "Stroke", unsaid=False)
        paint = _paint("FillColor" if fills else "StrokeColor", element, params)
        if not fills and not strokes:
            paint = Paint(WHITE, 0.0)
        self.found.texts.append(TextItem(element, by, self.found.count, paint, _clip(element, by)))

    def _add_picture(self, element: Element, by: Matrix) -> None:
        shown = box_of([at(corner, by) for corner in _UNIT])
        width, height = self._page.width, self._page.height
        left, top, right, bottom = max(shown[0], 0.0), max(shown[1], 0.0), min(shown[2], width), min(shown[3], height)
        self.found.pictured += max(right - left, 0.0) * max(bottom - top, 0.0) / (width * height)
        self.found.rules += thin_rules(shown, _THICK)
        self.found.figures.append(shown)
        self.found.areas.append(Area(self.found.count, shown, None, False, may_hide=is_small(shown)))
        part = self._page.resources.media.get(element.get("ResourceID") or "")
        if part is not None:
            self.found.items.append(PictureItem(part, by))

    def _add_path(self, element: Element, by: Matrix, params: list[Element]) -> None:
        said = element.findtext("AbbreviatedData") or ""
        fills, strokes = is_set(element, "Fill", unsaid=False), is_set(element, "Stroke", unsaid=True)
        line, inside = _paint("StrokeColor", element, params), _paint("FillColor", element, params, WHITE)
        strokes, fills = strokes and line.opaque > 0, fills and inside.opaque > 0
        if not strokes and not fills:
            return
        painted = Painted(strokes, fills, inside.colour, inside.opaque if fills else line.opaque)
        self._take(len(said) // 8)
        parts = parts_of(said, by)
        if parts is None:
            bounds = box(element.get("Boundary"))
            if bounds is not None:
                left, top, right, bottom = (side * POINTS for side in bounds)
                self.found.figures.append((left, top, right, bottom))
        else:
            drawing = drawing_of(parts, painted, self.found.count)
            self.found.rules += drawing.rules
            self.found.areas += drawing.areas
            self.found.figures += drawing.figures
        painted = painted._replace(colour=inside.colour if fills else line.colour)
        thickness = (number(element, "LineWidth") or _USUAL_LINE) * POINTS
        self.found.items.append(PathItem(said, by, painted, thickness))


def content_of(page: OfdPage, what: str, take: Callable[[int], None]) -> Content:
    """What is drawn on a page; `what` begins the sentence about it, `take` takes a step of work for each object.

    Raises:
        TooLarge: there is more than on any report's page.
    """
    walk = _Walk(page, what, take)
    for layer in sorted(page.layers, key=lambda layer: _LAYERS.get(layer.get("Type") or "", 1)):
        bounds = box(layer.get("Boundary"))
        by = SAME if bounds is None else (1.0, 0.0, 0.0, 1.0, bounds[0], bounds[1])
        walk.walk(layer, times(by, (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)), layer.get("DrawParam"), ())
    return walk.found


def _own_matrix(element: Element) -> Matrix:
    """What moves the points of an object into what it stands in: its own matrix, then its corner."""
    bounds = box(element.get("Boundary"))
    corner = (0.0, 0.0) if bounds is None else bounds[:2]
    return times(matrix(element.get("CTM")), (1.0, 0.0, 0.0, 1.0, *corner))


def _params(resources: Resources, name: str | None) -> Iterator[Element]:
    """How something is drawn, where it does not say itself, and what that in turn goes by."""
    for _ in range(_MOST_PARAMS):
        found = resources.draw_params.get(name or "")
        if found is None:
            return
        yield found
        name = found.get("Relative")


def _paint(tag: str, element: Element, params: list[Element], unsaid: Colour = BLACK) -> Paint:
    """What an object is painted with."""
    said = next((one for where in (element, *params) if (one := where.find(tag)) is not None), None)
    return Paint(colour(said, unsaid), opacity(element) * opacity(said))


def _clip(element: Element, by: Matrix) -> Box | None:
    """The part of the page that an object may draw on, as far as boxes say it."""
    found: Box | None = None
    for clip in element.iterfind("Clips/Clip"):
        shown: Box | None = None
        for area in clip.iterfind("Area"):
            path = area.find("Path")
            said = "" if path is None else path.findtext("AbbreviatedData") or ""
            inner = times(matrix(area.get("CTM")), by)
            parts = None if path is None else parts_of(said, times(_own_matrix(path), inner))
            if not parts:
                return found
            own = box_of([point for part in parts for point in part.points])
            shown = own if shown is None else _around(shown, own)
        if shown is not None:
            found = shown if found is None else _both(found, shown)
    return found


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _both(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
