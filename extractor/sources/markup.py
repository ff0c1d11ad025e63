"""Tables left as tags in text: some converters write Markdown, and a table they cannot write so as HTML.

Every tag gives way to as many spaces, so that places hold; a cell begins with a tab and a row ends its line, which is
how other converters write tables.
"""

from __future__ import annotations

import re

# A tag longer than this is no tag: the text has a stray `<`.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,1000}>")
_ROW = re.compile(r"<tr\b[^<>]{0,1000}>.*?</tr\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);", re.IGNORECASE)


def has_markup(text: str) -> bool:
    """Whether there are table cells written as tags in the text."""
    return "<td" in text or "<TD" in text


def blank_markup(text: str) -> str:
    """The text with its tags blanked, character for character."""
    text = _ENTITY.sub(lambda match: " " * len(match.group()), text)
    text = _ROW.sub(lambda match: match.group().replace("\n", " "), text)
    return _TAG.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    closing, tag = match.group(1) == "/", match.group(2).lower()
    room = " " * (len(match.group()) - 1)
    if tag in ("td", "th") and not closing:
        return "\t" + room
    return room + ("\n" if tag == "tr" and closing else " ")
