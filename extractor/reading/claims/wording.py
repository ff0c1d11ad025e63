"""Spells out how the word lists write words, and turns lists of words into fast patterns.

`[x]` may be left out, `(a|b)` is a or b, `{name}` any word of a list, `<year>` a year such as 2020年.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_YEAR = "\x01"
_YEAR_PATTERN = "20[0-9][0-9]年"
_SPECIAL = frozenset("[](){}|<>")

_Trie = dict[str, "_Trie"]
_END = ""


def spell_out(words: Iterable[str], lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every plain spelling of these words, each once.

    Raises:
        ValueError: a bracket is not closed, or a list has no such name; the text names the word.
    """
    spelled: dict[str, None] = {}
    for word in words:
        if _SPECIAL.isdisjoint(word):
            spelled[word] = None
            continue
        whole = word.replace("<year>", _YEAR)
        try:
            spellings, at = _alternatives(whole, 0, lists)
        except (IndexError, KeyError) as error:
            raise ValueError(f"{word}: a bracket is not closed, or there is no list {error}") from error
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
            end = word.find("}", at)
            inner, at = list(spell_out(lists[word[at + 1 : end]], lists)), end
        else:
            inner = [character]
        begun = [head + tail for head in begun for tail in inner]
        at += 1
    return done + begun, at


def pattern_of(words: Iterable[str], backwards: bool = False) -> str:
    """A pattern that matches the longest of these words; `backwards` for text that is turned round."""
    trie: _Trie = {}
    for word in words:
        node = trie
        for character in reversed(word) if backwards else word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _emit(trie) if trie else "(?!)"


def _emit(node: _Trie) -> str:
    branches: list[str] = []
    leaves: list[str] = []
    for character, child in node.items():
        if character == _END:
            continue
        if child.keys() == {_END} and character != _YEAR:
            leaves.append(character)
            continue
        branches.append((_YEAR_PATTERN if character == _YEAR else re.escape(character)) + _emit(child))
    if len(leaves) == 1:
        branches.append(re.escape(leaves[0]))
    elif leaves:
        branches.append("[" + "".join(map(re.escape, leaves)) + "]")
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"


def plain(found: str) -> str:
    """The spelling under which a match stands in the lists."""
    return re.sub(_YEAR_PATTERN, _YEAR, found)
