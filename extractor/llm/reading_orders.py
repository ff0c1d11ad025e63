"""The orders in which the figures of an answer may be printed: along the rows, along rows that stand in another order,
down the columns, and part by part.

A converter takes one part of a table whole before the next: a page, a block, a band of columns; and each of them along
its rows, or down its columns, or again part by part.
Source: the recursive X-Y cut of page layouts (Nagy and Seth, 1984), whose parts are bands of rows or of columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

# So many parts are looked at before a table counts as printed in no order.
_MOST_PARTS = 5000


class SaidFigure(NamedTuple):
    """One figure of an answer: its row, its place in the row, and how it is written."""

    row: str
    column: int
    text: str


def reading_orders(
    said: Sequence[SaidFigure], texts: Sequence[str], page_noise: Sequence[str]
) -> Iterator[Sequence[SaidFigure]]:
    """An answer's figures, given along the rows of the form, in each order in which they may be printed; `texts` are
    the printed figures in the order of the text, those of `page_noise` among them. Each order holds every figure.
    """
    yield said
    as_printed = _rows_as_printed(said, texts)
    if len(as_printed) == len(said):
        yield as_printed
    yield sorted(said, key=lambda one: one.column)
    by_parts = _by_parts(said, [text for text in texts if text not in page_noise])
    if by_parts is not None:
        yield by_parts


def _rows_as_printed(said: Sequence[SaidFigure], texts: Sequence[str]) -> list[SaidFigure]:
    """The answer with its rows in the order in which the text prints them: at each figure the longest row that is
    printed from there on, of several alike the first of the form.
    """
    rows: dict[str, list[SaidFigure]] = {}
    for one in said:
        rows.setdefault(one.row, []).append(one)
    ordered: list[SaidFigure] = []
    at = 0
    while at < len(texts):
        row = _longest([own for own in rows.values() if [one.text for one in own] == texts[at : at + len(own)]])
        ordered += row
        at += len(row) or 1
        if row:
            del rows[row[0].row]
    return ordered


def _longest(rows: Iterable[list[SaidFigure]]) -> list[SaidFigure]:
    nothing: list[SaidFigure] = []
    return max(rows, key=len, default=nothing)


class _Part(NamedTuple):
    """A part of a table: its rows from `top` to before `bottom`, of these the columns from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int

    def cuts(self) -> Iterator[tuple[_Part, _Part]]:
        """The two parts of each cut from side to side, and then of each from top to bottom."""
        for row in range(self.top + 1, self.bottom):
            yield self._replace(bottom=row), self._replace(top=row)
        for column in range(self.left + 1, self.right):
            yield self._replace(right=column), self._replace(left=column)


def _by_parts(said: Sequence[SaidFigure], texts: Sequence[str]) -> list[SaidFigure] | None:
    """The answer as it is printed part by part; None where it is printed in no such order."""
    if len(said) != len(texts):
        return None
    rows = {key: i for i, key in enumerate(dict.fromkeys(one.row for one in said))}
    width = max((one.column for one in said), default=-1) + 1
    return _Cutting([(rows[one.row], one) for one in said], texts).order(_Part(0, len(rows), 0, width), 0)


class _Cutting:
    """A table cut into parts that are printed one after the other; `said` are its figures, each with its row."""

    def __init__(self, said: Sequence[tuple[int, SaidFigure]], texts: Sequence[str]) -> None:
        self._said = said
        self._texts = texts
        self._known: dict[tuple[_Part, int], list[SaidFigure] | None] = {}

    def order(self, part: _Part, start: int) -> list[SaidFigure] | None:
        """The figures of a part in the order in which they are printed from `start` on, if they are."""
        asked = (part, start)
        if asked not in self._known and len(self._known) < _MOST_PARTS:
            self._known[asked] = self._found(part, start)
        return self._known.get(asked)

    def _found(self, part: _Part, start: int) -> list[SaidFigure] | None:
        own = [one for row, one in self._said if part.top <= row < part.bottom and part.left <= one.column < part.right]
        printed = self._texts[start : start + len(own)]
        if Counter(one.text for one in own) != Counter(printed):
            return None
        for order in (own, sorted(own, key=lambda one: one.column)):
            if [one.text for one in order] == printed:
                return order
        for one, other in part.cuts():
            first = self.order(one, start)
            rest = None if first is None else self.order(other, start + len(first))
            if first is not None and rest is not None:
                return first + rest
        return None
