"""What a figure looks like in print: a sign, digits and what parts them, what stands behind; and strokes for nothing.

One grammar, of which each reader names what its kind of text can hold. The patterns are strings, for `re` compiles them
when they are first needed, and keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WIDE_SIGNS = "+-±＋－"  # of text that is not normalised yet
FALLS = ("减少了", "减少", "下降了", "下降", "净减少", "净减", "取消", "下放", "减", "负", "少")  # words for a minus
RISES = ("增加了", "增加", "上升了", "上升", "净增加", "净增", "新增", "增", "加")  # words for a plus
CHANGES = (*FALLS, *RISES)
_UNIT_ENDS = "万元件条项宗起个份次人"
UNIT = f"(?:千元|万元|亿元|[{_UNIT_ENDS}])"
CURRENCY = "(?:人民币|RMB|[￥¥])"
# What points to a note below the table, behind a figure or its unit.
_NOTE_NUMBER = "[⁰¹²³⁴-⁹₀-₉]{1,2}"  # raised or lowered
NOTE = (
    rf"(?<=[\d{_UNIT_ENDS}])\s?"
    rf"(?:\[(?:注|\^)?\s?\d{{0,2}}\]|[(（]?注\s?\d{{0,2}}[)）]?|[①-⑳*＊※†‡]{{1,3}}|{_NOTE_NUMBER})"
)

STROKE = r"[/\-—]"  # a sign for nothing in a cell of text that is not normalised yet
UNREADABLE_INK = "▯"  # in a cell, and no character
GLYPH = r"\(cid:\d+\)|/?(?:uni[0-9A-Fa-f]{4}|g(?:lyph|id)?\d+)|[\ufffd\ue000-\uf8ff]"  # a character nobody could tell
DOUBT = "⍰"  # within a figure of which nobody can say what of it is seen, or is one figure
APART = "⏎"  # between two figures that stand below each other in one cell: nobody can say what it counts
NO_VALUE = r"NaN|NaT|nan|None|NULL|null|<NA>"  # what programs write into an empty cell
NOT_APPLICABLE = f"不适用|N/A|{UNREADABLE_INK}"
NIL_MARK = rf"[/\\\-]{{1,3}}|{NOT_APPLICABLE}"  # in a cell of normalised text
# The same where a cell has its bounds and is none of a label's: in a line of words each of these may be anything.
NIL_SIGN = rf"{NIL_MARK}|无|没有|暂无|[×✕✖※~]|…{{1,2}}"


def figure(
    *,
    signs: str = "+-±",
    changes: Iterable[str] = (),
    between: str = ",，.．",
    decimals: bool = False,
    behind: str = "",
    escaped: bool = False,
) -> str:
    r"""The pattern of a whole figure, in three groups: its sign, its digits, what stands behind; each may be empty.

    `signs` and `changes` are the characters and words that may be its sign, `between` the characters that may stand
    anywhere behind the first digit, and `behind` is a pattern. With `decimals` one point and digits may follow. With
    `escaped` sign and point may be as Markdown has them (`\-1\.5`).
    """
    escape = r"\\?" if escaped else ""
    sign = "|".join((f"{escape}[{re.escape(signs)}]?", *changes))
    digits = rf"\d[\d{between}]*" + (rf"(?:{escape}\.\d+)?" if decimals else "")
    return f"({sign})({digits})((?:{behind})?)"


THOUSANDS = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?"
# As a spreadsheet shortens it (1.2E+10): its digits are lost.
EXPONENT = figure(signs="+-", between="", decimals=True) + r"[eE][+\-]?\d+"
