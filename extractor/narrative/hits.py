"""Nouns at their places, and what they are bound to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.narrative.model import Fields
from extractor.narrative.rules import Noun, Rule


class Hit(NamedTuple):
    """A noun at a place of the prose."""

    noun: Noun
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence of the prose, counted from 0, and its nouns; `opens` says that it is the first of a paragraph."""

    number: int
    start: int
    end: int
    opens: bool
    hits: Sequence[Hit]


class Bond(NamedTuple):
    """A noun with the rule that says what its number means, the sums that may be meant, and the dispute spoken of."""

    noun: Noun
    rule: Rule
    interpretations: tuple[Fields, ...]
    row: str
    group: str
