"""Quantities in the prose: a number in any writing, its bounds, and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.lexicon.numeral import value_of_numeral
from extractor.lexicon.ordinal import NUMERALS, TO_NINE
from extractor.narrative.mention import says_none

Relation = Literal["=", ">=", "<=", "<", "~"]
Kind = Literal["count", "money", "percent", "points", "times", "other"]

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_HAN = f"[〇两{NUMERALS}壹贰叁肆伍陆柒捌玖拾佰仟]"
CASES = ("件", "起", "宗", "例", "份", "条", "单", "笔", "桩", "次", "件次", "条次", "个", "项", "部")
_OTHER = (
    "篇|期|场次|场|人次|人|家|所|户|名|组|批|类|张|辆|处|版|本|册|页|号|岁|个?工作日|天|日|个小时|小时|个月|月份?|年度?|季度|版面|辑|集|幅|台|套|个点|级|层"
    "|平方米|公里|亩|吨|分钟|分|点|时|届|轮|次会议|楼|室|幢|路|米|年来|大|化|位|方面|步|重|式|度"
)
_UNITS = "|".join(sorted((*CASES, "多件", "余件"), key=len, reverse=True))
_BEFORE: dict[str, Relation] = {
    "不超过": "<=",
    "不多于": "<=",
    "不高于": "<=",
    "至多": "<=",
    "不足": "<",
    "不到": "<",
    "未满": "<",
    "少于": "<",
    "低于": "<",
    "近": "<",
    "将近": "<",
    "接近": "<",
    "约": "~",
    "大约": "~",
    "大概": "~",
    "超过": ">=",
    "超": ">=",
    "逾": ">=",
    "不少于": ">=",
    "不低于": ">=",
    "至少": ">=",
    "突破": ">=",
    "高于": ">=",
    "多达": "=",
}
_AFTER: dict[str, Relation] = {
    "余": ">=",
    "多": ">=",
    "以上": ">=",
    "之多": "=",
    "以内": "<=",
    "以下": "<=",
    "左右": "~",
    "上下": "~",
}
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_HAN}+(?:点{_HAN}+)?"
_PATTERN = re.compile(
    rf"(?P<percent>百分之(?P<han>{_HAN}+(?:点{_HAN}+)?))"
    rf"|(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})?(?P<sign>(?<![\d年月日.~—至到-])-|负)?"
    rf"(?P<number>{_NUMBER})(?P<power>[万亿]?)(?P<rounded>[余多]?)(?P<lakh>[万亿]?)"
    rf"(?P<unit>%|‰|个百分点|百分点|倍|成(?![立功为果员都交效])|元|千元|个(?:工作日|小时|月|自然日|点)|{_UNITS}|{_OTHER})?(?P<after>以上|之多|以内|以下|左右|上下|余(?!\d)|多(?!\d))?"
)
_DATE = re.compile(
    r"第?[一二三四1-4]季度|[上下]半年|20\d\d年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|份|底|末)?"
)
_LOOSE_HAN = frozenset(("个", "项", "类", "次", "条", "份", "部", "级", "家", "期", "单", "笔"))
_ARABIC = "0123456789"
_SPAN_OF_YEARS = re.compile("近|前|过去|[期年]?来|间|累计|内|以来")
_ORDINAL_BEFORE = "第〔["
_FIGURES_OF_SPEECH_BEFORE = "每之唯统进同逐某另哪几数上"


class Quantity(NamedTuple):
    """A number of the prose. `value` is in yuan for money, `step` the place value of its last printed digit.

    `upper` is the first value that 余 or 多 rules out. `start` to `end` is the number with its unit and bounds.
    """

    start: int
    end: int
    value: Decimal
    relation: Relation
    upper: Decimal | None
    kind: Kind
    unit: str
    step: Decimal
    printed: str

    @property
    def is_exact(self) -> bool:
        """Whether it is neither a bound nor rough."""
        return self.relation == "="

    def allows(self, figure: Decimal | int) -> bool:
        """Whether a figure is what it says: equal but for the digits that are not printed, or within its bounds."""
        value = self.value
        if self.relation == ">=":
            return figure >= value and (self.upper is None or figure < self.upper)
        if self.relation == "<=":
            return figure <= value
        if self.relation == "<":
            return value * Decimal("0.75") <= figure <= value
        if self.relation == "~":
            return abs(figure - value) <= max(value / 10, self.step)
        return abs(figure - value) < self.step if self.is_rounded else figure == value

    @property
    def is_rounded(self) -> bool:
        """Whether its last printed digit may be rounded: money, a share, 万."""
        return self.kind != "count" or self.step > 1


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The quantities between two offsets, dates and years left out."""
    dates = [match.span() for match in _DATE.finditer(text, start, end)]
    for match in _PATTERN.finditer(text, start, end):
        if any(first < match.end() and match.start("number") < last for first, last in dates if match["number"]):
            continue
        made = _quantity(match, text)
        if made is not None:
            yield made


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    if match["percent"]:
        share = _value(match["han"])
        if share is None:
            return None
        return Quantity(*match.span(), share, "=", None, "percent", "%", Decimal(1), match[0])
    value = None if any(is_none(match, text) for is_none in _NO_QUANTITIES) else _value(match["number"])
    return None if value is None else _made(match, value, match["unit"] or "")


def _is_bare(match: re.Match[str], text: str) -> bool:
    """A number without a unit where none stands without: an ordinal, a telephone."""
    return not match["unit"] and not match["power"] and not _stands_alone(text, match)


def _is_figure_of_speech(match: re.Match[str], text: str) -> bool:
    """三项制度, 一次性: a numeral that counts nothing of a report."""
    number, unit = match["number"], match["unit"] or ""
    if number[0] in _ARABIC:
        return False
    at = match.start("number")
    if at and not match["before"] and text[at - 1] in _FIGURES_OF_SPEECH_BEFORE:
        return True
    return not unit or (len(number) == 1 and number in TO_NINE and unit in _LOOSE_HAN)


def _is_ordinal(match: re.Match[str], text: str) -> bool:
    """第20条, 〔2021〕30号."""
    before = match.start("number") - 1 - len(match["sign"] or "")
    return before >= 0 and not match["before"] and text[before] in _ORDINAL_BEFORE


def _is_of_a_word(match: re.Match[str], text: str) -> bool:
    """A number within a Latin word, an address or a code."""
    before = text[match.start() - 1] if match.start() else ""
    return match["number"][0] in _ARABIC and before.isascii() and (before.isalnum() or before in set("._-/@"))


def _is_none(match: re.Match[str], text: str) -> bool:
    """一件也没有."""
    return says_none(text, match.end())


_NO_QUANTITIES = (_is_bare, _is_figure_of_speech, _is_ordinal, _is_of_a_word, _is_none)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit is one: 件数为0."""
    if match.start() == 0 or text[match.start() - 1] not in "为是:=达共量数":
        return False
    return match.end() >= len(text) or text[match.end()] in ",;。、)\n\v"


def _made(match: re.Match[str], value: Decimal, unit: str) -> Quantity:
    step = Decimal(1).scaleb(int(value.as_tuple().exponent)) if value.as_tuple().exponent else Decimal(1)
    power = {"": 0, "万": 4, "亿": 8}[match["power"] or match["lakh"] or ""]
    kind, extra = _kind_of(unit)
    value, step = value.scaleb(power + extra), step.scaleb(power + extra)
    if match["sign"]:
        value = -value
    relation: Relation = "="
    rounded = match["rounded"] or (match["after"] if match["after"] in ("余", "多") else "")
    if match["before"]:
        relation = _BEFORE[match["before"]]
    elif rounded or match["after"]:
        relation = _AFTER[rounded or match["after"]]
    upper = value + _leading_step(value, step) if rounded and relation == ">=" else None
    return Quantity(*match.span(), value, relation, upper, kind, unit, step, match[0])


def _kind_of(unit: str) -> tuple[Kind, int]:
    """What a unit measures, and by which power of ten its numbers are multiplied."""
    if unit in ("%", "成"):
        return "percent", 1 if unit == "成" else 0
    if unit.endswith("百分点"):
        return "points", 0
    if unit == "倍":
        return "times", 0
    if unit in ("元", "千元"):
        return "money", 3 if unit == "千元" else 0
    return ("count" if unit in CASES or not unit else "other"), 0


def _leading_step(value: Decimal, step: Decimal) -> Decimal:
    """How far 余 reaches: a step of the last digit that is not 0, at least."""
    whole = int(value / step) if step else int(value)
    zeros = len(str(whole)) - len(str(whole).rstrip("0"))
    return step.scaleb(zeros) if zeros or step > 1 else step.scaleb(1)


def _value(number: str) -> Decimal | None:
    if number[0] in _ARABIC:
        return Decimal(number.replace(",", ""))
    whole, _, decimals = number.translate(_FORMAL).partition("点")
    value = value_of_numeral(whole)
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    digits = [value_of_numeral(digit) for digit in decimals]
    return None if None in digits else Decimal(f"{value}.{''.join(map(str, digits))}")


def is_near_miss(printed: Decimal, figure: Decimal | int) -> bool:
    """Whether one number looks like the other mistyped: digits swapped, one wrong, lost or doubled, a factor of ten."""
    one, other = _digits(printed), _digits(Decimal(figure))
    if max(len(one), len(other)) < 2 or printed == figure:
        return False
    if one.strip("0") == other.strip("0"):
        return True
    if len(one) == len(other):
        wrong = [i for i in range(len(one)) if one[i] != other[i]]
        return is_swapped(printed, Decimal(figure)) or (len(wrong) == 1 and len(one) > 2)
    short, long = sorted((one, other), key=len)
    is_one_more = len(long) - len(short) == 1 and len(long) > 2
    return is_one_more and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def is_swapped(printed: Decimal, meant: Decimal) -> bool:
    """Whether one number is the other with two digits swapped."""
    one, other = _digits(printed), _digits(meant)
    wrong = [i for i in range(min(len(one), len(other))) if one[i] != other[i]]
    is_pair = len(one) == len(other) and len(wrong) == 2
    return is_pair and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]


def _digits(number: Decimal) -> str:
    """The digits of a number without its point and the zeros before it."""
    return f"{abs(number).normalize():f}".replace(".", "").lstrip("0") or "0"


def is_span_of_years(text: str, quantity: Quantity) -> bool:
    """Whether years are a time that something took or is counted over: 近三年累计, 五年来."""
    before, behind = text[max(0, quantity.start - 2) : quantity.start], text[quantity.end : quantity.end + 2]
    return any(_SPAN_OF_YEARS.search(piece) for piece in (quantity.printed, before, behind))
