"""An OFD page without text → its picture in grey, drawn of its own pictures and paths, to be recognised."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from PIL import Image

from extractor.errors import TooLarge
from extractor.sources.ink import BLACK, WHITE, darkness
from extractor.sources.ofd.content import Content, PathItem, PictureItem
from extractor.sources.ofd.document import OfdPage
from extractor.sources.ofd.paths import flattened
from extractor.sources.ofd.values import Matrix, times
from extractor.sources.package import Package
from extractor.sources.scan.engine import Picture
from extractor.sources.scan.pictures import DAMAGE, MOST_PIXELS, PagePicture

# Dots an inch, fewer where the page is so large that it would have more pixels than the second number on a side.
_DOTS = 220
_MOST = 3600
# OpenCV takes places in fractions of a pixel, of so many bits.
_BITS = 4


def picture_of(page: OfdPage, content: Content, package: Package) -> PagePicture:
    """The page as its pictures and paths show it; what is damaged is left white.

    Raises:
        TooLarge: a picture has more pixels than a page.
    """
    scale = min(_DOTS / 72, _MOST / max(page.width, page.height))
    shown = np.full((max(round(page.height * scale), 1), max(round(page.width * scale), 1)), 255, np.uint8)
    by: Matrix = (scale, 0.0, 0.0, scale, 0.0, 0.0)
    for item in content.items:
        moved = item._replace(by=times(item.by, by))
        if isinstance(moved, PictureItem):
            _lay(shown, moved, package)
        else:
            _draw(shown, moved, scale)
    return PagePicture(shown, 1 / scale)


def _lay(shown: Picture, item: PictureItem, package: Package) -> None:
    """Lays a picture upon the page; a unit square's corners say where."""
    content = package.read(item.part)
    grey = None if content is None else _grey(content, package.what)
    if grey is None:
        return
    height, width = grey.shape
    a, b, c, d, e, f = item.by
    move = np.array([[a / width, c / height, e], [b / width, d / height, f]], np.float64)
    size = (shown.shape[1], shown.shape[0])
    laid = cv2.warpAffine(grey, move, size, flags=cv2.INTER_AREA, borderValue=(255,))
    covered = cv2.warpAffine(np.full_like(grey, 255), move, size, flags=cv2.INTER_NEAREST, borderValue=(0,))
    np.copyto(shown, np.asarray(laid, np.uint8), where=np.asarray(covered) > 0)


def _grey(content: bytes, what: str) -> Picture | None:
    """A picture in grey on white; None where it is damaged, or of a kind that nobody here knows.

    Raises:
        TooLarge: it has more pixels than a page.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge(f"{what} with a picture of more pixels than a page; save it smaller.")
            if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
                clear = image.convert("RGBA")
                on_white = Image.new("L", clear.size, 255)
                on_white.paste(clear.convert("L"), mask=clear.getchannel("A"))
                return np.asarray(on_white, np.uint8)
            return np.asarray(image.convert("L"), np.uint8)
    except Image.DecompressionBombError:
        raise TooLarge(f"{what} with a picture of more pixels than a page; save it smaller.") from None
    except DAMAGE:
        return None


def _draw(shown: Picture, item: PathItem, scale: float) -> None:
    """Draws a path upon the page."""
    colour = item.painted.colour
    grey = round(255 * (1 - darkness(BLACK if colour is None else colour, item.painted.opaque)))
    grey = 255 if colour == WHITE else grey
    lines: list[Any] = [
        np.round(np.array(line) * (1 << _BITS)).astype(np.int32) for line in flattened(item.said, item.by)
    ]
    if not lines:
        return
    if item.painted.fills:
        cv2.fillPoly(shown, lines, (grey,), lineType=cv2.LINE_AA, shift=_BITS)
    if item.painted.strokes:
        thickness = max(round(item.thickness * scale), 1)
        cv2.polylines(shown, lines, False, (grey,), thickness=thickness, lineType=cv2.LINE_AA, shift=_BITS)
