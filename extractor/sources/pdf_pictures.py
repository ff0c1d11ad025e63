"""Pages of a PDF as pictures: those whose text must be recognised."""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from extractor.sources.scan.pictures import PagePicture

# Dots an inch, fewer where the page is so large that it would have more pixels than the second number on a side.
_DOTS = 220
_MOST = 3600


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
