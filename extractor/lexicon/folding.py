"""Characters folded into the one of their kind that normalised text holds, and labels into what of them is compared."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from itertools import chain

from extractor.lexicon.figure import DOUBT
from extractor.lexicon.ordinal import WORN_ARABIC, WORN_HAN
from extractor.lexicon.remember import remembered

CONTROLS = frozenset(map(chr, (*range(0x07), 0x08, *range(0x0E, 0x1E), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0))))
"""Characters that no text holds; the marks Word leaves (cell, hyphen) and all kinds of breaks are not among them."""

ZERO_WIDTH = frozenset(
    map(chr, (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202E), *range(0x2060, 0x2070)))
) | frozenset(map(chr, (0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0))))
"""Characters that take no room: joiners, soft hyphens, direction marks, variation selectors, byte order marks, tags."""

_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2800\u3164\uffa0"
)
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_DASHES = "\x1e\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d\uff70"
_RULES = "─━┄┅┈┉╌╍═╴╶╸╺╼╾⎯"
_BARS = "│┃┆┇┊┋╎╏║╵╷╹╻╽╿¦∣❘⏐⎜⎟⎢⎥⎪ǀ丨⼁︱︲︳︴￨￤"
_CORNERS = "".join(map(chr, (*range(0x250C, 0x254C), *range(0x2550, 0x2571))))
_SAME_AS = {
    _CORNERS: "+",
    _DASHES: "-",
    _RULES: "-",
    _BARS: "|",
    "＋﹢➕": "+",
    "∕⁄╱": "/",
    "∶︰꞉": ":",
    "〜": "~",
    "\x07": "\t",
    # What follows is shown from the right to the left, digits too.
    "\u202e": DOUBT,
}

HAN = "[一-鿿]"
HAN_RUN = re.compile(f"{HAN}+")
# The ordinals of the form are no part of a label: offices drop, change and misprint them.
_ORDINAL = re.compile(rf"^\s*(?:{WORN_HAN}|{WORN_ARABIC})\s*")


@cache
def characters() -> dict[str, str]:
    """The character that stands for each one normalised text does not hold, zero-width ones apart."""
    table = traditional()
    for alike, one in compatible():
        table[alike] = table.get(one, one)
    for alike, one in _SAME_AS.items():
        table.update(dict.fromkeys(alike, one))
    table.update(dict.fromkeys(chain(CONTROLS, _BLANKS), " "))
    table.update(dict.fromkeys(_BREAKS, "\n"))
    return table


def traditional() -> dict[str, str]:
    """Traditional character → simplified one, from the pairs in `traditional.txt`."""
    return dict(_pairs("traditional.txt"))


def compatible() -> list[tuple[str, str]]:
    """Each character that Unicode holds a second time and the first, from the pairs in `compatible.txt`."""
    return _pairs("compatible.txt")


def _pairs(name: str) -> list[tuple[str, str]]:
    """The pairs in a file of this folder; its lines that begin with `#` are remarks."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        pairs = [pair for line in file if not line.startswith("#") for pair in line.split()]
    return [(alike, one) for alike, one in pairs]


@lru_cache(maxsize=1024)
def fold_label(label: str) -> str:
    """The Chinese characters of a label of normalised text, without its ordinal."""
    return "".join(HAN_RUN.findall(unnumbered(label)))


def unnumbered(label: str) -> str:
    """A label without its ordinal."""
    return _ORDINAL.sub("", label)


@remembered
def fold_script(text: str) -> str:
    """The Chinese characters of any text in one script, its ordinals among them."""
    return "" if text.isascii() else "".join(HAN_RUN.findall(text.translate(_one_script())))


@cache
def _one_script() -> dict[int, str]:
    return str.maketrans(characters())
