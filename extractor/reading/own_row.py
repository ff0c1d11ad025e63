"""What the words beside a row of figures make of it, and which of several such rows is the report's own.

Beside the figures of one row of the form offices print what says of them which they are: 2021年, 上年, 计划数, 局机关.
Words that say the report's year, or nothing, leave the row what it is; of rows without any other sign, the sum of all
others is the report's. What is said of another year, or of a part, makes the row no copy of it. All else is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from extractor.lexicon.folding import fold_label
from extractor.lexicon.label_words import MEASURES
from extractor.lexicon.organs import BODIES
from extractor.lexicon.year import named_years
from extractor.reading.label_words import YEAR, LabelContext, is_made_of, left_of_cell

_THIS_YEAR = re.compile("本年|当年|今年|全年")
_SUMS = frozenset(("合计", "总计", "总和", "共计", "的", *MEASURES))
_PART = re.compile("[(（]?其中")
_BODY = re.compile(rf".{{2,30}}(?:{BODIES})")
HEAD = 200
"""In so many characters at its beginning a report says whose it is."""
# A sum is the sum of so many rows.
_PARTS = 2

Figure = int | Decimal | None


class Said(IntEnum):
    """What is said of a row of figures."""

    OWN = 1
    """That it is of the report's year."""
    NOTHING = 2
    SUM = 3
    """That it is a sum."""
    OTHER_YEAR = 4
    PART = 5
    """That it is a part of the one above it."""
    FOREIGN = 6


class Candidate(NamedTuple):
    """A row of figures that may be a row of the form's: the words in the cells beside them."""

    words: tuple[str, ...]
    figures: tuple[Figure, ...]


class Choice(NamedTuple):
    """The candidate that is the report's, by its index in `chosen`, and the words that make another thing of it.

    `is_open` says that another, with other figures, may be as well.
    """

    chosen: int
    foreign_words: str
    is_open: bool
    rivals: int


def without_body(candidate: Candidate, head: str) -> Candidate:
    """A row without the name of a body that the report's beginning, `head`, has as well: it is its own."""
    return candidate._replace(words=tuple(word for word in candidate.words if not _is_named_in(fold_label(word), head)))


def _is_named_in(word: str, head: str) -> bool:
    return word in head and _BODY.fullmatch(word) is not None


def said_beside(words: tuple[str, ...], context: LabelContext) -> tuple[Said, str]:
    """What words in the cells beside a row say of it, and those that are not the form's."""
    left = next(filter(None, (left_of_cell(one, context) for one in words)), "")
    text = "".join("".join(words).split())
    if left:
        if _PART.match(text):
            return Said.PART, left
        return (Said.OTHER_YEAR if _is_of_another_year(text, context.year) else Said.FOREIGN), left
    folded = [fold_label(one) for one in words]
    if any(one and is_made_of(one, _SUMS) and not is_made_of(one, frozenset(MEASURES)) for one in folded):
        return Said.SUM, ""
    groups = "\n".join(context.groups)
    own = "".join(one for one, label in zip(words, folded, strict=True) if YEAR.search(one) or label not in groups)
    is_own = _THIS_YEAR.search(own) or (context.year is not None and str(context.year) in own)
    return (Said.OWN if is_own else Said.NOTHING), ""


@lru_cache(maxsize=1024)
def _is_of_another_year(text: str, year: int | None) -> bool:
    years = named_years(text, year)
    return bool(years.other) and not years.has_own


def choose_row(candidates: Sequence[Candidate], context: LabelContext) -> Choice:
    """Which of several rows of figures is the row of the form that `context` is of; the first where none is more so."""
    said = [said_beside(one.words, context) for one in candidates]
    kinds = [kind for kind, _ in said]
    rivals = _rivals(candidates, kinds)
    chosen = rivals[0]
    is_open = any(candidates[i].figures != candidates[chosen].figures for i in rivals)
    return Choice(chosen, said[chosen][1], is_open, len(rivals))


def _rivals(candidates: Sequence[Candidate], kinds: Sequence[Said]) -> list[int]:
    """The candidates that may be the report's, the likeliest first."""

    def of(*wanted: Said) -> list[int]:
        return [i for i, kind in enumerate(kinds) if kind in wanted]

    own, bare, sums = of(Said.OWN), of(Said.NOTHING), of(Said.SUM)
    parts = of(Said.FOREIGN)
    if own:
        # A sum of years is none of this year's; one of anything else may be.
        return own + bare + (sums if parts or bare or not of(Said.OTHER_YEAR) else [])
    if sums and not of(Said.OTHER_YEAR) and _is_sum(candidates, sums[0]):
        return [i for i in sums if candidates[i].figures == candidates[sums[0]].figures]
    if bare or sums:
        return bare + sums + parts
    return list(range(len(candidates)))


def _is_sum(candidates: Sequence[Candidate], index: int) -> bool:
    """Whether a row is the sum of all the others, which have as many figures."""
    own = candidates[index].figures
    others = [one.figures for i, one in enumerate(candidates) if i != index]
    if len(others) < _PARTS or any(len(one) != len(own) for one in others):
        return False
    return [sum(one or 0 for one in column) for column in zip(*others, strict=True)] == [one or 0 for one in own]
