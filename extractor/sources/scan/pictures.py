"""A picture's file → its pages in grey, each with the points that a pixel measures, within limits."""

from __future__ import annotations

import io
import struct
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.errors import SourceError, TooLarge
from extractor.files.detect import kind_of
from extractor.sources.compose import File
from extractor.sources.scan.engine import Picture

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES = 60
"""The most pages that are recognised of one file."""
MOST_PIXELS = 60_000_000
"""The most pixels of one page as it is saved."""

# A page is read at no more and no fewer than about these many pixels on its longer side.
_FINEST = 3600
_COARSEST = 2300
# In dots an inch: what a picture says of itself is believed between these; a page is else taken to be as high as A4.
_LEAST_DOTS, _MOST_DOTS = 90, 700
_A4 = 842.0
_ORIENTATION = 0x0112
_ON_ITS_SIDE = (5, 6, 7, 8)
_SHORTEST = 32
# What Pillow's readers raise of files that lie about themselves; UnidentifiedImageError is an OSError.
DAMAGE = (OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error)


class PagePicture(NamedTuple):
    """A page in grey, and how many points each of its pixels measures."""

    picture: Picture
    points: float


def pictures_in(file: File) -> Iterator[PagePicture]:
    """The pages of a picture's file, one after the other.

    Raises:
        TooLarge: it has more pages or pixels than may be read.
        SourceError: it is damaged.
    """
    with _opened(file) as image:
        for _ in _legible(image, file.name):
            yield _page(image)


def picture_in(file: File, number: int) -> PagePicture | None:
    """The page of this number, counted from 1; None where there is none. It raises what `pictures_in` does."""
    with _opened(file) as image:
        found = next(islice(_legible(image, file.name), number - 1, None), None)
        return None if found is None else _page(image)


def sizes_in(file: File) -> list[tuple[float, float]]:
    """Width and height of each page, in points. It raises what `pictures_in` does."""
    with _opened(file) as image:
        return [_size(image) for _ in _legible(image, file.name)]


@contextmanager
def _opened(file: File) -> Generator[Image.Image]:
    from PIL import Image

    try:
        with _unwarned(), Image.open(io.BytesIO(file.data)) as image:
            yield image
    except Image.DecompressionBombError:
        raise TooLarge(f"{file.name}: has a picture of far more pixels than a page; save it smaller.") from None
    except DAMAGE:
        called = kind_of(file.data).called
        raise SourceError(f"{file.name}: is {called} that is damaged and cannot be opened; save it again.") from None


def _legible(image: Image.Image, name: str) -> Iterator[int]:
    """Turns to each of the pictures that is large enough to be a page."""
    count = getattr(image, "n_frames", 1)
    if count > MOST_PAGES:
        raise TooLarge(
            f"{name}: has {count} pictures, more than the {MOST_PAGES} pages that are recognised; "
            "give the report itself."
        )
    for number in range(count):
        image.seek(number)
        if min(image.size) < _SHORTEST:
            continue  # a thumbnail, or a dot: no figure can be read in it
        if image.width * image.height > MOST_PIXELS:
            raise TooLarge(
                f"{name}: has a picture of {image.width * image.height / 1e6:.0f} million pixels, more "
                f"than the {MOST_PIXELS / 1e6:.0f} million of a page; save it smaller."
            )
        yield number


def _size(image: Image.Image) -> tuple[float, float]:
    width, height = image.size
    points = _points(image, max(width, height))
    return (height * points, width * points) if _held(image) in _ON_ITS_SIDE else (width * points, height * points)


def _held(image: Image.Image) -> int:
    """How its camera was held, as Exif counts."""
    return image.getexif().get(_ORIENTATION, 1)


def fitted(picture: Picture, points: float) -> PagePicture:
    """A page made so large, or so small, as it is read best."""
    import cv2

    longest = max(picture.shape)
    scale = min(max(1.0, _COARSEST / longest), _FINEST / longest)
    if scale == 1.0:
        return PagePicture(picture, points)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    made = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=method), np.uint8)
    return PagePicture(made, points / scale)


@contextmanager
def _unwarned() -> Generator[None]:
    """Pillow warns of what has its own limits here, and would print what it says of damage."""
    import logging
    import warnings

    logger = logging.getLogger("PIL")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _page(image: Image.Image) -> PagePicture:
    """One picture in grey on white, turned as its camera was held."""
    from PIL import Image, ImageOps

    upright: Image.Image = image if _held(image) == 1 else ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright if upright.mode == "RGBA" else upright.convert("RGBA")
        upright = Image.new("L", clear.size, 255)
        upright.paste(clear.convert("L"), mask=clear.getchannel("A"))
    if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
        wide = np.asarray(upright, np.float64)
        top = max(float(wide.max(initial=1.0)), 1.0)
        grey = np.asarray(wide / top * 255, np.uint8)
    else:
        grey = np.asarray(upright.convert("L"), np.uint8)
    return fitted(grey, _points(image, max(grey.shape)))


def _points(image: Image.Image, longest: int) -> float:
    """The points a pixel measures: as the file says, else as if the page were as long as A4."""
    dots = image.info.get("dpi", (0, 0))
    try:
        across = float(dots[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = 0.0
    if _LEAST_DOTS <= across <= _MOST_DOTS and 0.3 * _A4 <= longest * 72 / across <= 2 * _A4:
        return 72 / across
    return _A4 / longest
