"""Chinese numerals, and the ordinals that rows, headings and entries of lists begin with: 一、 （一） 1. 第一部分.

Strings, compiled where they are used. A worn ordinal is what converters leave: a bracket lost, a point escaped.
"""

from __future__ import annotations

TO_NINE = "一二三四五六七八九"
COUNTING = TO_NINE + "十"
NUMERALS = "零" + COUNTING + "百千"

_COUNTED, _DIGITS, _POINT = f"[{COUNTING}]{{1,3}}", r"\d{1,2}", "[、.．]"

HAN = _COUNTED + _POINT  # 一、
BRACKETED = rf"[(（][{COUNTING}\d]{{1,3}}[)）]"  # （一） or (1)
ARABIC = _DIGITS + _POINT  # 1.
CIRCLED = "[①-⑳]"

WORN_HAN = rf"[(（]?{_COUNTED}[、.．)）]"  # 一）
WORN_ARABIC = rf"{_DIGITS}\\?{_POINT}"  # 1\.
WORN_STOP = r"\\?[、.．)）]+"
WORN_BRACKETED = rf"[(（]?{_DIGITS}{WORN_STOP}"  # 1)


def part(numerals: str, names: str) -> str:
    """The pattern of an ordinal such as 第一部分, whose part has one of these names."""
    return f"第[{numerals}]+(?:{names})"
