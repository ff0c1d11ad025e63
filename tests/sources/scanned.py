"""Scans made for the tests: pages of a drawn PDF as pictures, tilted, dirty, turned, saved in any format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

Grey = npt.NDArray[np.uint8]

DOTS = 200


def chinese_is_drawn() -> bool:
    """Whether this machine has a Chinese font for PDFs that bring none."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/System/Library/Fonts"))
    return any("cjk" in path.name.lower() for folder in folders if folder.is_dir() for path in folder.rglob("*"))


def pictures(data: bytes, dots: int = DOTS) -> list[Grey]:
    """The pages of a PDF at so many dots an inch."""
    with pypdfium2.PdfDocument(data) as document:
        shown = [
            page.render(scale=dots / 72, grayscale=True).to_numpy()  # pyright: ignore[reportArgumentType]
            for page in document
        ]
        return [np.array(page, np.uint8).reshape(page.shape[0], page.shape[1]) for page in shown]


def scanned(picture: Grey, tilt: float = 0.0, noise: float = 0.0, quality: int | None = None) -> Grey:
    """A page as a scanner gives it: tilted clockwise, greyed and noisy, and saved as JPEG."""
    height, width = picture.shape
    if tilt:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt, 1.0)
        picture = np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=255), np.uint8)
    if noise:
        dirt = np.random.default_rng(7).normal(0, noise, picture.shape)
        picture = np.asarray(np.clip(picture * 0.85 + 24 + dirt, 0, 255), np.uint8)
    if quality is not None:
        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "JPEG", quality=quality)
        picture = np.asarray(Image.open(stream), np.uint8)
    return picture


def saved(pages: Sequence[Grey], kind: str = "PDF") -> bytes:
    """A file of these pages."""
    stream = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    more = {"save_all": True, "append_images": others} if others else {}
    resolution = {"resolution": DOTS} if kind == "PDF" else {"dpi": (DOTS, DOTS)}
    first.save(stream, kind, **resolution, **more)
    return stream.getvalue()
