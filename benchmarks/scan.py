"""Makes scans of PDFs: pages as pictures, put on the glass a little askew, with noise, or clean."""

import io
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MOST_SKEW = 1.5
_UNSTEADY = 0.2
"""How far one page lies from the others, in degrees as `_MOST_SKEW` is."""
_NOISE = 12.0

# The packages that draw pages are imported where they are used, so that a missing one only loses the scans.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner gives pages: dots an inch, degrees askew, noise of so many levels of grey, quality as JPEG."""

    dots: int = 200
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 92


CLEAN = Scanner()


def poor_scanner(name: str) -> Scanner:
    """A poor scanner; the name of the file that is scanned decides how poor."""
    rng = Random(f"scan {name}")
    skew = rng.uniform(-1, 1) * (_MOST_SKEW - _UNSTEADY)
    return Scanner(skew=skew, noise=_NOISE, quality=rng.randrange(45, 80))


def scan_pdf(source: Path, target: Path, scanner: Scanner) -> None:
    """Write a PDF of pictures of another PDF's pages; the file's name decides the noise."""
    import pypdfium2
    from PIL import Image

    rng = Random(f"pages {source.stem}")
    document = pypdfium2.PdfDocument(source)
    pages: list[Picture] = []
    for page in document:
        picture = page.render(scale=scanner.dots / 72).to_pil()  # pyright: ignore[reportArgumentType]
        picture = picture.convert("RGB")
        if scanner.skew:
            turned = scanner.skew + rng.uniform(-_UNSTEADY, _UNSTEADY)
            picture = picture.rotate(turned, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        if scanner.noise:
            picture = _noisy(picture, scanner.noise, rng.randrange(2**31))
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=scanner.quality)
        pages.append(Image.open(stream))
    pages[0].save(target, "PDF", resolution=scanner.dots, save_all=True, append_images=pages[1:])
    document.close()


def _noisy(picture: "Picture", noise: float, seed: int) -> "Picture":
    import numpy
    from PIL.Image import fromarray

    dirt = numpy.random.default_rng(seed).normal(0.0, noise, (picture.height, picture.width, 1))
    return fromarray(numpy.clip(numpy.asarray(picture) + dirt, 0, 255).astype(numpy.uint8))
