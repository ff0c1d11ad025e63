"""Original characters → the text the readers read: one script, one kind of digit, space, dash and bar.

Every rule puts one character for one, so that places hold; only zero-width characters are taken out, and then an
origin map says where each character came from.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain

CONTROLS = frozenset(map(chr, (*range(0x07), 0x08, *range(0x0E, 0x1E), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0))))
"""Characters that no text holds; the marks Word leaves (cell, hyphen) and all kinds of breaks are not among them."""

ZERO_WIDTH = frozenset(
    map(chr, (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
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
}
_COMPATIBLE = (
    range(0xFF01, 0xFF5F),  # full-width ASCII
    range(0xFFE0, 0xFFE7),  # full-width signs
    range(0xFE10, 0xFE70),  # vertical and small forms
    range(0x2E80, 0x2FE0),  # radicals
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0x2F800, 0x2FA20),
    range(0x1D7CE, 0x1D800),  # mathematical digits
)
# Radicals that Unicode names but gives no decomposition, as text layers of PDF print them.
_RADICALS = (
    "⺁厂⺇几⺌小⺍小⺎兀⺏尢⺐尢⺒巳⺓幺⺛旡⺝月⺟母⺠民⺡氵⺤爫⺦丬⺧牛⺨犭⺩王⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺲罒⺳罒⺶羊⺷羊⺸羊⺹耂⺼月⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼"
    "⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)
_ASTRAL = "\U00010000"
_CHUNK = 1 << 16
_FEW = 64


@dataclass(frozen=True, slots=True)
class Normalised:
    """The text for the readers; `origin` as in `Source`; `controls` counts the characters that text does not hold."""

    text: str
    origin: tuple[int, ...] | None
    controls: int


def normalise(original: str) -> Normalised:
    """The text of these characters, and for each of its characters the offset it came from."""
    table = characters()
    unlike = _unlike(original)
    text = original
    if "\r" in unlike:
        text = text.replace("\r\n", " \n")
    if len(unlike) > _FEW:
        text = text.translate(str.maketrans(table))
    else:
        for character in unlike & table.keys():
            text = text.replace(character, table[character])
    controls = sum(map(original.count, unlike & CONTROLS))
    hidden = unlike & ZERO_WIDTH
    if not hidden:
        return Normalised(text, None, controls)
    origin = tuple(offset for offset, character in enumerate(text) if character not in hidden)
    return Normalised("".join([c for c in text if c not in hidden]), origin, controls)


def _unlike(original: str) -> set[str]:
    """The characters among these that normalised text does not hold.

    A compiled class finds them several times faster than `str.translate`, which asks a dictionary for every character;
    in slices, so that a long file of full-width signs does not become as many objects.
    """
    find = _unlike_class().findall
    if len(original) <= _CHUNK:
        return set(find(original))
    return set(chain.from_iterable(set(find(original[at : at + _CHUNK])) for at in range(0, len(original), _CHUNK)))


@cache
def _unlike_class() -> re.Pattern[str]:
    """Every character beyond the first plane is found and looked up, as a class that lists some of them is slow."""
    listed = sorted(character for character in characters().keys() | ZERO_WIDTH if character < _ASTRAL)
    return re.compile(f"[{''.join(map(re.escape, listed))}{_ASTRAL}-{chr(sys.maxunicode)}]")


@cache
def characters() -> dict[str, str]:
    """The character that stands for each one normalised text does not hold, zero-width ones apart."""
    table = traditional()
    for code in chain.from_iterable(_COMPATIBLE):
        compatible = unicodedata.normalize("NFKC", chr(code))
        if len(compatible) == 1 and compatible != chr(code):
            table[chr(code)] = table.get(compatible, compatible)
    for radical, character in zip(_RADICALS[::2], _RADICALS[1::2], strict=True):
        table[radical] = table.get(character, character)
    for alike, one in _SAME_AS.items():
        table.update(dict.fromkeys(alike, one))
    table.update(dict.fromkeys(chain(CONTROLS, _BLANKS), " "))
    table.update(dict.fromkeys(_BREAKS, "\n"))
    return table


def traditional() -> dict[str, str]:
    """Traditional character → simplified one, from the pairs in `traditional.txt`."""
    with open(os.path.join(os.path.dirname(__file__), "traditional.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}
