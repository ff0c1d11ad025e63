"""What a noun in the prose can say, as frozen objects: nouns, rules for claims, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from extractor.narrative.model import Fields, Relation, Scope
from extractor.narrative.wording import Filler, Finder, Lead

Pattern = re.Pattern[str]

CLOSING = frozenset(',;:()、\n\v。!?“”"》《[]')
"""What ends a clause, or the part of it that holds a claim."""


class Noun(NamedTuple):
    """A thing that is counted: the topic it opens, what may stand between it and its number, its readings.

    `year` is `earlier` or `later` where a year in its words must be so against the report's.
    """

    key: str
    topic: str
    year: str
    between: Filler
    interpretations: tuple[Fields, ...]


class Rule(NamedTuple):
    """What a number bound to a noun says, as `claims.toml` puts it."""

    lead: Lead
    units: frozenset[str]
    interpretations: tuple[Fields, ...]
    relation: Relation
    needs: frozenset[str]
    row: str
    group: str
    none: Literal["", "anywhere", "with_lead"]
    unless: tuple[str, ...]
    number_first: bool
    every: bool
    whole: bool
    after_whole: bool
    about_disclosure: bool


class Bounds(NamedTuple):
    """The words beside a number that make it a bound or a rough figure."""

    before: Mapping[str, Relation]
    after: Mapping[str, Relation]
    rounded: frozenset[str]
    unit_free_after: tuple[str, ...]


class Times(NamedTuple):
    """The words that place a claim in time; `pattern` finds them, titles of documents included."""

    pattern: Pattern
    other: frozenset[str]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    plans: tuple[str, ...]


class Denials(NamedTuple):
    """The words that say there is none, and those of the same letters with another sense, `not_words`.

    `words` finds both. Words of `spoilt` between denial and noun make it another statement. `thing` may follow a noun
    that is denied, then its clause ends or a word of `goes_on` comes. `behind` are the words that deny the noun before
    them, and `between` what may stand in between.
    """

    words: Finder
    not_words: frozenset[str]
    spoilt: tuple[str, ...]
    thing: Filler
    goes_on: tuple[str, ...]
    between: Filler
    behind: tuple[str, ...]


class Rules(NamedTuple):
    """Everything the reader of claims needs to know of words.

    `anchors` stand in every sentence with a claim, or in the one before; `counting` finds a number with a unit, or a
    denial. `words` finds the nouns, `nouns` tells which each spelling is, `rules` holds the rules of a noun by its key;
    `every_nouns` can be said of all that was counted, `opening_nouns` can be counted without a word before of what is
    spoken of. `number` finds numbers: figures, multiplier, 余, unit and what follows it. `joints` stand between nouns
    that share a number, `behind` between a number and the noun after it, `tails` after a whole claim. `rows` and
    `groups` say which rows of the form {row} and {group} stand for.
    """

    anchors: tuple[str, ...]
    counting: Pattern
    words: Finder
    nouns: Mapping[str, Noun]
    rules: Mapping[str, tuple[Rule, ...]]
    number: Pattern
    foreign_units: frozenset[str]
    joints: frozenset[str]
    behind: Filler
    tails: tuple[str, ...]
    each: tuple[str, ...]
    respectively: tuple[str, ...]
    every: tuple[str, ...]
    every_nouns: frozenset[str]
    opening_nouns: frozenset[str]
    shares: frozenset[str]
    bounds: Bounds
    times: Times
    denials: Denials
    disclosure: tuple[str, ...]
    disclosure_topics: frozenset[str]
    scope: Finder
    scopes: Mapping[str, Scope]
    part: tuple[Scope, ...]
    rows: Mapping[str, tuple[Fields, ...]]
    groups: Mapping[str, Fields]

    def closes(self, text: str, at: int) -> bool:
        """Whether a claim may end here: its clause does, or other words than more of its noun follow."""
        return at >= len(text) or text[at] in CLOSING or text.startswith(self.tails, at)

    def of_row(self, interpretations: tuple[Fields, ...], row: str) -> tuple[Fields, ...]:
        """The readings with each of the rows that {row} stands for; none where it stands for nothing."""
        return tuple(_filled(fields, "{row}", names) for fields in interpretations for names in self.rows.get(row, ()))

    def of_group(self, interpretations: tuple[Fields, ...], group: str) -> tuple[Fields, ...]:
        """The readings with the kinds of dispute that {group} stands for; none where it stands for nothing."""
        names = self.groups.get(group, ())
        return tuple(_filled(fields, "{group}", names) for fields in interpretations) if names else ()


def _filled(fields: Fields, blank: str, names: Fields) -> Fields:
    """The fields, each that has the blank repeated for every name."""
    return tuple(field.replace(blank, name) for name in names for field in fields if blank in field) + tuple(
        field for field in fields if blank not in field
    )
