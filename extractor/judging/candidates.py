"""The numbers in a cell that is not understood whole (`约3200`, `3208，其中8`): candidates for a person, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from extractor.forms import Column
from extractor.judging.evidence import LOOK_ALIKES
from extractor.lexicon.figure import CHANGES, UNIT, figure
from extractor.reading.model import Cell, Token
from extractor.reading.numbers import parse_figure, states_unit

_MOST = 5
_FIGURE = re.compile(figure(changes=CHANGES, between=",，", decimals=True, behind=UNIT))
_NUMBER = re.compile(rf"\d+(?:\.\d+)?(?:{UNIT})?")
# Digits and letters that look like digits; letters alone are no number. A Chinese character that looks like one is a
# digit only where nothing else stands in the cell.
_LIKE_DIGITS = re.compile(r"[\doOQDlI|丨iZzSsBbGg]+")


def candidates_in(cell: Cell, column: Column) -> list[Cell]:
    """The numbers in an unread cell of this column, from the left; none of another cell, and none beyond all bounds.

    Of an amount without a unit of its own it is not known how much it is: it has no value.
    """
    if cell.token is None or not cell.is_unread or cell.too_large:
        return []
    return list(islice(_cells(cell.token, column), _MOST))


def _cells(token: Token, column: Column) -> Iterator[Cell]:
    digits = _with_digits(token.text)
    for figures in _FIGURE.finditer(digits):
        whole = parse_figure(figures[0], column) is not None
        for match in (figures,) if whole else _NUMBER.finditer(digits, *figures.span()):
            value = parse_figure(match[0], column)
            if value is not None and not re.match(r"\D*0\d", match[0]):
                is_sized = column.kind != "money" or states_unit(match[0])
                yield Cell(_part(token, *match.span()), value if is_sized else None)


def _with_digits(text: str) -> str:
    """The text with a digit for each character in it that is likely one misread."""
    digits = text.translate(LOOK_ALIKES)
    if "".join(digits.split()).isdecimal():
        return digits
    return _LIKE_DIGITS.sub(
        lambda match: match[0].translate(LOOK_ALIKES) if any(map(str.isdecimal, match[0])) else match[0], text
    )


def _part(token: Token, first: int, last: int) -> Token:
    """A stretch of a token; all of one whose characters are not those of the text, as where blanks were taken out."""
    if len(token.text) != token.end - token.start:
        return token
    return token._replace(text=token.text[first:last], start=token.start + first, end=token.start + last)
