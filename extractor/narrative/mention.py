"""Numbers as the prose prints them: where they stand, what they count, and their value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, MOST_YUAN
from extractor.lexicon.figure import THOUSANDS
from extractor.lexicon.numeral import value_of_numeral
from extractor.narrative.model import Relation
from extractor.narrative.rules import Bounds, Pattern
from extractor.reading.numbers import digits_in, shortened

_NUMBER = re.compile(rf"{THOUSANDS}|\d+(?:\.\d+)?")
_NONE = re.compile("[也都](?:没|未|无|不)")
_POWERS = {"": 0, "万": 4, "亿": 8}


class Mention(NamedTuple):
    """A number in the prose: `figures` as printed, 万 or 亿, 余 or 多, unit, and a word after it such as 以上.

    `start` is where it begins, `figures_end` where its figures end, `end` where the words after it do.
    """

    start: int
    figures_end: int
    end: int
    figures: str
    power: str
    rounded: str
    unit: str
    after: str

    @property
    def printed(self) -> str:
        """Number and unit with a blank between them."""
        return f"{shortened(self.figures)} {self.power}{self.rounded}{self.unit}{self.after}".rstrip()


def find_mentions(pattern: Pattern, text: str, start: int, end: int) -> list[Mention]:
    """Every number between two offsets, those that count nothing included."""
    return [
        Mention(match.start(), match.end(1), match.end(), *match.groups(""))
        for match in pattern.finditer(text, start, end)
        if (match.start() == start or text[match.start() - 1] not in "第〔[") and not says_none(text, match.end())
    ]


def says_none(text: str, end: int) -> bool:
    """Whether what stands behind a number makes it none: 一件也没有."""
    return _NONE.match(text, end) is not None


def number_of(mention: Mention) -> int | None:
    """The count, or None where the figures make no whole number, or one that is larger than any count."""
    number = _decimal(mention.figures)
    if number is None:
        return None
    number = number.scaleb(_POWERS[mention.power])
    return int(number) if number == number.to_integral_value() and number <= MOST_COUNT else None


def amount_of(mention: Mention, field: str) -> Decimal | None:
    """The money in the unit of the field, with as many decimals as were printed; None where it is more than any."""
    yuan = _decimal(mention.figures)
    if yuan is None or yuan.scaleb(_POWERS[mention.power]) > MOST_YUAN:
        return None
    return yuan.scaleb(_POWERS[mention.power] - (4 if field.endswith("wan_yuan") else 0))


def is_beyond(mention: Mention, most: int) -> bool:
    """Whether the number is larger than this, or longer than any figure."""
    if digits_in(mention.figures) > MOST_DIGITS:
        return True
    number = _decimal(mention.figures)
    return number is not None and number.scaleb(_POWERS[mention.power]) > most


def _decimal(figures: str) -> Decimal | None:
    if figures[0] in "0123456789":
        is_number = _NUMBER.fullmatch(figures) and digits_in(figures) <= MOST_DIGITS
        return Decimal(figures.replace(",", "")) if is_number else None
    value = value_of_numeral(figures) if len(figures) <= MOST_DIGITS else None
    return None if value is None else Decimal(value)


def relation_of(mention: Mention, text: str, bounds: Bounds) -> Relation:
    """Whether the words beside the number make it a bound or a rough figure."""
    before = _before(text, mention.start, bounds.before)
    if before is not None:
        return before
    return bounds.after.get(mention.rounded or mention.after, "=")


def _before(text: str, end: int, words: Mapping[str, Relation]) -> Relation | None:
    if not text.endswith(tuple(words), 0, end):
        return None
    return words[max((word for word in words if text.endswith(word, 0, end)), key=len)]


def upper_of(value: int | Decimal | None, mention: Mention, bounds: Bounds) -> int | Decimal | None:
    """The first value too high for 260 余: one more step of the leading digit, which leaves room for loose speech."""
    if value is None or not {mention.rounded, mention.after} & bounds.rounded or value <= 0:
        return None
    return value + 10 ** (len(str(int(value))) - 1)
