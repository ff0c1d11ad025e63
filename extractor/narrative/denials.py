"""Finds what the prose says there is none of: 未收到政府信息公开申请, 行政复议、行政诉讼均为零."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.narrative.hits import Bond, Hit
from extractor.narrative.model import Claim
from extractor.narrative.rules import CLOSING
from extractor.narrative.sentence import SentenceReader
from extractor.narrative.wording import occurs

_CLAUSE_ENDS = ",;。"
_FARTHEST = 45
_HINTS = "未无没零不"


def find_denials(sentence: SentenceReader) -> list[Claim]:
    """The claims of a sentence that there was none of something, in words."""
    if not occurs(_HINTS, sentence.text[sentence.start : sentence.end]):
        return []
    return [*_denied_before(sentence), *_denied_behind(sentence)]


def _denied_before(sentence: SentenceReader) -> Iterator[Claim]:
    """The nouns that a denial governs: those up to the end of its clause that are named without more said of them."""
    denials, text = sentence.rules.denials, sentence.text
    starts = [hit.start for hit in sentence.hits]
    for start, end, word in denials.words.find(text, sentence.start, sentence.end):
        if word in denials.not_words:
            continue
        limit = _clause_end(text, end, sentence.end)
        for i in range(bisect_left(starts, end), len(starts)):
            hit = sentence.hits[i]
            if hit.end > limit or hit.start - end > _FARTHEST:
                break
            if occurs(denials.spoilt, text[end : hit.end]) or not _is_all(sentence, hit):
                continue
            first = next(iter(sentence.chain(i))).start
            yield from _deny(sentence, hit, first, (start, end), (start, hit.end))


def _clause_end(text: str, start: int, end: int) -> int:
    """Where the clause that goes on at `start` ends."""
    return min((at for mark in _CLAUSE_ENDS if (at := text.find(mark, start, end)) >= 0), default=end)


def _is_all(sentence: SentenceReader, hit: Hit) -> bool:
    """Whether no more is said of a denied noun: its clause ends behind it, or the list goes on."""
    denials, text = sentence.rules.denials, sentence.text
    limit = min(sentence.end, hit.end + _FARTHEST)
    ends = {end for at in hit.noun.between.ends(text, hit.end, limit) for end in denials.thing.ends(text, at, limit)}
    return any(end >= len(text) or text[end] in CLOSING or text.startswith(denials.goes_on, end) for end in ends)


def _denied_behind(sentence: SentenceReader) -> Iterator[Claim]:
    """The nouns that are followed by 无 or 均为零, with those listed before them."""
    denials, text = sentence.rules.denials, sentence.text
    for i, hit in enumerate(sentence.hits):
        for at in denials.between.ends(text, hit.end, min(sentence.end, hit.end + _FARTHEST)):
            word = next((word for word in denials.behind if text.startswith(word, at)), "")
            end = at + len(word)
            if word and (end >= len(text) or text[end] in CLOSING):
                chain = list(sentence.chain(i))
                for one in chain:
                    yield from _deny(sentence, one, chain[0].start, (sentence.start, sentence.start), (one.start, end))
                break


def _deny(
    sentence: SentenceReader, hit: Hit, first: int, floors: tuple[int, int], words: tuple[int, int]
) -> Iterator[Claim]:
    """The claim that the figures of this noun are zero, by the first of its rules that can be denied.

    `first` is where the nouns listed with it begin, `floors` where their lead may begin, `words` enclose the denial.
    """
    start, end = words
    bond = _deniable(sentence, hit, first, floors)
    if bond is None or sentence.setting.is_of_another_time(start):
        return
    scope = sentence.setting.scope(hit.start, bond.rule.whole)
    says = sentence.text[start:end]
    yield Claim(bond.interpretations, "=", 0, "", *sentence.prose.span(start, end), *sentence.place(), says, scope)


def _deniable(sentence: SentenceReader, hit: Hit, first: int, floors: tuple[int, int]) -> Bond | None:
    for rule in sentence.rules.rules.get(hit.noun.key, ()):
        if not rule.none or (rule.needs and sentence.talk.topic not in rule.needs):
            continue
        if rule.unless and occurs(rule.unless, sentence.text[sentence.start : sentence.end]):
            continue
        if rule.none == "anywhere" or any(rule.lead.stands_before(sentence.text, first, floor) for floor in floors):
            return sentence.bond(hit, rule)
    return None
