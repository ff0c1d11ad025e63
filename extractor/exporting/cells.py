"""What stands in the cells of tables: numbers, signs of what is printed, and text that a spreadsheet may open."""

from __future__ import annotations

from extractor.lexicon.cell_kind import CellKind
from extractor.result import Number

CELL_SIGNS: dict[CellKind, str] = {"figure": "", "nil-mark": "-", "blank": "_", "unread": "#", "lost": "~"}
"""What a table has beside a value that is not printed as a figure, or in its place; the same signs wherever it is."""

# What a spreadsheet takes for the beginning of a formula, in both widths.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(text: str | None) -> str | None:
    """Text that a spreadsheet will not take for a formula: an apostrophe goes before what looks like one."""
    return f"'{text}" if text and text.startswith(_FORMULA_STARTS) else text


def number_text(value: Number | None) -> str:
    """A number as it stands in a table: no separators, no decimals that say nothing; a dash where there is none."""
    if value is None:
        return "—"
    return str(int(value)) if value == int(value) else repr(value)
