"""The prose's own arithmetic: parts against their whole, sums against their terms, a number said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import agrees_with_tables, plain
from extractor.proofreading.draft import Draft
from extractor.proofreading.quantities import CASES, Quantity, is_near_miss, is_swapped
from extractor.proofreading.quoting import quote_statements
from extractor.proofreading.statement import Sentence, Statement

_LISTED = ("其中", "包括", "包含", "含", "分别")
_IN_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")
_LEVEL = re.compile("类|[省市县区乡镇村]级|[本上下]级|县区|乡镇|部门")
_ONE_DIGIT = (10, 100, 1000)
_REST = ("其他", "其它", "其余")
_LEAST_WHOLE = 20
_LEAST_UNMARKED = 2
_LEAST_SLIP = 10
_NEARLY_ALL = Decimal("0.85")
_AGAIN = ("(", "(共", "(即", "(共计", "(合计", ",即", "即", ",折合", "(折合", "(计", "(合")


class Parts(NamedTuple):
    """A whole and what is listed as its parts; `is_list` says that nothing but a list stands there."""

    whole: Statement
    parts: list[Statement]
    is_list: bool
    is_open: bool


def check_arithmetic(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """What does not add up within sentences."""
    for sentence in sentences:
        yield from _twice(prose, sentence)
        yield from _impossible(prose, sentence)
        for i in range(len(sentence.statements)):
            found = _parts_behind(prose.text, sentence, i)
            if found is not None and not all(agrees_with_tables(draft, one) for one in (found.whole, *found.parts)):
                yield from _check_parts(prose, sentence, found)
            yield from _check_sum(prose, sentence, i)
            yield from _check_unmarked(prose, sentence, i)


# ---- a whole and its parts


def _parts_behind(text: str, sentence: Sentence, i: int) -> Parts | None:
    """What is listed behind a quantity as its parts."""
    whole, rest = sentence.statements[i], sentence.statements[i + 1 :]
    if not rest or not _countable(whole) or ("sum" in whole.phrase.senses and not whole.phrase.core and i):
        return None
    lead = text[whole.quantity.end : rest[0].quantity.start]
    in_brackets = lead.startswith("(")
    said = lead if in_brackets else _IN_BRACKETS.sub("", lead)
    marked = in_brackets or lead.startswith(":") or any(word in said for word in _LISTED)
    by_scope = whole.scope == "wide" and rest[0].scope == "narrow" and frozenset() < rest[0].core <= whole.core
    within = lead.lstrip("的").startswith(("许可中", "申请中", "中")) or ("中" in lead[:6] and not marked)
    if not (marked or by_scope or within):
        return None
    depth = whole.in_brackets + in_brackets
    parts: list[Statement] = []
    for one in rest:
        if one.in_brackets > depth:
            continue
        if (
            one.in_brackets < depth
            or not _countable(one)
            or one.quantity.unit != whole.quantity.unit
            or one.is_repeated
        ):
            break
        if parts and not _continues(text, parts[-1], one, by_scope=by_scope):
            break
        parts.append(one)
        if within:
            break
    if not parts:
        return None
    end = text[parts[-1].quantity.end : parts[-1].quantity.end + 2]
    separated = [text[a.quantity.end : b.phrase.start] for a, b in pairwise(parts)]
    is_list = (in_brackets or by_scope or all("、" in gap for gap in separated)) and not within
    return Parts(whole, parts, is_list, end.startswith("等") or "等" in lead[:4])


def _continues(text: str, before: Statement, one: Statement, *, by_scope: bool) -> bool:
    """Whether one part more is listed: behind a mark of lists, and no new sum, change or share."""
    gap = text[before.quantity.end : one.phrase.start]
    if one.phrase.senses & {"sum", "up", "down", "compare", "share", "average", "part"} or ";" in gap or "。" in gap:
        return False
    return by_scope <= (one.scope in ("narrow", "other"))


def _countable(one: Statement) -> bool:
    return (
        one.quantity.is_exact
        and one.quantity.kind in ("count", "other")
        and bool(one.quantity.unit)
        and not one.of_base
    )


def _check_parts(prose: Prose, sentence: Sentence, found: Parts) -> Iterator[UnplacedFinding]:
    whole, values = found.whole.quantity.value, [one.quantity.value for one in found.parts]
    largest = max(found.parts, key=lambda one: one.quantity.value)
    earlier = sentence.statements[: sentence.statements.index(largest)]
    before = {one.quantity.value for one in earlier if one not in found.parts} | {whole}
    is_whole = whole > 0 and not found.whole.of_other_time and not found.whole.is_part
    if largest.quantity.value > max(before) and is_whole:
        shown = quote_statements(prose, sentence, [found.whole, largest])
        part = plain(largest.quantity.value)
        yield make_finding("parts-differ.larger", (), shown.spans, quoted=shown.words, part=part, whole=plain(whole))
    elif len(values) > 1 and before.isdisjoint(accumulate(values)) and _is_wrong_sum(prose, found, values):
        yield sum_differs(prose, sentence, found.parts, found.whole)


def _is_wrong_sum(prose: Prose, found: Parts, values: Sequence[Decimal]) -> bool:
    """Whether parts that do not make their whole were meant to: a slip would mend them, or all are listed."""
    whole, total = found.whole.quantity.value, sum(values, Decimal(0))
    missing = whole - total
    slip = is_near_miss(whole, total) or any(
        is_near_miss(value, value + missing) for value in values if min(value, value + missing) >= _LEAST_SLIP
    )
    small = abs(missing) < _LEAST_SLIP or len(str(int(abs(missing))).strip("0")) == 1
    if total > whole:
        return slip or small or found.is_list or _is_parallel(prose, found.parts)
    is_closed = found.is_list and prose.text[found.whole.quantity.end] == "("
    if found.is_open or not (is_closed or _is_whole_told(prose, found)):
        return False
    return slip or (small and total >= whole * _NEARLY_ALL and (whole >= _LEAST_WHOLE or is_closed))


def _is_whole_told(prose: Prose, found: Parts) -> bool:
    """Whether a list means to be whole: of the form, by classes, in the same words, or wrong by one digit alone."""
    end = found.whole.quantity.end
    is_of_form = not found.whole.is_foreign and bool(found.whole.core)
    words = [prose.text[one.phrase.start : one.quantity.start] for one in found.parts]
    ends = any(word in words[-1] for word in _REST) or all(_LEVEL.search(each) for each in words)
    total = sum((one.quantity.value for one in found.parts), Decimal(0))
    is_one_digit = (
        found.whole.quantity.value - total in _ONE_DIGIT and total >= found.whole.quantity.value * _NEARLY_ALL
    )
    return is_of_form or ends or is_one_digit or prose.text[end] == ":" or _is_parallel(prose, found.parts)


def sum_differs(prose: Prose, sentence: Sentence, terms: Sequence[Statement], whole: Statement) -> UnplacedFinding:
    """The finding that terms do not sum to what is said to be their sum."""
    is_here = sentence.start <= whole.quantity.start < sentence.end
    shown = quote_statements(prose, sentence, [*terms, whole] if is_here else terms)
    values = [one.quantity.value for one in terms]
    return make_finding(
        "parts-differ.sum",
        (),
        shown.spans,
        quoted=shown.words,
        terms=" + ".join(map(plain, values)),
        total=plain(sum(values, Decimal(0))),
        whole=plain(whole.quantity.value),
    )


def _is_parallel(prose: Prose, parts: Sequence[Statement]) -> bool:
    """Whether parts are told in the same words: 通过网站公开 N 条，通过微信公开 N 条."""
    words = [prose.text[one.phrase.start : one.quantity.start] for one in parts]
    return len({one[:2] for one in words}) == 1 or len({one[-2:] for one in words}) == 1


def _check_unmarked(prose: Prose, sentence: Sentence, i: int) -> Iterator[UnplacedFinding]:
    """公开信息 215 条，网站 140 条，公众号 57 条: what nothing calls parts, where swapping two digits makes them so."""
    whole, parts = sentence.statements[i], list[Statement]()
    for one in sentence.statements[i + 1 :]:
        gap = prose.text[(parts or [whole])[-1].quantity.end : one.phrase.start]
        if not _countable(one) or one.core or one.quantity.unit != whole.quantity.unit or gap not in (",", "、"):
            break
        parts.append(one)
    values = [one.quantity.value for one in parts]
    if whole.core and not whole.is_foreign:
        return
    if any(one.is_part for one in parts[:1]):
        return
    if len(parts) < _LEAST_UNMARKED or not _countable(whole) or max(values) >= whole.quantity.value:
        return
    missing = whole.quantity.value - sum(values, Decimal(0))
    pairs = [(value, value + missing) for value in values] + [(whole.quantity.value, sum(values, Decimal(0)))]
    if missing and any(is_swapped(said, meant) for said, meant in pairs):
        yield sum_differs(prose, sentence, parts, whole)


# ---- terms and their sum


def _check_sum(prose: Prose, sentence: Sentence, i: int) -> Iterator[UnplacedFinding]:
    """合计 N 件 behind what is summed."""
    total = sentence.statements[i]
    if "sum" not in total.phrase.senses or not _countable(total) or i < 1:
        return
    scoped = _scoped_parts(sentence, i)
    if scoped:
        yield from _check_scoped(prose, sentence, total, scoped)
    if total.phrase.core or total.phrase.unknown or total.phrase.senses & {"foreign", "up", "down", "compare"}:
        return
    terms = [one for one in sentence.statements[:i] if one.in_brackets == total.in_brackets and not one.is_repeated]
    while terms and (not _countable(terms[0]) or terms[0].quantity.unit != total.quantity.unit):
        terms = terms[1:]
    if len(terms) < 2 or any(one.quantity.unit != total.quantity.unit or not one.quantity.is_exact for one in terms):
        return
    values = [one.quantity.value for one in terms]
    sums = {sum(values[a:b]) for a in range(len(values)) for b in range(a + 2, len(values) + 1)}
    if total.quantity.value not in sums | set(values):
        yield sum_differs(prose, sentence, terms, total)


def _scoped_parts(sentence: Sentence, i: int) -> list[Statement]:
    """The same thing counted before of single bodies."""
    total = sentence.statements[i]
    before = [
        one for one in sentence.statements[:i] if one.core == total.core and one.quantity.unit == total.quantity.unit
    ]
    return before if total.core and len(before) > 1 and any(one.scope in ("narrow", "other") for one in before) else []


def _check_scoped(
    prose: Prose, sentence: Sentence, total: Statement, parts: list[Statement]
) -> Iterator[UnplacedFinding]:
    values = [one.quantity.value for one in parts]
    if sum(values) > total.quantity.value and total.quantity.value not in accumulate(values):
        yield sum_differs(prose, sentence, parts, total)


# ---- one number in two writings, and numbers that cannot be


def _twice(prose: Prose, sentence: Sentence) -> Iterator[UnplacedFinding]:
    """2.1 万余条（21091 条）, 200 元，即 0.02 万元."""
    for one, other in pairwise(sentence.statements):
        gap = prose.text[one.quantity.end : other.quantity.start]
        if gap not in _AGAIN or one.of_base or other.of_base or not _same_unit(one.quantity, other.quantity):
            continue
        is_same_writing = one.quantity.printed[0].isdecimal() == other.quantity.printed[0].isdecimal()
        if gap == "(" and one.quantity.is_exact and one.quantity.step == 1 and is_same_writing:
            continue
        if not (one.quantity.allows(other.quantity.value) or other.quantity.allows(one.quantity.value)):
            shown = quote_statements(prose, sentence, [one, other])
            first, second = one.quantity.printed, other.quantity.printed
            yield make_finding("number-said-twice", (), shown.spans, quoted=shown.words, one=first, other=second)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and (one.kind == "money" or one.unit == other.unit)


def _impossible(prose: Prose, sentence: Sentence) -> Iterator[UnplacedFinding]:
    """Counts below zero, and halves of cases."""
    for one in sentence.statements:
        quantity = one.quantity
        counts = quantity.kind == "count" and quantity.unit in CASES
        if counts and (quantity.value < 0 or quantity.value != quantity.value.to_integral_value()):
            shown = quote_statements(prose, sentence, [one])
            yield make_finding("number-impossible", (), shown.spans, quoted=shown.words, printed=quantity.printed)
