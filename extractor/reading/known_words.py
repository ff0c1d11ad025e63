"""The words that the forms print around their figures: what is none of these beside a figure is no label.

Asked where a figure is glued to what stands before it (`其他3` is a label and its figure, `见附件1` is neither), and of
words among the figures of a row (`本年` may be a piece of a header, `同上` is none).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from extractor.forms import Section, load_forms
from extractor.lexicon.folding import fold_label
from extractor.lexicon.ordinal import COUNTING, WORN_ARABIC, WORN_BRACKETED

# A piece of a word is known from so many characters on; of a damaged word, this share of so many must be left.
_PIECE = 2
_DAMAGED = 4
_LEFT = 0.7
# No label, with those of its groups before it, is longer.
_LONGEST = 400
_ORDINALS = re.compile(f"{WORN_BRACKETED}|{WORN_ARABIC}")


class KnownWords:
    """The folded labels, headers, captions and titles of some sections."""

    def __init__(self, words: Iterator[str]) -> None:
        self._words = frozenset(folded for word in words if (folded := fold_label(word)))
        self._without = dict.fromkeys(map(ord, chain.from_iterable(self._words)))
        self._all = "\n".join((*sorted(self._words), ""))

    def end(self, text: str) -> bool:
        """Whether a text ends as a label does: with the tail of one, or with a whole one or several behind another.

        What has no Chinese character, a bracket that closes, may always be the end of one.
        """
        folded, rest = fold_label(text), _ORDINALS.sub("", text)
        if any(map(str.isdecimal, rest)):
            return False
        if not folded.strip(COUNTING):
            return not folded and not any(map(str.isalnum, rest))
        return self._is_tail(folded) or self._is_damaged(folded)

    def hold(self, text: str) -> bool:
        """Whether a text is a piece of a label or header, whole or damaged, or several of them."""
        folded = fold_label(text)
        if len(folded) >= _PIECE and folded in self._all:
            return True
        return bool(folded) and (self._is_tail(folded) or self._is_damaged(folded))

    def spell(self, text: str) -> bool:
        """Whether a text has no characters but theirs: what is left of a label that was written down a column."""
        return not any(map(str.isalnum, text.translate(self._without)))

    def have_piece(self, text: str) -> bool:
        """Whether a text is a piece of one of them, be it a single character."""
        folded = fold_label(text)
        return bool(folded) and folded in self._all

    def are(self, text: str) -> bool:
        """Whether a text is a whole label or header."""
        return fold_label(text).strip(COUNTING) in self._words

    def _is_tail(self, folded: str) -> bool:
        """Whether the characters are the tail of a word, and whole words behind it, with ordinals between."""
        heads, seen = [folded] if len(folded) <= _LONGEST else [], set[str]()
        while heads:
            head = heads.pop().strip(COUNTING)
            if not head or head in self._words or (len(head) >= _PIECE and f"{head}\n" in self._all):
                return True
            if head not in seen:
                seen.add(head)
                heads += [head[: -len(word)] for word in self._words if head.endswith(word)]
        return False

    def _is_damaged(self, folded: str) -> bool:
        if not _DAMAGED <= len(folded) <= _LONGEST:
            return False
        # Imported here, where a label is damaged: it takes as long as reading a report.
        from rapidfuzz.distance import LCSseq

        return any(
            LCSseq.similarity(folded, word) >= _LEFT * max(len(folded), min(len(word), 2 * len(folded)))
            for word in self._words
            if len(word) >= _DAMAGED
        )


@cache
def words_of_forms() -> KnownWords:
    """The words of all tables of all forms."""
    return KnownWords(chain.from_iterable(_words(section) for form in load_forms() for section in form.sections))


@lru_cache(maxsize=32)
def words_of_groups(section: Section) -> KnownWords:
    """The labels of the groups of rows and columns of a section."""
    return KnownWords(chain.from_iterable(group.labels for group in section.groups))


@lru_cache(maxsize=32)
def words_of_rows(section: Section) -> KnownWords:
    """The labels of the rows and groups of a section."""
    return KnownWords(chain.from_iterable(part.labels for part in (*section.groups, *section.rows)))


def _words(section: Section) -> Iterator[str]:
    yield from section.titles
    yield from section.captions
    yield from (span.label for span in section.spans)
    for part in (*section.groups, *section.rows):
        yield from part.labels
    for block in section.blocks:
        yield from block.heading
        for column in block.columns:
            yield from column.labels
