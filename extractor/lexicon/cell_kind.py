"""What a cell of a table holds, in the five words by which everybody names it, from the result to the page.

A cell is what it is in the document: neither a person's decision nor what follows from sums changes it. Of what is read
now the cell says it itself (`reading.model.Cell.content`, `judging.cell_contents`); of results that were written before
it did, what they say of the figure tells (`lifting`).
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from extractor.lexicon.figure import NIL_SIGN, UNREADABLE_INK

CellKind = Literal["figure", "nil-mark", "blank", "unread", "lost"]
CELL_KINDS: tuple[CellKind, ...] = get_args(CellKind)


def kind_of_mark(mark: str) -> CellKind:
    """What a cell with a mark holds: a sign for nothing, or ink of which nobody can say what it is."""
    return "unread" if mark == UNREADABLE_INK else "nil-mark"


def kind_of_printed(printed: str, *, is_figure: bool) -> CellKind:
    """What a cell with these characters of a file holds; `is_figure` says that a number was read from them."""
    if not printed:
        return "blank"
    if re.fullmatch(NIL_SIGN, _normalised(printed)):
        return kind_of_mark(_normalised(printed))
    return "figure" if is_figure else "unread"


def _normalised(printed: str) -> str:
    """Characters of a file as readers have them."""
    # Whoever only names the words need not load the tables.
    from extractor.lexicon.folding import ZERO_WIDTH, characters

    table = characters()
    return "".join(table.get(one, one) for one in printed if one not in ZERO_WIDTH).strip()
