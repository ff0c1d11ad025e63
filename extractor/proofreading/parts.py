"""The six parts of the form in a draft: there, once, in order, numbered as the form has them, and not empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.findings import UnplacedFinding, make_finding
from extractor.lexicon.numeral import value_of_numeral
from extractor.lexicon.ordinal import COUNTING
from extractor.proofreading.draft import Draft
from extractor.proofreading.lines import Line
from extractor.proofreading.quoting import quoted

TITLES = {
    "overview": ("总体情况", "总体|概述|概况|基本情况"),
    "active": ("主动公开政府信息情况", "主动公开"),
    "applications": ("收到和处理政府信息公开申请情况", "申请"),
    "disputes": ("政府信息公开行政复议、行政诉讼情况", "复议|诉讼"),
    "problems": ("存在的主要问题及改进情况", "问题|不足|改进"),
    "others": ("其他需要报告的事项", "其他|其它|需要报告"),
}
"""The parts of the form in its order, with what a heading of each is known by."""

_ORDER = tuple(TITLES)
_NUMERALS = "一二三四五六七八九十"
# A draft with fewer parts than these is no whole report: an extract, or a table alone.
_LEAST_PARTS = 4
_LEAST_OF_WHOLE = 5
_LISTED = 3
_NOTHING = re.compile(r"(?:暂|均|本年度)?(?:无|没有|不存在)(?:存在)?(?:的)?(?:主要)?(?:问题|情况|内容)?[。.]?|[/—-]+")
_HEADING = re.compile(rf"(?:[{COUNTING}]{{1,3}}、|第[{COUNTING}]{{1,3}}部分)(?P<title>.{{2,40}})")
_COMPOSED = re.compile(
    rf"(?:由|包括|分为|分)(?P<list>[^。]{{10,200}}?)等?(?P<count>[{COUNTING}\d]{{1,2}})个?(?:部分|方面)(?:内容)?(?:组成|构成)?"
)
_POINTS = re.compile(rf"(?<![一-鿿])(?P<number>[{COUNTING}]{{1,2}})是(?!否)")
_SUBHEADS = (
    re.compile(rf"\((?P<number>[{COUNTING}]{{1,3}})\)"),
    re.compile(r"(?P<number>\d{1,2})[.、](?!\d)"),
    re.compile(rf"(?P<number>[{COUNTING}]{{1,2}})是(?!否)"),
)


def check_parts(draft: Draft) -> Iterator[UnplacedFinding]:
    """What is wrong with the parts of a whole report."""
    heads = _without_contents(draft.text, draft.lines)
    if len({line.part for line in heads}) < _LEAST_PARTS:
        return
    yield from _missing(draft, heads)
    yield from _repeated(heads)
    yield from _out_of_order(heads)
    yield from _misnumbered(heads)
    yield from _empty(draft, heads)
    yield from _miscounted(draft)
    yield from _gaps(draft)


def _without_contents(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines that head a part, those of a table of contents left out: three and more in a row."""
    heads: list[Line] = []
    run: list[Line] = []
    for before, line in pairwise([Line(0, ""), *lines, Line(len(text), "")]):
        if run and (not line.part or text[before.end : line.start].strip()):
            heads += (
                run if len(run) < _LISTED or len(run) == len(_ORDER) == sum(bool(one.part) for one in lines) else []
            )
            run = []
        run += [line] if line.part else []
    return heads


def _missing(draft: Draft, heads: Sequence[Line]) -> Iterator[UnplacedFinding]:
    there = {line.part for line in heads}
    if len(there) < _LEAST_OF_WHOLE:
        return
    titles = [match["title"] for line in draft.lines if not line.part and (match := _HEADING.fullmatch(line.text))]
    for at, (part, (title, known_by)) in enumerate(TITLES.items()):
        if part not in there and not any(re.search(known_by, other) for other in titles):
            yield make_finding("part-missing", (), (), title=f"{_NUMERALS[at]}、{title}")


def _repeated(heads: Sequence[Line]) -> Iterator[UnplacedFinding]:
    seen: dict[str, Line] = {}
    for line in heads:
        if line.part in seen:
            yield make_finding("part-repeated", (), [_span(line), _span(seen[line.part])], quoted=quoted(line.text))
        seen.setdefault(line.part, line)


def _out_of_order(heads: Sequence[Line]) -> Iterator[UnplacedFinding]:
    for before, line in pairwise(heads):
        if _ORDER.index(line.part) < _ORDER.index(before.part):
            spans = [_span(before), _span(line)]
            yield make_finding("part-out-of-order", (), spans, quoted=quoted(before.text), after=quoted(line.text))
            return


def _misnumbered(heads: Sequence[Line]) -> Iterator[UnplacedFinding]:
    """A number that is not the part's, where all parts are there and in order; and two ways of numbering."""
    styles = {re.sub(rf"[{COUNTING}\d]+", "#", line.mark).rstrip("、.:") for line in heads}
    if len(styles) > 1 and len(heads) >= len(_ORDER):
        odd = min(heads, key=lambda line: sum(_style(line) == _style(other) for other in heads))
        yield make_finding("part-misnumbered.mixed", (), [_span(odd)], quoted=quoted(odd.text))
        return
    parts = [line.part for line in heads]
    if parts != list(_ORDER):
        return
    for at, line in enumerate(heads):
        number = _number(line.mark)
        if number is not None and number != at + 1:
            yield make_finding(
                "part-misnumbered.number", (), [_span(line)], quoted=quoted(line.text), number=_NUMERALS[at]
            )
            return


def _style(line: Line) -> str:
    return re.sub(rf"[{COUNTING}\d]+", "#", line.mark).rstrip("、.:")


def _number(mark: str) -> int | None:
    match = re.search(rf"[{COUNTING}]+|\d+", mark)
    if match is None:
        return None
    return int(match[0]) if match[0].isdecimal() else value_of_numeral(match[0])


def _empty(draft: Draft, heads: Sequence[Line]) -> Iterator[UnplacedFinding]:
    """Parts that must say something: the overview, and the problems with what is done about them."""
    for line in heads:
        if line.part not in ("overview", "problems"):
            continue
        at = draft.lines.index(line)
        body = list[str]()
        for other in draft.lines[at + 1 :]:
            if other.part or _HEADING.fullmatch(other.text):
                break
            body.append(other.text)
        if all(_NOTHING.fullmatch(text.strip()) for text in body):
            yield make_finding("part-empty", (), [_span(line)], quoted=quoted(line.text))


def _miscounted(draft: Draft) -> Iterator[UnplacedFinding]:
    for line in draft.lines:
        match = _COMPOSED.search(line.text)
        if match is None or not re.search("总体情况|主动公开", match["list"]):
            continue
        number = _number(match["count"])
        if number is not None and number != len(_ORDER):
            start = line.start + match.start("count")
            words = quoted(line.text[max(0, match.start("count") - 10) : match.end()])
            yield make_finding("part-misnumbered.count", (), [(start, line.start + match.end())], quoted=words)


def _gaps(draft: Draft) -> Iterator[UnplacedFinding]:
    """一是 … 三是: a number of a list that is left out or stands twice."""
    for line in draft.lines:
        found = [(value_of_numeral(match["number"]) or 0, match) for match in _POINTS.finditer(line.text)]
        for (before, _), (now, match) in pairwise([(0, None), *found]):
            if now not in (before + 1, 1) and before:
                words = quoted(line.text[match.start() : match.start() + 16]) if match else ""
                start = line.start + (match.start() if match else 0)
                yield make_finding(
                    "numbering-gap", (), [(start, start + 2)], quoted=words, before=f"{_NUMERALS[before - 1]}是"
                )
                break
    yield from _subhead_gaps(draft)


def _subhead_gaps(draft: Draft) -> Iterator[UnplacedFinding]:
    """（一） … （三） at the beginnings of lines of one part, with no （二） anywhere between."""
    for pattern in _SUBHEADS:
        before, since = 0, 0
        for line in draft.lines:
            match = pattern.match(line.text)
            if line.part:
                before = 0
            if line.part or match is None:
                continue
            now = _number(match["number"]) or 0
            missed = _mark_of(pattern, before + 1)
            if before and now not in (before + 1, 1) and missed not in draft.text[since : line.start]:
                shown = _mark_of(pattern, before)
                span = (line.start, line.start + match.end())
                yield make_finding("numbering-gap", (), [span], quoted=quoted(line.text[:20]), before=quoted(shown))
            before, since = now, line.start


def _mark_of(pattern: re.Pattern[str], number: int) -> str:
    """How a number of a list stands at the beginning of a line."""
    if pattern is _SUBHEADS[1]:
        return f"{number}."
    numeral = _NUMERALS[min(number, len(_NUMERALS)) - 1]
    return f"({numeral})" if pattern is _SUBHEADS[0] else f"{numeral}是"


def _span(line: Line) -> tuple[int, int]:
    return line.start, line.end
