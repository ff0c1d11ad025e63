"""A draft's prose against last year's report: paragraphs that say the same again, and growth against its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose, fold_prose
from extractor.proofreading.against_tables import plain, total_of
from extractor.proofreading.changes import base_of, direction_of, expected_change, follows
from extractor.proofreading.concepts import concept_of
from extractor.proofreading.draft import Draft
from extractor.proofreading.lines import Line, paragraphs_of
from extractor.proofreading.quoting import quote_statements, quoted
from extractor.proofreading.statement import Sentence, Statement
from extractor.proofreading.statements import Known, StatementReader

# A paragraph that is shorter says the same every year for want of other words.
_LONG_PARAGRAPH = 40
_LEAST_PARAGRAPHS = 3
_MOST_OF_WORDS = 0.6
_QUOTED = 36
_TELLING_PARTS = ("overview", "problems")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"20\d\d年")


def compare_with_last_year(draft: Draft, before: Draft) -> list[UnplacedFinding]:
    """What a draft's prose repeats of last year's report, and changes that do not follow from last year's figures."""
    prose = fold_prose(draft.text, paragraphs_of(draft.lines))
    sentences = StatementReader(prose, Known(draft.own_year, draft.own_names)).read()
    return [*_repeated(draft, before), *_changes(draft, before, prose, sentences)]


# ---- paragraphs


def _repeated(draft: Draft, before: Draft) -> Iterator[UnplacedFinding]:
    """The paragraphs of the overview and the problems that are last year's but for the years.

    One that stays is a remark; where most of the words stay, each is a warning.
    """
    theirs = {_bare(line.text) for line in _told(before)}
    told = list(_told(draft))
    again = [line for line in told if _bare(line.text) in theirs]
    length, whole = sum(len(line.text) for line in again), sum(len(line.text) for line in told)
    is_most = len(again) >= _LEAST_PARAGRAPHS and length >= _MOST_OF_WORDS * whole
    for line in again:
        figures = list(dict.fromkeys(_NUMBER.findall(_YEAR.sub("", line.text))))
        span = [(line.start, line.end)]
        words = quoted(line.text if len(line.text) <= _QUOTED else line.text[:_QUOTED] + "…")
        if figures:
            yield make_finding(
                "text-repeated.figures" if is_most else "text-repeated.some-figures",
                (),
                span,
                quoted=words,
                figures="、".join(figures),
            )
        else:
            yield make_finding("text-repeated.words" if is_most else "text-repeated.some-words", (), span, quoted=words)


def _told(draft: Draft) -> Iterator[Line]:
    part = ""
    for line in draft.lines:
        part = line.part or part
        if part in _TELLING_PARTS and len(line.text) >= _LONG_PARAGRAPH and "\t" not in line.text:
            yield line


def _bare(text: str) -> str:
    """A paragraph without its years, blanks and marks."""
    return re.sub(r"[\W_]+", "", _YEAR.sub("", text))


# ---- growth


def _changes(draft: Draft, before: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """Changes told without last year's figure, against the figure that last year's report has."""
    for sentence in sentences:
        for i, one in enumerate(sentence.statements):
            way = direction_of(one)
            if way is None or base_of(sentence, i) is not None:
                continue
            counted = _counted(sentence, i)
            concept = concept_of(counted, draft.form.columns) if counted is not None else None
            if counted is None or concept is None or counted.scope in ("narrow", "other"):
                continue
            figure = total_of(concept.readings[0], before)
            current = counted.quantity.value
            if figure is None or follows(one, way, current, Decimal(figure)):
                continue
            shown = quote_statements(prose, sentence, [counted, one])
            base = Decimal(figure)
            yield make_finding(
                "change-differs.last-year",
                concept.readings[0],
                shown.spans,
                quoted=shown.words,
                base=plain(base),
                current=plain(current),
                expected=expected_change(one, current, base),
            )


def _counted(sentence: Sentence, i: int) -> Statement | None:
    """What was counted right before a change: this year's figure."""
    for one in reversed(sentence.statements[:i]):
        if direction_of(one) is not None:
            continue
        is_own = one.quantity.kind == "count" and one.quantity.is_exact and not one.of_other_time and not one.of_base
        return one if is_own else None
    return None
