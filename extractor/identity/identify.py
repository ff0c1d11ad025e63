"""Whose report this is and on which year, as the report itself says: its title, its first sentences, its signature.

Beside the reading of the tables; the names found here stand in the result's `report`. What is not certain is None: a
wrong name would put one body's figures under another's. The file's name is never asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.identity.names import Repeated, as_published, has_menu, of_publisher, publisher_of, runs_on
from extractor.lexicon.ordinal import COUNTING, TO_NINE
from extractor.lexicon.organs import BODIES, PLACES
from extractor.sources import Source

# Where names are looked for: lines before part one, before part two, at the end; characters of a line and of a title.
_HEAD_LINES = 60
_MOST_LINES = 2000
_LONGEST_LINE = 4000
_PREAMBLE = 3000
_LAST_CHARACTERS = 1000
_LAST_LINES = 24
_TITLE_LENGTH = 160
_TITLE_LINES = 4
_YEARS = range(2008, 2040)

# A Chinese character, where the text has no letters of other scripts (`_in_han`). `[一-鿿]` would need no such care,
# but takes two milliseconds to compile, anew wherever a pattern has it.
_HAN = r"[^\W\d_a-zA-Z]"
_PLACES = f"[{PLACES.replace('州', '')}]|(?<={_HAN}{{2}})州"


def _unit(suffixes: str) -> str:
    return rf"{_HAN}(?:{_HAN}|[()·]|、){{0,38}}?(?:{suffixes})(?:\({_HAN}{{2,20}}\))?"


_BODY = _unit(f"{BODIES}|{_PLACES}")
_YEAR = r"(?<!\d)\d{4,8}(?!\d)年?度?"
_DISCLOSURE = "(?:信息公开|政务公开|信息主动公开)"
_INSIDE = rf"(?:工作|情况|年度|年(?!报)|实施|执行|落实|自查|政务公开|总结(?=报告)|[的和及暨与]|{_YEAR})*+"
_KERNEL = rf"的?(?:政府|政务)?{_DISCLOSURE}(?P<inside>{_INSIDE})(?:报告书?|年报|总结)"
_KERNEL_AHEAD = rf"{_DISCLOSURE}(?={_INSIDE}(?:报告|年报|总结))"
_TITLE = (
    rf"(?:关于|公布|发布|印发)*《?(?P<unit>{_BODY})?(?:关于|公布|发布|印发)*《?\(?(?P<year>{_YEAR})?\)?"
    rf"(?(unit)|(?P<unit_after>{_BODY})?)(?:关于)?{_KERNEL}(?:的?(?:公告|公示|通告|公布))?》?"
    rf"(?P<tail>\([^()]{{0,30}}\)|{_YEAR})?"
)
# What stands before a title on its line without being part of it.
_LEAD = (
    r"(?:附件\d*[:.]?|(?:标题|题目|题名|名称|信息名称|文件名称|主题|当前位置|正文)[:\]】]+|\d{1,2}[.、]|【[^】]*】|\[[^\]]*\]"
    r"|(?:(?![《(\[【])[\W_a-zA-Z])+)+"
)
_PARTS = r"[>»|_/\t]|-+|\s{2,}"
_NEIGHBOURS = ("上一", "下一", "相关", "推荐", "热门")
_OPENING = (
    r"(?:第?一(?:部分)?[、,.:]?|1[、.])"
    rf"(?:{_HAN}{{0,8}}(?:总体|基本|主要|工作)(?:工作)?(?:情况|概况)|概述|概况|总体概述|总述|主动公开)"
)
_PART_TWO = r"(?:二[、,.]|第二部分)(?:行政机关)?主动公开(?:政府信息)?|信息内容|第二十条第"

_NOT_IN_UNIT = (
    "^全[省市县区州旗镇乡街]|公布|收到|互动|法规|规章|规范|文件|首页|网站|官网|信息(?!化|产业|技术|中心|职业|工程|管理|科技|传媒)|公开|年度|年报|报告|关于|位置|栏目|导航|概况|目录|指南|专栏|通知|[我本][局委办院厅机单]"
    "|贯彻|落实|认真|领导|要求|部署|其他|有关|各|所属|国务院"
    "|文库|平台|娱乐|棋牌|彩票|博彩|投注|真人|百家乐|开户|登录|游戏|赌|下载|手机版|澳门|威尼斯|葡京|金沙(?!县)|皇冠"
)
_VERBS = (
    "认真|严格|深入|坚持|积极|全面|按照|根据|依据|在|以|紧|围绕|高度|切实|进一步|贯彻|扎实|深化|始终|持续|不断|依法|充分|着力|大力|主动|共|通过"
    "|遵循|结合|把|将|对|推进|落实|加强|政府信息|信息公开|政务公开|坚决|牢固|立足|聚焦|稳步|有序|有效|继续|准确|强化|健全|建立|完善|没有|未|无|及时|公开"
    "|高质量|狠抓|精心|自觉|编制|制定"
)
_MADE_BY = rf"由(?P<unit>{_unit(BODIES)})(?:负责)?(?:编制|编写|撰写|制作|公布|发布|起草)"
_DID = rf"(?:^|[\n。;,:])(?:在?\d{{4}}年度?(?:以?来|里|中|全年)?,?)?(?P<unit>{_unit(BODIES)})(?={_VERBS})"
_TOWN = rf"(?![我本全各该市县区省由在是等]){_HAN}{{2,5}}(?:街道(?:办事处)?|[镇乡](?:人民政府)?)"
_ASK = rf"(?:请与|请联系|可与|联系单位:)(?P<unit>{_unit(BODIES)})(?:联系|\(|,)"

_ANNOUNCED = "(?:现将|现公布|现发布|现公开|现编制|特编制|编制了?|公布|发布|公开|将|《)(?!《)"
# The lookbehinds stand behind the digits they are about: a search is fast for what a pattern begins with.
_PERIOD = r"(20\d\d)(?<!\d\d{4})年?0?1月?0?1日?(?:起|开始)?(?:至|到|-+|~|截至|截止)(?:(20\d\d)年?)?12月?31日"
_MENTION = r"(20[0-3]\d)(?<![\d〔\[(-]\d{4})年(?!度?\d{1,2}月)"
_UP_TO = r"截[至止]到?(20[0-3]\d)年(?:12月(?:31日|底)|底|末)"
_NUMERALS = str.maketrans(f"〇○零Oo{TO_NINE}", "00000123456789")
_NUMERAL_YEAR = f"二[〇○零Oo0一二三][〇○零Oo0一二三][〇○零Oo0{TO_NINE}](?=年)"
_DATE = (
    rf"20\d\d(?:年[\d{COUNTING}]{{1,3}}月[\d{COUNTING}]{{1,3}}日?|-\d{{1,2}}-\d{{1,2}}|/\d{{1,2}}/\d{{1,2}}|\.\d{{1,2}}\.\d{{1,2}})"
    r"(?:\d{1,2}:\d\d(?::\d\d)?)?"
)

_NAME = f"(?:(?![局委厅院办处所站队司税督服]){_HAN})"
_PLACE = rf"{_NAME}县|{_NAME}{{2,13}}?(?:省|自治[区州县旗]|地区|州|盟|市|县|区|旗)"
_ZONES = (
    *("社区", "园区", "开发区", "高新区", "景区", "保税区", "合作区", "示范区", "试验区"),
    *("管理区", "度假区", "保护区", "经开区", "产业区"),
)
_PLACE_IN_PLACE = f"{_PLACE}|[城郊矿]区"
_NATIONAL = f"国家{_HAN}{{2,6}}?总?局|中国人民银行|中国银行|中共|中国共产党|中华人民共和国"


class Identified(NamedTuple):
    """The body as the report names it, the year it reports on, and the region the body's name states."""

    unit: str | None
    year: int | None
    region: str | None


class _Title(NamedTuple):
    """A line that reads as a title; `loose` where its unit stands on a line of its own, which may be the site's."""

    unit: str | None
    year: int | None
    loose: bool


def identify(source: Source) -> Identified:
    """The unit, year and region that the report states; None for each that it does not state for certain."""
    first = source.text.split("\n", _MOST_LINES)[:_MOST_LINES]
    raw = [line[:_LONGEST_LINE] for line in first if line and not line.isspace()]
    lines = _until_part_two(raw)
    opening = next((i for i, line in enumerate(lines) if _opens(line)), None)
    head = min(_HEAD_LINES, len(lines) if opening is None else opening)
    prose = "\n".join(lines)
    titles = [_if_clean(title, lines) for title in _titles(raw[:head], lines[:head])]
    cited = [_if_clean(title, lines) for title in _cited_titles("".join(lines)[:_PREAMBLE])]
    dated = titles if any(title.year for title in titles) else [*titles, *cited]
    year = _year(dated, prose, opening is not None)
    unit = _unit_of(titles, cited, prose, year) or _signature(source.text[-_LAST_CHARACTERS:])
    publisher = publisher_of("\n".join(raw[:_HEAD_LINES]))
    if publisher:
        unit = as_published(unit, publisher, region_of) if unit else of_publisher(publisher, lines, region_of)
    return Identified(unit, year, region_of(unit) if unit else None)


def region_of(unit: str) -> str | None:
    """The province, city and county that begin a body's name, as far as it states them: 青山县 of 青山县卫生健康局.

    Development zones and communities are no regions. After a national body's name (国家税务总局) the region follows.
    """
    at = 0
    unit = _in_han(unit)
    national = re.match(_NATIONAL, unit)
    if national:
        at = national.end()
    region = ""
    for _ in range(3):
        found = re.match(_PLACE_IN_PLACE if region else _PLACE, unit[at:])
        if found is None or found[0].endswith(_ZONES):
            break
        region += found[0]
        at += found.end()
        if found[0][-1] in "县区旗" and not found[0].endswith(("自治区", "地区")):
            break
    return region or None


def _compact(line: str) -> str:
    """The line without blanks and pinyin in brackets; years in Chinese numerals as digits."""
    line = "".join(line.split())
    if "(" in line:
        line = re.sub(r"\([a-z\u00c0-\u024f]+\)", "", line)
    if "二" in line:
        line = re.sub(_NUMERAL_YEAR, lambda year: year[0].translate(_NUMERALS), line)
    return line


def _in_han(text: str) -> str:
    """The text with letters that are neither ASCII nor Chinese blotted out: `_HAN` would take them for Chinese."""
    foreign = [
        ord(character)
        for character in set(text)
        if character > "\x7f" and not "一" <= character <= "鿿" and character.isalnum() and not character.isdecimal()
    ]
    return text.translate(dict.fromkeys(foreign, "\0")) if foreign else text


def _opens(line: str) -> bool:
    """Whether part one begins on this line."""
    return line.startswith(("第一", "一", "1")) and re.match(_OPENING, _in_han(line)) is not None


def _until_part_two(raw: Sequence[str]) -> list[str]:
    """The lines before part two; all of them where no part two is found."""
    lines: list[str] = []
    for line in map(_compact, raw):
        if line.startswith(("二", "第二", "信息内容")) and re.match(_PART_TWO, line):
            break
        lines.append(line)
    return lines


def _titles(raw: Sequence[str], lines: Sequence[str]) -> Iterator[_Title]:
    """What reads as the report's title in these lines: whole lines, parts of lines, and lines broken in pieces."""
    broken_until = 0
    for i, line in enumerate(lines):
        if i < broken_until or line.startswith(_NEIGHBOURS):
            continue
        found = _title(line) or _title_in_parts(raw[i]) or _title_before_prose(line)
        if found is not None:
            yield found
        if found is None or not found.year:
            for broken, end in _broken_titles(lines[i : i + _TITLE_LINES]):
                yield broken
                broken_until = i + end


def _broken_titles(lines: Sequence[str]) -> Iterator[tuple[_Title, int]]:
    """The titles that begin on the first of these lines and end on another, up to the first that has its year."""
    for end in range(2, len(lines) + 1):
        whole = "".join(lines[:end])
        if not _may_be_title(whole):
            continue
        last = _title(lines[end - 1])
        if last is not None and last.unit and last.year:
            return
        found = _title(whole)
        if found is None or (_names_body(lines[0]) and found.unit != lines[0]):
            continue
        yield _Title(found.unit, found.year, any(map(_names_body, lines[:end]))), end
        if found.year:
            return


def _names_body(line: str) -> bool:
    """Whether the line is the name of a body and nothing else."""
    return re.fullmatch(_BODY, _in_han(line)) is not None


def _title_in_parts(raw: str) -> _Title | None:
    """The title among the parts of a line: a path of menus, a browser's title with the site's name, table cells."""
    raw = raw[:_TITLE_LENGTH]
    if not _may_be_title(raw):
        return None
    return next(filter(None, map(_title, map(_compact, re.split(_PARTS, raw)))), None)


def _cited_titles(prose: str) -> Iterator[_Title]:
    """The titles that the text names in its sentences as the report's own: 现公布…年度报告."""
    kernels = [kernel.start() for kernel in re.finditer(_KERNEL_AHEAD, prose)]
    # No title has such a mark before its kernel; so most places where one is announced need not be tried.
    floors = [max(prose.rfind(mark, 0, kernel) for mark in ",。;:》〈") for kernel in kernels]
    for announced in re.finditer(_ANNOUNCED, prose) if kernels else ():
        at = announced.end()
        if any(floor < at <= kernel for floor, kernel in zip(floors, kernels, strict=True)):
            found = _understood(re.match(_TITLE, _in_han(prose[at : at + _TITLE_LENGTH])))
            if found is not None and found.unit:
                yield found


def _may_be_title(line: str) -> bool:
    """Whether the characters that every title has are there: most lines end here, and the patterns are slow."""
    return "公" in line and "开" in line and ("报" in line or "总" in line)


def _title(line: str) -> _Title | None:
    """The title this line is, if it is one and nothing else."""
    if not _may_be_title(line):
        return None
    line = _without_lead(re.sub(_DATE, "", line))
    return _understood(re.fullmatch(_TITLE, _in_han(line))) if 6 <= len(line) <= _TITLE_LENGTH else None


def _title_before_prose(line: str) -> _Title | None:
    """The title that a line begins with, where the break after it was lost: it must name both unit and year."""
    if "公开" not in line[:_TITLE_LENGTH]:
        return None
    found = _understood(re.match(_TITLE, _in_han(_without_lead(line)[:_TITLE_LENGTH])))
    return found if found and found.unit and found.year else None


def _without_lead(line: str) -> str:
    """The line without what stands before a title and is not part of it."""
    if re.match(_LEAD, line) or _in_han(line[:1]) == "\0":
        line = _in_han(line)
        lead = re.match(_LEAD, line)
        line = line[lead.end() :] if lead else line
    return line


def _understood(match: re.Match[str] | None) -> _Title | None:
    if match is None:
        return None
    unit = match["unit"] or match["unit_after"]
    years = [match["year"], *re.findall(_YEAR, match["inside"]), *re.findall(r"\d{4,8}", match["tail"] or "")]
    year = next((year for year in map(_as_year, years) if year), None)
    return _Title(unit if unit and _is_unit(unit) else None, year, False)


def _if_clean(title: _Title, lines: Sequence[str]) -> _Title:
    """The title without its unit where that is the end of a longer name, or has words of a menu in it."""
    unit = title.unit
    if unit is None or not (has_menu(unit, lines, region_of) or (region_of(unit) is None and runs_on(unit, lines))):
        return title
    return title._replace(unit=None)


def _as_year(printed: str | None) -> int | None:
    """The year these characters are; None where they are damaged (202020年) or no year of the regulation."""
    digits = re.match(r"\d+", printed or "")
    return int(digits[0]) if digits and len(digits[0]) == 4 and int(digits[0]) in _YEARS else None


def _is_unit(name: str) -> bool:
    """Whether the name can be a public body's: no words of menus, of sentences or of advertising in it."""
    if len(name) < 3 or name.count("(") != name.count(")") or re.search(_NOT_IN_UNIT, name):
        return False
    # 政府 may be the first word of 政府信息公开: only a place, or 人民, makes it the end of a name.
    before = name.removesuffix("政府")
    is_place = region_of(before) == before or re.fullmatch(_TOWN, before) is not None
    return before == name or before.endswith("人民") or is_place


def _year(titles: Sequence[_Title], prose: str, opened: bool) -> int | None:
    """The title's year, unless period and prose both say another; else the period's, else the prose's."""
    periods = {int(first) for first, last in re.findall(_PERIOD, prose) if last in ("", first)}
    period = periods.pop() if len(periods) == 1 else None
    mentions = Counter(map(int, re.findall(_MENTION, prose) + re.findall(_UP_TO, prose))).most_common(2)
    (mention, times), (_, second) = [*mentions, (None, 0), (None, 0)][:2]
    mention = mention if times > second and (opened or titles) else None
    stated = {title.year for title in titles if title.year}
    if len(stated) > 1:
        return next((year for year in (period, mention) if year in stated), None)
    if stated:
        year = stated.pop()
        return None if period and mention and year not in (period, mention) else year
    years = {period, mention} - {None}
    return years.pop() if len(years) == 1 and not years.isdisjoint(_YEARS) else None


def _unit_of(titles: Sequence[_Title], cited: Sequence[_Title], prose: str, year: int | None) -> str | None:
    """The unit of the title; where that is missing or may be the site's, the one the first sentences name."""
    dated = any(title.year for title in titles)
    firm = [t.unit for t in titles if t.unit and not t.loose and (t.year == year or not (t.year or dated))]
    if firm:
        return _one_of(firm, prose)
    said = _one_of([title.unit for title in cited if title.unit], prose) or _unit_in_prose(prose)
    loose = [title.unit for title in titles if title.unit]
    fits = (u for u in loose if (region_of(u) or prose.count(u) > loose.count(u)) and _speaks_as(u, prose))
    return next(fits, None) if said is None else said


def _one_of(names: Sequence[str], prose: str) -> str | None:
    """The one body these names are; where they are several, the one that the text goes on to speak of."""
    shortest = min(names, key=len, default="")
    if all(name.startswith(shortest) for name in names):
        return names[0] if names else None
    spoken = [name for name in dict.fromkeys(names) if prose.count(name) > names.count(name)]
    return spoken[0] if len(spoken) == 1 else None


def _speaks_as(unit: str, prose: str) -> bool:
    """Whether the text, where it says 我局 or 本委, can be this unit's own."""
    kinds = set(re.findall("[我本](局|委|厅|院|镇|乡|街道|中心|校|区|县|市)", prose))
    return not kinds or any(kind in unit for kind in kinds)


def _unit_in_prose(prose: str) -> str | None:
    """The body that the first sentences say acted: one named with its region, or a town or street by its name."""
    prose = _in_han(prose)
    repeated = Repeated(prose)
    for pattern in (_MADE_BY, _DID, _ASK):
        for found in re.finditer(pattern, prose):
            unit = re.sub("(?<=[局委厅会])办公室$", "", found["unit"])
            region = region_of(unit)
            town = re.fullmatch(_TOWN, unit) is not None and unit in repeated
            if ((region and region != unit) or town) and _is_unit(unit):
                return unit
    return None


def _signature(end: str) -> str | None:
    """The body that signs: a line of its own near the end, right before the date or on one line with it."""
    lines = [_in_han(line) for line in map(_compact, end.split("\n")[-_LAST_LINES:]) if line]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        signed = re.fullmatch(rf"(?P<unit>{_unit(BODIES)})(?P<date>{_DATE})?", line[:_TITLE_LENGTH])
        if signed and (signed["date"] or re.fullmatch(_DATE, following)) and _is_unit(signed["unit"]):
            return signed["unit"] if region_of(signed["unit"]) else None
    return None
