"""Which years a piece of text speaks of: 2022年度, 2022年1-12月, 上年度, 去年, 本年度; not those it only compares with.

A year is named where the words are about it. One that is a day of publication, that something is compared with
(较2022年, 与上年相比), that something is carried over from (上年结转), or that a paper is called by
(按照2022年工作要点) is not.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.lexicon.ordinal import TO_NINE

_ZEROS = "〇○零Oo"
_DIGITS = str.maketrans(f"{_ZEROS}{TO_NINE}", "00000123456789")
# A year of this century in digits or numerals, of which two may be left.
_LONG = rf"20\d\d|二[{_ZEROS}0][{_ZEROS}0{TO_NINE}]{{2}}"
_SHORT = r"(?<![\d.近满续约第逾过整前头余年])[123]\d(?=年度?(?![来间以多前后内\d]))"
_TO = "(?:起|开始)?(?:至|到|-+|~+|—+)"
_POINT = "[年./-]"
# A run of days or months is of the year in which it ends; the last day of a year is that year's.
_OF_YEAR = r"\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?"
_PERIOD = rf"(?P<from>{_LONG}){_POINT}{_OF_YEAR}{_TO}(?:(?P<to>{_LONG}){_POINT})?{_OF_YEAR}"
_UP_TO = rf"截[至止]到?(?P<end>{_LONG})(?:年底|年末|年12月(?:31日|底|末)|\.12\.31|-12-31)"
_DAY = rf"(?>(?:{_LONG})(?:年\d{{1,2}}月(?:\d{{1,2}}日?)?|[./-]\d{{1,2}}[./-]\d{{1,2}}))(?!{_TO}\d)"
_SPAN = rf"(?P<first>{_LONG})年?度?(?:至|到|-+|~+|—+|/)(?P<last>{_LONG}|\d\d(?=年))年?度?"
_YEAR = rf"(?<!\d)(?P<year>{_LONG}|{_SHORT})年度?|(?<![\d第号〔\[.-])(?P<bare>20\d\d)(?![\d.-])(?=数据|统计|情况|\W*$)"
_OTHER = (
    r"(?P<other>(?<!以)上上?[一1]?个?年度?|去年度?|前一?年度?(?!后)|前[一二两三]年度?|往年|历年|以往年?度?|以前年度"
    r"|上一?个?(?:报告期|统计期|期)|(?<!年)同期(?=数据|情况))"
)
_OWN = (
    r"(?P<own>(?:本|当|今|这一)年度?|本(?:报告|统计)?期|报告(?:年度|期))"
    r"(?=的?(?:有关|相关|各项|主要|实际)?(?:数据|数字|情况|统计|表)|[:)）]|为|政府信息公开|$)"
)
_NAMED = re.compile("|".join((_UP_TO, _DAY, _PERIOD, _SPAN, _YEAR, _OTHER, _OWN)))
_BEFORE = re.compile(
    "(?:相?较于?|比|与|同|和|跟|及|于|至|超过|低于|高于|相对于?|对比|相比|参照|沿用|按照?|根据|依据|依照|遵照|贯彻|落实|对照|(?<![取来引源出])自|从|因)"
    "(?:我[县市区局省镇]|本[级县市区局省]|全[县市区省])?$"
)
PAPERS = "要点|通知|意见|文件|方案|问题|整改"
"""What is called by a year and is not of it, as alternatives of a pattern: 2022年工作要点."""
_BEHIND = re.compile(
    "(?:的?(?:全年|同期|同比))?(?:相比|比较|对比|同比|结转|以来|[以之]前|[以之]后|及[以之]前|起|项目数|制定|出台|印发|修订)"
    f"|[^,，:]{{0,18}}(?:{PAPERS}|规定|办法|部署|要求|条例)"
)


class NamedYears(NamedTuple):
    """The years that a text is about: whether the one asked for is among them, and the words for the last other one.

    `at` is where the last of all ends.
    """

    has_own: bool
    other: str
    at: int


def named_years(text: str, own: int | None) -> NamedYears:
    """The years that a text without blanks is about; where `own` is not known no year in digits is another."""
    has_own, other, at = False, "", -1
    for match in _NAMED.finditer(text):
        years = _years(match)
        relative = match["other"], match["own"]
        if not years and relative == (None, None):
            continue
        if _BEFORE.search(text, max(0, match.start() - 8), match.start()) or _BEHIND.match(text, match.end()):
            continue
        at = match.end()
        if relative[1] or years == [own]:
            has_own = True
        elif relative[0] or (own is not None and years):
            other = match[0]
    return NamedYears(has_own, other, at)


def _years(match: re.Match[str]) -> list[int]:
    """The years in digits of a match; none of a single day."""
    if match["first"]:
        first, last = _year(match["first"]), _year(match["last"])
        return list(range(first, last + 1)) or [first, last]
    said = match["to"] or match["from"] or match["end"] or match["year"] or match["bare"]
    return [_year(said)] if said else []


def _year(said: str) -> int:
    number = int(said.translate(_DIGITS))
    return number if number >= 100 else 2000 + number
