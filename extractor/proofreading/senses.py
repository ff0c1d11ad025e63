"""The words of `words.toml`, found in text: each with the one sense that it has there."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from extractor.narrative.wording import Finder, spell_out


class Word(NamedTuple):
    """A known word at its place; `sense` is a key of `words.toml`."""

    sense: str
    start: int
    end: int


class Senses:
    """All words with their senses; where two lists have a word, the first has it. `families` are kinds of senses."""

    def __init__(self, lists: dict[str, list[str]], families: dict[str, dict[str, list[str]]]) -> None:
        self.families = {name: frozenset(senses) for name, senses in families.items()}
        self._sense: dict[str, str] = {}
        for senses in families.values():
            for sense, words in senses.items():
                for word in spell_out(words, lists):
                    if word:
                        self._sense.setdefault(word, sense)
        self._finder = Finder(self._sense)

    def find(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words between two offsets, the longest first wherever one begins."""
        for first, last, _ in self._finder.find(text, start, end):
            yield Word(self._sense[text[first:last]], first, last)


def behind_examples(text: str, words: Sequence[Word], start: int) -> int:
    """Where a stretch goes on behind 等 that sums up kinds of fees: 特种设备检验等｜行政事业性收费; else its start."""
    pairs = pairwise(words)
    return next(
        (one.end for one, word in pairs if word.sense == "fees" and text[one.start : word.start] == "等"), start
    )


@cache
def load_senses() -> Senses:
    """The senses of the package."""
    with open(os.path.join(os.path.dirname(__file__), "words.toml"), "rb") as file:
        tables = tomllib.load(file)
    lists = cast(dict[str, list[str]], tables.pop("lists"))
    return Senses(lists, cast(dict[str, dict[str, list[str]]], tables))
