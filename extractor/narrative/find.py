"""Finds the claims in the prose of a report.

One scan finds the nouns; only sentences that hold some are read further.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractor.narrative.context import Talk, Year
from extractor.narrative.denials import find_denials
from extractor.narrative.hits import Hit, Sentence
from extractor.narrative.load import load_rules
from extractor.narrative.model import Claim
from extractor.narrative.prose import PARAGRAPH_END, Prose, fold_prose, places_of
from extractor.narrative.rules import Rules
from extractor.narrative.sentence import SentenceReader

# No sentence of prose is longer; what is, is something else that lost its full stops.
_LONGEST = 4000


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
    sentences = _sentences(rules, prose)
    for k, sentence in enumerate(sentences):
        if sentence.opens or sentence.number != last + 1:
            talk = Talk()
        last = sentence.number
        if not talk.topic and not any(hit.noun.key in rules.opening_nouns for hit in sentence.hits):
            continue
        following = sentences[k + 1] if k + 1 < len(sentences) else None
        if following is not None and (following.opens or following.number > sentence.number + 1):
            following = None
        reader = SentenceReader(rules, prose, sentence, talk, told, following)
        claims += reader.read()
        claims += find_denials(reader)
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def _sentences(rules: Rules, prose: Prose) -> list[Sentence]:
    """The sentences that matter: with nouns, and with a number or a denial in them or in the next."""
    text, ends = prose.text, prose.ends()
    anchored = {bisect_left(ends, at) for anchor in rules.anchors for at in places_of(anchor, text)}
    near = sorted(anchored | {number + 1 for number in anchored if number + 1 < len(ends)})
    starts = {number: ends[number - 1] + 1 if number else 0 for number in near}
    counting = {number for number in near if rules.counting.search(text, starts[number], ends[number])}
    found: list[Sentence] = []
    for number in near:
        if number not in counting and number + 1 not in counting:
            continue
        start = starts[number]
        if ends[number] - start > _LONGEST:
            continue
        hits = [
            Hit(rules.nouns[word], first, last) for first, last, word in rules.words.find(text, start, ends[number])
        ]
        if hits:
            opens = start == 0 or text[start - 1] == PARAGRAPH_END
            found.append(Sentence(number, start, ends[number], opens, hits))
    return found
