"""The fee for processing information: an amount that cannot be meant, and one that is denied elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import plain, total_of
from extractor.proofreading.concepts import FEES, NEW
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quote_statements
from extractor.proofreading.statement import Sentence, Statement

_WAN = Decimal(10000)
# What one application may cost at most before somebody took 元 for 万元; the dearest lawful ones are some thousands.
_MOST_FOR_ONE = 5000


def check_information_fee(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """What the prose says of the fee for processing information, against itself and the tables."""
    told = [(sentence, one) for sentence in sentences for one in sentence.statements if _is_fee(one)]
    denied = [
        (sentence, phrase) for sentence in sentences for phrase, _ in sentence.denials if "info_fee" in phrase.core
    ]
    received = total_of((NEW,), draft)
    fees = total_of((FEES,), draft)
    for sentence, one in told:
        amount = one.quantity.value
        spans, words = quote_statements(prose, sentence, [one])
        counted = [
            each.quantity.value
            for each in sentence.statements
            if each.quantity.kind == "count" and "info_fee" in each.core
        ]
        cases = counted[0] if counted else received
        if fees and amount == Decimal(fees) * _WAN:
            yield make_finding("information-fee.other-fee", (), spans, quoted=words, amount=plain(Decimal(fees)))
        elif cases is not None and amount > max(cases, 1) * _MOST_FOR_ONE:
            yield make_finding("information-fee.large", (), spans, quoted=words, cases=plain(cases))
        elif amount and denied:
            yield make_finding("information-fee.denied", (), spans, quoted=words)


def _is_fee(one: Statement) -> bool:
    return (
        one.quantity.kind == "money" and not one.of_other_time and ("info_fee" in one.core or one.topic == "info_fee")
    )
