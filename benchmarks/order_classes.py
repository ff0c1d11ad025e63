"""The order in which the figures of a table stand in a text: what class it is of, and whether rows or columns of the
table are exchanged throughout.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

Places = tuple[tuple[int, int], ...]
"""The row and column of each figure, in the order of the text."""

ROWS, COLUMNS, PIECES, DOWNWARDS, TORN, LOST = "rows", "columns", "pieces", "downwards", "torn", "lost"
CLASSES: Mapping[str, str] = MappingProxyType(
    {
        ROWS: "row by row, each from the left to the right",
        COLUMNS: "column by column, each from the top to the bottom",
        PIECES: "in rectangles, each of whole rows or columns so, from the left to the right and from the top down",
        DOWNWARDS: "otherwise, but each column from the top to the bottom",
        TORN: "otherwise",
        LOST: "figures are missing, or torn",
    }
)


class Found(NamedTuple):
    """How one converter wrote one table: the class of the order, whether all rows have their columns, or all columns
    their rows, in one order that is not the table's.
    """

    order: str
    columns_exchanged: bool
    rows_exchanged: bool


def find_order(places: Places, figures: int) -> Found:
    """What order these places are in; the table has so many `figures`."""
    if len(places) != figures or len(set(places)) != figures:
        return Found(LOST, False, False)
    return Found(_class_of(places), _exchanged(places, 0), _exchanged(places, 1))


def _class_of(places: Places) -> str:
    if _is_by_rows(places):
        return ROWS
    if _is_by_columns(places):
        return COLUMNS
    if _is_in_pieces(places):
        return PIECES
    rows: dict[int, list[int]] = {}
    for row, column in places:
        rows.setdefault(column, []).append(row)
    return DOWNWARDS if all(own == sorted(own) for own in rows.values()) else TORN


def _is_by_rows(places: Places) -> bool:
    return list(places) == sorted(places)


def _is_by_columns(places: Places) -> bool:
    return list(places) == sorted(places, key=lambda place: place[::-1])


def _is_in_pieces(places: Places) -> bool:
    """Whether the table can be cut across or down again and again until each piece is written whole."""
    if _is_by_rows(places) or _is_by_columns(places):
        return True
    for axis in (0, 1):
        numbers = [place[axis] for place in places]
        most = list(accumulate(numbers, max))
        least = list(accumulate(reversed(numbers), min))[::-1]
        cut = next((cut for cut in range(1, len(places)) if most[cut - 1] < least[cut]), None)
        if cut is not None:
            return _is_in_pieces(places[:cut]) and _is_in_pieces(places[cut:])
    return False


def _exchanged(places: Places, axis: int) -> bool:
    """Whether two rows (or columns) with several figures stand in one order throughout, and not in the table's.

    Then no sum of the table shows it.
    """
    lines: dict[int, list[int]] = {}
    for place in places:
        lines.setdefault(place[axis], []).append(place[1 - axis])
    pairs: dict[tuple[int, int], set[bool]] = {}
    for own in lines.values():
        for at, first in enumerate(own):
            for second in own[at + 1 :]:
                low, high = sorted((first, second))
                pairs.setdefault((low, high), set()).add(first == low)
    whole = len(lines)
    counts = Counter(number for own in lines.values() for number in own)
    full = {pair for pair in pairs if counts[pair[0]] == counts[pair[1]] == whole}
    return whole > 1 and any(pairs[pair] == {False} for pair in full)
