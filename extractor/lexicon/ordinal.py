"""What rows, headings and entries of lists begin with: 一、 （一） 1. 第一部分. Strings, compiled where they are used.

A whole ordinal is what somebody printed; a worn one is what converters leave of it, a bracket lost or a point escaped.
"""

from __future__ import annotations

from extractor.lexicon.numerals import COUNTING

_HAN = f"[{COUNTING}]{{1,3}}"
_DIGITS = r"\d{1,2}"
_POINT = "[、.．]"

HAN = _HAN + _POINT
"""一、"""

BRACKETED = rf"[(（][{COUNTING}\d]{{1,3}}[)）]"
"""（一） or (1)"""

ARABIC = _DIGITS + _POINT
"""1."""

CIRCLED = "[①-⑳]"
"""①"""

WORN_HAN = rf"[(（]?{_HAN}[、.．)）]"
"""一、 or 一）"""

WORN_ARABIC = rf"{_DIGITS}\\?{_POINT}"
r"""1\."""

WORN_STOP = r"\\?[、.．)）]+"
"""What ends an ordinal of digits that may have lost its bracket."""

WORN_BRACKETED = rf"[(（]?{_DIGITS}{WORN_STOP}"
"""(1) or 1)"""


def part(numerals: str, names: str) -> str:
    """The pattern of an ordinal such as 第一部分, whose part has one of these names."""
    return f"第[{numerals}]+(?:{names})"
