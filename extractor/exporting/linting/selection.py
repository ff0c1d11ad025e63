"""Which rules are told of: words that name codes, and of two that name one code the more exact."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from extractor.errors import SettingsError
from extractor.findings import catalogue, is_of_author

ALL = "ALL"
_GLOB = frozenset("*?[")
_FAMILIES = ("author", "reading")
_EXACT = 1_000
"""More than any pattern has characters."""


class RuleSelection(NamedTuple):
    """Words that select rules, and words that leave them out.

    A word is a code (`part-missing`), what codes begin with (`part`), a pattern (`*-differs`), `author` or `reading`
    (whose matter it is), or `ALL`. Of two words for one code that which says it more exactly counts; of equals the one
    that leaves it out.
    """

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()

    def tells(self, code: str) -> bool:
        """Whether findings of this code are told of."""
        return _exactness(self.select, code) > _exactness(self.ignore, code)

    def without(self, words: Sequence[str]) -> RuleSelection:
        """The same, with these words leaving out more."""
        return self._replace(ignore=(*self.ignore, *words))


def refuse_unknown(words: Sequence[str], where: str) -> None:
    """Sees to it that each word names a rule.

    Raises:
        SettingsError: one names none; the text begins with `where` it stands, and names the nearest codes.
    """
    for word in words:
        if not any(_exactness_of(word, code) for code in catalogue()):
            from rapidfuzz.process import extract

            near = ", ".join(name for name, _, _ in extract(word, list(catalogue()), limit=3))
            raise SettingsError(f"{where}: {word} names no finding; nearest are {near}.")


def _exactness(words: Sequence[str], code: str) -> int:
    return max((_exactness_of(word, code) for word in words), default=0)


def _exactness_of(word: str, code: str) -> int:
    """How exactly a word names a code: 0 where it does not."""
    if word == code:
        return _EXACT
    if word == ALL:
        return 1
    if word in _FAMILIES:
        return 2 if is_of_author(code) == (word == "author") else 0
    if _GLOB & set(word):
        return 3 + sum(character not in _GLOB for character in word) if fnmatchcase(code, word) else 0
    return 3 + len(word) if code.startswith(f"{word}-") else 0
