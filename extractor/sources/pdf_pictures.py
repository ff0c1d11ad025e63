"""Pages of a PDF as pictures: in grey those whose text must be recognised, in colour for people to look at."""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from extractor.errors import NoPage, SourceError, TooLarge
from extractor.sources.compose import File
from extractor.sources.pdf_file import PDFIUM, frame_of, opened, page_count, refuse_heavy
from extractor.sources.pdf_limits import MOST_OBJECTS, MOST_PIXELS
from extractor.sources.pdf_rules import drawn_on

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from extractor.sources.png import Pixels
    from extractor.sources.scan.pictures import PagePicture

# Dots an inch, fewer where the page is so large that it would have more pixels than the second number on a side.
_DOTS = 220
_MOST = 3600
# In points: what stands for the size of a page that cannot be opened.
_A4 = (595.3, 841.9)


def picture_of(document: pdfium.PdfDocument, number: int) -> PagePicture:
    """The page of this number, counted from 0, as it is shown; a blank one where it is damaged."""
    import numpy as np
    import pypdfium2 as pdfium

    from extractor.sources.scan.pictures import PagePicture

    try:
        with closing(document[number]) as page:
            longest = max(page.get_width(), page.get_height(), 1.0)
            scale = min(_DOTS / 72, _MOST / longest)
            with closing(page.render(scale=scale, grayscale=True)) as bitmap:  # pyright: ignore[reportArgumentType]
                shown = np.array(bitmap.to_numpy(), np.uint8)
    except pdfium.PdfiumError:
        return PagePicture(np.full((400, 300), 255, np.uint8), 1.0)
    return PagePicture(shown.reshape(shown.shape[0], shown.shape[1]), 1 / scale)


def pdf_sizes(file: File) -> list[tuple[float, float]]:
    """Width and height of each page as it is shown, in points; those of A4 where a page cannot be opened.

    Raises:
        SourceError: it is damaged, locked, or more than a report has.
    """
    refuse_heavy(file)
    with PDFIUM, opened(file) as document:
        return [_size(document, number) for number in range(page_count(document, file.name))]


def _size(document: pdfium.PdfDocument, number: int) -> tuple[float, float]:
    import pypdfium2 as pdfium

    try:
        with closing(document[number]) as page:
            return frame_of(page).size
    except pdfium.PdfiumError:
        return _A4


def drawn_page(file: File, number: int, scale: Callable[[float, float], float]) -> Pixels:
    """A page, counted from 1, in red, green and blue; `scale` says by its size in points how many pixels a point is.

    Raises:
        NoPage: there is no page of that number.
        TooLarge: it is a drawing of more parts, or a picture of more pixels, than a report has.
        SourceError: it is damaged or locked.
    """
    import pypdfium2 as pdfium

    refuse_heavy(file)
    with PDFIUM, opened(file) as document:
        count = page_count(document, file.name)
        if not 1 <= number <= count:
            raise NoPage(f"{file.name}: has no page {number}; it has {count}.")
        try:
            with closing(document[number - 1]) as page:
                _refuse_crowded(page, file, number)
                return _drawn(page, scale(page.get_width(), page.get_height()))
        except pdfium.PdfiumError:
            raise SourceError(f"{file.name}: page {number} is damaged and cannot be shown; fetch it again.") from None


def _refuse_crowded(page: pdfium.PdfPage, file: File, number: int) -> None:
    import pypdfium2.raw as raw

    what = f"{file.name}: page {number}"
    if raw.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise TooLarge(f"{what} is a drawing of more parts than a report has, and is not shown.")
    if drawn_on(page, frame_of(page), file.take).pixels > MOST_PIXELS:
        raise TooLarge(f"{what} is a picture of more pixels than a page, and is not shown.")


def _drawn(page: pdfium.PdfPage, scale: float) -> Pixels:
    import numpy as np

    # Sides are rounded up to whole pixels: a hair less, and what is whole already stays so.
    with closing(page.render(scale=scale * (1 - 1e-6), rev_byteorder=True)) as bitmap:  # pyright: ignore[reportArgumentType]
        return np.array(bitmap.to_numpy(), np.uint8)
