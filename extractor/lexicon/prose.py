"""What running text looks like, among which tables stand: a line of a text, a cell, words on a page."""

from __future__ import annotations

import re

from extractor.lexicon.figure import figure

_SENTENCE = re.compile(r"[。；;!?！？]|,.*,.*,|，.*，.*，")
# A label or header line is no longer than this; anything longer with a comma in it is prose.
_LONGEST_LABEL = 60
# Digits that run on for longer than any figure make no line prose: it is measured with so many of them.
_LONG_NUMBER = re.compile(r"(\d[\d,，]{18})[\d,，]+")
# It begins where a gap does: tried at every blank of a long one, it would take the square of its length.
_BEHIND_GAP = rf"(?>\s+{figure(signs='+-', between=',，.')})"
_RUN_OF_FIGURES = re.compile(rf"(?<!\s)(?:{_BEHIND_GAP}{{5}}|{_BEHIND_GAP}{{2}}$)")
# A line of so many pieces with wide gaps between is a row of cells, whatever commas are in them.
_GAP = re.compile(r" {2,}")
_FEWEST_CELLS = 5


def is_prose(text: str, longest: int, *, either: bool = False) -> bool:
    """Whether a text ends a sentence and is longer than a cell's; with `either` one of both is enough.

    `longest` is how many characters a cell has at most where such a text is looked for.
    """
    return (any if either else all)(("。" in text, len(text) > longest))


def is_line_of_prose(line: str) -> bool:
    """Whether a line is running text and not part of a table: it ends sentences, or goes on for long with commas."""
    if "\t" in line or "|" in line:
        return False
    if len(line) > _LONGEST_LABEL:
        line = _LONG_NUMBER.sub(r"\1", line)
    if len(line) > _LONGEST_LABEL:
        if _RUN_OF_FIGURES.search(line):
            return False
        if "。" not in line and "；" not in line and len(_GAP.split(line)) >= _FEWEST_CELLS:
            return False
        return _SENTENCE.search(line) is not None or "  " not in line
    return "。" in line or "；" in line
