"""Growth and decline in the prose against the two figures they are between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import plain, total_of
from extractor.proofreading.concepts import concept_of
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quote_statements
from extractor.proofreading.statement import THINGS, Sentence, Statement

_DIRECTIONS = (("up", 1), ("down", -1), ("flat", 0))


def check_changes(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """The changes that do not follow from their two figures, or contradict each other."""
    for sentence in sentences:
        changes = [i for i, one in enumerate(sentence.statements) if direction_of(one) is not None]
        seen: list[tuple[int, Statement]] = []
        for i in changes:
            yield from _check(draft, prose, sentence, i, seen)
            seen.append((i, sentence.statements[i]))


def direction_of(one: Statement) -> int | None:
    """Which way a statement says that something has changed: 1, -1, 0; None where it tells of no change."""
    if one.quantity.kind not in ("percent", "count", "times", "money") or one.of_base:
        return None
    return next((way for sense, way in _DIRECTIONS if sense in one.phrase.senses), None)


def _check(
    draft: Draft, prose: Prose, sentence: Sentence, i: int, seen: Sequence[tuple[int, Statement]]
) -> Iterator[UnplacedFinding]:
    one, way = sentence.statements[i], direction_of(sentence.statements[i]) or 0
    if seen and direction_of(seen[-1][1]) not in (way, 0) and _is_same_change(prose, seen[-1][1], one):
        shown = quote_statements(prose, sentence, [seen[-1][1], one], with_before=True)
        yield make_finding("change-differs.contradicts", (), shown.spans, quoted=shown.words)
        return
    base = base_of(sentence, i)
    if base is None:
        return
    currents = _currents(draft, sentence, i, base)
    if not currents or not base.quantity.is_exact:
        return
    if not any(follows(one, way, current, base.quantity.value) for current in currents):
        shown = quote_statements(prose, sentence, [base, one], with_before=True)
        yield make_finding(
            "change-differs.figures",
            (),
            shown.spans,
            quoted=shown.words,
            expected=expected_change(one, currents[0], base.quantity.value),
            current=plain(currents[0]),
            base=plain(base.quantity.value),
        )


def _is_same_change(prose: Prose, before: Statement, one: Statement) -> bool:
    """Whether one change is told in two ways: a number and a share beside each other."""
    gap = prose.text[before.quantity.end : one.quantity.start]
    return (
        {before.quantity.kind, one.quantity.kind} >= {"percent"}
        and before.quantity.kind != one.quantity.kind
        and len(gap) <= 10
        and not one.phrase.core
    )


def base_of(sentence: Sentence, i: int) -> Statement | None:
    """The figure of the other year: the one in brackets right behind the change, else the nearest before it."""
    one = sentence.statements[i]
    behind = sentence.statements[i + 1 : i + 2]
    if behind and behind[0].of_base and behind[0].in_brackets > one.in_brackets:
        return behind[0]
    before = [
        k
        for k, each in enumerate(sentence.statements[:i])
        if (each.of_base or (each.of_other_time and each.quantity.kind in ("count", "money")))
        and "reach" not in each.phrase.senses
    ]
    if before and not _has_turned(sentence.statements[before[-1]], sentence.statements[before[-1] + 1 : i]):
        return sentence.statements[before[-1]]
    reached = [each for each in sentence.statements[i + 1 :] if each.of_base and "reach" not in each.phrase.senses]
    if reached and any("reach" in each.phrase.senses for each in sentence.statements[i + 1 :]):
        return reached[0]
    return None


def _has_turned(base: Statement, later: Sequence[Statement]) -> bool:
    """Whether another thing is counted behind another year's figure: 行政许可上年 200 件; 行政处罚 3 件, 减少 2 件."""
    about = (base.core or base.subject) & THINGS
    return any(one.core & THINGS and about and not one.core & about for one in later)


def _currents(draft: Draft, sentence: Sentence, i: int, base: Statement) -> list[Decimal]:
    """This year's figure: what the sentence counted last before the change, or what the table has of the same thing."""
    found: list[Decimal] = []
    for each in sentence.statements[i + 1 :]:
        if "reach" in each.phrase.senses:
            found.append(each.quantity.value)
    for each in reversed(sentence.statements[:i]):
        own = not each.of_base and not each.of_other_time and direction_of(each) is None
        if own and each.quantity.unit == base.quantity.unit and each.quantity.is_exact:
            found.append(each.quantity.value)
    told = base if base.core else sentence.statements[i]
    if not told.core:
        told = told._replace(phrase=told.phrase._replace(senses=told.subject))
    concept = concept_of(told, draft.form.columns)
    if concept is not None and base.quantity.kind == "count":
        figures = [total_of(fields, draft) for fields in concept.readings]
        found += [Decimal(figure) for figure in figures if figure is not None]
    return found


def follows(one: Statement, way: int, current: Decimal, base: Decimal) -> bool:
    """Whether the change is the one between these two."""
    quantity, change = one.quantity, current - base
    if change and way and (change > 0) != (way > 0):
        return False
    if quantity.kind in ("count", "money"):
        return quantity.allows(abs(change))
    if not base:
        return True
    if quantity.kind == "times":
        return any(abs(abs(each) - quantity.value) < quantity.step for each in (change / base, current / base))
    room = quantity.step * 2 if not quantity.is_exact else quantity.step
    return abs(abs(change) * 100 / base - quantity.value) < room


def expected_change(one: Statement, current: Decimal, base: Decimal) -> str:
    """The change from one figure to the other, as a share where the statement has one."""
    change = current - base
    if one.quantity.kind == "percent" and base:
        step = min(one.quantity.step, Decimal("0.1"))
        return f"{plain((change * 100 / base).quantize(step, ROUND_HALF_UP))}%"
    return plain(change)
