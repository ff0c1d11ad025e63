"""Words outside a table that say of its figures what no cell says: notes right below it on what they are counted in and
what they leave out, and a heading above it that has nothing of its section's title.

A note of another year is read with the years (`table_years`); here are the others. A note that names rows is of these,
any other of the whole table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.lexicon.folding import fold_label
from extractor.lexicon.label_words import COUNTED_IN, MEASURES
from extractor.lexicon.ordinal import HAN
from extractor.reading.model import Reading, SectionReading
from extractor.reading.numbers import is_figure

# So many lines below a table, and so many characters of each, may be a note on it.
_LINES = 4
_NOTE = 200
_UNIT = rf"(?:{'|'.join(COUNTED_IN)})(?:{'|'.join(MEASURES)})"
_COUNTED = re.compile(rf"单位[为是:：]?{_UNIT}|[以按]{_UNIT}(?:为单位|计|统计|计算)|{_UNIT}为单位")
_POINTS = re.compile(
    "^[(（*※]*(?:注|备注|说明|附注|表注)\\d?[:：.、]?|[上本此该前]表|表[中内]|[以如]上|上述|本[栏列行]"
)
_LEAVES_OUT = re.compile(
    "[未不][^,，。;；]{0,3}(?:计入|包[含括]|列入|纳入|统计|含|在内|在其中)|[仅只](?:[为是含计指]|包[含括]|统计|反映|涉及|列)"
    "|除外|剔除|扣除|之外|另[行外]?(?:计|列|统计)|(?:线[上下]|部分|其中)[^,，。;；]{0,8}(?:数据|申请|情况)?[,，]?[^,，。;；]{0,8}[未不]"
)
_HEADING = re.compile(HAN)
# So many characters above a table its heading may stand, and it is no longer.
_ABOVE, _HEADING_LENGTH = 1500, 40
# The titles of all sections have these words.
_IN_ALL = re.compile("政府信息|公开|工作|情况|行政机关|行政|[的和与及因被]")
_SIGNS = re.compile(r"[\s|]+")


def with_notes(reading: Reading, text: str) -> Reading:
    """The reading with what notes below its tables say of their rows."""
    return reading._replace(sections=tuple(_with_notes(section, text) for section in reading.sections))


def _with_notes(section: SectionReading, text: str) -> SectionReading:
    notes = [*_notes_below(text, _end(section)), *_headings_above(section, text)] if section.found else []
    if not notes:
        return section
    rows = tuple(
        row._replace(foreign_words=note)
        if not row.foreign_words and (note := next((one for one in notes if _is_of(one, labels, section)), ""))
        else row
        for row, labels in ((row, row.row.labels) for row in section.rows)
    )
    return section._replace(rows=rows)


def _end(section: SectionReading) -> int:
    """Where the last figure of a table ends: words behind it may have been taken for a cell."""
    last = sorted(section.tokens, key=lambda token: token.end, reverse=True)
    return next((token.end for token in last if is_figure(token.text)), section.end)


def _headings_above(section: SectionReading, text: str) -> Iterator[str]:
    """The heading of another matter right above a table, where it has the ordinal of the section."""
    first = min((token.start for token in section.tokens), default=section.start)
    lines = text[max(first - _ABOVE, 0) : first].split("\n")[:-1]
    ordinal = f"{section.section.ordinal}、"
    headings = (line for line in reversed(lines) if line.startswith(ordinal) and line.rstrip().endswith("情况"))
    heading = next(headings, None)
    if heading is not None and len(heading) <= _HEADING_LENGTH:
        titles = _pairs("".join(section.section.titles))
        if titles.isdisjoint(_pairs(heading)):
            yield heading.strip()


def _pairs(text: str) -> set[tuple[str, str]]:
    """The pairs of characters of a title that tell sections apart."""
    return set(pairwise(_IN_ALL.sub("", fold_label(text))))


def _is_of(note: str, labels: tuple[str, ...], section: SectionReading) -> bool:
    """Whether a note is of the row with these labels: it names it, or no row of the table."""
    said = fold_label(note)
    named = [row.row.labels for row in section.rows if any(fold_label(label) in said for label in row.row.labels)]
    return not named or labels in named


def _notes_below(text: str, end: int) -> Iterator[str]:
    """The lines below a table that say in what its figures are counted, or what they leave out."""
    at = text.find("\n", end)
    for _ in range(_LINES):
        if at < 0:
            return
        behind = text.find("\n", at + 1)
        line = text[at + 1 : behind if behind >= 0 else len(text)]
        if len(line) <= _NOTE:
            said = _SIGNS.sub("", line)
            if _HEADING.match(said):
                return
            if _COUNTED.search(said) or (_POINTS.search(said) and _LEAVES_OUT.search(said)):
                yield said
        at = behind
