"""Figures as offices print them → numbers in the unit of their column."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.forms import Column

_FIGURE = re.compile(r"(增加|减少|[+\-±增减加])?([\d,，]+(?:\.\d+)?)(亿元|万元|[万元件条项宗起个份次人])?")
_GROUPED = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_IN_YUAN = {"亿元": 100_000_000, "万元": 10_000, "万": 10_000, "元": 1}


def parse_figure(text: str, column: Column) -> int | Decimal | None:
    """The number of a printed figure in the column's unit, or None where it cannot be one of this column.

    A count has no sign and no decimals; a change may be signed or say 增/减; money may name its own unit, and is turned
    into the unit of the column (`25.399万` is 253990 元).
    """
    if text.isdecimal() and text.isascii():
        return int(text)
    # Markdown escapes a sign at the beginning of a line, and points.
    match = _FIGURE.fullmatch(text.replace("\\", ""))
    if match is None:
        return None
    sign, digits, unit = match.groups()
    if ("," in digits or "，" in digits) and not _GROUPED.fullmatch(digits):
        return None
    number = Decimal(digits.replace(",", "").replace("，", ""))
    if column.kind == "money":
        return None if sign else _whole(_money(number, unit, column.unit))
    if unit == "万":
        number *= 10_000
    if number != number.to_integral_value() or unit in ("元", "万元", "亿元"):
        return None
    if column.kind == "count":
        return None if sign else int(number)
    return -int(number) if sign in ("-", "减", "减少") else int(number)


def states_unit(text: str) -> bool:
    """Whether a printed amount names its own unit."""
    return text.endswith(("元", "万"))


def _money(number: Decimal, unit: str | None, column_unit: str) -> Decimal:
    if unit is None or unit not in _IN_YUAN:
        return number
    yuan = number * _IN_YUAN[unit]
    return yuan if column_unit == "元" else yuan / 10_000


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number.normalize()
