"""Markup in text: tables that converters could not write in Markdown, and what others left standing of a page's tags.

In a table every tag gives way to as many spaces, so that places hold; a tab stands before every cell of a row but the
first, and a row ends its line, which is how other converters write tables. Tags and entities for spaces in a text
without such tables are leftovers: each gives way to one space, and to none at the end of a line.
"""

from __future__ import annotations

import re

from extractor.sources.normalise import Normalised

# Strings: `re` compiles them when a file first needs them, and keeps them. A tag longer than this is no tag: the text
# has a stray `<`.
_TAG = r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,1000}>"
_ROW = r"(?is)<tr\b[^<>]{0,1000}>.*?</tr\s*>"
_ROW_END = r"(?i)</tr\s*>"
_CELL = r"(?i)<t[dh]\b[^<>]{0,1000}>"
_ENTITY = r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0|#12288|#x3000);"
_LEFTOVER = (
    rf"(?i)(?:{_ENTITY}"
    r"|</?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|o:p|p|span|strong|table|tbody|td|th|tr|u|ul)"
    r"(?:[\s/][^<>\n]{0,1000})?>)"
)
_LEFTOVERS = _LEFTOVER + r"+(?P<last> *(?=\n|$))?"


def has_markup(text: str) -> bool:
    """Whether there are table cells written as tags in the text."""
    return "<td" in text or "<TD" in text


def has_leftovers(text: str) -> bool:
    """Whether something that may be a leftover of markup stands in the text."""
    return ("<" in text or "&" in text) and re.search(_LEFTOVER, text) is not None


def without_leftovers(normalised: Normalised) -> Normalised:
    """The text with every run of leftovers as one space, or gone where its line ends; with the way back."""
    text, origin = normalised.text, normalised.origin
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for match in re.finditer(_LEFTOVERS, text):
        end = match.start() + (match.group("last") is None)
        kept += [text[at : match.start()], " " * (end - match.start())]
        places += range(at, end)
        at = match.end()
    places += range(at, len(text))
    if origin is not None:
        places = [origin[place] for place in places]
    return normalised._replace(text="".join([*kept, text[at:]]), origin=tuple(places))


def blank_markup(text: str) -> str:
    """The text with its tags blanked, character for character."""
    text = re.sub(_ENTITY, _spaces, text, flags=re.IGNORECASE)
    # Behind the end of the last row no row ends, and each that begins there would be followed to the end of the text.
    rows = max((end.end() for end in re.finditer(_ROW_END, text)), default=0)
    text = (
        re.sub(_ROW, lambda row: re.sub(_CELL, _spaces, row.group().replace("\n", " "), count=1), text[:rows])
        + text[rows:]
    )
    return re.sub(_TAG, _blanked, text)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _blanked(match: re.Match[str]) -> str:
    closing, tag = match.group(1) == "/", match.group(2).lower()
    room = " " * (len(match.group()) - 1)
    if tag in ("td", "th") and not closing:
        return "\t" + room
    return room + ("\n" if tag == "tr" and closing else " ")
