"""What a page number looks like, and how numbers on the lines of a text show that they count its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*\d+\s*页(?:\s*+[,，/]?\s*+共\s*\d+\s*页)?|-+\s*\d+\s*-+|\d+\s*/\s*\d+|(?:Page|P\.?)\s*\d+.*|·\s*\d+\s*·)\s*",
    re.IGNORECASE,
)
"""A page number with words or strokes about it."""

BEHIND_HEAD = re.compile(r"(?P<stem>.*?\S)\s+(?:第\s*)?(?P<number>\d{1,3})(?P<sort>\s*页|\s*/\s*\d{1,3})?")
"""A running head with a page number behind it."""

_BARE = re.compile(r" *\d{1,3} *")

PAGE_LINES, SHORT_PAGE_LINES = 12, 4
"""Two page numbers are at least so many lines apart: by themselves, and where the rows of tables tell as well.

Pages may be short where a converter leaves out pictures.
"""

MOST_PAGES, MOST_PAGES_OF_TABLE = 60, 8
"""No report, and no table, has more pages whose numbers are looked for among its figures."""


def page_number(text: str) -> int | None:
    """The number of a page, where nothing but that is said; None for what is longer than any."""
    return int(text) if _BARE.fullmatch(text) else None


def count_pages(places: Iterable[tuple[int, int]]) -> bool:
    """Whether numbers, each with its line before it, count up by one, a good part of a page apart."""
    return all(below - above >= PAGE_LINES and there - here == 1 for (above, here), (below, there) in pairwise(places))
