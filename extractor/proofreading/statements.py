"""Sentences of the prose → statements: a quantity, the senses of its words, and whom and when it is about.

A sentence is read from left to right. What is spoken of (the topic), whose figures they are (the scope), which year
they are of, and which whole was counted last carry over, within a sentence or within a paragraph, until words change
them. Nothing is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from extractor.lexicon.organs import BODIES
from extractor.narrative.prose import Prose
from extractor.proofreading.quantities import Quantity, find_quantities, is_span_of_years
from extractor.proofreading.senses import Word, behind_examples, load_senses
from extractor.proofreading.sentence_bounds import is_heading, sentence_bounds
from extractor.proofreading.statement import (
    APPLICANTS,
    RESULTS,
    STAGES,
    THINGS,
    VERDICTS,
    Phrase,
    Sentence,
    State,
    Statement,
    row_of,
)

_DISPUTES = ("review", "litigation", "direct", "after_review")
_SCOPES = (("others", "other"), ("narrow", "narrow"), ("wide", "wide"), ("own", "own"))
_RESULTS_OF_APPLICATIONS = frozenset(("partial", "denied", "unable", "rejected", "other_handling"))
_PAUSES = ",;:()、[]“”\"'《》〈〉/"
_CARRIED = ("carried", "carried_in", "carried_out")
_ELSEWHERE = frozenset(("foreign", "average"))
_YEAR = re.compile(r"20\d\d年(?:度)?(?P<month>\d{1,2}月)?")
_WHOLE_YEAR = re.compile("年0?1月0?1日|年12月(?:31日|底|末)")
_OTHER_BODY = re.compile(rf"(?!政府(?![办委]))[一-鿿]{{1,16}}?(?:{BODIES})(?![一-鿿]{{0,2}}(?:处罚|许可|强制))")
_CARRIED_TO_YEAR = re.compile(
    r"(?:办理)?(?:结转|转结|转|移|留|延|顺延|跨)(?:至|到|入|待)?(?P<year>20\d\d)年(?:度)?(?:继续)?(?:办理|处理|答复)?"
)
_UNKNOWN_LEFT_OUT = re.compile(r"[\W_]+")


class Known(NamedTuple):
    """What the reader knows of the report: its year, and the names by which it speaks of its own body."""

    year: int | None
    names: tuple[str, ...]


class StatementReader:
    """Reads the sentences of a prose one after the other."""

    def __init__(self, prose: Prose, known: Known) -> None:
        self._text = prose.text
        self._known = known
        self._words = load_senses()
        self._names = sorted(filter(None, known.names), key=len, reverse=True)

    def read(self) -> list[Sentence]:
        """All sentences, in order."""
        made: list[Sentence] = []
        state, heading = State(), State()
        for number, (start, end, opens) in enumerate(sentence_bounds(self._text)):
            if opens:
                state = replace(heading)
            carried = replace(state, scope="", other_time=False, interposed=False, partial_row=False, is_part=False)
            sentence = Sentence(start, end, number)
            state = _Reading(self, sentence, carried).run()
            made.append(sentence)
            if opens and is_heading(self._text, start, end):
                heading = State(topic=state.topic, group=state.group)
        return made

    # what the reading of one sentence asks

    @property
    def text(self) -> str:
        """The prose."""
        return self._text

    @property
    def year(self) -> int | None:
        """The year of the report."""
        return self._known.year

    def year_is_other(self, said: str) -> bool:
        """Whether a year in digits is another than the report's."""
        return self._known.year is not None and int(said[:4]) != self._known.year

    def is_of_own_name(self, piece: str) -> bool:
        """Whether words are the body's own field, by its name: 税务 of a 税务局."""
        return len(piece) > 1 and any(piece in name for name in self._names)

    def words(self, start: int, end: int) -> list[Word]:
        """The words of a stretch, those that name the report's own body first."""
        found: list[Word] = []
        at = start
        while at < end:
            first = min(
                ((place, name) for name in self._names if (place := self._text.find(name, at, end)) >= 0),
                key=lambda one: (one[0], -len(one[1])),
                default=None,
            )
            limit = end if first is None else first[0]
            found += self._words.find(self._text, at, limit)
            if first is None:
                break
            at = limit + len(first[1])
            found.append(Word("own", limit, at))
        return self._with_carried_to_year(start, end, found)

    def _with_carried_to_year(self, start: int, end: int, found: list[Word]) -> list[Word]:
        """The words, with those that carry applications over to a year that is named: 转至 2025 年办理."""
        for match in _CARRIED_TO_YEAR.finditer(self._text, start, end):
            if self._known.year is not None and int(match["year"]) > self._known.year:
                first, last = match.span()
                found = [word for word in found if word.end <= first or word.start >= last]
                found.append(Word("carried_out", first, last))
        return sorted(found, key=lambda word: word.start)


class _Reading:
    """The reading of one sentence."""

    def __init__(self, reader: StatementReader, sentence: Sentence, state: State) -> None:
        self._reader, self._sentence, self._state = reader, sentence, state
        self._text = reader.text
        self._depth: list[State] = []
        self._base = False
        self._subject: frozenset[str] = frozenset()
        self._last: Statement | None = None
        self._whole: Statement | None = None
        self._listed = Decimal(0)
        self._lists_results = False

    def run(self) -> State:
        """Reads it; the state it leaves."""
        text, sentence = self._text, self._sentence
        said = {word.sense for word in self._reader.words(sentence.start, sentence.end)}
        self._lists_results = len(said & _RESULTS_OF_APPLICATIONS) > 1
        quantities = list(find_quantities(text, sentence.start, sentence.end))
        at = sentence.start
        for i, quantity in enumerate(quantities):
            phrase = self._advance(at, quantity.start)
            limit = quantities[i + 1].start if i + 1 < len(quantities) else sentence.end
            behind = self._behind(quantity.end, limit)
            self._state_quantity(quantity, phrase, behind)
            at = quantity.end
        last = self._advance(at, sentence.end)
        self._deny(last)
        self._repeat(last)
        while self._depth:
            self._state = self._depth.pop()
        return self._state

    def _state_quantity(self, quantity: Quantity, phrase: Phrase, behind: Phrase) -> None:
        state = self._state
        phrase = self._without_its_whole(phrase)
        foreign = bool(phrase.senses & _ELSEWHERE) or ("foreign" in behind.senses and not phrase.core)
        if phrase.senses & {"up", "down", "reach"}:
            self._base = False
        if "reach" in phrase.senses and self._sentence.statements:
            self._sentence.statements[-1] = self._sentence.statements[-1]._replace(of_base=True)
        if quantity.unit.startswith("年") and quantity.value > 1 and is_span_of_years(self._text, quantity):
            state.other_time = True
        core = phrase.core or behind.core
        row = row_of(core)
        if not foreign and not phrase.core and not behind.core and quantity.unit == "":
            foreign = True
        if not core and phrase.unknown:
            state.topic = "elsewhere"
        foreign = foreign or self._is_part_of_other(quantity, phrase)
        if "review" in phrase.core and phrase.core & {"receive", "handle", "finish"} and "suffer" not in phrase.core:
            state.group = ""
        if "applications" in behind.core and not phrase.core - STAGES:
            state.topic = "applications"
        statement = Statement(
            quantity, phrase, behind, state.topic, state.group, state.scope or "own",
            "part" if state.partial_row else state.row, state.is_part or "part" in phrase.senses, len(self._depth),
            state.other_time, foreign, self._base, phrase.start, self._sentence.number, self._subject,
        )  # fmt: skip
        self._sentence.statements.append(statement)
        self._subject = phrase.core or self._subject
        self._last = None if foreign or self._base or quantity.kind != "count" else statement
        if not foreign and quantity.kind == "count" and not self._base:
            if row:
                state.row = row
            if behind.core and "applications" in behind.core and self._text.startswith("中", behind.end):
                state.partial_row = True
        self._base = False
        if state.interposed and phrase.senses & {"up", "down", "flat"}:
            state.other_time = state.interposed = False

    def _is_part_of_other(self, quantity: Quantity, phrase: Phrase) -> bool:
        """Whether it is listed as a part of something that is none of the form: 公文 312 件，其中依申请公开 96 件."""
        if ("part" in phrase.senses or self._state.is_part) and self._sentence.statements:
            before = self._sentence.statements[-1]
            if not before.is_part:
                self._whole, self._listed = before, Decimal(0)
        whole = self._whole
        if whole is None or not whole.is_foreign or whole.quantity.unit != quantity.unit:
            return False
        self._listed += quantity.value
        return self._listed <= whole.quantity.value or self._text[phrase.start - 1] == "、"

    def _without_its_whole(self, phrase: Phrase) -> Phrase:
        """The words before the second number of 52 件申请中的 3 件: 申请 is the first number's."""
        before = self._sentence.statements[-1:]
        words = self._text[phrase.start : phrase.end]
        if not before or before[0].quantity.end != phrase.start or not words.endswith(("中", "中的", "中有")):
            return phrase
        return phrase._replace(senses=phrase.senses - THINGS)

    # ---- words between quantities

    def _advance(self, start: int, end: int) -> Phrase:
        """Goes over the words up to the next quantity; the phrase that belongs to it."""
        text = self._text
        begin = start
        within = [word for word in self._reader.words(start, end) if "、" in text[word.start : word.end]]
        for at in range(start, end):
            if text[at] not in _PAUSES or any(word.start < at < word.end for word in within):
                continue
            if text[at] == "、" and self._goes_on(begin, at, end):
                continue
            phrase = self._take(begin, at)
            self._deny(phrase)
            if not self._sentence.statements or phrase.start != self._sentence.statements[-1].quantity.end:
                self._repeat(phrase)
            self._pause(text[at], phrase)
            self._subject = phrase.core or self._subject
            begin = at + 1
        return self._take(begin, end)

    def _goes_on(self, begin: int, at: int, end: int) -> bool:
        """Whether a list of nouns that share a number goes on behind this mark: 行政复议、行政诉讼 0 件."""
        before = [word.sense for word in self._reader.words(begin, at)]
        after = [word.sense for word in self._reader.words(at + 1, min(end, at + 9))]
        if "deny" in before and end < self._sentence.end and not set(_PAUSES) & set(self._text[at + 1 : end]):
            return False  # 未发生行政处罚、行政强制 3 件
        return bool(
            before and after and before[-1] in THINGS and after[0] in THINGS and not self._counted_in(begin, at)
        )

    def _counted_in(self, begin: int, at: int) -> bool:
        return any(begin <= one.quantity.start < at for one in self._sentence.statements)

    def _take(self, start: int, end: int) -> Phrase:
        """The words of a stretch; they may turn the talk to another topic, scope or year."""
        words = self._reader.words(start, end)
        told = behind_examples(self._text, words, start)
        words = [word for word in words if word.start >= told or word.sense != "foreign"]
        self._sentence.words += words
        self._turn_time(start, end, words)
        unknown = self._unknown(told, end, [word for word in words if word.start >= told])
        senses = frozenset(word.sense for word in words)
        senses = self._carried(senses, start, end)
        self._turn_scope(start, words, unknown)
        self._turn_topic(words, senses)
        return Phrase(senses, unknown, start, end)

    def _carried(self, senses: frozenset[str], start: int, end: int) -> frozenset[str]:
        """The senses, with the way that 结转 goes: 新收 24 件、结转 2 件 leaves it open."""
        if not senses & {"carried", "carried_out"}:
            return senses
        if "other_time" in senses or self._names_earlier_year(start, end):
            return senses - {"carried", "carried_out", "other_time"} | {"carried_in"}
        before = self._sentence.statements[-1].core if self._sentence.statements else frozenset[str]()
        is_open = "receive" in before and "finish" not in before
        return senses if is_open or "carried" not in senses else senses - {"carried"} | {"carried_out"}

    def _turn_time(self, start: int, end: int, words: Sequence[Word]) -> None:
        marks: list[tuple[int, bool]] = []
        is_carried = any(word.sense in _CARRIED for word in words)
        compares = [word.end for word in words if word.sense == "compare"]
        for match in _YEAR.finditer(self._text, start, end):
            if is_carried:
                continue
            if any(0 <= match.start() - place <= 2 for place in compares):
                self._base = True
                continue
            other = self._reader.year_is_other(match[0])
            if self._depth and other:
                self._base = True
                continue
            is_part = bool(match["month"]) and not _WHOLE_YEAR.search(self._text, match.start(), end)
            marks.append((match.start(), other or is_part))
        for word in words:
            if word.sense == "other_time" and is_carried:
                continue
            if word.sense == "other_time":
                if any(0 <= word.start - place <= 2 for place in compares) or self._depth:
                    self._base = True
                else:
                    marks.append((word.start, True))
            elif word.sense == "this":
                marks.append((word.start, False))
            elif word.sense == "plan":
                marks.append((word.start, True))
        if marks:
            turned = max(marks)[1]
            counted = [one for one in self._sentence.statements if not one.of_base]
            self._state.interposed = turned and bool(counted) and not counted[-1].of_other_time
            self._state.other_time = turned

    def _names_earlier_year(self, start: int, end: int) -> bool:
        """Whether a year before the report's is named, from which applications are carried over."""
        own = self._reader.year
        return own is not None and any(int(match[0][:4]) < own for match in _YEAR.finditer(self._text, start, end))

    def _unknown(self, start: int, end: int, words: Sequence[Word]) -> str:
        text, pieces, at = _YEAR.sub(lambda match: "\0" * len(match[0]), self._text[start:end]), "", start
        for word in words:
            pieces += text[at - start : word.start - start] + "\0"
            at = word.end
        pieces += text[at - start : end - start]
        left = "".join(piece for piece in pieces.split("\0") if not self._reader.is_of_own_name(piece))
        return _UNKNOWN_LEFT_OUT.sub("", re.sub(r"\d", "", left))

    def _turn_scope(self, start: int, words: Sequence[Word], unknown: str) -> None:
        state = self._state
        if any(word.sense == "part" for word in words):
            state.is_part = True
        scopes = {word.sense for word in words}
        state.scope = next((scope for sense, scope in _SCOPES if sense in scopes), state.scope)
        body = _OTHER_BODY.match(unknown) if unknown else None
        if body is not None and self._text.startswith(unknown[: len(body[0])], start):
            state.scope = "other"

    def _turn_topic(self, words: Sequence[Word], senses: frozenset[str]) -> None:
        state = self._state
        things = [word.sense for word in words if word.sense in THINGS]
        if things:
            disputes = [thing for thing in things if thing in _DISPUTES]
            state.topic = "info_fee" if {"info_fee", "fees"} == set(things) else things[-1]
            if disputes:
                kinds = set(disputes)
                both = "review" in kinds and len(kinds) > 1
                state.group = (
                    "both" if both else next((one for one in ("direct", "after_review") if one in kinds), disputes[-1])
                )
            state.is_part = state.is_part and "part" in senses
        elif "foreign" in senses:
            state.topic = "elsewhere"
        elif ("granted" in senses and self._lists_results) or senses & {
            *_CARRIED,
            "partial",
            "denied",
            "unable",
            "rejected",
            "natural",
        }:
            state.topic = "applications"

    def _pause(self, mark: str, phrase: Phrase) -> None:
        if mark == "(":
            self._depth.append(replace(self._state))
        elif mark == ")" and self._depth:
            self._state = self._depth.pop()
            self._base = False
        elif mark == ";":
            self._whole = None
            self._state.scope, self._state.is_part, self._state.partial_row = "", False, False
            if self._state.interposed:
                self._state.other_time = self._state.interposed = False

    def _behind(self, start: int, end: int) -> Phrase:
        """The words right behind a quantity, up to the next pause or 中."""
        stop = next((at for at in range(start, end) if self._text[at] in _PAUSES or self._text[at] == "中"), end)
        words = self._reader.words(start, stop)
        stop = next((word.start for word in words if word.sense in ("every", "deny")), stop)
        words = [word for word in words if word.end <= stop]
        return Phrase(frozenset(word.sense for word in words), self._unknown(start, stop, words), start, stop)

    def _repeat(self, phrase: Phrase) -> None:
        """All of what was counted last are said to be of a kind: 行政复议 1 件，结果为纠正; 5 件，均为自然人."""
        last = self._last
        if last is None or phrase.unknown or phrase.senses & _ELSEWHERE or "deny" in phrase.senses:
            return
        said = phrase.core & (VERDICTS | RESULTS | APPLICANTS | {"direct", "after_review"})
        if len(said) != 1 or (phrase.core - said) - {"made", "receive", "applications", "litigation", "finish"}:
            return
        is_all = "every" in phrase.senses or last.quantity.value == 1
        if not is_all or not last.quantity.is_exact or not last.core & (THINGS | {"receive"}):
            return
        state = self._state
        again = last._replace(phrase=phrase, behind=phrase, topic=state.topic, group=state.group, is_repeated=True)
        self._sentence.statements.append(again)

    def _deny(self, phrase: Phrase) -> None:
        if "deny" in phrase.senses and phrase.core:
            self._sentence.denials.append((phrase, replace(self._state)))
