"""Page after page of pictures → words: what a PDF without text and a picture's file have in common."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.errors import NotText, install
from extractor.sources.compose import File
from extractor.sources.words import PageWords
from extractor.work import PAGE_STEPS

if TYPE_CHECKING:
    from extractor.sources.scan.pictures import PagePicture

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL", "numpy")

ADVICE = f"install what recognises it: {install('ocr')}"
"""What to do where the extra is not installed."""

PROGRESS = "extractor.progress"
"""The logger that is told of each page that begins."""


def can_recognise() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def recognise(file: File, pages: Iterable[PagePicture], count: int | None = None) -> list[PageWords]:
    """What these pages of a file say; `count` is how many there are.

    Raises:
        NotText: the extra `ocr` is not installed.
        TooLarge: it takes too much work.
    """
    if not can_recognise():
        raise NotText(f"{file.name}: is a picture of a page; {ADVICE}.")
    from extractor.sources.scan.page import read_page

    found: list[PageWords] = []
    for number, page in enumerate(pages, 1):
        file.take(PAGE_STEPS)
        of = f" of {count}" if count else ""
        logging.getLogger(PROGRESS).info("%s: recognising page %d%s", file.name, number, of)
        found.append(read_page(page.picture, page.points))
    return found
