"""Characters that Word keeps apart from the text: symbols of a font."""

from __future__ import annotations

from extractor.sources.word.xml import Element, value

UNKNOWN = "□"
"""What stands for a symbol that only its font knows."""

_LIKE_ASCII = frozenset("0123456789+,./%()[]<>=:;!?|{}& ")
_SAME = {"-": "-", "\xb4": "×", "\xb1": "±", "\xa3": "≤", "\xb3": "≥"}


def symbol(element: Element) -> str:
    """The character a symbol (`sym`) prints, `UNKNOWN` where only its font can say."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return UNKNOWN
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE else UNKNOWN
    if (value(element, "font") or "").strip().lower() != "symbol":
        return UNKNOWN
    character = chr(code - 0xF000)
    return character if character in _LIKE_ASCII else _SAME.get(character, UNKNOWN)
