"""Answers to a question about a variant: the right one, and ones that are nearly right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from extractor.forms import Section
from extractor.llm.schema import FURNITURE, label_of
from extractor.llm.table_text import BLANK_SHOWN
from extractor.reading.model import NUMBER, Token
from tests.llm.variants import Variant

Rows = dict[str, list[str]]
"""The cells of each row by its key."""


def right_rows(variant: Variant, section: Section, figures: Sequence[Token]) -> tuple[Rows, list[str]]:
    """Every printed figure in its row, and those that are none of the table's."""
    left = Counter(token.text for token in figures if token.kind == NUMBER)
    rows: Rows = {}
    for row in section.rows:
        cells = [variant.printed.get(field, BLANK_SHOWN) for field in row.fields]
        rows[row.key] = [cell if cell in left else BLANK_SHOWN for cell in cells]
        left.subtract(cell for cell in rows[row.key] if cell != BLANK_SHOWN)
    return rows, list((+left).elements())


def as_json(section: Section, rows: Rows, aside: Sequence[str]) -> dict[str, list[str]]:
    """The answer as a model gives it."""
    return {label_of(section, key): cells for key, cells in rows.items()} | {FURNITURE: list(aside)}


def nearly(rows: Rows, aside: Sequence[str], random: Random) -> tuple[Rows, list[str]]:
    """The same with rows exchanged or moved along, or cells exchanged or taken out, as models err."""
    keys = list(rows)
    if len(keys) < 2:
        return rows, list(aside)
    first, last = sorted(random.sample(range(len(keys)), 2))
    stretch = keys[first : last + 1]
    own = [rows[key] for key in stretch]
    if len(set(map(len, own))) > 1:
        return rows, list(aside)
    blank = [BLANK_SHOWN] * len(own[0])
    moved, out = random.choice(
        (
            ([own[-1], *own[1:-1], own[0]], []),
            ([*own[1:], own[0]], []),
            ([*own[1:], blank], own[0]),
            ([blank, *own[:-1]], own[-1]),
            ([[BLANK_SHOWN, *own[0][1:]], *own[1:]], own[0][:1]),
            ([[*own[0][1:], own[0][0]], *own[1:]], []),
            ([[own[-1][0], *own[0][1:]], *own[1:-1], [own[0][0], *own[-1][1:]]], []),
        )
    )
    return rows | dict(zip(stretch, moved, strict=True)), [*aside, *(cell for cell in out if cell != BLANK_SHOWN)]
