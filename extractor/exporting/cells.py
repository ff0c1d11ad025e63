"""Text in the cells of a table that a spreadsheet may open."""

from __future__ import annotations

# What a spreadsheet takes for the beginning of a formula, in both widths.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(text: str | None) -> str | None:
    """Text that a spreadsheet will not take for a formula: an apostrophe goes before what looks like one."""
    return f"'{text}" if text and text.startswith(_FORMULA_STARTS) else text
