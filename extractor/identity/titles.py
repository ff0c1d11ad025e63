"""What reads as a report's title: whole lines, parts of lines, lines broken in pieces; its body and its year.

A title is what stands before 政府信息公开…报告, taken apart: years, marks, words that stand before names, and one name.
Of a letter's title (…关于报送青山县林业局2022年…报告的函) the body is the one whose report it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.identity.lines import Line, Stretch, opens
from extractor.identity.organs import lexicon
from extractor.identity.parse import HAN, Name, name_ending, parse

TITLE_LENGTH = 160
_TITLE_LINES = 4
_HEAD_LENGTH = 80
YEARS = range(2008, 2040)
YEAR = r"(?<!\d)\d{4,8}(?!\d)年?度?"
_SCHOOL_YEAR = r"(?<!\d)20\d\d年?(?:-+|至|到|~+|/)(?:20)?\d\d学?年?学?年?度?(?:第[一二]学期)?"
DISCLOSURE = "(?:信息公开|政务公开|信息主动公开)"
_INSIDE = rf"(?:工作|情况|年度|年(?!报)|实施|执行|落实|统计|自查|政务公开|总结(?=报告)|[的和及暨与]|{YEAR})*+"
KERNEL = rf"的?(?:政府|政务)?{DISCLOSURE}(?P<inside>{_INSIDE})(?:报告书?|年报|总结)"
_KERNEL = re.compile(KERNEL)
_TAIL = re.compile(
    rf"(?:正文|全文|文本|电子版)?》?(?:的?(?:公告|公示|通告|公布|通知|函|请示|报告|说明|备案报告))?》?"
    rf"(?P<tail>(?:\([^()]{{0,40}}(?:\([^()]{{0,20}}\))?\)|{YEAR}|全文|正文)*)(?:-+{HAN}{{3,40}})?(?:\.(?:pdf|docx?|wps|ofd|html?|txt))?(?:\*+|#+|[\"'<>]+|[:.])?"
)
# What stands before a title on its line without being part of it.
_LEAD = re.compile(
    r"(?:附件?\d*[:.]|附件\d*|(?:标题|题目|题名|名称|信息名称|文件名称|主题|当前位置|正文)[:\]】]+|\d{1,2}[.、]|【[^】]*】"
    r"|\[[^\]]*\]|(?:(?![《(\[【])[\W_a-zA-Z])+)+"
)
_DATE_BEHIND = re.compile(r"(?:发布时间|发布日期|时间|日期|来源|作者|浏览|字号|字体|【).*$")
_PARTS = re.compile(r"[>»›→|_/\t]|-+|\s{2,}")
_NEIGHBOURS = re.compile("(?:上|下)[一1]?(?:篇|条|个|页)|相关|推荐|热门|链接|更多|往期|历年|前一|后一|[前后][一1]篇")
_GOES_ON = re.compile(
    r"\s|根据|按照|依据|依照|为|本报告|本年度|目录|目\s*录|一、|第一|发布|来源|日期|时间|\d{4}[-年]|\(|现"
)
_AT_START = re.compile(rf"\(?(?P<school>{_SCHOOL_YEAR})\)?|\(?(?P<year>{YEAR})\)?|[《〈“\"'(的:]+|关于|年度")
_AT_END = re.compile(rf"(?:\(?(?P<school>{_SCHOOL_YEAR})|\(?(?P<year>{YEAR})|[《〈“\"'(的:]+|关于|年度)\)?$")
_YEAR_WITHIN = re.compile(rf"(?P<place>{HAN}+)(?P<year>{YEAR})(?P<organ>{HAN}+)")
_BEHIND = re.compile(rf"(?:-+|\()(?P<unit>(?:{HAN}|[()·、]){{3,40}}?)\)?(?=$|\.)")
_WHOLE = re.compile("^全[省市县区州旗盟镇乡街国]")


class Owner(NamedTuple):
    """What a title says before its last words: the body with its place in the title, and the year with its own.

    `is_clean` says that nothing unknown stands before the name; `is_system` that the report is a whole system's;
    `subject` is what stands where the name should be, "" where nothing does.
    """

    name: Name | None
    name_at: int
    length: int
    is_clean: bool
    is_system: bool
    subject: str
    year: int | None
    year_at: tuple[int, int] | None
    is_school_year: bool


class Title(NamedTuple):
    """A title with the places of its body and year in the source's text.

    `is_loose` says that the body's name stands on a line of its own, which may be the site's.
    """

    owner: Owner
    is_loose: bool
    span: tuple[int, int]
    name_span: tuple[int, int] | None
    year_span: tuple[int, int] | None

    @property
    def name(self) -> Name | None:
        """The body's name, however sure."""
        return self.owner.name

    @property
    def year(self) -> int | None:
        """The year it names."""
        return self.owner.year


def may_be_title(text: str) -> bool:
    """Whether the characters that every title has are there: most lines end here, and the patterns are slow."""
    return "公" in text and "开" in text and ("报" in text or "总" in text)


def titles_of(lines: Sequence[Line]) -> list[Title]:
    """What reads as the report's title in these lines, in their order; of those that overlap the fullest."""
    found: list[tuple[int, int, Title]] = []
    for i, line in enumerate(lines):
        if _NEIGHBOURS.match(line.text):
            continue
        for size in range(1, _TITLE_LINES + 1):
            window = lines[i : i + size]
            if len(window) < size or (size > 1 and (_NEIGHBOURS.match(window[-1].text) or opens(window[-1].text))):
                break
            title = (_on_one_line(line) if size == 1 else None) or title_of(Stretch(window))
            if title is not None:
                found.append((i, i + size, title))
    return _without_overlaps(found)


def _without_overlaps(found: Sequence[tuple[int, int, Title]]) -> list[Title]:
    kept: list[tuple[int, int, Title]] = []
    for one in sorted(found, key=_fullness, reverse=True):
        if all(one[1] <= other[0] or other[1] <= one[0] for other in kept):
            kept.append(one)
    return [title for _, _, title in sorted(kept, key=lambda one: one[0])]


def _fullness(one: tuple[int, int, Title]) -> tuple[bool, int, bool, int, bool, int]:
    start, end, title = one
    name = title.name
    rank, is_listed, place = (name.rank, name.is_listed, len(name.place)) if name else (0, False, 0)
    return title.owner.is_clean or not name, rank, is_listed, place, title.year is not None, start - end


def _on_one_line(line: Line) -> Title | None:
    """The title a line is, or a part of it is between the signs of a path or a table, or it begins with."""
    if not may_be_title(line.text):
        return None
    whole = title_of(Stretch([line]))
    if whole is not None and (whole.owner.is_clean if whole.name else not whole.owner.subject):
        return whole
    parts = [title_of(Stretch([part])) for part in _parts(line)] if len(line.raw) <= 2 * TITLE_LENGTH else []
    named = [part for part in parts if part]
    best = max(named, key=lambda title: (title.name.rank if title.name else 0, title.year is not None), default=None)
    return best or whole or _before_prose(line)


def _parts(line: Line) -> Iterator[Line]:
    at = 0
    for sign in _PARTS.finditer(line.raw):
        yield Line(line.raw[at : sign.start()], line.at + at)
        at = sign.end()
    if at:
        yield Line(line.raw[at:], line.at + at)


def title_of(stretch: Stretch) -> Title | None:
    """The title these lines are, if they are one and nothing else."""
    if not may_be_title(stretch.text) or len(stretch.text) > 2 * TITLE_LENGTH:
        return None
    text = stretch.han
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    for kernel in _KERNEL.finditer(text, start):
        tail = _TAIL.fullmatch(_DATE_BEHIND.sub("", text[kernel.end() :]))
        if tail is not None and kernel.start() - start <= _HEAD_LENGTH:
            title = _title(stretch, start, kernel, tail["tail"])
            return _named_behind(stretch, title, kernel.end()) if title and not title.owner.subject else title
    return None


def _named_behind(stretch: Stretch, title: Title, end: int) -> Title:
    """A title whose body stands behind it: 2022年政府信息公开工作年度报告（青山县水利局）."""
    for behind in _BEHIND.finditer(stretch.han, end):
        name = parse(behind["unit"])
        if name is not None and name.organ:
            span = behind.span("unit")
            owner = title.owner._replace(name=name, name_at=span[0], length=len(name.text), is_clean=True)
            return title._replace(owner=owner, name_span=stretch.span(*span))
    return title


def _before_prose(line: Line) -> Title | None:
    """The title that a line begins with, where the break after it was lost: it must name both body and year."""
    stretch = Stretch([line])
    lead = _LEAD.match(stretch.han)
    start = lead.end() if lead else 0
    kernel = _KERNEL.search(stretch.han, start, start + TITLE_LENGTH)
    if kernel is None or kernel.start() - start > _HEAD_LENGTH:
        return None
    behind = line.offsets()[kernel.end() - 1] + 1 - line.at
    if not _GOES_ON.match(line.raw, behind):
        return None
    title = _title(stretch, start, kernel, "")
    return title if title and title.name and title.year and title.owner.is_clean else None


def _title(stretch: Stretch, start: int, kernel: re.Match[str], tail: str) -> Title | None:
    head = stretch.han[start : kernel.start()]
    if head.endswith("人民") and stretch.han[kernel.start() :].startswith("政府"):
        head += "政府"
    if re.search("[,。;!?]", head):
        return None
    owner = owner_of(head)
    year_at = owner.year_at and (start + owner.year_at[0], start + owner.year_at[1])
    year = owner.year
    if year is None:
        inside = [*re.finditer(YEAR, kernel["inside"])]
        years = [(kernel.start("inside"), one) for one in inside]
        years += [(kernel.end() + stretch.han[kernel.end() :].find(tail), one) for one in re.finditer(YEAR, tail)]
        for base, one in years:
            if year is None and (year := as_year(one[0])) is not None:
                year_at = base + one.start(), base + one.end()
    owner = owner._replace(year=year)
    name_at = None
    if owner.name:
        name_at = start + owner.name_at, start + owner.name_at + owner.length
    return Title(
        owner,
        is_loose=name_at is not None and _stands_alone(stretch, *name_at),
        span=stretch.span(start, kernel.end()),
        name_span=stretch.span(*name_at) if name_at else None,
        year_span=stretch.span(*year_at) if year_at and year else None,
    )


def _stands_alone(stretch: Stretch, start: int, end: int) -> bool:
    """Whether these characters are one whole line, the first of several."""
    return start == 0 and len(stretch.lines) > 1 and len(stretch.lines[0].text) == end


def owner_of(head: str) -> Owner:
    """What is said before the last words of a title, taken apart."""
    low, high, year, year_at, is_school_year = 0, len(head), None, None, False
    while low < high:
        match = _AT_START.match(head, low, high) or _AT_END.search(head, low, high)
        if match is None or match.start() == match.end():
            shorter = _without_trailing_words(head, low, high)
            if shorter == high:
                break
            high = shorter
            continue
        is_school_year = is_school_year or match["school"] is not None
        if match["year"] and year is None:
            year, year_at = as_year(match["year"]), match.span("year")
        low, high = (match.end(), high) if match.start() == low else (low, match.start())
    at, text = _of_letter(head[low:high])
    within = _YEAR_WITHIN.fullmatch(text) if year is None else None
    if within:
        joined = parse(within["place"] + within["organ"])
        if joined and joined.place == within["place"]:
            year_at = low + at + within.start("year"), low + at + within.end("year")
            return Owner(joined, low + at, len(text), True, False, text, as_year(within["year"]), year_at, False)
    found = name_ending(text) if text else None
    is_system = bool(text) and (text.endswith(lexicon().systems) or _WHOLE.match(text) is not None)
    if found is None or is_system:
        return Owner(None, 0, 0, False, is_system, text, year, year_at, is_school_year)
    start, length = low + at + found.start, len(found.name.text)
    return Owner(found.name, start, length, found.is_clean, False, text, year, year_at, is_school_year)


def _without_trailing_words(head: str, low: int, high: int) -> int:
    """Where a name ends before words such as 关于报送, 发布, 做好 and the marks between them."""
    known = lexicon()
    while low < high:
        if head[high - 1] in "《〈“\"'(的:":
            high -= 1
            continue
        length = next((n for n in range(known.lead, 1, -1) if head[max(low, high - n) : high] in known.before), 0)
        if not length:
            break
        high -= length
    return high


def _of_letter(text: str) -> tuple[int, str]:
    """Of what stands around 关于 in a letter's title, what names the body whose report it is, and where that begins."""
    at = text.rfind("关于")
    if at < 0:
        return 0, text
    own = name_ending(text[at + 2 :])
    if own is not None:
        return at + 2, text[at + 2 :]
    return 0, text[: _without_trailing_words(text, 0, at)]


def as_year(printed: str | None) -> int | None:
    """The year these characters are; None where they are damaged (202020年) or no year of the regulation."""
    digits = re.match(r"\d+", printed or "")
    return int(digits[0]) if digits and len(digits[0]) == 4 and int(digits[0]) in YEARS else None


def names_line(text: str) -> bool:
    """Whether a line may be a name and nothing else."""
    return re.fullmatch(rf"(?:{HAN}|[()·、])+", text) is not None
