"""Tables left as tags in text: some converters write Markdown, and a table they cannot write so as HTML.

Every tag gives way to as many spaces, so that places hold; a tab stands before every cell of a row but the first, and a
row ends its line, which is how other converters write tables.
"""

from __future__ import annotations

import re

# Strings: `re` compiles them when a file first needs them, and keeps them. A tag longer than this is no tag: the text
# has a stray `<`.
_TAG = r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,1000}>"
_ROW = r"(?is)<tr\b[^<>]{0,1000}>.*?</tr\s*>"
_CELL = r"(?i)<t[dh]\b[^<>]{0,1000}>"
_ENTITY = r"(?i)&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);"


def has_markup(text: str) -> bool:
    """Whether there are table cells written as tags in the text."""
    return "<td" in text or "<TD" in text


def blank_markup(text: str) -> str:
    """The text with its tags blanked, character for character."""
    text = re.sub(_ENTITY, _spaces, text)
    text = re.sub(_ROW, lambda row: re.sub(_CELL, _spaces, row.group().replace("\n", " "), count=1), text)
    return re.sub(_TAG, _blanked, text)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _blanked(match: re.Match[str]) -> str:
    closing, tag = match.group(1) == "/", match.group(2).lower()
    room = " " * (len(match.group()) - 1)
    if tag in ("td", "th") and not closing:
        return "\t" + room
    return room + ("\n" if tag == "tr" and closing else " ")
