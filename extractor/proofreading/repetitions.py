"""Words, list entries and sentences that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted
from extractor.proofreading.statement import Sentence

_LONG_SENTENCE = 12
# A sentence right behind itself is told twice even where it is short.
_LONG_NEXT_TO_ITSELF = 6
_LONG_ENTRY = 4
_ENDS = ("。", "!", "?")
_DOUBLED = re.compile(r"(?P<word>[一-鿿]{2,10})(?P=word)")
_DOUBLED_CLAUSE = re.compile(r"(?P<clause>[一-鿿]{4,40})[,;。、](?P=clause)(?=[,;。、\n\v]|$)")
# Nouns that begin the next word as often as they end the last: 县人民政府|政府信息, 申请|申请人.
_JOINED = frozenset(
    ("政府", "公开", "申请", "工作", "信息", "管理", "服务", "单位", "行政", "中心", "决定", "人民", "部门")
)
_PER_PIECE = "一逐每各步层件条天年"
_PARTICLES = re.compile(r"(?<!目)的的|、、|,,|。。|;;|,。|、。|。,")


def check_repetitions(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """What stands twice in the prose."""
    yield from _doubled_words(draft)
    yield from _doubled_clauses(prose)
    yield from _entries(prose, sentences)
    yield from _sentences(prose, sentences)


def _doubled_words(draft: Draft) -> Iterator[UnplacedFinding]:
    for line in draft.lines:
        if "\t" in line.text:
            continue
        for match in (*_DOUBLED.finditer(line.text), *_PARTICLES.finditer(line.text)):
            word = match.groupdict().get("word", "")
            if word in _JOINED or (word[:1] in _PER_PIECE and word):
                continue
            around = line.text[max(0, match.start() - 4) : match.end() + 6]
            span = (line.start + match.start(), line.start + match.end())
            yield make_finding("said-twice.word", (), [span], quoted=quoted(around), word=quoted(word or match[0]))


def _doubled_clauses(prose: Prose) -> Iterator[UnplacedFinding]:
    """规范程序，规范程序."""
    for match in _DOUBLED_CLAUSE.finditer(prose.text):
        span = prose.span(match.start(), match.end())
        yield make_finding("said-twice.word", (), [span], quoted=quoted(match[0]), word=match["clause"])


def _entries(prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """完善制度、细化目录、完善制度."""
    for sentence in sentences:
        text = prose.text[sentence.start : sentence.end]
        for listed in re.finditer(r"[^,;:。]*、[^,;:。]*", text):
            entries = listed[0].split("、")
            for i, entry in enumerate(entries):
                bare = re.sub(r"[等()].*$", "", entry)
                before = entries[:i]
                if (
                    len(bare) >= _LONG_ENTRY
                    and not re.search(r"\d", bare)
                    and any(one.endswith(bare) for one in before)
                ):
                    at = sentence.start + listed.start() + len("、".join(entries[:i])) + 1
                    span = prose.span(at, at + len(bare))
                    yield make_finding("said-twice.entry", (), [span], quoted=quoted(listed[0]), word=bare)
                    break


def _sentences(prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    seen: dict[str, Sentence] = {}
    before = ""
    for at, sentence in enumerate(sentences):
        text = re.sub(
            r"^(?:[一二三四五六七八九十]是|[(\d一二三四五六七八九十]+[)、.])",
            "",
            prose.text[sentence.start : sentence.end],
        )
        is_next = text == before
        before = text
        least = _LONG_NEXT_TO_ITSELF if is_next else _LONG_SENTENCE
        if len(text) < least or prose.text[sentence.end : sentence.end + 1] not in _ENDS:
            continue
        if text in seen or is_next:
            first = seen.get(text, sentences[at - 1])
            spans = [prose.span(sentence.start, sentence.end), prose.span(first.start, first.end)]
            yield make_finding("said-twice.sentence", (), spans, quoted=quoted(text))
        seen.setdefault(text, sentence)
