"""Page after page of pictures → words: what a PDF without text and a picture's file have in common."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.errors import NotText, TooLarge, install
from extractor.sources.words import PageWords

if TYPE_CHECKING:
    from extractor.sources.scan.pictures import PagePicture

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL", "numpy")

MOST_SECONDS = 1800.0
"""Of work of all threads: a busy machine takes longer and gives the same answer."""

ADVICE = f"install what recognises it: {install('ocr')}"
"""What to do where the extra is not installed."""

PROGRESS = "extractor.progress"
"""The logger that is told of each page that begins."""


def can_recognise() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def recognise(name: str, pages: Iterable[PagePicture], count: int | None = None) -> list[PageWords]:
    """What these pages say; `name` is the file they are of, and `count` how many there are.

    Raises:
        NotText: the extra `ocr` is not installed.
        TooLarge: it takes too long.
    """
    if not can_recognise():
        raise NotText(f"{name}: is a picture of a page; {ADVICE}.")
    from extractor.sources.scan.page import read_page

    begun = time.process_time()
    found: list[PageWords] = []
    for number, page in enumerate(pages, 1):
        logging.getLogger(PROGRESS).info("%s: recognising page %d%s", name, number, f" of {count}" if count else "")
        found.append(read_page(page.picture, page.points))
        if time.process_time() - begun > MOST_SECONDS:
            raise TooLarge(
                f"{name}: takes more than {MOST_SECONDS:.0f} seconds of work to recognise; give the report's own pages."
            )
    return found
