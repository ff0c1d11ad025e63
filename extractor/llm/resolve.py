"""Answer → tokens: every figure a model names has to be one that is printed, each once, in an order tables are read in.

A model never supplies a digit. What it writes is looked up among the table's tokens; what is not found there, or is
left over, or stands in no order, makes the whole answer void: it proves nothing, and only what a person is shown may be
taken from it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from extractor.llm.reading_orders import SaidFigure, reading_orders
from extractor.llm.table_text import BLANK_SHOWN
from extractor.reading.model import NUMBER, Token

# What it costs to drop a figure that an answer has too many; a page number inside a row costs 1.
_DROPPED = 3
# So few figures may be page numbers and ordinals, in an answer that names all others.
_FEW_ASIDE = 8


class ResolvedAnswer(NamedTuple):
    """The tokens of each row, those that are none of the table's, and in which column of its row each token is said to
    stand; `mistakable` are the starts of those that may be another's that is printed alike.
    """

    rows: dict[str, tuple[Token, ...]]
    page_noise: tuple[Token, ...]
    columns: dict[str, tuple[int, ...]]
    mistakable: frozenset[int] = frozenset()


class Unaccounted(NamedTuple):
    """What is wrong with an answer: figures of the source it leaves out, names too often, has out of order, or sets
    aside though they stand among the figures of a row.
    """

    missing: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    out_of_order: bool = False
    set_aside: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What a model is told of it; never the sum that would fit."""
        parts: list[str] = []
        if self.missing:
            parts.append(f"原文中的下列数字没有出现在你的回答里：{'、'.join(self.missing)}。")
        if self.invented:
            parts.append(f"下列数字在原文中没有，或者你用了不止一次：{'、'.join(self.invented)}。")
        if self.out_of_order:
            parts.append("回答中数字的先后次序与原文不同。")
        if self.set_aside:
            parts.append(f"下列数字与某一行的数字印在同一行，你却放进了不属于表格的数字：{'、'.join(self.set_aside)}。")
        return "".join(parts) + "请重新逐行照抄原文。"


def resolve(
    answer: Mapping[str, Sequence[str]], page_noise: Sequence[str], tokens: Sequence[Token]
) -> ResolvedAnswer | Unaccounted:
    """The tokens an answer means, if it accounts for every number token of the table once and in reading order.

    Which orders these are `reading_orders` says. A figure that is broken over two lines is read whole. A figure too
    many at the end of a row, for which the source has no token left, is dropped: a row has to be filled.
    """
    strokes = {token.text for token in tokens if token.kind != NUMBER} | {"", BLANK_SHOWN}
    said = [SaidFigure(key, i, text.strip()) for key, cells in answer.items() for i, text in enumerate(cells)]
    said = [one for one in said if one.text not in strokes]
    aside = [text.strip() for text in page_noise if text.strip() not in strokes]
    used = Counter(one.text for one in said) + Counter(aside)
    numbers = _joined([token for token in tokens if token.kind == NUMBER], used)
    have = Counter(token.text for token in numbers)
    if have - used or (used - have).total() > len(answer):
        return Unaccounted(tuple((have - used).elements()), tuple((used - have).elements()))
    for order in reading_orders(said, [token.text for token in numbers], aside):
        if (found := _in_order(order, aside, numbers)) is not None:
            return found
    return Unaccounted((), tuple((used - have).elements()), out_of_order=True)


def set_aside_in_rows(found: ResolvedAnswer) -> tuple[str, ...]:
    """The figures that an answer sets aside though they stand on one line with figures of a row: a page number seldom
    does.
    """
    lines = {token.line for own in found.rows.values() for token in own}
    return tuple(token.text for token in found.page_noise if token.line in lines)


def figures_found(answer: Mapping[str, Sequence[str]], tokens: Sequence[Token]) -> ResolvedAnswer | None:
    """Of an answer that does not count, the figures of which it is known all the same which tokens are meant: those of
    rows that are printed as it says in one place and no other, and, where it names none more often than it is printed,
    those that are named as often. None where there are none.

    Of figures alike it is not known which is which: they are taken in the order, along the rows or down the columns, in
    which most of the others are printed, and are called mistakable where the row does not stand so in one place.
    """
    numbers = [token for token in tokens if token.kind == NUMBER]
    texts = [token.text for token in numbers]
    said = [SaidFigure(key, i, text.strip()) for key, cells in answer.items() for i, text in enumerate(cells)]
    said = [one for one in said if one.text in texts]
    places = _rows_printed_once(said, texts)
    have, used = Counter(texts), Counter(one.text for one in said)
    mistakable: list[int] = []
    if all(used[text] <= have[text] for text in used) and have.total() - used.total() <= _FEW_ASIDE:
        others = _named_as_often(said, texts)
        mistakable = [numbers[at].start for one, at in others.items() if have[one.text] > 1 and places.get(one) != at]
        places |= others
    placed = [(one, numbers[places[one]]) for one in said if one in places]
    return _resolved(placed, ())._replace(mistakable=frozenset(mistakable)) if placed else None


def _named_as_often(said: Sequence[SaidFigure], texts: Sequence[str]) -> dict[SaidFigure, int]:
    """The places of the figures that are named as often as they are printed."""
    have, used = Counter(texts), Counter(one.text for one in said)

    def breaks(order: Sequence[SaidFigure]) -> int:
        places = [texts.index(one.text) for one in order if have[one.text] == 1]
        return sum(later < earlier for earlier, later in pairwise(places))

    order = min((said, sorted(said, key=lambda one: one.column)), key=breaks)
    left = {text: iter([at for at, other in enumerate(texts) if other == text]) for text in have}
    return {one: next(left[one.text]) for one in order if used[one.text] == have[one.text]}


def _resolved(placed: Sequence[tuple[SaidFigure, Token]], page_noise: Sequence[Token]) -> ResolvedAnswer:
    """The answer whose figures, row by row and in each from the left, mean these tokens."""
    rows: dict[str, list[tuple[SaidFigure, Token]]] = {}
    for said, token in placed:
        rows.setdefault(said.row, []).append((said, token))
    return ResolvedAnswer(
        {key: tuple(token for _, token in own) for key, own in rows.items()},
        tuple(page_noise),
        {key: tuple(said.column for said, _ in own) for key, own in rows.items()},
    )


def _rows_printed_once(said: Sequence[SaidFigure], texts: Sequence[str]) -> dict[SaidFigure, int]:
    """The places of the figures of rows that are printed in one place, which no other such row has part in."""
    found: list[tuple[SaidFigure, int]] = []
    for _, row in groupby(said, key=lambda one: one.row):
        own = list(row)
        starts = [at for at in range(len(texts)) if list(texts[at : at + len(own)]) == [one.text for one in own]]
        if len(own) > 1 and len(starts) == 1:
            found += [(one, starts[0] + i) for i, one in enumerate(own)]
    times = Counter(at for _, at in found)
    shared = {one.row for one, at in found if times[at] > 1}
    return {one: at for one, at in found if one.row not in shared}


def _joined(numbers: Sequence[Token], used: Counter[str]) -> list[Token]:
    """The tokens with the pieces of figures joined: two on neighbouring lines, whose characters together are a figure
    of the answer that no token is, where no other two are.
    """
    have = Counter(token.text for token in numbers)
    broken = [(one, other) for one, other in pairwise(numbers) if other.line == one.line + 1]
    made = list(numbers)
    for text in used - have:
        pairs = [(one, other) for one, other in broken if one.text + other.text == text]
        if len(pairs) == 1 and all(piece in made for piece in pairs[0]):
            at = made.index(pairs[0][0])
            made[at : at + 2] = [pairs[0][0]._replace(text=text, end=pairs[0][1].end)]
    return made


def _in_order(said: Sequence[SaidFigure], page_noise: Sequence[str], numbers: Sequence[Token]) -> ResolvedAnswer | None:
    """The answer's figures found among the tokens in this order; the tokens between them are page noise, and a figure
    at the end of a row that no token is left for is dropped.

    Of several ways the one that drops least, and then has the least page noise between two figures of one row.
    Source: a shortest path over (tokens passed, figures passed), as an alignment of two sequences is.
    """
    inside = [1 if 0 < j < len(said) and said[j - 1].row == said[j].row else 0 for j in range(len(said) + 1)]
    dropped = [_DROPPED if _ends_row(said, j) else math.inf for j in range(1, len(said) + 1)]
    cost: list[list[float]] = [list(accumulate(dropped, initial=0.0))]
    for token in numbers:
        above, row = cost[-1], [cost[-1][0] + (0 if token.text in page_noise else math.inf)]
        for j, one in enumerate(said, 1):
            aside = above[j] + (inside[j] if token.text in page_noise else math.inf)
            here = above[j - 1] if one.text == token.text else math.inf
            row.append(min(here, aside, row[-1] + dropped[j - 1]))
        cost.append(row)
    return None if cost[-1][-1] == math.inf else _way_back(cost, said, page_noise, numbers)


def _way_back(
    cost: Sequence[Sequence[float]], said: Sequence[SaidFigure], page_noise: Sequence[str], numbers: Sequence[Token]
) -> ResolvedAnswer | None:
    """The cheapest way, from its end; None where it puts aside other figures than the answer names as page noise."""
    placed: list[tuple[SaidFigure, Token]] = []
    aside: list[Token] = []
    i, j = len(numbers), len(said)
    while i or j:
        if i and j and said[j - 1].text == numbers[i - 1].text and cost[i][j] == cost[i - 1][j - 1]:
            i, j = i - 1, j - 1
            placed.append((said[j], numbers[i]))
        elif j and _ends_row(said, j) and cost[i][j] == cost[i][j - 1] + _DROPPED:
            j -= 1
        else:
            i -= 1
            aside.append(numbers[i])
    if Counter(token.text for token in aside) != Counter(page_noise):
        return None
    return _resolved(placed[::-1], aside[::-1])


def _ends_row(said: Sequence[SaidFigure], count: int) -> bool:
    """Whether the last of the first `count` figures is the last of its row."""
    return count == len(said) or said[count].row != said[count - 1].row
