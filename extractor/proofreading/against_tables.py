"""Statements of the prose against the figures of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms.naming import field_path
from extractor.narrative.prose import Prose
from extractor.proofreading.concepts import FEES, Concept, Fields, concept_of
from extractor.proofreading.draft import Draft, Number
from extractor.proofreading.quantities import is_near_miss
from extractor.proofreading.quoting import quoted
from extractor.proofreading.statement import THINGS, Sentence, Statement, none_of

_WAN = Decimal(10000)
_YEARS = re.compile(r"(?:20\d\d年度?[、,和及与]){1,5}20\d\d年度?分别")
_NO_DENIAL = frozenset(("foreign", "finish", "handle", "part", "average", "share", "plan", "compare", "up", "down"))
_SURE_UNITS = frozenset(("件", "起", "宗", "例", "件次", "", "份", "笔", "单", "桩", "部", "次", "个", "项"))


class Compared(NamedTuple):
    """A statement with what it counts, and what the table has for its likeliest reading."""

    statement: Statement
    concept: Concept
    figure: Number
    is_part: bool = False


def compare_with_tables(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """The findings of all statements that the tables contradict."""
    for sentence in sentences:
        told = _of_the_year(draft, prose, sentence, _each_its_own(prose, sentence))
        compared = _with_parts([made for one in told if (made := _compared(draft, one)) is not None])
        for one in compared:
            if _contradicts(draft, one) and not _adds_up(one, compared):
                yield _finding(draft, prose, sentence, one)
        yield from _denied(draft, prose, sentence)


def agrees_with_tables(draft: Draft, statement: Statement) -> bool:
    """Whether a statement counts something of the form, and the tables have the same."""
    one = _compared(draft, statement)
    if one is None or (statement.is_part and statement.scope == "narrow"):
        return False
    scale = _WAN if statement.quantity.kind == "money" else 1
    figures = [total for fields in one.concept.readings if (total := total_of(fields, draft)) is not None]
    return any(_agrees(statement, figure * scale) for figure in figures)


def _each_its_own(prose: Prose, sentence: Sentence) -> list[Statement]:
    """The statements; where 分别 gives each of several nouns a number of its own, each with its noun alone."""
    made = list(sentence.statements)
    for i, one in enumerate(sentence.statements):
        words = [word for word in sentence.words if one.phrase.start <= word.start < one.phrase.end]
        things = list(dict.fromkeys(word.sense for word in words if word.sense in THINGS))
        own = sentence.statements[i : i + len(things)]
        if len(things) < 2 or "分别" not in prose.text[one.phrase.start : one.quantity.start]:
            continue
        rest = one.phrase.senses - frozenset(things)
        for at, (thing, other) in enumerate(zip(things, own, strict=False)):
            made[i + at] = other._replace(phrase=one.phrase._replace(senses=rest | {thing}))
    return made


def _of_the_year(draft: Draft, prose: Prose, sentence: Sentence, told: Sequence[Statement]) -> list[Statement]:
    """The statements; where 分别 gives each of several years a number of its own, the report's own year's alone."""
    kept: list[Statement] = []
    left, phrase = list[int](), None
    for before, one in zip((None, *told), told, strict=False):
        start = before.quantity.end if before is not None else sentence.start
        listed = _YEARS.search(prose.text, start, one.quantity.start)
        if listed:
            left, phrase = [int(year) for year in re.findall(r"\d{4}", listed[0])], one.phrase
        year, left = (left[0], left[1:]) if left else (draft.own_year, [])
        if phrase is not None and year == draft.own_year and not one.phrase.core:
            one = one._replace(phrase=phrase)
        if year == draft.own_year:
            kept.append(one)
        phrase = phrase if left else None
    return kept


def _denied(draft: Draft, prose: Prose, sentence: Sentence) -> Iterator[UnplacedFinding]:
    """What the sentence says there was none of, though the tables have some."""
    for phrase, state in sentence.denials:
        if phrase.unknown or phrase.senses & _NO_DENIAL or state.other_time or state.scope in ("narrow", "other"):
            continue
        none = none_of(phrase, state, sentence)
        concept = concept_of(none, draft.form.columns)
        figures = [total_of(fields, draft) for fields in _whole_readings(concept)] if concept is not None else []
        if concept is None or not figures or not all(figures):
            continue
        figure = figures[0] or 0
        made = make_finding(
            "prose-differs",
            concept.readings[0],
            [prose.span(phrase.start, phrase.end)],
            quoted=quoted(prose.text[phrase.start : phrase.end]),
            cell=cell_name(draft, concept.readings[0]),
            figure=plain(figure),
            unit="",
        )
        yield made._replace(left=0, right=figure)


def _whole_readings(concept: Concept) -> list[Fields]:
    """Its readings but those that are a part of the likeliest: that one part is none does not make the whole none."""
    first, *others = concept.readings
    return [first, *(fields for fields in others if not set(fields) < set(first))]


def total_of(fields: Fields, draft: Draft) -> Number | None:
    """The sum of these figures, None where one is not known."""
    total: Number = 0
    for field in fields:
        value = draft.values.get(field)
        if value is None:
            return None
        total += value
    return total


def _compared(draft: Draft, statement: Statement) -> Compared | None:
    quantity = statement.quantity
    if statement.of_other_time or statement.of_base or quantity.kind not in ("count", "money"):
        return None
    if quantity.kind == "count" and quantity.unit not in _SURE_UNITS:
        return None
    if statement.phrase.senses & {"up", "down", "compare"} and "reach" not in statement.phrase.senses:
        return None
    if "reach" in statement.phrase.senses and not statement.core:
        statement = statement._replace(phrase=statement.phrase._replace(senses=statement.subject))
    concept = concept_of(statement, draft.form.columns)
    if concept is None:
        return None
    figures = [total_of(fields, draft) for fields in concept.readings]
    if figures[0] is None or None in figures:
        return None
    return Compared(statement, concept, figures[0])


def _with_parts(compared: Sequence[Compared]) -> list[Compared]:
    """The same, those marked that 其中 says to be parts of what was counted before them in the sentence."""
    counted: set[Fields] = set()
    made: list[Compared] = []
    for one in compared:
        readings = set(one.concept.readings)
        made.append(one._replace(is_part=one.statement.is_part and not counted.isdisjoint(readings)))
        counted |= readings
    return made


def _said(statement: Statement) -> Decimal:
    """The number in the unit of its field."""
    return statement.quantity.value / _WAN if statement.quantity.kind == "money" else statement.quantity.value


def _contradicts(draft: Draft, one: Compared) -> bool:
    statement, quantity = one.statement, one.statement.quantity
    scale = _WAN if quantity.kind == "money" else 1
    figures = [total for fields in one.concept.readings if (total := total_of(fields, draft)) is not None]
    if any(_agrees(statement, figure * scale) for figure in figures):
        return False
    if statement.scope == "other":
        return False
    most = max(figures) * scale
    if one.concept.is_at_most or one.is_part or statement.scope == "narrow" or _is_narrowed(statement):
        return quantity.value > most and not statement.phrase.unknown
    if statement.scope == "wide" and not draft.is_of_government:
        return quantity.value < min(figures) * scale
    return _is_sure(statement) or any(is_near_miss(_said(statement), figure) for figure in figures)


def _is_narrowed(statement: Statement) -> bool:
    """Whether what is counted is told behind the number, with more that is not understood: 有 3 件申请因查档延长."""
    return not statement.phrase.core and bool(statement.behind.unknown)


def _agrees(statement: Statement, figure: Number) -> bool:
    quantity = statement.quantity
    if quantity.kind == "money" and quantity.is_exact:
        return abs(quantity.value - figure) <= quantity.step / 2
    return quantity.allows(figure)


def _is_sure(statement: Statement) -> bool:
    """Whether every word that it stands among is understood."""
    behind = statement.behind
    return not statement.phrase.unknown and (bool(statement.phrase.core) or not behind.unknown)


def _adds_up(one: Compared, compared: Sequence[Compared]) -> bool:
    """Whether the sentence counts the same thing in parts that sum to the table's figure."""
    same = [
        other.statement.quantity.value for other in compared if other.concept.readings[0] == one.concept.readings[0]
    ]
    return len(same) > 1 and sum(same) == one.figure


def _finding(draft: Draft, prose: Prose, sentence: Sentence, one: Compared) -> UnplacedFinding:
    quantity = one.statement.quantity
    fields = one.concept.readings[0]
    made = make_finding(
        "prose-differs",
        fields,
        [prose.span(quantity.start, quantity.end)],
        quoted=clause_of(prose, sentence, one.statement),
        cell=cell_name(draft, fields),
        figure=plain(one.figure),
        unit="万元" if fields == (FEES,) else "",
    )
    return made._replace(left=_said(one.statement), right=one.figure)


def clause_of(prose: Prose, sentence: Sentence, statement: Statement) -> str:
    """The words of a statement as the prose has them, without blanks."""
    start = max(sentence.start, statement.phrase.start)
    end = statement.quantity.end
    if statement.is_repeated:  # what is said of all of them stands behind the number
        start = max(sentence.start, *(prose.text.rfind(mark, 0, statement.quantity.start) + 1 for mark in ",;:"))
        return quoted(prose.text[start : max(end, statement.phrase.end)])
    if not statement.phrase.core and statement.behind.core:
        end = statement.behind.end
    return quoted(prose.text[start:end])


def cell_name(draft: Draft, fields: Fields) -> Bilingual:
    """Which cells of the form these are: part, row and column."""
    path = field_path(draft.form, fields[0])
    if len(fields) == 1:
        return Bilingual("”“".join(path), fields[0])
    common = [
        step
        for i, step in enumerate(path)
        if all(i < len(other) and other[i] == step for other in (field_path(draft.form, field) for field in fields))
    ]
    return Bilingual("”“".join(common) + f"”等 {len(fields)} 格之和“", " + ".join(fields))


def plain(value: Number) -> str:
    """A number without exponent or idle zeros."""
    return f"{Decimal(value).normalize():f}"
