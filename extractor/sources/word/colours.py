"""The colours of a Word file: as six digits, and as those of its theme, made lighter or darker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.sources.ink import BLACK, WHITE, Colour
from extractor.sources.word.xml import Element, value

HIGHLIGHTS: Mapping[str, Colour] = {
    "black": BLACK,
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "green": (0, 255, 0),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "white": WHITE,
    "darkblue": (0, 0, 128),
    "darkcyan": (0, 128, 128),
    "darkgreen": (0, 128, 0),
    "darkmagenta": (128, 0, 128),
    "darkred": (128, 0, 0),
    "darkyellow": (128, 128, 0),
    "darkgray": (128, 128, 128),
    "lightgray": (192, 192, 192),
}

SOLID, NONE, UNFOLLOWED = "solid", "none", "unfollowed"
"""How type is filled: with a colour, not at all, in ways of which nobody knows whether it is seen."""

# The colours of a theme by the names that text uses for them, and those of a theme that is not in the file.
_OF_THEME = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"} | {
    f"{name}{number}": f"{short}{number}"
    for name, short in (("background", "lt"), ("light", "lt"), ("text", "dk"), ("dark", "dk"))
    for number in (1, 2)
}
_USUAL: Mapping[str, Colour] = {"lt1": WHITE, "dk1": BLACK, "lt2": (231, 230, 230), "dk2": (68, 84, 106)}
_MARK = "@"
_WHOLE = 100_000


class Filled(NamedTuple):
    """How type is filled, the colour as `colour_said` gives it, and how little is seen through it, from 0 to 1."""

    kind: str
    said: str
    opaque: float


def colour_said(element: Element | None, plain: str, theme: str) -> str:
    """What an element says of a colour: its name in the theme, lighter or darker, which counts more, or its digits.

    `plain` is the name of the attribute that holds the digits, `theme` what those begin with that name the theme's.
    """
    named = value(element, f"{theme}Color" if theme == "theme" else theme)
    digits = value(element, plain) or ""
    if named is None or named == "none":
        return digits
    tint, shade = (_share(value(element, f"{theme}{part}")) for part in ("Tint", "Shade"))
    return _named(named, shade * tint, 1 - tint, digits)


def text_fill(element: Element) -> Filled:
    """How the fill of type (`textFill`) shows it."""
    inner = next(iter(element), None)
    kind = inner.tag if inner is not None else ""
    colour = next(iter(inner), None) if inner is not None and kind == "w14.solidFill" else None
    if colour is None:
        return Filled(SOLID, "", 0.0) if kind == "w14.noFill" else Filled(UNFOLLOWED, "", 1.0)
    parts = {child.tag.removeprefix("w14."): _number(value(child)) / _WHOLE for child in colour}
    opaque = 1 - min(max(parts.get("alpha", 0.0), 0.0), 1.0)
    by, plus = parts.get("lumMod", 1.0) * parts.get("shade", 1.0), parts.get("lumOff", 0.0)
    if "tint" in parts:
        by, plus = by * parts["tint"], 1 - parts["tint"]
    said = value(colour) or ""
    return Filled(SOLID, said if colour.tag == "w14.srgbClr" else _named(said, by, plus, ""), opaque)


def _named(name: str, by: float, plus: float, digits: str) -> str:
    return f"{_MARK}{name.replace('/', '')}/{by:.4f}/{plus:.4f}/{digits}"


def _share(digits: str | None) -> float:
    """A share of 255 that two hexadecimal digits say."""
    try:
        return min(max(int(digits or "FF", 16) / 255, 0.0), 1.0)
    except ValueError:
        return 1.0


def _number(digits: str | None) -> int:
    return int(digits) if digits and len(digits) < 8 and digits.isdecimal() else 0


class Theme:
    """The colours of a file's theme part; the usual ones where it has none."""

    def __init__(self, root: Element | None) -> None:
        self._colours = dict(_USUAL)
        scheme = next(root.iter("theme.clrScheme"), None) if root is not None else None
        for entry in scheme if scheme is not None else ():
            one = next(iter(entry), None)
            digits = None if one is None else one.get("lastClr") or one.get("val")
            colour = _of_digits(digits)
            if colour is not None:
                self._colours[entry.tag.removeprefix("theme.")] = colour

    def colour(self, said: str | None) -> Colour | None:
        """The colour that is said (`colour_said`); None for the ink that Word chooses itself, and for what is no
        colour.
        """
        if not said or not said.startswith(_MARK):
            return _of_digits(said)
        name, by, plus, digits = said[1:].split("/", 3)
        base = self._colours.get(_OF_THEME.get(name, name))
        if base is None:
            return _of_digits(digits)
        red, green, blue = (min(max(round(part * float(by) + 255 * float(plus)), 0), 255) for part in base)
        return red, green, blue


def _of_digits(said: str | None) -> Colour | None:
    """The colour of six hexadecimal digits."""
    try:
        whole = int(said or "", 16)
    except ValueError:
        return None
    return (whole >> 16, whole >> 8 & 255, whole & 255) if len(said or "") == 6 else None
