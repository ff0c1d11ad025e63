"""All applications said to be settled, where the table carries some over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import cell_name, plain, total_of
from extractor.proofreading.concepts import CARRIED_IN, CARRIED_OUT, TOTAL
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted
from extractor.proofreading.statement import Sentence

_ALL_SETTLED = re.compile(
    r"(?:均已?|全部|都已?|悉数)(?:[已经依法按照规定时期限内在法和要求予以及当年度严格]{0,14}?)(?:办结|办理完毕|办理完结|处理完毕|办理完成)(?!率|的)"
)
# Those due are settled, those carried over are told of: nothing is claimed of the rest.
_REST_IS_TOLD = re.compile("(?<!上年)(?<!年度)(?<!去年)结转|转入|转下|转至|未办结|在办|到期|除.{0,20}外|尚在|正在")
_SENTENCES_BEHIND = 2


def check_settled(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """The sentences by which nothing was left, where the table says that something was."""
    left = total_of((CARRIED_OUT,), draft)
    if not left:
        return
    for number, sentence in enumerate(sentences):
        for match in _ALL_SETTLED.finditer(prose.text, sentence.start, sentence.end):
            last = sentences[min(number + _SENTENCES_BEHIND, len(sentences) - 1)]
            if _REST_IS_TOLD.search(prose.text, sentence.start, last.end):
                continue
            if _speaks_of_others(draft, sentence, match.start()):
                continue
            start = max(sentence.start, prose.text.rfind(",", sentence.start, match.start()) + 1)
            yield make_finding(
                "settled-differs",
                (CARRIED_OUT,),
                [prose.span(match.start(), match.end())],
                quoted=quoted(prose.text[start : match.end()]),
                cell=cell_name(draft, (CARRIED_OUT,)),
                figure=plain(left),
            )


def _speaks_of_others(draft: Draft, sentence: Sentence, at: int) -> bool:
    """Whether what is settled is no application of this year and body, or those alone that the table has settled."""
    words = [word.sense for word in sentence.words if word.start < at]
    if "applications" not in words or {"review", "litigation", "foreign", "other_time", "others"} & set(words):
        return True
    counted = [one for one in sentence.statements if one.quantity.end <= at and one.quantity.kind == "count"]
    if not counted:
        return "carried_in" in words
    last = counted[-1]
    if "carried_in" in words and last.quantity.allows(total_of((CARRIED_IN,), draft) or 0):
        return True
    is_own = last.topic == "applications" and not last.is_foreign and not last.of_other_time
    return not is_own or last.scope in ("narrow", "other") or last.quantity.allows(total_of((TOTAL,), draft) or 0)
