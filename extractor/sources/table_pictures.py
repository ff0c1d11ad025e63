"""A table as it looks: of each page that it stands on the part around it, for a model that reads pictures."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.sources.model import Box, Source
from extractor.sources.page_pictures import page_part

DOTS = 150
"""An inch: figures of the official size are some twenty pixels high, and a page has no more pixels than models take."""
MOST_PAGES = 4
"""No statutory table stands on more; what is spread further was not found rightly."""
_AROUND = 24.0
"""Points around the table: the ends of its header, and its ruling lines."""


def table_pictures(source: Source, spans: Iterable[tuple[int, int]]) -> tuple[bytes, ...]:
    """The parts of pages on which these characters of the text stand, as PNG files; none where the file has no pages.

    Raises:
        SourceError: a page is damaged, or more than a report has.
    """
    if source.content is None:
        return ()
    parts: dict[int, Box] = {}
    for start, end in spans:
        place = source.place(start, end)
        page = place.page or 1  # of a file with one page it is not said which
        if place.box is not None:
            parts[page] = _around(parts.get(page, place.box), place.box)
    return tuple(
        page_part(source.content, source.name, page, _widened(box), DOTS)
        for page, box in sorted(parts.items())[:MOST_PAGES]
    )


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _widened(box: Box) -> Box:
    return box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND
