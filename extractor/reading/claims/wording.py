"""Spells out how the word lists write words, and finds such words in text.

`[x]` may be left out, `(a|b)` is a or b, `{name}` any word of a list, `<year>` a year such as 2020年.

There are thousands of spellings; a tree of characters holds them, because a regular expression of that size takes half
a second to compile and the tree a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_YEAR = "\x01"
_YEAR_PATTERN = re.compile("20[0-9][0-9]年")
_SPECIAL = re.compile(r"[\[\](){}|<>]")

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
        whole = word.replace("<year>", _YEAR)
        try:
            spellings, at = _alternatives(whole, 0, lists)
        except (IndexError, KeyError) as error:
            raise ValueError(f"{word}: a bracket is not closed, or there is no list of that name") from error
        if at != len(whole):
            raise ValueError(f"{word}: a bracket is not opened")
        spelled.update(dict.fromkeys(spellings))
    return tuple(spelled)


def _alternatives(word: str, at: int, lists: Mapping[str, Sequence[str]]) -> tuple[list[str], int]:
    """The spellings from `at` up to a closing bracket or the end, and where that is."""
    done: list[str] = []
    begun = [""]
    while at < len(word) and word[at] not in ")]":
        character = word[at]
        if character == "|":
            done, begun, at = done + begun, [""], at + 1
            continue
        if character in "([":
            inner, at = _alternatives(word, at + 1, lists)
            if word[at] != {"(": ")", "[": "]"}[character]:
                raise IndexError(at)
            if character == "[":
                inner = [*inner, ""]
        elif character == "{":
            end = word.index("}", at) if "}" in word[at:] else len(word)
            inner, at = list(spell_out(lists[word[at + 1 : end]], lists)), end
        else:
            inner = [character]
        begun = [head + tail for head in begun for tail in inner]
        at += 1
    return done + begun, at


def plant(words: Iterable[str], backwards: bool = False) -> Tree:
    """The tree of these words, from their last characters where they are to be found `backwards`."""
    tree: Tree = {}
    for word in words:
        node = tree
        for character in reversed(word) if backwards else word:
            node = node.setdefault(character, {})
        node[_WORD_ENDS] = {}
    return tree


def pattern_of(words: Iterable[str]) -> str:
    """A pattern that matches any of a few words, the longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


class Finder:
    """Finds the longest of many words wherever one begins."""

    def __init__(self, words: Iterable[str]) -> None:
        self._tree = plant(words)
        self._begins = re.compile(
            "|".join(
                _YEAR_PATTERN.pattern if first == _YEAR else f"{re.escape(first)}{_next_of(node)}"
                for first, node in sorted(self._tree.items())
            )
            or "(?!)"
        )

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Start, end and spelling of each word between two offsets, none inside another."""
        last = 0
        for match in self._begins.finditer(text, start, end):
            first = match.start()
            if first >= last:
                behind = self._longest(text, first, end)
                if behind:
                    last = behind
                    yield first, behind, text[first:behind]

    def _longest(self, text: str, at: int, size: int) -> int:
        """Where the longest word that begins here and ends before `size` does, 0 where none does."""
        node: Tree | None = self._tree
        found = 0
        while node is not None:
            if _WORD_ENDS in node:
                found = at
            if at >= size:
                break
            following = node.get(text[at])
            if following is None and _YEAR in node and _YEAR_PATTERN.match(text, at):
                following, at = node[_YEAR], at + 4
            node = following
            at += 1
        return found


def _next_of(node: Tree, depth: int = 2) -> str:
    """A pattern for the next characters of words that are not yet at their end, to tell most other text apart."""
    if not depth or _WORD_ENDS in node or _YEAR in node:
        return ""
    nexts: dict[str, str] = {}
    for character in sorted(node):
        following = _next_of(node[character], depth - 1)
        nexts[following] = nexts.get(following, "") + re.escape(character)
    return f"(?:{'|'.join(f'[{characters}]{following}' for following, characters in nexts.items())})"


def plain(found: str) -> str:
    """The spelling under which words with a year stand in the lists."""
    return _YEAR_PATTERN.sub(_YEAR, found)


class Filler:
    """Words that may stand in a gap in any number and order: its own and those of another, `shared`."""

    def __init__(self, words: Iterable[str], shared: Filler | None = None) -> None:
        self._trees: tuple[Tree, ...] = (*(shared._trees if shared else ()), *([plant(words)] if words else []))

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


class Lead:
    """What may stand before a claim: one of its words or the beginning of a clause, with `passed` words in between."""

    _OPENED = frozenset(',;:()“”"》《[]')
    _JOINTS = ("、", "和", "及", "与", "并", "以及", "同时")

    def __init__(self, words: Iterable[str], passed: Tree, clause: bool) -> None:
        """`passed` is a tree of words that are planted backwards."""
        self._words = plant(words, backwards=True)
        self._passed = passed
        self._clause = clause

    def stands_before(self, text: str, at: int, floor: int) -> bool:
        """Whether such words end at this place; they lie between `floor` and it."""
        seen = {at}
        waiting = [at]
        while waiting:
            place = waiting.pop()
            if (self._clause and self._is_opening(text, place, floor)) or _back(self._words, text, place, floor):
                return True
            for earlier in _back(self._passed, text, place, floor):
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


def _back(tree: Tree, text: str, at: int, floor: int) -> list[int]:
    """Where the words of the tree that end at this place begin."""
    found: list[int] = []
    node: Tree | None = tree
    while at > floor:
        at -= 1
        node = node.get(text[at])
        if node is None:
            break
        if _WORD_ENDS in node:
            found.append(at)
    return found
