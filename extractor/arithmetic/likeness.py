"""What kind of slip turns one figure into another: for the words of a finding, never for choosing a value."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

DIGITS_TRANSPOSED = "digits-transposed"
DIGIT_DOUBLED = "digit-doubled"
DIGIT_DROPPED = "digit-dropped"
LOOK_ALIKE_DIGIT = "look-alike-digit"
NEIGHBOUR_VALUE = "neighbour-value"

_LOOK_ALIKE = frozenset(frozenset(pair) for pair in ("17", "38", "56", "06", "08", "68"))


def likeness(printed: int, value: int, neighbours: Collection[int] = ()) -> str | None:
    """The slip by which `value` came to be printed as `printed`, or None where no usual one explains it.

    One of `digits-transposed` (21 for 12), `digit-doubled` (112 for 12), `digit-dropped` (2 for 12),
    `look-alike-digit` (17 for 11; the pairs are 1/7, 3/8, 5/6 and any two of 0, 6 and 8) and `neighbour-value`
    (the figure of a cell beside, above or below, one of `neighbours`; a 0 beside a 0 says nothing). Where several
    fit, the first in this order. Negative figures have no likeness.
    """
    if printed < 0 or value < 0 or printed == value:
        return None
    was, should = str(printed), str(value)
    if len(was) == len(should):
        differing = [place for place in range(len(was)) if was[place] != should[place]]
        if _is_transposed(was, should, differing):
            return DIGITS_TRANSPOSED
        if len(differing) == 1 and frozenset((was[differing[0]], should[differing[0]])) in _LOOK_ALIKE:
            return LOOK_ALIKE_DIGIT
    elif should in _with_a_pair_merged(was):
        return DIGIT_DOUBLED
    elif was in _with_a_digit_less(should):
        return DIGIT_DROPPED
    return NEIGHBOUR_VALUE if printed and printed in neighbours else None


def _is_transposed(was: str, should: str, differing: list[int]) -> bool:
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return was[first] == should[second] and was[second] == should[first]


def _with_a_pair_merged(digits: str) -> set[str]:
    """The figure with one of two equal digits that stand together left out."""
    return {digits[:place] + digits[place + 1 :] for place, (a, b) in enumerate(pairwise(digits)) if a == b}


def _with_a_digit_less(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}
