"""Text of reports and names of files as a page, a terminal and Markdown may show them: nothing in it acts."""

from __future__ import annotations

import unicodedata
from functools import cache

_KEPT = "\t"
_REPLACED = "\ufffd"


def visible(text: str) -> str:
    """The text with what is no character to look at replaced one for one: controls, marks of direction, surrogates."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


@cache
def _visible(character: str) -> str:
    is_hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _KEPT
    return _REPLACED if is_hidden else character


def excerpt(text: str, most: int = 40) -> str:
    """The text on one line, cut where it is long."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def markdown_text(text: str) -> str:
    """Text in a cell of a Markdown table, where it is neither markup nor a link nor ends the cell."""
    line = visible(" ".join(text.split()))
    escaped = "".join(f"\\{c}" if c in "\\`*_{}[]()#+!|~^$:@." else c for c in line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
