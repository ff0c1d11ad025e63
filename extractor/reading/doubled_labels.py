"""Rows whose labels are printed with each character twice, as bold by double printing comes out: 行行政政许许可可.

Their figures may be printed so too, and judging asks which (`judging/repeated_digits.py`).
"""

from __future__ import annotations

import re

from extractor.lexicon.folding import HAN, HAN_RUN
from extractor.lexicon.repeated import times_printed
from extractor.reading.model import RowReading, SectionReading

_DOUBLED = re.compile(rf"({HAN})\1({HAN})\2")
# The fewest characters that say so, and how far before a row's figures they are looked for.
_FEWEST = 4
_LONGEST_LABEL = 400


def with_doubled_labels(sections: tuple[SectionReading, ...], text: str) -> tuple[SectionReading, ...]:
    """The sections; their rows say whether the characters before their figures are printed several times each."""
    if _DOUBLED.search(text) is None:
        return sections
    return tuple(_marked(section, text) for section in sections)


def _marked(section: SectionReading, text: str) -> SectionReading:
    return section._replace(rows=tuple(_row(row, text) for row in section.rows))


def _row(row: RowReading, text: str) -> RowReading:
    """The row; of a label printed so, what is left of it beside the form's wording is itself once more."""
    if not row.tokens or not _is_doubled(text, row.tokens[0].start):
        return row
    return row._replace(is_doubled=True, foreign_words="")


def _is_doubled(text: str, end: int) -> bool:
    """Whether the Chinese characters of the last line before a place are printed several times each."""
    before = text[max(end - _LONGEST_LABEL, 0) : end].rstrip()
    words = "".join(HAN_RUN.findall(before[before.rfind("\n") + 1 :]))
    return len(words) >= _FEWEST and times_printed(words) > 1
