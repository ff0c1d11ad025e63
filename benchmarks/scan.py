"""Makes scans of PDFs: pages as pictures, put on the glass a little askew, with noise, or clean."""

import io
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_DPI = 200
_MOST_SKEW = 1.5
_UNSTEADY = 0.2
"""How far one page lies from the others, in degrees as `_MOST_SKEW` is."""
_NOISE = 12.0

# The packages that draw pages are imported where they are used, so that a missing one only loses the scans.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false


def scan_pdf(source: Path, target: Path, *, clean: bool) -> None:
    """Write a PDF of pictures of another PDF's pages; the file's name decides skew, noise and quality."""
    import pypdfium2
    from PIL import Image

    rng = Random(f"scan {source.stem}")
    skew = 0.0 if clean else rng.uniform(-1, 1) * (_MOST_SKEW - _UNSTEADY)
    quality = 92 if clean else rng.randrange(45, 80)
    document = pypdfium2.PdfDocument(source)
    pages: list[Picture] = []
    for page in document:
        picture = page.render(scale=_DPI / 72).to_pil()  # pyright: ignore[reportArgumentType]
        picture = picture.convert("L")
        if not clean:
            turned = skew + rng.uniform(-_UNSTEADY, _UNSTEADY)
            picture = picture.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
            picture = _noisy(picture, rng.randrange(2**31))
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=quality)
        pages.append(Image.open(stream))
    pages[0].save(target, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:])
    document.close()


def _noisy(picture: "Picture", seed: int) -> "Picture":
    import numpy
    from PIL.Image import fromarray

    noise = numpy.random.default_rng(seed).normal(0.0, _NOISE, (picture.height, picture.width))
    return fromarray(numpy.clip(numpy.asarray(picture) + noise, 0, 255).astype(numpy.uint8))
