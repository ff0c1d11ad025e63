"""Where the sentences of a prose begin and end, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.narrative.prose import PARAGRAPH_END


def sentence_bounds(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where sentences begin and end, and whether one opens a paragraph."""
    start, opens = 0, True
    for match in re.finditer("[。!?\n\v]|$", text):
        end = match.start()
        if end > start:
            yield start, end, opens
            opens = False
        if match[0] in (PARAGRAPH_END, ""):
            opens = True
        start = match.end()


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is the heading of what follows: short, without a number, not ended as sentences are."""
    return (
        end - start <= 24
        and (end >= len(text) or text[end] not in "。!?")
        and not re.search(r"\d{2,}|,", text[start:end])
    )
