"""The pages of a file as they look: how large each is, and a picture of one, for people who compare figures with them.

Sizes are in points, as the boxes of places are, so that a box stands on a picture at the same share of its sides.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from extractor.errors import NoPage, NotText
from extractor.files.detect import kind_of
from extractor.files.kinds import FileKind
from extractor.files.names import printable
from extractor.sources.compose import File
from extractor.sources.model import Box
from extractor.sources.png import Pixels, png_of
from extractor.sources.scan.recognise import ADVICE, can_recognise
from extractor.work import Work

MOST_PIXELS = 16_000_000
"""Of one picture; a page that is so long that it would have more is drawn smaller than asked for."""
MOST_ON_A_SIDE = 16_000

_PICTURES = ("bmp", "gif", "jpeg", "png", "tiff", "webp")


class PageSize(NamedTuple):
    """A page, counted from 1, and how large it is, in points."""

    number: int
    width: float
    height: float


def page_sizes(data: bytes, name: str) -> list[PageSize]:
    """The pages of a file; none where its format has no pages.

    Raises:
        SourceError: it is damaged, locked, or more than a report has.
    """
    file, kind = _file(data, name), kind_of(data)
    if kind.key == "pdf":
        from extractor.sources.pdf_pictures import pdf_sizes as sizes_of
    elif kind.key in _PICTURES:
        _check_pictures(file, kind)
        from extractor.sources.scan.pictures import sizes_in as sizes_of
    else:
        return []
    return [PageSize(number, width, height) for number, (width, height) in enumerate(sizes_of(file), 1)]


def page_picture(data: bytes, name: str, number: int, width: int) -> bytes:
    """A page, counted from 1, as a PNG so many pixels wide.

    Raises:
        NoPage: there is no page of that number.
        SourceError: it is damaged, locked, or more than a report has.
    """
    return png_of(_drawn(data, name, number, width))


def page_part(data: bytes, name: str, number: int, part: Box, dots: int) -> bytes:
    """A part of a page, counted from 1, by a box in points, as a PNG of so many dots an inch at the most.

    It raises what `page_picture` does.
    """
    size = next((size for size in page_sizes(data, name) if size.number == number), None)
    if size is None:
        raise NoPage(f"{printable(name)}: has no page {number}.")
    pixels = _drawn(data, name, number, round(size.width * dots / 72))
    return png_of(_cut(pixels, part, pixels.shape[1] / size.width))


def _drawn(data: bytes, name: str, number: int, width: int) -> Pixels:
    """A page in grey, or in colours where it has any."""
    file, kind = _file(data, name), kind_of(data)
    if kind.key == "pdf":
        from extractor.sources.pdf_pictures import drawn_page

        return _plain(drawn_page(file, number, lambda wide, high: _scale(wide, high, width)))
    if kind.key in _PICTURES:
        _check_pictures(file, kind)
        return _picture_page(file, number, width)
    raise NoPage(f"{file.name}: has no pages that could be shown.")


def _cut(pixels: Pixels, part: Box, scale: float) -> Pixels:
    """The pixels of a part of the page, where a point is so many of them; at least one."""
    left, top, right, bottom = (round(side * scale) for side in part)
    high, wide = pixels.shape[:2]
    top, left = min(max(top, 0), high - 1), min(max(left, 0), wide - 1)
    return pixels[top : max(bottom, top + 1), left : max(right, left + 1)]


def _file(data: bytes, name: str) -> File:
    name = printable(name)
    return File(data, name, None, Work(name))


def _check_pictures(file: File, kind: FileKind) -> None:
    if not can_recognise():
        raise NotText(f"{file.name}: is {kind.called}; {ADVICE}.")


def _picture_page(file: File, number: int, width: int) -> Pixels:
    import cv2
    import numpy as np

    from extractor.sources.scan.pictures import MOST_PAGES, picture_in

    found = picture_in(file, number) if 1 <= number <= MOST_PAGES else None
    if found is None:
        raise NoPage(f"{file.name}: has no page {number}.")
    high, wide = found.picture.shape
    scale = _scale(wide, high, width)
    size = max(round(wide * scale), 1), max(round(high * scale), 1)
    return np.asarray(cv2.resize(found.picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _scale(wide: float, high: float, width: int) -> float:
    """What to multiply the sides of a page with to have it so many pixels wide, and no larger than is drawn."""
    wide, high = max(wide, 1e-6), max(high, 1e-6)
    return min(width / wide, sqrt(MOST_PIXELS / wide / high), MOST_ON_A_SIDE / max(wide, high))


def _plain(pixels: Pixels) -> Pixels:
    """The same in grey where no pixel has a colour: a third as large."""
    red, green, blue = (pixels[:, :, at] for at in range(3))
    return red if (red == green).all() and (green == blue).all() else pixels
