"""Shares and rates of the prose against the counts beside them and the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import plain, total_of
from extractor.proofreading.concepts import CARRIED_IN, NEW, TOTAL, Fields, concept_of
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import Quoted, quote_statements
from extractor.proofreading.senses import load_senses
from extractor.proofreading.statement import APPLICANTS, CORE, RESULTS, VERDICTS, Phrase, Sentence, Statement

_GRANTED, _PARTIAL = "applications.granted.total", "applications.partially_granted.total"
_WHOLES: tuple[Fields, ...] = ((TOTAL,), (NEW,), (NEW, CARRIED_IN))
_REVIEWS: tuple[Fields, ...] = (
    ("disputes.review.total",),
    ("disputes.review.upheld", "disputes.review.corrected", "disputes.review.other"),
)
_RATES: dict[str, tuple[tuple[Fields, ...], tuple[Fields, ...]]] = {
    "公开率": (((_GRANTED, _PARTIAL), (_GRANTED,)), _WHOLES),
    "办结率": (((TOTAL,),), ((NEW, CARRIED_IN), (NEW,))),
    "纠错率": ((("disputes.review.corrected",),), _REVIEWS),
    "维持率": ((("disputes.review.upheld",),), _REVIEWS),
    "结转率": ((("applications.carried_out.total",),), ((NEW, CARRIED_IN), (NEW,))),
}  # fmt: skip
_RATE = re.compile(rf"(?P<rate>{'|'.join(_RATES)}|纠正率)(?:\([^)]*\))?(?:约?[为是达占]?到?|:)$")
# A share of all reviews or decisions there are is of a whole that no table has.
_OF_ALL_KINDS = frozenset(("review", "litigation", "licensing", "penalties", "coercion", "foreign"))
_MOST_OF_ALL = re.compile("(?:占比|比例|比重|份额)[一-鿿]{0,2}(?:高|大|多|低|小|少)$")
_PARTS = APPLICANTS | RESULTS | VERDICTS
_MOST = 100
_MONTHS = 12


def check_shares(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """The shares, rates and averages that do not follow from the figures."""
    for number, sentence in enumerate(sentences):
        reader = _Shares(draft, prose, sentences[max(0, number - 2) : number], sentence)
        yield from reader.check()


class _Shares:
    """The shares of one sentence; `before` are the sentences that its wholes may stand in."""

    def __init__(self, draft: Draft, prose: Prose, before: Sequence[Sentence], sentence: Sentence) -> None:
        self._draft, self._prose, self._sentence = draft, prose, sentence
        self._earlier = [one for each in before for one in each.statements]

    def check(self) -> Iterator[UnplacedFinding]:
        statements = self._sentence.statements
        i = 0
        while i < len(statements):
            run = self._run_of_percents(i)
            if run > 1 and i >= run and "分别" in self._words(statements[i]):
                parts = [one.quantity.value for one in statements[i - run : i]]
                wholes = [
                    sum(parts, Decimal(0)),
                    *(one.quantity.value for one in (*self._earlier, *statements[: i - run])),
                ]
                for one, part in zip(statements[i : i + run], parts, strict=True):
                    yield from self._against(one, [part], wholes)
                i += run
                continue
            one = statements[i]
            if one.quantity.kind == "percent":
                yield from self._check_percent(i)
            elif "average" in one.phrase.senses and one.quantity.kind == "count" and "月" in self._words(one):
                yield from self._check_average(i)
            i += 1

    def _words(self, one: Statement) -> str:
        return self._prose.text[one.phrase.start : one.quantity.start]

    def _run_of_percents(self, i: int) -> int:
        statements, run = self._sentence.statements, 0
        while i + run < len(statements) and statements[i + run].quantity.kind == "percent":
            gap = (
                ""
                if not run
                else self._prose.text[statements[i + run - 1].quantity.end : statements[i + run].quantity.start]
            )
            if len(gap) > 1:
                break
            run += 1
        return run

    def _check_percent(self, i: int) -> Iterator[UnplacedFinding]:
        one = self._with_clause_before(i)
        if one.phrase.senses & {"up", "down", "compare"} or one.of_base or one.of_other_time:
            return
        text = self._prose.text
        is_of_some = one.scope in ("narrow", "other")
        rate = _RATE.search(text, self._sentence.start, one.quantity.start)
        if rate is not None and (is_of_some or self._is_of_others(i, rate["rate"])):
            return
        if rate is not None:
            parts, wholes = _RATES["纠错率" if rate["rate"] == "纠正率" else rate["rate"]]
            yield from self._against(one, self._figures(parts), self._figures(wholes))
            return
        if "share" not in one.phrase.senses and not self._stands_alone_in_brackets(i):
            return
        part, whole = self._both_sides(one)
        if part & CORE and is_of_some:
            return
        if part & CORE:
            yield from self._against(
                one,
                self._figures_of(one, part),
                self._figures_of(one, whole) if whole & CORE else self._default(one, part),
            )
        elif i and "foreign" not in part and not whole & _OF_ALL_KINDS:
            counted = self._sentence.statements[i - 1]
            if counted.quantity.kind == "count" and counted.quantity.is_exact:
                parts = [counted.quantity.value, *self._sums_of_list(i)]
                yield from self._against(one, parts, self._wholes(i, counted))

    def _sums_of_list(self, i: int) -> list[Decimal]:
        """What the counts of a list before a share make together: 不掌握 5 件、需另行制作 1 件，占 25%."""
        statements, sums = self._sentence.statements, list[Decimal]()
        total = statements[i - 1].quantity.value
        for one, later in pairwise(reversed(statements[:i])):
            if one.quantity.unit != later.quantity.unit or not later.quantity.is_exact:
                break
            if "、" not in self._prose.text[later.quantity.end : one.phrase.start]:
                break
            total += later.quantity.value
            sums.append(total)
        return sums

    def _with_clause_before(self, i: int) -> Statement:
        """The percentage with the clause that says what it is a share of: 予以公开的占比最高，为 32.6%."""
        one, text = self._sentence.statements[i], self._prose.text
        end = self._sentence.statements[i - 1].quantity.end if i else self._sentence.start
        start = max(end, text.rfind(",", end, one.phrase.start - 1) + 1)
        if one.phrase.core or one.phrase.unknown or text[one.phrase.start - 1] != "," or start >= one.phrase.start:
            return one
        if not _MOST_OF_ALL.search(text, start, one.phrase.start - 1):
            return one
        words = frozenset(word.sense for word in load_senses().find(text, start, one.phrase.start))
        return one._replace(phrase=Phrase(words | one.phrase.senses, "", start, one.phrase.end))

    def _is_of_others(self, i: int, rate: str) -> bool:
        """Whether a rate of applications stands behind what are none: 受理诉求 46 万件，办结率 99.6%."""
        if rate in ("纠错率", "纠正率", "维持率"):
            return False
        before = self._sentence.statements[i - 1] if i else None
        if before is None:
            return self._sentence.statements[i].topic == "elsewhere"
        is_unknown = bool(before.phrase.unknown) and "applications" not in before.core
        return before.is_foreign or is_unknown or self._sentence.statements[i].topic == "elsewhere"

    def _stands_alone_in_brackets(self, i: int) -> bool:
        """Whether a share is all that brackets behind a count hold: 无法提供 5 件(20%)."""
        one, text = self._sentence.statements[i], self._prose.text
        counted = self._sentence.statements[i - 1] if i else None
        if counted is None or counted.quantity.kind != "count" or counted.phrase.senses & {"up", "down", "compare"}:
            return False
        return text[counted.quantity.end : one.quantity.start] == "(" and text.startswith(")", one.quantity.end)

    def _both_sides(self, one: Statement) -> tuple[frozenset[str], frozenset[str]]:
        """The senses before the word of share, and behind it: 予以公开 | 占 | 办结总数."""
        words = list(load_senses().find(self._prose.text, one.phrase.start, one.quantity.start))
        at = max(
            (k for k, word in enumerate(words) if word.sense == "share" and self._prose.text[word.start] != "率"),
            default=len(words),
        )
        return frozenset(word.sense for word in words[:at]), frozenset(word.sense for word in words[at + 1 :])

    def _figures_of(self, one: Statement, senses: frozenset[str]) -> list[Decimal]:
        phrase = Phrase(senses, "", one.phrase.start, one.phrase.end)
        quantity = one.quantity._replace(kind="count", unit="件")
        concept = concept_of(one._replace(phrase=phrase, quantity=quantity, is_foreign=False), self._draft.form.columns)
        return self._figures(concept.readings) if concept is not None and "foreign" not in senses else []

    def _default(self, one: Statement, part: frozenset[str]) -> list[Decimal]:
        """What a share is of where the words do not say."""
        if part & {"upheld", "corrected", "pending", "review", "litigation"}:
            return self._figures(
                (
                    ("disputes.review.total",),
                    ("disputes.litigation_direct.total", "disputes.litigation_after_review.total"),
                )
            )
        return self._figures(_WHOLES) if one.topic == "applications" or part & CORE else []

    def _figures(self, sums: Sequence[Fields]) -> list[Decimal]:
        known = [total_of(fields, self._draft) for fields in sums if self._draft.form.columns.keys() >= set(fields)]
        return [Decimal(figure) for figure in known if figure is not None]

    def _wholes(self, i: int, counted: Statement) -> list[Decimal]:
        """What a counted part may be a share of: what was counted before it, and the wholes of the tables."""
        concept = concept_of(counted, self._draft.form.columns)
        same = [
            one
            for one in self._sentence.statements[:i]
            if one is not counted and one.quantity.unit == counted.quantity.unit
        ]
        listed = [
            one.quantity.value for one in same if one.quantity.is_exact and one.quantity.value >= counted.quantity.value
        ]
        if concept is None and not listed:
            return []
        earlier = [
            one.quantity.value
            for one in self._earlier
            if one.quantity.unit == counted.quantity.unit and (concept is None or not one.core & _PARTS)
        ]
        return [*listed, *earlier, *(self._figures(_WHOLES) if concept is not None else [])]

    def _against(
        self, one: Statement, parts: Sequence[Decimal], wholes: Sequence[Decimal]
    ) -> Iterator[UnplacedFinding]:
        """A share against every part and whole that may be meant."""
        said, step = one.quantity.value, one.quantity.step
        shares = [share for part in parts for whole in wholes if whole and (share := part * 100 / whole) <= _MOST]
        room = step * 2 if one.quantity.relation in ("~", "<") else step
        if said > _MOST or (shares and not any(abs(share - said) < room for share in shares)):
            likely = next(iter(shares), None)
            shown = self._shown(one)
            yield make_finding(
                "share-differs.impossible" if likely is None else "share-differs.figures",
                (),
                shown.spans,
                quoted=shown.words,
                share=_rounded(likely, step),
            )

    def _check_average(self, i: int) -> Iterator[UnplacedFinding]:
        one = self._sentence.statements[i]
        before = [
            each.quantity.value for each in self._sentence.statements[:i] if each.quantity.unit == one.quantity.unit
        ]
        is_known = bool(before) or "applications" in one.core
        wholes = [*before, *self._figures(((NEW,), (TOTAL,)))] if is_known else []
        if wholes and not any(abs(whole / _MONTHS - one.quantity.value) < 1 for whole in wholes):
            shown, share = self._shown(one), _rounded(wholes[0] / _MONTHS, Decimal("0.1"))
            yield make_finding("share-differs.average", (), shown.spans, quoted=shown.words, share=share)

    def _shown(self, one: Statement) -> Quoted:
        """A share with what it is of, where that is told before."""
        return quote_statements(self._prose, self._sentence, [one], with_before=not one.phrase.core)


def _rounded(share: Decimal | None, step: Decimal) -> str:
    return "" if share is None else plain(share.quantize(step, ROUND_HALF_UP))
