"""A statement of the prose: a quantity, the senses of the words around it, and whom and when it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractor.proofreading.quantities import Quantity
from extractor.proofreading.senses import Word, load_senses

_FAMILIES = load_senses().families
THINGS, APPLICANTS, STAGES = _FAMILIES["things"], _FAMILIES["applicants"], _FAMILIES["stages"]
RESULTS, VERDICTS = _FAMILIES["results"], _FAMILIES["verdicts"]
CORE = THINGS | APPLICANTS | STAGES | RESULTS | VERDICTS


class Phrase(NamedTuple):
    """Words that stand together: their senses, what of them no list knows, and where they begin and end."""

    senses: frozenset[str]
    unknown: str
    start: int
    end: int

    @property
    def core(self) -> frozenset[str]:
        """The senses that tell what is counted."""
        return self.senses & CORE


class Statement(NamedTuple):
    """A quantity with what the words around it say.

    `core` are the senses of its own phrase; `topic` and `group` what was spoken of before, `group` the kind of dispute.
    `scope` is `own`, `wide`, `narrow` or `other`; `is_part` says that 其中 stands before; `in_brackets` how deep.
    `of_other_time` and `is_foreign` say that it is of another year or plan, or of other things. `behind` are the words
    behind it up to the next pause.
    """

    quantity: Quantity
    phrase: Phrase
    behind: Phrase
    topic: str
    group: str
    scope: str
    row: str
    is_part: bool
    in_brackets: int
    of_other_time: bool
    is_foreign: bool
    of_base: bool
    start: int
    sentence: int
    subject: frozenset[str] = frozenset()
    is_repeated: bool = False

    @property
    def core(self) -> frozenset[str]:
        """The senses that tell what is counted: of the words before or else behind it; of both in 收到的 N 件申请."""
        if self.behind.core == frozenset(("applications",)) and self.phrase.core <= STAGES:
            return self.phrase.core | self.behind.core
        return self.phrase.core or self.behind.core


@dataclass(slots=True)
class State:
    """What carries over: the topic, the kind of dispute, the scope, the year, and whether what follows is a part.

    `interposed` says that the talk turned to another year only to compare: 收到 12 件，上年 10 件，同比增长 20%.
    """

    topic: str = ""
    group: str = ""
    scope: str = ""
    row: str = "new"
    other_time: bool = False
    partial_row: bool = False
    is_part: bool = False
    interposed: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence: where it stands in the prose, its statements and all its words."""

    start: int
    end: int
    number: int
    statements: list[Statement] = field(default_factory=list[Statement])
    words: list[Word] = field(default_factory=list[Word])
    denials: list[tuple[Phrase, State]] = field(default_factory=list[tuple[Phrase, State]])


def none_of(phrase: Phrase, state: State, sentence: Sentence) -> Statement:
    """The statement that there was none of what a phrase denies."""
    none = Quantity(phrase.start, phrase.end, Decimal(0), "=", None, "count", "", Decimal(1), "0")
    nothing = Phrase(frozenset(), "", phrase.end, phrase.end)
    return Statement(
        none, phrase, nothing, state.topic, state.group, state.scope or "own", state.row, state.is_part, 0,
        state.other_time, False, False, phrase.start, sentence.number,
    )  # fmt: skip


def row_of(core: frozenset[str]) -> str:
    """Which row of the applications these words turn to: `new`, `total`, or none."""
    if core <= {"receive", "applications"} and core:
        return "new"
    return "total" if "finish" in core and core <= {"finish", "applications", "handle"} else ""
