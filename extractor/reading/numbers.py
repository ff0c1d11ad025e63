"""Figures as offices print them → numbers in the unit of their column, no larger than `forms.bounds` allows."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import Column
from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, YUAN_IN
from extractor.lexicon.figure import CHANGES, CURRENCY, EXPONENT, FALLS, NOTE, THOUSANDS, UNIT, figure
from extractor.lexicon.label_words import COUNTED_IN

_FIGURE = re.compile(figure(changes=CHANGES, between=",，", decimals=True, behind=UNIT))
_IN_TWO_UNITS = r"(\d[\d,]*(?:\.\d+)?)万(\d[\d,]*(?:\.\d+)?)元"
_ESCAPED = r"^\\(?=[+\-±])|(?<=\d)\\(?=\.)"
# So many characters of a number that is longer than any are repeated, of its beginning and its end.
_BEGIN, _END = 24, 8


class _Printed(NamedTuple):
    """A printed figure in its parts; `is_ill_grouped` says that commas part its digits where no thousands end."""

    sign: str
    number: Decimal
    unit: str
    is_ill_grouped: bool


def parse_figure(text: str, column: Column, unit: str | None = None) -> int | Decimal | None:
    """The number of a printed figure in the column's unit, or None where it cannot be one of this column.

    A count has no sign and no decimals; a change may be signed or say 增/减; money may name its own unit, and is turned
    into the unit of the column (`25.399万` is 253990 元). `unit` is what an amount without one is in, where that is not
    the column's. Beyond the column's bounds nothing is a figure; see `is_too_large`.
    """
    if unit is None and _is_plain(text):
        number = int(text)
        return number if number <= column.most else None
    printed = _printed(text)
    if printed is None or printed.is_ill_grouped or (printed.sign == "±" and printed.number):
        return None
    amount = _in_unit(printed, column, unit)
    if amount > column.most or not _fits(printed, amount, column):
        return None
    if column.kind == "money":
        return int(amount) if amount == amount.to_integral_value() else amount.normalize()
    return -int(amount) if printed.sign == "-" or printed.sign in FALLS else int(amount)


def is_figure(text: str) -> bool:
    """Whether a printed text is a figure of any column, and nothing else."""
    return _is_plain(text) or _printed(text) is not None


def is_too_large(text: str, column: Column, unit: str | None = None) -> bool:
    """Whether a printed number is larger than any figure of the column, or longer than any, or shortened.

    Such a number is no figure of the report, and nobody can say what should stand there instead.
    """
    if digits_in(text) > MOST_DIGITS or re.fullmatch(EXPONENT, text):
        return True
    printed = _printed(text)
    return printed is not None and _in_unit(printed, column, unit) > column.most


def _is_plain(text: str) -> bool:
    """Whether these are digits and nothing else, as nearly all figures are."""
    return text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS


def whole_number(text: str) -> int | None:
    """The number of plain digits; None where there are others than digits, or more than a count has."""
    number = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
    return number if number is not None and number <= MOST_COUNT else None


def digits_in(text: str) -> int:
    """How many digits a text has."""
    return sum(map(str.isdecimal, text))


def shortened(text: str) -> str:
    """A number as a sentence repeats it: without its middle where it is longer than any figure."""
    return text if len(text) <= _BEGIN + _END else f"{text[:_BEGIN]}…{text[-_END:]}"


def states_unit(text: str) -> bool:
    """Whether a printed amount names its own unit."""
    return text.endswith(("元", "万"))


def _printed(text: str) -> _Printed | None:
    """The parts of a figure; None where it is none, or one of more digits than any has."""
    # Markdown escapes a sign at the beginning of a line, and points.
    match = _FIGURE.fullmatch(re.sub(_ESCAPED, "", _plain(text)))
    if match is None:
        return None
    sign, digits, unit = match.groups()
    number = digits.replace(",", "").replace("，", "")
    if digits_in(number) > MOST_DIGITS:
        return None
    is_grouped = "," in digits or "，" in digits
    return _Printed(sign, Decimal(number), unit, is_grouped and not re.fullmatch(THOUSANDS, digits))


def _plain(text: str) -> str:
    """A figure without what stands around it and says nothing of it: a currency before, the mark of a note behind; and
    a sum told in two units (243万5600元) in one.
    """
    if text.isdecimal():
        return text
    text = re.sub(rf"{NOTE}\Z", "", re.sub(rf"\A{CURRENCY}\s?(?=\d.*[元万])", "", text))
    parted = re.fullmatch(_IN_TWO_UNITS, text)
    if parted is None:
        return text
    large, small = (Decimal(part.replace(",", "")) for part in parted.groups())
    return f"{large * YUAN_IN['万'] + small:f}元" if small < YUAN_IN["万"] else text


def _in_unit(printed: _Printed, column: Column, unit: str | None) -> Decimal:
    """The number in the unit of the column: yuan of whichever size, or pieces."""
    if column.kind != "money":
        return printed.number * (YUAN_IN.get(printed.unit) or COUNTED_IN.get(unit or "", 1))
    own = printed.unit if printed.unit in YUAN_IN else unit or column.unit
    return printed.number * YUAN_IN[own] / YUAN_IN[column.unit]


def _fits(printed: _Printed, number: Decimal, column: Column) -> bool:
    """Whether a figure may stand in a column of this kind."""
    if column.kind == "money":
        return not printed.sign and (not printed.unit or printed.unit in YUAN_IN)
    if number != number.to_integral_value() or printed.unit in ("元", "千元", "万元", "亿元", "人"):
        return False
    return column.kind == "change" or not printed.sign
