"""Finds the claims in the prose of a report.

One scan finds the nouns; only sentences that hold some are read further.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.reading.claims.context import Talk, Year
from extractor.reading.claims.denials import find_denials
from extractor.reading.claims.load import load_rules
from extractor.reading.claims.model import Claim
from extractor.reading.claims.prose import PARAGRAPH_END, Prose, fold_prose
from extractor.reading.claims.rules import Rules
from extractor.reading.claims.sentence import Hit, SentenceReader
from extractor.reading.claims.wording import plain

_CARRIED_IN = "carried_in"


def find_claims(text: str, spans: Sequence[tuple[int, int]], year: int | None = None) -> list[Claim]:
    """What the stretches `spans` of a normalised text say of figures of the form, in the order of the text.

    `year` is the year the report is about; without it the year the text names most often is taken. Figures told of
    another year are no claims.
    """
    rules = load_rules()
    prose = fold_prose(text, spans)
    told = Year(text, year)
    talk = Talk()
    last = -1
    claims: list[Claim] = []
    sentences = list(_sentences(rules, prose))
    for k, (number, start, end, hits) in enumerate(sentences):
        opens = start == 0 or prose.text[start - 1] == PARAGRAPH_END
        if opens or number != last + 1:
            talk = Talk()
        last = number
        following = sentences[k + 1] if k + 1 < len(sentences) else None
        carried_in = any(hit.noun.key == _CARRIED_IN for hit in hits) or (
            following is not None and following[0] == number + 1 and following[3][0].noun.key == _CARRIED_IN
        )
        reader = SentenceReader(rules, prose, start, end, hits, talk, told, carried_in)
        claims += reader.read()
        claims += find_denials(reader)
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def _sentences(rules: Rules, prose: Prose) -> Iterator[tuple[int, int, int, list[Hit]]]:
    """Number, start, end and nouns of each sentence that has any."""
    ends = prose.ends()
    number, hits = -1, list[Hit]()
    for start, end, word in rules.words.find(prose.text):
        hit = Hit(rules.nouns.get(word) or rules.nouns[plain(word)], start, end)
        if number < 0 or hit.start >= ends[number]:
            if hits:
                yield number, _start(ends, number), ends[number], hits
            number, hits = bisect_left(ends, hit.start), []
        hits.append(hit)
    if hits:
        yield number, _start(ends, number), ends[number], hits


def _start(ends: list[int], number: int) -> int:
    return ends[number - 1] + 1 if number else 0
