"""A number of a sheet as its number format shows it: `25.399` as `25.40`, `0` as `-`, `44562` as a date.

Source: ECMA-376, part 1, 18.8.30 (numFmt) and 18.8.31 (numFmts).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import NamedTuple

from extractor.lexicon.figure import DOUBT

GENERAL = "General"
# Formats that every program knows by their numbers; those of dates differ by country and are all dates.
_BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;-"¥"#,##0',
    6: '"¥"#,##0;-"¥"#,##0',
    7: '"¥"#,##0.00;-"¥"#,##0.00',
    8: '"¥"#,##0.00;-"¥"#,##0.00',
    9: "0%",
    10: "0.00%",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);(#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);(#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    49: "@",
}
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE = "yyyy/m/d"
_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<space>.)|\*.|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|(?P<bracket>\[[^\]]*\])"""
    r"|(?P<general>General|G/通用格式)|(?P<science>E[+\-])|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = frozenset(["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"])
# What stands in formats of days, and in those of hours, fractions and texts, of which nobody here knows what is seen.
_OF_DAYS = frozenset("yYdDeE年日")
_UNKNOWN = frozenset("/@mMhHsSaAbBgG")
_LONGEST = 255
# So many digits are shown of a number where no format says more.
_SHOWN = 11
_LARGEST = 30
_NOISE = Decimal("1e-9")
_FIRST_DAY = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_MOST_DAYS = 200_000


class _Section(NamedTuple):
    """One of the parts of a format: what stands before the digits and behind them, the digits' places, whether it shows
    a share of a hundred, a number as it is, or a day; `is_known` is whether all of it is understood.
    """

    before: str
    places: str
    behind: str
    is_percent: bool = False
    is_general: bool = False
    is_day: bool = False
    is_known: bool = True


def format_of(number: int, own: dict[int, str]) -> str:
    """The format of this number, `own` being those that the workbook says itself."""
    return own.get(number) or (_DATE if number in _DATES else _BUILT_IN.get(number, GENERAL))


def shown_number(text: str, code: str, *, from_1904: bool = False) -> str:
    """What is seen of the number that a cell holds, with a doubt behind it where that is another one, or nobody here
    knows what is seen; `from_1904` says from when days are counted.
    """
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        return text
    section, value = _chosen(code[:_LONGEST], value)
    if section.is_day and 0 <= value < _MOST_DAYS:
        day = _FIRST_DAY[from_1904] + timedelta(days=int(value))
        return f"{day.year}年{day.month}月{day.day}日"
    if not section.is_known or section.is_day:
        return _plain(value) + DOUBT
    if section.is_general:
        return f"{section.before}{_plain(value)}{section.behind}"
    if not section.places:
        return (section.before + section.behind).strip()
    with localcontext() as context:
        context.prec = 3 * _LARGEST
        scaled = value * 100 if section.is_percent else value
        digits, rounded = _digits(abs(scaled), section.places)
    doubt = DOUBT if abs(rounded - abs(scaled)) > _NOISE * max(abs(scaled), 1) else ""
    sign = "-" if value < 0 else ""
    return f"{section.before}{sign}{digits}{section.behind}".strip() + doubt


def _plain(value: Decimal) -> str:
    """A number as it is, without what calculating with halves of halves leaves behind it."""
    with localcontext() as context:
        context.prec = _SHOWN if value != value.to_integral_value() else _LARGEST
        context.rounding = ROUND_HALF_UP
        whole = +value
    text = f"{whole:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _digits(value: Decimal, places: str) -> tuple[str, Decimal]:
    """The digits of a number of no sign in these places, and the number that they show."""
    left, _, right = places.partition(".")
    places_behind = len(right.replace(",", ""))
    rounded = value.quantize(Decimal(1).scaleb(-places_behind), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    least = left.count("0")
    whole = whole.lstrip("0").rjust(least, "0") if least else whole.lstrip("0")
    if "," in left:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    shortest = len(right.replace(",", "").rstrip("#?"))
    while len(fraction) > shortest and fraction.endswith("0"):
        fraction = fraction[:-1]
    return f"{whole}.{fraction}" if fraction else whole, rounded


def _chosen(code: str, value: Decimal) -> tuple[_Section, Decimal]:
    """The part of a format that a number is shown by, and the number that it shows: a part for numbers below 0 says
    their sign itself.
    """
    first, *others = _sections(code)
    if others and value < 0:
        return others[0], -value
    if len(others) > 1 and value == 0:
        return others[1], value
    return first, value


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple([_section(part) for part in _split(code)])


def _split(code: str) -> list[str]:
    """The parts of a format, which semicolons part that are not quoted."""
    parts = [""]
    for match in _PIECE.finditer(code):
        if match.group() == ";":
            parts.append("")
        else:
            parts[-1] += match.group()
    return parts


def _section(code: str) -> _Section:
    before, places, behind = "", "", ""
    is_percent = is_general = is_day = False
    is_known = True
    for match in _PIECE.finditer(code):
        literal = ""
        if match["quoted"] is not None:
            literal = match["quoted"].strip('"')
        elif match["escaped"] or match["currency"]:
            literal = match["escaped"] or match["currency"]
        elif match["space"] is not None:
            literal = " "
        elif match["bracket"]:
            is_known = is_known and match["bracket"][1:-1].lower() in _COLOURS
        elif match["general"]:
            is_general = True
        elif match["science"]:
            is_known = False
        elif match["digits"]:
            is_known = is_known and not places and not match["digits"].endswith(",") and match["digits"].count(".") < 2
            places = places or match["digits"]
        elif match["other"] == "%":
            is_percent, literal = True, "%"
        elif match["other"] is not None:
            is_day = is_day or match["other"] in _OF_DAYS
            is_known = is_known and match["other"] not in _UNKNOWN
            literal = match["other"]
        if places or is_general:
            behind += literal
        else:
            before += literal
    if not code:
        return _Section("", "", "")
    if code.strip() == "@":
        return _Section("", "", "", is_general=True)
    return _Section(before, places, behind, is_percent, is_general, is_day and not places, is_known or is_day)
