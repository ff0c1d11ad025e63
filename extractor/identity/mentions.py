"""Where else a report names its body: its preface, its prose, its signature, the box of particulars, the page's path.

Each mention has its place and the kind of source it is; what they are worth, `weigh` says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from extractor.identity.lines import Head, Line, Stretch, last_lines
from extractor.identity.organs import lexicon
from extractor.identity.parse import ENDS, FORMED, HAN, PLACELESS, Name, name_ending, parse
from extractor.identity.regions import known_at
from extractor.identity.titles import DISCLOSURE, KERNEL, Owner, Title, may_be_title, names_line, owner_of, title_of
from extractor.lexicon.ordinal import COUNTING

Kind = Literal[
    "title", "heading", "announcement", "prose", "signature", "publisher", "breadcrumb", "file-name", "second-title"
]
_PREAMBLE = 3000
_HEAD_LENGTH = 80
_UNIT = rf"(?P<unit>{HAN}(?:{HAN}|[()·、]){{1,38}}?(?:{ENDS})(?:\({HAN}{{2,20}}\))?)"
_VERBS = (
    "认真|严格|深入|坚持|积极|全面|按照|根据|依据|在|以|紧|围绕|高度|切实|进一步|贯彻|扎实|深化|始终|持续|不断|依法|充分|着力|大力|主动|共|通过"
    "|遵循|结合|把|将|对|推进|落实|加强|政府信息|信息公开|政务公开|坚决|牢固|立足|聚焦|稳步|有序|有效|继续|准确|强化|健全|建立|完善|没有|未|无|及时|公开"
    "|高质量|狠抓|精心|自觉|编制|制定|严|全力|努力|统筹|突出|注重|规范|多措|多|创新|秉持|秉承|锚定|抓|做|优化|提升|着眼|践行|先后|累计|全年|组织|收到|受理|办理|发布"
)
_ANNOUNCED_KERNEL = re.compile(
    rf"{KERNEL}|的?(?:政府|政务)?{DISCLOSURE}(?:工作|情况|年度|有关|相关)*(?=予以公布|[公报通汇][布告报](?:如下|于下)|说明如下)"
)
_NOW = "现|特此?|兹|谨"
_MARKER = re.compile(
    rf"(?P<now>{_NOW})?(?P<by>由)?(?:(?:依法|主动|正式|统一|面向|向社会|向公众|社会|公开|予以|对外|组织)*)"
    r"(?:编制|编写|撰写|起草|制作|形成|完成|公布|发布|(?<!信息)(?<!政务)(?<!主动)公开|印发|报送|呈报|上报|将|就)(?:了|出)?(?:并(?:公布|发布))?"
)
_DONE = re.compile(r"已|曾|去年|上年|上一年|此前|按时|按期|如期|及时|每年|整改|\d月|修订")
_MADE_BY = re.compile(rf"由{_UNIT}(?:负责|牵头|组织|统一)*(?:编制|编写|撰写|制作|公布|发布|起草)")
_DID = re.compile(
    rf"(?:^|[\n。;,:、])(?:在?\d{{4}}年度?(?:以来|[来里中内](?=,)|全年|期间)?,?|今年以?来?,?|一年来,?|本年度,?)?{_UNIT}(?={_VERBS})"
)
_OWN_WORK = re.compile(rf"(?:结合|立足|围绕|根据){_UNIT}(?:的?(?:工作|本职|单位|自身))*(?:实际|职能|职责)")
_ASK = re.compile(rf"(?:请与|请联系|可与|请向|联系单位:|联系部门:){_UNIT}(?=联系|\(|,|咨询|反映)")
_OF_OFFICE = re.compile("(?<=[局委厅会署])办公室$")
_DAY = (
    rf"20\d\d(?:年[\d{COUNTING}]{{1,3}}月[\d{COUNTING}]{{1,3}}日?|年\d{{1,2}}月|-\d{{1,2}}-\d{{1,2}}|/\d{{1,2}}/\d{{1,2}}|\.\d{{1,2}}\.\d{{1,2}})"
    r"(?:\d{1,2}:\d\d(?::\d\d)?)?"
)
DATE = re.compile(_DAY)
_SEAL = r"(?:\((?:盖?章|公章|印章?|签章|印)\))?"
_SIGNED = re.compile(
    rf"(?:(?:报送|编制|填报|报告|公开|落款|发布)?(?:单位|机关|部门)?(?:\(盖?章\))?:)?(?P<unit>(?:{HAN}|[()·、])+?){_SEAL}(?P<date>{_DAY})?"
)
_LABELS = (
    "(?:发布|发文|制发|公开|责任|公开责任|编制|编报|填报|报送|报告|制作|信息发布|信息公开)(?:机构|单位|部门|主体|机关)(?:名称)?|单位名称|机关名称|机构名称"
    "|(?:信息|稿件|文章|内容)?来源"
)
_END = rf"$|[\s\d,;，；。|【\[(（]|{_LABELS}|发布日期|成文日期|生成日期|索引号|浏览|时间|作者|字号|文号|主题|点击"
_BOX = re.compile(rf"(?:{_LABELS})(?:[(（]盖?章[)）])?[:：】\]|\s]*(?P<name>[^\W\d_a-zA-Z]{{3,40}}?)(?={_END})")
_LONGEST_PATH = 300
_PATH = re.compile(r"[>»›→/\\|_]|-{2,}|\s-+\s|::")
_IS_PATH = re.compile(r"位置|首页|主页")


class Mention(NamedTuple):
    """A body's name, where it stands in the source's text (None in a file's name), and what kind of place that is."""

    name: Name
    kind: Kind
    span: tuple[int, int] | None
    is_clean: bool = True
    year: int | None = None


class Announced(NamedTuple):
    """What the preface says of its own report: 现将青山县水利局2022年…报告公布如下."""

    mention: Mention | None
    year: int | None
    year_span: tuple[int, int] | None
    is_system: bool


def announced(head: Head, titles: Sequence[Title]) -> list[Announced]:
    """The titles that sentences name as the report's own, with their bodies and years.

    Behind the heading of part one only what is announced with 现, 特 or 兹 is: there, offices tell that they published
    last year's.
    """
    before = len(Stretch(head.before_part_one).text) if head.has_opening else _PREAMBLE
    stretch = Stretch(head.lines)
    text = stretch.han[:_PREAMBLE]
    found: list[Announced] = []
    behind = 0
    for kernel in _ANNOUNCED_KERNEL.finditer(text):
        start = max(text.rfind(mark, 0, kernel.start()) for mark in ",。;:》〈") + 1
        start, behind = max(start, behind, kernel.start() - _HEAD_LENGTH), kernel.end()
        place, _ = stretch.span(kernel.start(), kernel.end())
        if any(title.span[0] <= place < title.span[1] for title in titles):
            continue
        one = _announced_in(stretch, text[start : kernel.start()], start, must_be_now=kernel.start() >= before)
        if one is not None:
            found.append(one)
    return found


def _announced_in(stretch: Stretch, segment: str, at: int, *, must_be_now: bool) -> Announced | None:
    markers = [marker for marker in _MARKER.finditer(segment) if _is_marker(marker)]
    if not markers or _DONE.search(segment[: markers[-1].end()]):
        return None
    if must_be_now and not any(marker["now"] for marker in markers):
        return None
    # Some of these words stand in names as well (机构编制委员会): the first behind which a name begins is the one.
    owners = [(marker.end(), owner_of(segment[marker.end() :])) for marker in markers]
    end, owner = next(((at, one) for at, one in owners if one.name and one.is_clean), owners[-1])
    year_span = None
    if owner.year_at and owner.year:
        year_span = stretch.span(at + end + owner.year_at[0], at + end + owner.year_at[1])
    mention = _own_mention(stretch, owner, at + end) or (
        None if owner.subject else _subject(stretch, segment[: markers[0].start()], at)
    )
    return Announced(mention, owner.year, year_span, owner.is_system)


def _is_marker(marker: re.Match[str]) -> bool:
    """Whether these words announce: 将 alone does only where a clause begins, for places are called by it (将乐县)."""
    if marker["now"] is not None or not marker[0].endswith(("将", "就")):
        return True
    return marker.start() == 0 and len(marker[0]) == 1 and not known_at(marker.string, 0)


def _own_mention(stretch: Stretch, owner: Owner, at: int) -> Mention | None:
    if owner.name is None or owner.name.rank < PLACELESS:
        return None
    start = at + owner.name_at
    span = stretch.span(start, start + owner.length)
    return Mention(owner.name, "announcement", span, owner.is_clean, owner.year)


def _subject(stretch: Stretch, text: str, at: int) -> Mention | None:
    """The body that is said to publish: 青山县水利局编制2022年…报告."""
    found = name_ending(text) if text else None
    if found is None or found.name.rank < FORMED or not found.is_clean:
        return None
    start = at + found.start
    return Mention(found.name, "announcement", stretch.span(start, start + len(found.name.text)))


def in_prose(head: Head) -> Iterator[Mention]:
    """The bodies of which the sentences before part two say that they made the report, or acted."""
    prose = head.prose
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_MADE_BY, "announcement"),
        (_OWN_WORK, "prose"),
        (_DID, "prose"),
        (_ASK, "prose"),
    )
    for pattern, kind in patterns:
        for found in pattern.finditer(prose.han):
            unit = _without_office(found["unit"]) if pattern in (_MADE_BY, _ASK) else found["unit"]
            own = name_ending(unit)
            if own is not None and own.is_clean and own.name.rank >= PLACELESS and own.name.organ:
                start = found.start("unit") + own.start
                span = prose.span(start, start + len(own.name.text))
                yield Mention(own.name, kind, span)


def _without_office(unit: str) -> str:
    """The body whose office this is: 青山县水利局 of 青山县水利局办公室; an office of its own (编委办) stays."""
    bare = _OF_OFFICE.sub("", unit)
    name = parse(bare) if bare != unit else None
    is_organs = name is not None and (bare[-1] in "局厅署" or name.organ in lexicon().common)
    return bare if is_organs else unit


class Signed(NamedTuple):
    """A signature: the body, and the date below or behind it."""

    mention: Mention
    date: str
    date_span: tuple[int, int]


def signatures(lines: Sequence[Line]) -> Iterator[Signed]:
    """The bodies that sign: a line of its own, right before a date or on one line with it."""
    lines = [line for line in lines if line.text]
    for line, below in zip_longest(lines, lines[1:]):
        under = below and DATE.fullmatch(below.text)
        if len(line.text) > _HEAD_LENGTH or not (under or DATE.search(line.text)):
            continue
        stretch = Stretch([line])
        signed = _SIGNED.fullmatch(stretch.han)
        name = parse(signed["unit"]) if signed else None
        if signed is None or name is None or name.rank < PLACELESS:
            continue
        mention = Mention(name, "signature", stretch.span(*signed.span("unit")))
        if signed["date"]:
            yield Signed(mention, signed["date"], stretch.span(*signed.span("date")))
        elif under and below:
            yield Signed(mention, under[0], Stretch([below]).span(*under.span()))


def signed_at_end(text: str) -> Iterator[Signed]:
    """The signatures at the end of a text."""
    yield from signatures(last_lines(text))


def publishers(lines: Sequence[Line]) -> list[Mention]:
    """The bodies that the box of particulars names as publishing."""
    found: dict[str, Mention] = {}
    for line in lines:
        for match in _BOX.finditer(line.raw):
            name = parse(match["name"])
            if name and name.rank >= PLACELESS:
                at = line.at + match.start("name")
                found.setdefault(name.text, Mention(name, "publisher", (at, at + len(name.text))))
    return list(found.values())


def breadcrumbs(lines: Sequence[Line]) -> Iterator[Mention]:
    """The bodies whose pages lead to this one: 首页 > 政府信息公开 > 青山县财政局 > 年报."""
    for line in lines:
        is_path = _PATH.search(line.raw) and (_IS_PATH.search(line.text) or ">" in line.raw or may_be_title(line.text))
        if len(line.raw) > _LONGEST_PATH or not is_path:
            continue
        at = 0
        for sign in [*_PATH.finditer(line.raw), None]:
            part = Line(line.raw[at : sign.start() if sign else len(line.raw)], line.at + at)
            name = parse(part.text) if names_line(part.text) else None
            if name and name.rank >= FORMED and name.organ:
                yield Mention(name, "breadcrumb", Stretch([part]).span(0, len(part.text)))
            at = sign.end() if sign else at


def headings(lines: Sequence[Line]) -> Iterator[Mention]:
    """The bodies whose names stand on a line of their own before part one; they may be the site's."""
    for line in lines:
        name = parse(line.text) if names_line(line.text) and len(line.text) <= _HEAD_LENGTH else None
        if name and name.rank >= FORMED and name.organ:
            yield Mention(name, "heading", Stretch([line]).span(0, len(line.text)))


def in_file_name(name: str) -> tuple[Mention | None, int | None]:
    """The body and year of a file's name, where that is a title."""
    stem = os.path.splitext(os.path.basename(name))[0]
    title = title_of(Stretch([Line(stem, 0)]))
    if title is None:
        return None, None
    mention = Mention(title.name, "file-name", None, title.owner.is_clean) if title.name else None
    return mention, title.year
