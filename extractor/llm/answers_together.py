"""Several answers about one table, none of which accounts for every figure, taken together row by row.

A reader that slips now and then slips elsewhere each time it is asked: what most of its answers say of a row is more
often right than what one of them says of all. Nothing is believed for it: what is put together so has to account for
every figure of the table, as one answer would have to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from extractor.llm.resolve import ResolvedAnswer, Unaccounted, resolve, set_aside_in_rows
from extractor.llm.table_text import BLANK_SHOWN
from extractor.reading.model import NUMBER, Token

# So many ways of putting answers together are tried.
_MOST_WAYS = 512


class Said(NamedTuple):
    """One answer about a table: the cells of each row, and the figures that it says are none of the table's."""

    rows: Mapping[str, Sequence[str]]
    page_noise: Sequence[str]


def put_together(answers: Sequence[Said], tokens: Sequence[Token]) -> Said | None:
    """The rows as most answers have them, and of rows of which as many say one thing as another those by which no
    figure is named too often, and none is left over that no answer calls page noise. None where that is no way, or
    there is but one answer.
    """
    if len(answers) < 2:
        return None
    have = Counter(token.text for token in tokens if token.kind == NUMBER)
    noise = Counter[str]()
    for one in answers:
        noise |= Counter(text.strip() for text in one.page_noise)
    versions = {key: _most_said([answer.rows[key] for answer in answers]) for key in answers[0].rows}
    ways = 1
    for own in versions.values():
        ways *= len(own)
    if ways > _MOST_WAYS:
        return None
    for way in product(*versions.values()):
        used = Counter(text for cells in way for text in cells if text in have)
        left = have - used
        if not used - have and left <= noise:
            return Said(dict(zip(versions, way, strict=True)), tuple(left.elements()))
    return None


def _most_said(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The versions of a row that no other is said more often than; of two alike but for figures left out, as the more
    complete one comes first.
    """
    counts = Counter(tuple(cell.strip() for cell in cells) for cells in rows)
    most = max(counts.values())
    best = [one for one, count in counts.items() if count == most]
    return sorted(best, key=lambda one: one.count(BLANK_SHOWN))


class Answers:
    """The answers to the questions about one table, in the order in which they came.

    `best` is what counts of them so far: an answer, or several together, that accounts for every figure.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._said: list[Said] = []
        self.best: ResolvedAnswer | None = None

    @property
    def last(self) -> Said:
        """The last answer."""
        return self._said[-1]

    def add(self, said: Said) -> Unaccounted | None:
        """Takes one more answer; what it leaves to be asked, None where nothing is."""
        is_repeated = said in self._said
        self._said.append(said)
        own = resolve(*said, self._tokens)
        for found in (own, self._together()):
            if isinstance(found, ResolvedAnswer) and (self.best is None or _aside(found) < _aside(self.best)):
                self.best = found
        if self.best is None:
            return own if isinstance(own, Unaccounted) else None
        return Unaccounted(set_aside=aside) if (aside := set_aside_in_rows(self.best)) and not is_repeated else None

    def _together(self) -> ResolvedAnswer | Unaccounted | None:
        together = put_together(self._said, self._tokens)
        return None if together is None else resolve(*together, self._tokens)


def _aside(found: ResolvedAnswer) -> int:
    return len(set_aside_in_rows(found))
