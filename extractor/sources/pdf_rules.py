"""The ruling lines of a PDF page: stroked lines and rectangles, thin filled ones, and thin pictures."""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.sources.drawn_figures import is_small
from extractor.sources.grounds import Area, TextObject
from extractor.sources.model import Box
from extractor.sources.pdf_glyphs import Frame
from extractor.sources.pdf_spoken import actual_text
from extractor.sources.words import Rule, thin_rules

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# In points: what is thicker is an area and no line; a line this much off level is aslant.
_THICK = 3.0
_LEVEL = 1.0
# A path of more segments than this is a picture or an outline of type.
_MOST_SEGMENTS = 2000
# A path of no more segments than this is one area.
_ONE_AREA = 5
_OPAQUE = 255
# Of what bounds an object so many paths, of fewer corners than this, are looked at.
_MOST_CLIPS = 8
_MOST_CORNERS = 20
# The mark of what stands on a layer, as pdfium gives it, and how many marks of an object are looked at.
_LAYER = "OC\0".encode("utf-16-le")
_MOST_MARKS = 8
_MOST_OBJECTS = 50_000
_DEEPEST = 6

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]


class Drawn(NamedTuple):
    """What is drawn on a page besides type: its ruling lines, the share of the page that pictures cover, how many
    objects there are, how many pixels its greatest picture has, and what is filled; `texts` are its objects of
    text by their addresses, `figures` the boxes of what is neither line nor ground: pictures and outlines, which may
    show type.
    """

    rules: Sequence[Rule]
    pictured: float
    objects: int
    pixels: int
    areas: Sequence[Area]
    texts: Mapping[int, TextObject]
    figures: Sequence[Box]


@dataclass(slots=True)
class _Drawn:
    """What was found so far, and of how many objects."""

    rules: list[Rule]
    areas: list[Area]
    texts: dict[int, TextObject]
    figures: list[Box]
    count: int


def drawn_on(page: pdfium.PdfPage, frame: Frame, take: Callable[[int], None]) -> Drawn:
    """The ruling lines of a page as it is shown; those inside drawings that it repeats too.

    `take` takes a step of the work that the file may take for each object, and for each segment of a path.
    """
    import pypdfium2.raw as raw

    drawn = _Drawn([], [], {}, [], 0)
    pictured, pixels = 0.0, 0
    width, height = frame.size
    for found, matrix in objects_of(raw, page):
        drawn.count += 1
        take(1)
        if drawn.count > _MOST_OBJECTS:
            break
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            take(min(raw.FPDFPath_CountSegments(found), _MOST_SEGMENTS))
            _add_path(raw, found, matrix, frame, drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = frame.shown(
                _box_of([_at((x, y), _times(_matrix(raw, found), matrix)) for x in (0, 1) for y in (0, 1)])
            )
            left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
            pictured += max(right - left, 0) * max(bottom - top, 0) / max(width * height, 1.0)
            drawn.rules += thin_rules(box, _THICK)
            drawn.figures.append(box)
            drawn.areas.append(Area(drawn.count, box, None, False, may_hide=is_small(box)))
            pixels = max(pixels, _pixels(raw, found))
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            bounds = partial(_shown_bounds, raw, found, matrix, frame)
            clip = _clip(raw, found, matrix, frame).box
            drawn.texts[ctypes.addressof(found.contents)] = TextObject(drawn.count, bounds, clip, *_marks(raw, found))
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            drawn.areas.append(Area(drawn.count, _shown_bounds(raw, found, matrix, frame), None, False))
            drawn.figures.append(drawn.areas[-1].box)
    return Drawn(drawn.rules, pictured, drawn.count, pixels, drawn.areas, drawn.texts, drawn.figures)


def _pixels(raw: Any, picture: Any) -> int:
    """How many pixels a picture says it has."""
    width, height = ctypes.c_uint(0), ctypes.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(picture, width, height)
    return width.value * height.value


def objects_of(raw: Any, page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The objects of a page, and of the forms on it, each with the matrix that leads from its parent to the page."""
    for i in range(raw.FPDFPage_CountObjects(page)):
        yield from _unfolded(raw, raw.FPDFPage_GetObject(page, i), _SAME, 0)


def _unfolded(raw: Any, found: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    if raw.FPDFPageObj_GetType(found) != raw.FPDF_PAGEOBJ_FORM:
        yield found, matrix
    elif depth < _DEEPEST:
        inner = _times(_matrix(raw, found), matrix)
        for i in range(raw.FPDFFormObj_CountObjects(found)):
            yield from _unfolded(raw, raw.FPDFFormObj_GetObject(found, i), inner, depth + 1)


def _add_path(raw: Any, path: Any, matrix: Matrix, frame: Frame, drawn: _Drawn) -> None:
    """Adds the lines that a path draws, and the area that it fills where that is more than a line."""
    filled, stroked = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    segments = raw.FPDFPath_CountSegments(path)
    if not (filled.value or stroked.value):
        return
    if segments > _MOST_SEGMENTS:
        drawn.figures.append(_shown_bounds(raw, path, matrix, frame))
        return
    strokes = bool(stroked.value) and _alpha(raw.FPDFPageObj_GetStrokeColor, path) > 0
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    known = bool(filled.value) and raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    fills = bool(filled.value) and alpha.value > 0
    if fills:
        box = frame.shown(_bounds(raw, path, matrix))
        if min(box[2] - box[0], box[3] - box[1]) > _THICK:
            is_area = known and segments <= _ONE_AREA and alpha.value == _OPAQUE
            colour = (red.value, green.value, blue.value) if is_area else None
            # Of an outline nobody knows how much it hides of what lies under it.
            is_outline = known and not is_area and alpha.value == _OPAQUE and segments > _ONE_AREA
            hides = is_outline and is_small(box) and not raw.FPDFPageObj_HasTransparency(path)
            area = Area(drawn.count, box, colour, bool(is_area), may_hide=bool(hides))
            drawn.areas += _clipped(raw, path, matrix, frame, area)
        if not strokes and segments <= _ONE_AREA:
            drawn.rules += thin_rules(box, _THICK)
            return
    for points in _parts(raw, path, _times(_matrix(raw, path), matrix)):
        box = frame.shown(_box_of(points))
        is_figure = fills and len(points) > _ONE_AREA and max(box[2] - box[0], box[3] - box[1]) > _THICK
        if fills:
            drawn.rules += thin_rules(box, _THICK)
        for ends in pairwise(points) if strokes else ():
            lines = thin_rules(frame.shown(_box_of(ends)), _LEVEL)
            drawn.rules += lines
            is_figure = is_figure or not lines
        if is_figure:
            drawn.figures.append(box)


def _clipped(raw: Any, path: Any, matrix: Matrix, frame: Frame, area: Area) -> Iterator[Area]:
    """As much of an area as is drawn."""
    clip = _clip(raw, path, matrix, frame)
    if area.is_opaque and (not clip.is_plain or raw.FPDFPageObj_HasTransparency(path)):
        area = area._replace(colour=None, is_opaque=False)
    box = area.box if clip.box is None else _both(area.box, clip.box)
    if box[0] < box[2] and box[1] < box[3]:
        yield area._replace(box=box)


class _Clip(NamedTuple):
    """The part of the page that an object may draw on, None where nothing bounds it; `is_plain`: it is that box."""

    box: Box | None
    is_plain: bool


def _clip(raw: Any, found: Any, matrix: Matrix, frame: Frame) -> _Clip:
    path = raw.FPDFPageObj_GetClipPath(found)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return _Clip(None, True)
    x, y = ctypes.c_float(), ctypes.c_float()
    clip: Box | None = None
    is_plain = count <= _MOST_CLIPS
    for number in range(min(count, _MOST_CLIPS)):
        segments = raw.FPDFClipPath_CountPathSegments(path, number)
        is_plain = is_plain and segments <= _ONE_AREA
        points: list[_Point] = []
        for i in range(segments if segments <= _MOST_CORNERS else 0):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, i), x, y)
            points.append(_at((x.value, y.value), matrix))
        if points:
            box = frame.shown(_box_of(points))
            clip = box if clip is None else _both(clip, box)
    return _Clip(clip, is_plain)


def _marks(raw: Any, found: Any) -> tuple[bool, str]:
    """Whether an object is marked to be of a layer, and what its marks say that it reads."""
    is_optional, said = False, ""
    for number in range(min(raw.FPDFPageObj_CountMarks(found), _MOST_MARKS)):
        name, size = (ctypes.c_ushort * 3)(), ctypes.c_ulong(0)
        mark = raw.FPDFPageObj_GetMark(found, number)
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size) and bytes(name) == _LAYER:
            is_optional = True
        said = said or actual_text(raw, mark)
    return is_optional, said


def _both(one: Box, other: Box) -> Box:
    """What is in both boxes."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _bounds(raw: Any, path: Any, matrix: Matrix) -> Box:
    """Left, bottom, right, top of what a path fills, in the page's own coordinates."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    return _box_of([_at(corner, matrix) for corner in ((left.value, bottom.value), (right.value, top.value))])


def _shown_bounds(raw: Any, found: Any, matrix: Matrix, frame: Frame) -> Box:
    """The box of an object on the page as it is shown."""
    return frame.shown(_bounds(raw, found, matrix))


def _alpha(ask: Any, found: Any) -> int:
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    ask(found, red, green, blue, alpha)
    return alpha.value


def _parts(raw: Any, path: Any, matrix: Matrix) -> Iterator[list[_Point]]:
    """The parts of a path that are drawn in one go, as the points they go through."""
    points: list[_Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_at((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(raw: Any, found: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(found, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does first one and then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(point: _Point, matrix: Matrix) -> _Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box_of(points: Sequence[_Point]) -> Box:
    """Left, bottom, right, top."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
