"""Styles that hide, strike, move or reorder what stands in a cell in ways that are not followed here: where they do so
to a part of a figure, nobody can say what is seen of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractor.sources.html.colours import is_known
from extractor.sources.html.look import RAISED
from extractor.sources.html.selectors import FIRST
from extractor.sources.html.sheets import UNDECIDED, Said

FOLLOWED, PARTLY, SEVERAL, ALWAYS = range(4)
"""Whether what stands in an element is in doubt: never; where other text stands in its cell that is not in it; where it
is not the only text in its cell; always.
"""

_WORDS = r"inherit|initial|unset|revert|revert-layer|auto|none|normal"
_ZERO = r"0(?:\.0+)?(?:[a-z]{1,3}|%)?"
_SHORT = (
    r"-0?\.[0-2]\d*r?em|-(?:[0-2]?\.\d+|[0-2])(?:px|pt)?|-0(?:[a-z]{1,4}|%)?"
    r"|\+?(?:\d+(?:\.\d+)?|\.\d+)(?:[a-z]{1,4}|%)?"
)
_LENGTH = r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[a-z]{1,4}|%)?"
_SIZE = r"[\d.]+(?:px|pt|r?em|%|ex|cm|mm|in|pc)?(?:/.*)?|(?:xx?-)?(?:small|large)|medium|smaller|larger"
_LINES = r"(?:rgba?\([^()]*\)|[^()])*"
# What is said of these is followed, or changes nothing, where it looks like this.
_PLAIN: Mapping[str, str] = {
    "opacity": r"\d*\.?\d+%?",
    "transform": rf"(?:(?:translate[xy]?|rotate)\((?:\s*{_ZERO}\s*,?)+\)\s*|{RAISED}\s*)+",
    "translate": rf"(?:{_ZERO}\s*)+",
    "rotate": _ZERO,
    "scale": r"(?:1(?:\.0+)?\s*)+|100%",
    "font": r"[^(]*",
    "zoom": r"1(?:\.0+)?|100%",
    "position": r"static|relative",
    "order": r"[+-]?0",
    "text-decoration": _LINES,
    "text-decoration-line": _LINES,
    "text-underline-offset": r"[\d.].*|from-font",
    "visibility": r"visible|hidden|collapse",
    "font-size": _SIZE,
    "vertical-align": r"baseline|super|sub|(?:text-)?(?:top|bottom)|middle|-?[\d.]+(?:px|pt|r?em|%|ex|cm|mm|in|pc)?",
    "letter-spacing": _SHORT,
    "word-spacing": _SHORT,
    "margin": rf"(?:(?:{_SHORT}|auto)\s*){{1,4}}",
    "margin-left": _SHORT,
    "margin-right": _SHORT,
    "inset": rf"(?:{_ZERO}\s*)+",
    "top": _LENGTH,
    "bottom": _LENGTH,
    "left": _SHORT,
    "right": _SHORT,
    "writing-mode": r"horizontal-tb|lr-tb|lr",
    "mix-blend-mode": r"multiply|darken",
    "filter": r"(?:progid.*|gray|alpha\(.*\)|opacity\(.*\)|grayscale\(.*\))",
    "background": r"(?!.*(?:url|gradient|image|image-set)\()(?s:.*)",
    "background-image": "",
    "clip": "",
    "clip-path": "",
    "float": "",
    "mask": "",
    "mask-image": "",
    "animation": "",
    "animation-name": "",
    "text-shadow": "",
    "background-clip": r"border-box|padding-box|content-box",
    "grid-area": "",
    "grid-row": "",
    "grid-column": "",
    "content": "",
    "text-security": "",
    "font-family": r"(?!.*(?:dings|symbol)).*",
}
_COLOURS = ("color", "text-fill-color", "background-color")
# These draw over the text, or show other characters in its place.
_OVER_TEXT = frozenset(
    [
        "text-decoration",
        "text-decoration-line",
        "text-underline-offset",
        "background",
        "background-image",
        "content",
        "text-security",
        "font-family",
    ]
)
# What leaves a line's height as it is, and what draws lines that go through it where it does not.
_EDGES = ("border", "border-top", "border-bottom", "outline")
_HEIGHTS = ("height", "line-height", "max-height")
_LOW = re.compile(r"0?\.\d+(?:r?em)?|0(?:px)?|[1-9](?:\.\d+)?px|[1-9]?\d%")
_NARROW = re.compile(r"0?\.\d+r?em|[1-9](?:\.\d+)?r?em|\d{1,2}(?:\.\d+)?(?:px|pt)")
_REVERSED = re.compile(r"reverse")


def undecided(said: Said) -> int:
    """Whether what this style does to the text of an element within a cell is followed, and how far it is in doubt
    if not.
    """
    found = FOLLOWED
    for name, value in said.items():
        if name in FIRST:
            return ALWAYS
        if name == UNDECIDED or (name in _COLOURS and not is_known(value)):
            found = max(found, PARTLY)
        elif name in _PLAIN and not _is_plain(name, value[:_LONGEST]):
            fills_text = name.startswith("background") and "text" in said.get("background-clip", "")
            found = max(found, ALWAYS if name in _OVER_TEXT and not fills_text else PARTLY)
    if reverses(said):
        found = max(found, SEVERAL)
    return max(found, _by_bounds(said))


_LONGEST = 120


@lru_cache(maxsize=1024)
def _is_plain(name: str, value: str) -> bool:
    return re.fullmatch(rf"(?:{_WORDS})|(?:{_PLAIN[name]})", value) is not None


def reverses(said: Said) -> bool:
    """Whether a style turns the order round of what stands in an element."""
    return any(_REVERSED.search(said.get(name, "")) for name in ("flex-direction", "flex-flow"))


def _by_bounds(said: Said) -> int:
    """Whether lines are drawn through text, or a part of it cut off, by how wide and high an element is said to be."""
    if "box-shadow" in said and "inset" in said["box-shadow"]:
        return ALWAYS
    low = any(_LOW.fullmatch(said.get(name, "")) for name in _HEIGHTS)
    if low and any(said.get(name, "none") not in ("none", "0") for name in _EDGES):
        return ALWAYS
    cuts = said.get("overflow", "").startswith(("hidden", "clip"))
    return (
        ALWAYS if cuts and (low or any(_NARROW.fullmatch(said.get(one, "")) for one in ("width", "max-width"))) else 0
    )
