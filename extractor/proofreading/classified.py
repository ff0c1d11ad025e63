"""Parts told in a sentence of their own, against the whole that was counted before them.

从申请渠道看，网络 502 件、信函 82 件、当面 20 件; 其中，市政府本级 87 件，各县区 517 件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from extractor.findings import UnplacedFinding
from extractor.narrative.prose import PARAGRAPH_END, Prose
from extractor.proofreading.against_tables import total_of
from extractor.proofreading.arithmetic_of_prose import sum_differs
from extractor.proofreading.concepts import CARRIED_IN, NEW, TOTAL
from extractor.proofreading.draft import Draft
from extractor.proofreading.quantities import CASES, is_near_miss
from extractor.proofreading.statement import Sentence, Statement

_BY = re.compile(
    r"(?:^|(?<=[,;:]))(?:其中[,:]?)?(?:从|按照?|以|在)[一-鿿]{2,10}?(?:来看|上看|看|来说|上|划分|区分|分类|统计|分)[,:]"
)
_AMONG = re.compile(r"其中[,:]")
_OPEN = re.compile("主要|集中|居多|较多|突出|大多|等|多为|为主")
_ENDS_LIST = frozenset(("sum", "up", "down", "compare", "share", "average", "reach", "part", "carried_out", "finish"))
_TABLES = ((NEW,), (NEW, CARRIED_IN), (TOTAL,))
_MOST_MISSING = Decimal("0.15")
_LEAST = 9


def check_classified(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """The lists by one mark of difference, or by bodies, that do not make what they divide."""
    for number, sentence in enumerate(sentences):
        earlier = list(_counted_before(prose, sentences, number))
        for start, by_bodies in _openings(prose, sentence):
            inside = [one for one in sentence.statements if one.quantity.end <= start]
            parts = _listed(prose, sentence, start)
            if len(parts) < 2 or (by_bodies and not _are_bodies(parts)):
                continue
            yield from _check(draft, prose, sentence, parts, [*earlier, *inside])


def _openings(prose: Prose, sentence: Sentence) -> Iterator[tuple[int, bool]]:
    """Where lists begin, and whether they are by bodies."""
    among = _AMONG.match(prose.text, sentence.start, sentence.end)
    if among is not None:
        yield among.end(), True
    text = prose.text[sentence.start : sentence.end]
    yield from ((sentence.start + match.end(), False) for match in _BY.finditer(text))


def _are_bodies(parts: Sequence[Statement]) -> bool:
    """Whether parts are those of bodies: one's own level, and all others (各部门, which are all only where alone)."""
    scopes = {one.scope for one in parts}
    return bool(scopes & {"narrow", "other"}) and "own" not in scopes


def _counted_before(prose: Prose, sentences: Sequence[Sentence], number: int) -> Iterator[Statement]:
    """What the sentences before one in its paragraph counted."""
    for i in range(number - 1, -1, -1):
        if PARAGRAPH_END in prose.text[sentences[i].end : sentences[i + 1].start]:
            return
        yield from sentences[i].statements


def _listed(prose: Prose, sentence: Sentence, start: int) -> list[Statement]:
    """The counts of a list, up to what is no part of it; none where it leaves parts out."""
    end = prose.text.find(";", start, sentence.end)
    end = sentence.end if end < 0 else end
    if _OPEN.search(prose.text, start, end):
        return []
    told = [one for one in sentence.statements if start <= one.quantity.start < end and one.quantity.kind != "percent"]
    listed = list(takewhile(lambda one: not one.phrase.senses & _ENDS_LIST, told))
    return listed if all(_is_part(one, listed[0]) for one in listed) else []


def _is_part(one: Statement, first: Statement) -> bool:
    quantity = one.quantity
    return (
        quantity.is_exact
        and quantity.unit in CASES
        and quantity.unit == first.quantity.unit
        and one.in_brackets == first.in_brackets
        and not (one.of_base or one.of_other_time or one.is_repeated)
    )


def _check(
    draft: Draft, prose: Prose, sentence: Sentence, parts: Sequence[Statement], before: Sequence[Statement]
) -> Iterator[UnplacedFinding]:
    values = [one.quantity.value for one in parts]
    total, unit = sum(values, Decimal(0)), parts[0].quantity.unit
    wholes = [one for one in before if one.quantity.unit == unit and one.quantity.is_exact and not one.of_base]
    received = any("receive" in one.core for one in parts)
    tables = _TABLES[:2] if received else _TABLES
    known = [Decimal(figure) for fields in tables if (figure := total_of(fields, draft)) is not None]
    meant = [one for one in wholes if not (received and "finish" in one.core)]
    if total in {*known, *(one.quantity.value for one in meant)}:
        return
    meant = [one for one in meant if one.quantity.value in known or not known]
    nearest = min(meant, key=lambda one: abs(one.quantity.value - total), default=None)
    if nearest is not None and _is_slip(values, nearest.quantity.value):
        yield sum_differs(prose, sentence, parts, nearest)


def _is_slip(values: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether parts that miss their whole were meant to make it: by little, or a part or the whole is mistyped."""
    total = sum(values, Decimal(0))
    missing = whole - total
    is_typed = any(is_near_miss(value, value + missing) for value in values if value + missing > 0)
    return abs(missing) <= max(_LEAST, whole * _MOST_MISSING) or is_typed or is_near_miss(whole, total)
