"""The ruling lines of a PDF page: stroked lines and rectangles, thin filled ones, and thin pictures."""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.sources.model import Box
from extractor.sources.pdf_glyphs import Frame
from extractor.sources.words import Rule

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# In points: what is thicker is an area and no line; a line this much off level is aslant.
_THICK = 3.0
_LEVEL = 1.0
# A path of more segments than this is a picture or an outline of type.
_MOST_SEGMENTS = 2000
# A path of no more segments than this is one area.
_ONE_AREA = 5
_MOST_OBJECTS = 50_000
_DEEPEST = 6

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]


class Drawn(NamedTuple):
    """What is drawn on a page besides type: its ruling lines, the share of the page that pictures cover, how many
    objects there are, and how many pixels its greatest picture has.
    """

    rules: Sequence[Rule]
    pictured: float
    objects: int
    pixels: int


def drawn_on(page: pdfium.PdfPage, frame: Frame, take: Callable[[int], None]) -> Drawn:
    """The ruling lines of a page as it is shown; those inside drawings that it repeats too.

    `take` takes a step of the work that the file may take for each object, and for each segment of a path.
    """
    import pypdfium2.raw as raw

    rules: list[Rule] = []
    pictured = 0.0
    objects = pixels = 0
    width, height = frame.size
    for found, matrix in _objects(raw, page):
        objects += 1
        take(1)
        if objects > _MOST_OBJECTS:
            break
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            take(min(raw.FPDFPath_CountSegments(found), _MOST_SEGMENTS))
            rules += _rules_of_path(raw, found, matrix, frame)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = frame.shown(
                _box_of([_at((x, y), _times(_matrix(raw, found), matrix)) for x in (0, 1) for y in (0, 1)])
            )
            left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
            pictured += max(right - left, 0) * max(bottom - top, 0) / max(width * height, 1.0)
            rules += _thin(box)
            pixels = max(pixels, _pixels(raw, found))
    return Drawn(rules, pictured, objects, pixels)


def _pixels(raw: Any, picture: Any) -> int:
    """How many pixels a picture says it has."""
    width, height = ctypes.c_uint(0), ctypes.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(picture, width, height)
    return width.value * height.value


def _objects(raw: Any, page: Any) -> Iterator[tuple[Any, Matrix]]:
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


def _rules_of_path(raw: Any, path: Any, matrix: Matrix, frame: Frame) -> Iterator[Rule]:
    filled, stroked = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    if not (filled.value or stroked.value) or raw.FPDFPath_CountSegments(path) > _MOST_SEGMENTS:
        return
    whole = _times(_matrix(raw, path), matrix)
    strokes = bool(stroked.value) and _alpha(raw.FPDFPageObj_GetStrokeColor, path) > 0
    fills = bool(filled.value) and _alpha(raw.FPDFPageObj_GetFillColor, path) > 0
    if fills and not strokes and raw.FPDFPath_CountSegments(path) <= _ONE_AREA:
        yield from _thin(frame.shown(_bounds(raw, path, matrix)))
        return
    for points in _parts(raw, path, whole):
        if fills:
            yield from _thin(frame.shown(_box_of(points)))
        if strokes:
            for one, other in pairwise(points):
                yield from _thin(frame.shown(_box_of((one, other))), _LEVEL)


def _bounds(raw: Any, path: Any, matrix: Matrix) -> Box:
    """Left, bottom, right, top of what a path fills, in the page's own coordinates."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    return _box_of([_at(corner, matrix) for corner in ((left.value, bottom.value), (right.value, top.value))])


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


def _thin(box: Box, most: float = _THICK) -> Iterator[Rule]:
    """The line that a thin box is; a dot, of which dotted lines are made, may be part of either kind of line."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    if high <= most:
        yield Rule(True, (top + bottom) / 2, left, right)
    if wide <= most:
        yield Rule(False, (left + right) / 2, top, bottom)


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
