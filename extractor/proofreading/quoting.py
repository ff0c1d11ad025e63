"""Words of the prose as a sentence about them quotes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.narrative.prose import Prose
from extractor.proofreading.statement import Sentence, Statement

_WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_MOST = 120


class Quoted(NamedTuple):
    """Where statements have their numbers, and their words from the first to the last."""

    spans: list[tuple[int, int]]
    words: str


def quoted(words: str) -> str:
    """The words with the marks that Chinese print has, cut where they are long; digits keep theirs."""
    words = re.sub(r"(?<!\d)[,;:()]|[,;:()](?!\d{3})", lambda match: _WIDE[match[0]], words.strip(",;:、"))
    return words if len(words) <= _MOST else words[: _MOST - 1] + "…"


def quote_statements(
    prose: Prose, sentence: Sentence, about: Sequence[Statement], *, with_before: bool = False
) -> Quoted:
    """These statements of a sentence, `with_before` with the one before them."""
    spans = [prose.span(one.quantity.start, one.quantity.end) for one in about]
    first = min(about, key=lambda one: one.quantity.start)
    at = next(k for k, each in enumerate(sentence.statements) if each.quantity.start == first.quantity.start)
    if at and with_before:
        first = sentence.statements[at - 1]
    start = max(sentence.start, min(first.phrase.start, *(one.phrase.start for one in about)))
    return Quoted(spans, quoted(prose.text[start : max(one.quantity.end for one in about)]))
