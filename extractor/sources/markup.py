"""Tables left as tags in text: some converters write Markdown, and a table they cannot write so as HTML.

Every tag gives way to as many spaces, so that places hold; a cell begins with a tab and a row ends its line, which is
how other converters write tables.
"""

from __future__ import annotations

import re

# Strings: `re` compiles them when a file first needs them, and keeps them. A tag longer than this is no tag: the text
# has a stray `<`.
_TAG = r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,1000}>"
_ROW = r"(?is)<tr\b[^<>]{0,1000}>.*?</tr\s*>"
_ENTITY = r"(?i)&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);"


def has_markup(text: str) -> bool:
    """Whether there are table cells written as tags in the text."""
    return "<td" in text or "<TD" in text


def blank_markup(text: str) -> str:
    """The text with its tags blanked, character for character."""
    text = re.sub(_ENTITY, lambda match: " " * len(match.group()), text)
    text = re.sub(_ROW, lambda match: match.group().replace("\n", " "), text)
    return re.sub(_TAG, _blanked, text)


def _blanked(match: re.Match[str]) -> str:
    closing, tag = match.group(1) == "/", match.group(2).lower()
    room = " " * (len(match.group()) - 1)
    if tag in ("td", "th") and not closing:
        return "\t" + room
    return room + ("\n" if tag == "tr" and closing else " ")
