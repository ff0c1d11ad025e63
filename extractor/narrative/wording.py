"""Spells out how the word lists write words, and finds such words in text.

`[x]` may be left out, `(a|b)` is a or b, `{name}` any word of a list, `<year>` a year such as 2020年.

There are thousands of spellings; sets, and trees of characters that are planted when first needed, hold them, because a
regular expression of that size takes half a second to compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

# Stands for a year in the spellings; as long as one, so that blotting out the years of a text moves nothing in it.
_YEAR = "\x01\x01\x01\x01\x01"
_YEAR_PATTERN = re.compile("20[0-9][0-9]年")
_SPECIAL = re.compile(r"[\[\](){}|<>]")
_PARTS = re.compile(r"[\[\](){}|]|[^\[\](){}|]+")
_CLOSING = ")]}"

Tree = dict[str, "Tree"]
_WORD_ENDS = ""


def spell_out(words: Iterable[str], lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every plain spelling of these words, each once.

    Raises:
        ValueError: a bracket is not closed, or there is no such list; the text names the word.
    """
    spelled: dict[str, None] = {}
    for word in words:
        if not _SPECIAL.search(word):
            spelled[word] = None
            continue
        parts = iter(_PARTS.findall(word.replace("<year>", _YEAR)))
        try:
            spelled.update(dict.fromkeys(_alternatives(parts, "", lists)))
        except KeyError as error:
            raise ValueError(f"{word}: a bracket is not closed or opened, or there is no list of that name") from error
    return tuple(spelled)


def _alternatives(parts: Iterator[str], closing: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """The spellings of the parts up to the closing bracket, or to the end where that is empty.

    Raises:
        KeyError: another bracket is closed before, or there is no such list.
    """
    done: list[str] = []
    begun = [""]
    for part in parts:
        if part == "|":
            done, begun = done + begun, [""]
        elif part == "(":
            begun = _product(begun, _alternatives(parts, ")", lists))
        elif part == "[":
            begun = _product(begun, [*_alternatives(parts, "]", lists), ""])
        elif part == "{":
            begun = _product(
                begun, [word for name in _alternatives(parts, "}", {}) for word in spell_out(lists[name], lists)]
            )
        elif part == closing:
            return done + begun
        elif part in _CLOSING:
            break
        else:
            begun = [head + part for head in begun]
    else:
        if not closing:
            return done + begun
    raise KeyError(closing)


def _product(heads: Sequence[str], tails: Sequence[str]) -> list[str]:
    return [head + tail for head in heads for tail in tails]


def plant(words: Iterable[str]) -> Tree:
    """The tree of these words."""
    tree: Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[_WORD_ENDS] = {}
    return tree


def pattern_of(words: Iterable[str]) -> str:
    """A pattern that matches any of a few words, the longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


def occurs(words: Iterable[str], text: str) -> bool:
    """Whether any of the words is in the text."""
    return any(map(text.__contains__, words))


class Finder:
    """Finds the longest of many words wherever one begins."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        # How long the words are that begin with the same two characters, or one where there are words of one.
        self._ahead = min(2, *map(len, self._words))
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[: self._ahead], set()).add(len(word))
        self._lengths = {begin: sorted(found, reverse=True) for begin, found in lengths.items()}
        self._first = frozenset(begin[0] for begin in lengths)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Start, end and spelling of each word between two offsets, none inside another."""
        text = _YEAR_PATTERN.sub(_YEAR, text[start:end])
        last = 0
        for at, character in enumerate(text):
            if character not in self._first or at < last:
                continue
            for length in self._lengths.get(text[at : at + self._ahead], ()):
                word = text[at : at + length]
                if word in self._words:
                    last = at + len(word)
                    yield start + at, start + last, word
                    break


class Filler:
    """Words that may stand in a gap in any number and order: its own and those of another, `shared`."""

    def __init__(self, words: Iterable[str], shared: Filler | None = None) -> None:
        self._words = tuple(words)
        self._shared = shared

    @cached_property
    def _trees(self) -> tuple[Tree, ...]:
        own = (plant(self._words),) if self._words else ()
        return (*self._shared._trees, *own) if self._shared else own

    def ends(self, text: str, start: int, end: int) -> set[int]:
        """Every place up to `end` that can be reached from `start` over such words."""
        reached = {start}
        waiting = [start]
        while waiting:
            begin = waiting.pop()
            for tree in self._trees:
                node: Tree | None = tree
                at = begin
                while node is not None:
                    if _WORD_ENDS in node and at not in reached:
                        reached.add(at)
                        waiting.append(at)
                    node = node.get(text[at]) if at < end else None
                    at += 1
        return reached

    def fills(self, text: str, start: int, end: int) -> bool:
        """Whether there is nothing else between the two places."""
        return start == end or end in self.ends(text, start, end)


class Endings:
    """Finds the words that end at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)

    @cached_property
    def _tree(self) -> Tree:
        return plant(map(_backwards, self._words))

    def begins(self, text: str, at: int, floor: int) -> list[int]:
        """Where the words begin that end at this place, none before `floor`."""
        found: list[int] = []
        node: Tree | None = self._tree
        while at > floor:
            at -= 1
            node = node.get(text[at])
            if node is None:
                break
            if _WORD_ENDS in node:
                found.append(at)
        return found


class Lead:
    """What may stand before a claim: one of its words or the beginning of a clause, with `passed` words in between."""

    _OPENED = frozenset(',;:()“”"》《[]')
    _JOINTS = ("、", "和", "及", "与", "并", "以及", "同时")

    def __init__(self, words: Endings, passed: Endings, clause: bool) -> None:
        self._words = words
        self._passed = passed
        self._clause = clause

    def stands_before(self, text: str, at: int, floor: int) -> bool:
        """Whether such words end at this place; they lie between `floor` and it."""
        seen = {at}
        waiting = [at]
        while waiting:
            place = waiting.pop()
            if (self._clause and self._is_opening(text, place, floor)) or self._words.begins(text, place, floor):
                return True
            for earlier in self._passed.begins(text, place, floor):
                if earlier not in seen:
                    seen.add(earlier)
                    waiting.append(earlier)
        return False

    def _is_opening(self, text: str, at: int, floor: int) -> bool:
        """Whether a clause begins here, or here after the joint of a list."""
        if at == floor or text[at - 1] in self._OPENED:
            return True
        for joint in self._JOINTS:
            before = at - len(joint)
            if text.endswith(joint, floor, at) and (before == floor or text[before - 1] in self._OPENED):
                return True
        return False


def _backwards(word: str) -> str:
    return word[::-1]
