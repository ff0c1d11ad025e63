"""The statutory words by which a page's article and its tables are known, from the forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from extractor.forms import Section, load_forms
from extractor.lexicon.folding import fold_script
from extractor.lexicon.remember import remembered

_SHORTEST = 4
_TELLING = 6
_LONGEST = 90
_OF_ONE_TABLE = 3
_PARTING = re.compile(r"[\s|]+")


class Labels(NamedTuple):
    """Folded words of the forms: of rows, of each section's table, and those that stand on no menu."""

    rows: frozenset[str]
    sections: dict[str, frozenset[str]]
    telling: frozenset[str]


@cache
def labels() -> Labels:
    """The words of all forms."""
    rows: set[str] = set()
    sections: dict[str, set[str]] = {}
    telling: set[str] = set()
    for section in (section for form in load_forms() for section in form.sections):
        own = {fold_script(word) for row in section.rows for word in row.labels}
        rows |= own
        own |= {fold_script(word) for block in section.blocks for column in block.columns for word in column.labels}
        own |= {fold_script(word) for group in section.groups for word in group.labels}
        sections.setdefault(section.key, set()).update(word for word in own if len(word) >= _SHORTEST)
        own -= _of_menus(section)
        headings = (word for block in section.blocks for word in block.heading)
        own |= {fold_script(word) for word in (*section.titles, *headings)}
        telling.update(word for word in own if len(word) >= _TELLING)
    return Labels(frozenset(rows), {key: frozenset(words) for key, words in sections.items()}, frozenset(telling))


def _of_menus(section: Section) -> set[str]:
    """The labels that menus of sites have as well: what offices do, which are the rows of the table in blocks."""
    return {fold_script(word) for row in section.rows for word in row.labels} if _is_in_blocks(section) else set()


def _is_in_blocks(section: Section) -> bool:
    return sum(bool(block.heading) for block in section.blocks) > 1


def tables_among(texts: Iterable[str]) -> frozenset[str]:
    """The sections whose tables stand among these texts of cells and lines: several of their labels are there.

    A label is a cell or a word by itself, or the most of it: prose says the same words.
    """
    found = {one for text in {text for text in texts if len(text) >= _SHORTEST} for one in _labels_among(text)}
    return frozenset(key for key, count in Counter(key for key, _ in found).items() if count >= _OF_ONE_TABLE)


@remembered
def _labels_among(text: str) -> frozenset[tuple[str, str]]:
    """The labels, each with its section, that a text is, or one of its words."""
    words = {word for word in (text, *_PARTING.split(text)) if len(word) >= _SHORTEST}
    words = {word for word in map(fold_script, words) if _SHORTEST <= len(word) <= _LONGEST}
    return frozenset(
        (key, label)
        for key, own in labels().sections.items()
        for label in own
        if any(label in word and 2 * len(label) >= len(word) for word in words)
    )


@remembered
def is_telling(text: str) -> bool:
    """Whether a folded text holds a word that only a report's tables and their titles have."""
    return len(text) >= _TELLING and any(word in text for word in labels().telling)


def is_row_label(text: str) -> bool:
    """Whether the text is the label of a statutory row, with an ordinal at most."""
    return fold_script(text) in labels().rows


def holds_row_label(text: str) -> bool:
    """Whether the label of a statutory row stands in the text."""
    word = fold_script(text)
    return any(label in word for label in labels().rows if len(label) >= _SHORTEST) or word in labels().rows


def is_label(text: str) -> bool:
    """Whether the text is a statutory label of a row, a column or a group."""
    word = fold_script(text)
    return word in labels().rows or any(word in words for words in labels().sections.values())
