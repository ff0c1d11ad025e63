"""Characters of which only a picture of the page says whether they are seen: of layers that may be off, light ones upon
pictures.
"""

# pypdfium2's calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from extractor.sources.pdf_glyphs import Frame, Glyph

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# Pixels a point, fewer where the page would have more than the second number on a side.
_FINE = 2.0
_MOST = 3000
# A character is seen where its room holds shades that are so far apart, of 255.
_SHADES = 40


def without_unshown(page: pdfium.PdfPage, frame: Frame, glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The characters without those that a picture of the page does not show."""
    if not any(glyph.text.isdecimal() and (glyph.is_optional or glyph.is_apart) for glyph in glyphs):
        return glyphs
    return list(_shown(page, frame, glyphs))


def _shown(page: pdfium.PdfPage, frame: Frame, glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    import numpy as np

    scale = min(_FINE, _MOST / max(*frame.size, 1.0))
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:  # pyright: ignore[reportArgumentType]
        pixels = np.array(bitmap.to_numpy(), np.uint8)
    pixels = pixels.reshape(pixels.shape[0], pixels.shape[1])
    for glyph in glyphs:
        if (glyph.is_optional or glyph.is_apart) and not glyph.text.isspace():
            left, top, right, bottom = (max(round(side * scale), 0) for side in glyph.box)
            room = pixels[top : bottom + 1, left : right + 1]
            if not room.size or int(room.max()) - int(room.min()) < _SHADES:
                continue
            glyph = glyph._replace(is_apart=False)
        yield glyph
