"""Rows that may have moved up unseen: above a row without figures or zeros, where everything balances all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.arithmetic import check, fields_of, integers_in
from extractor.forms import Identity
from extractor.judging.resolve_placements import Value
from extractor.reading.model import BLANK, MARK, NUMBER, RowBasis, RowReading, Token


def moved_fields(
    rows: Sequence[RowReading], printed: Mapping[str, Value | None], identities: Sequence[Identity]
) -> Iterator[str]:
    """The fields whose figures would be others if a row had been dropped and those below it moved up.

    Each row above a hollow one is tried as the one that was dropped. Where everything that balances now would balance
    then as well, only a person can say. `printed` are the values that were read, not deduced.
    """
    rows = [row for row in rows if row.row.labels]
    checked = fields_of(identities)
    integers = dict.fromkeys(checked, 0) | integers_in(printed)
    hollow = _hollow_rows(rows, checked)
    holding = [one.identity for one in check(identities, integers) if one.holds] if hollow else []
    for last in hollow:
        moved = integers | dict.fromkeys(rows[last].row.fields, 0)
        for below, above in pairwise(reversed(rows[: last + 1])):
            if len(above.row.fields) != len(below.row.fields):
                break
            pairs = zip(above.row.fields, below.row.fields, strict=True)
            moved.update((lower, integers.get(upper, 0)) for upper, lower in pairs)
            moved.update(dict.fromkeys(above.row.fields, 0))
            if all(one.holds for one in check(holding, moved)):
                yield from (name for name, value in moved.items() if integers.get(name, 0) != value)


def _hollow_rows(rows: Sequence[RowReading], checked: frozenset[str]) -> list[int]:
    """The places of the rows that show no zeros, or were not found at all."""
    shown = _zeros_shown(rows, alone=all(checked.isdisjoint(row.row.fields) for row in rows))
    zeros_printed = any(_has_zero(row, NUMBER) for row in rows)
    hollow: list[int] = []
    for place, row in enumerate(rows):
        # Where no row of zeros is seen but others print a 0, at least the cells of one are seen.
        seen = any(token.kind in shown for token in row.tokens) if shown else bool(row.tokens) or not zeros_printed
        if not seen or row.basis == RowBasis.MISSING:
            hollow.append(place)
    return hollow


def _zeros_shown(rows: Sequence[RowReading], *, alone: bool) -> tuple[str, ...]:
    """The kinds of token that show figures or zeros: a stroke or a blank cell is a zero only where no row prints its
    zeros better. None where no row of zeros is seen; in a table that stands `alone`, without identities, where no zero.
    """
    kinds = (NUMBER, MARK, BLANK)
    for last, kind in enumerate(kinds):
        if any(_is_of_zeros(row, kind) or (alone and _has_zero(row, kind)) for row in rows):
            return kinds[: last + 1]
    return ()


def _has_zero(row: RowReading, kind: str) -> bool:
    return any(_is_zero(token, kind) for token in row.tokens)


def _is_of_zeros(row: RowReading, kind: str) -> bool:
    filled = row.tokens if kind == BLANK else row.filled
    return len(filled) >= len(row.row.fields) and all(_is_zero(token, kind) for token in filled)


def _is_zero(token: Token, kind: str) -> bool:
    return token.kind == kind and (kind != NUMBER or token.text == "0")
