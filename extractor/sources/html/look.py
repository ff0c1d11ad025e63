"""How what stands in an element of a page is printed: by the elements around it, its tag and its styles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from extractor.sources.html.colours import colour_of, ground_of
from extractor.sources.html.sheets import Said
from extractor.sources.ink import PLAIN, TINY, WHITE, Colour, Ink, contrast

_USUAL = 12.0
_LENGTH = re.compile(r"(-?(?:\d{1,7}(?:\.\d{0,4})?|\.\d{1,4}))(px|pt|r?em|%|ex|cm|mm|in|pc|)(?![\w.])")
# In points, and as shares of the type around.
_UNITS = {"px": 0.75, "": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0, "rem": _USUAL}
_SHARES = {"em": 1.0, "%": 0.01, "ex": 0.5}
_SIZES = {
    "xx-small": 6.75,
    "x-small": 7.5,
    "small": 9.75,
    "medium": 12.0,
    "large": 13.5,
    "x-large": 18.0,
    "xx-large": 24.0,
}
_SIZES_IN_SHARES = {"smaller": 0.83, "larger": 1.2}
_OF_FONT_TAG = (7.5, 7.5, 9.75, 12.0, 13.5, 18.0, 24.0, 36.0)
_OF_TAGS = {
    "small": 0.83,
    "big": 1.2,
    "sup": 0.83,
    "sub": 0.83,
    "h1": 2.0,
    "h2": 1.5,
    "h3": 1.17,
    "h5": 0.83,
    "h6": 0.67,
}
_LIFTED_TAGS = {"sup": 1, "sub": -1}
_LIFTED = {"super": 1, "sub": -1}
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
# Smaller type at the top of its line is raised by this share of what it is smaller.
_TOP = 0.8
# In points: what stands so far out is off the page, and what is no wider or higher is nothing.
_FAR = 300.0
_FAR_ALONG = 3000.0
_FLAT = 1.0
# What is less opaque than the first is not seen, up to the second by some eyes.
_CLEAR, _PALE = 0.05, 0.25
_CUT = re.compile(
    r"rect\((?:[\s,]*[01](?:px)?){4}\s*\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0 0\s*,\s*0 0"
)
_SHRUNK = re.compile(
    r"scale(?:[xy]|3d)?\(\s*0(?:\.0\d*)?\s*[,)]|scale\([^(),]*,\s*0(?:\.0\d*)?\s*\)|matrix\(\s*0\s*,\s*0\s*,"
    r"|translate(?:[xyz]|3d)?\([^()]{0,40}(?<![\d.])-?\d{4}|rotate[xy]\(\s*-?(?:90|270)deg"
)
_MOVED = re.compile(r"(?:[^\s]+\s+)?-?\d{4,}.*")
_NOTHING_LEFT = re.compile(r"0(?:\.0\d*)?%?(?:\s.*)?")
RAISED = r"translatey\(\s*-?[\d.]{1,9}(?:px|pt|r?em|%)\s*\)|scale\(\s*[\d.]{1,9}\s*\)"
"""The ways in which a `transform` moves text up and down, or makes it smaller, that are followed."""
_SHARE = re.compile(r"\d{0,3}\.?\d{1,4}")
_RAISES = re.compile(r"(translatey|scale)\(\s*([^()]*?)\s*\)")
_AWAY = ("text-indent", "margin-left", "left", "right", "top", "bottom", "inset")
_OF_PLACE = 2
_ALPHA = re.compile(r"opacity\(\s*(\d*\.?\d+)(%?)\s*\)")


_SPEAKING = frozenset((*_OF_TAGS, *_STRUCK_TAGS, "font"))
_SPEAKING_ATTRIBUTES = frozenset(("color", "size", "bgcolor", "background"))
HIDING = frozenset(("visibility", "opacity", "filter"))
"""What hides an element with all that is in it."""


class Look(NamedTuple):
    """How what stands in an element is printed.

    `ink` is how it is written; `colour` what a style says, `ground` what lies behind it, each None where nobody knows;
    `opaque` how little is seen through it; `is_hidden` what its visibility says.
    """

    ink: Ink
    colour: Colour | None = None
    ground: Colour | None = WHITE
    opaque: float = 1.0
    is_hidden: bool = False


def look_of_page(*, is_whole: bool) -> Look:
    """How a page is printed; where it has styles that are not in the file nobody knows on what."""
    return Look(Ink(size=_USUAL), None, WHITE if is_whole else None)


def look_in(
    around: Look, tag: str, attributes: Mapping[str, str | None], said: Said, *, in_line: bool, is_gone: bool = False
) -> Look:
    """How what stands in an element is printed; `around` is how what stands around it is."""
    if not said and not is_gone and tag not in _SPEAKING and _SPEAKING_ATTRIBUTES.isdisjoint(attributes):
        return around
    high = _size(around.ink.size, tag, attributes, said)
    for way, by in _raises(said) if in_line else ():
        high *= float(by) if way == "scale" and _SHARE.fullmatch(by) else 1.0
    ground = ground_of(around.ground, attributes, said)
    colour, opaque = around.colour, around.opaque * _opaque(said)
    for value in (attributes.get("color") if tag == "font" else None, said.get("color"), said.get(_FILL)):
        if value and value not in ("inherit", "currentcolor"):
            colour, alpha = colour_of(value)
            opaque *= alpha or _paints_otherwise(said)
    opaque *= not is_gone
    visible = said.get("visibility")
    is_hidden = around.is_hidden if visible in (None, "inherit") else visible in ("hidden", "collapse")
    seen = PLAIN if colour is None else contrast(colour, ground)
    ink = Ink(
        size=high,
        shift=around.ink.shift + _shift(around.ink.size, high, said) if in_line else 0.0,
        lifted=(_lifted(tag, said) or around.ink.lifted) if in_line else 0,
        struck=around.ink.struck or _strikes(tag, said),
        seen=seen.seen and not is_hidden and high > TINY and opaque > _CLEAR,
        unsure=seen.unsure or opaque <= _PALE,
        apart=seen.apart,
    )
    return Look(ink, colour, ground, opaque, is_hidden)


_FILL = "text-fill-color"


def _paints_otherwise(said: Said) -> bool:
    """Whether text is seen though its own colour is none: by its shadow, or as a hole in its ground."""
    clips = said.get("background-clip", "")
    return "text" in clips or said.get("text-shadow", "none") != "none"


def turns_round(tag: str, attributes: Mapping[str, str | None], said: Said) -> bool:
    """Whether what stands in an element is shown from the right to the left, digits too."""
    direction = said.get("direction") or (attributes.get("dir") or "").lower()
    return direction == "rtl" and (tag == "bdo" or said.get("unicode-bidi") in ("bidi-override", "isolate-override"))


def hides(said: Said) -> bool:
    """Whether a style hides all of an element that does not show itself again."""
    return said.get("visibility") in ("hidden", "collapse") or _opaque(said) <= _CLEAR


def is_gone(said: Said, *, of_table: bool) -> bool:
    """Whether a style takes an element off the page, or cuts or shrinks it to nothing; parts of a table are as large as
    what stands in them.
    """
    if said.get("mso-hide") == "all" or said.get("content-visibility") == "hidden":
        return True
    if _CUT.search(said.get("clip", "") + said.get("clip-path", "")) or _SHRUNK.search(said.get("transform", "")):
        return True
    if _MOVED.fullmatch(said.get("translate", "")) or any(
        _NOTHING_LEFT.fullmatch(said.get(name, "")) for name in ("scale", "zoom")
    ):
        return True
    placed = said.get("position") in ("absolute", "fixed", "relative")
    for name in _AWAY if placed else _AWAY[:_OF_PLACE]:
        at = _points(said[name], _USUAL, 0.0) if name in said else 0.0
        if not -_FAR <= at <= _FAR_ALONG:
            return True
    if of_table or not said.get("overflow", "").startswith(("hidden", "clip")):
        return False
    return any(0 <= _points(said.get(name, ""), _USUAL, _FAR) <= _FLAT for name in _BOUNDS)


_BOUNDS = ("width", "height", "max-width", "max-height")


def _points(value: str, size: float, default: float) -> float:
    """A length in points, where type is so high; the default where it is none."""
    found = _LENGTH.match(value)
    if found is None:
        return default
    number, unit = float(found[1]), found[2]
    return number * (_SHARES[unit] * size if unit in _SHARES else _UNITS[unit])


def _size(around: float, tag: str, attributes: Mapping[str, str | None], said: Said) -> float:
    value = said.get("font-size")
    if value is None and "font" in said:
        value = next((one for one in said["font"].split() if _LENGTH.match(one) or one in _SIZES), None)
    if value is not None:
        value = value.partition("/")[0]
        share = _SIZES_IN_SHARES.get(value)
        return around * share if share else _SIZES.get(value) or max(_points(value, around, around), 0.0)
    if tag == "font" and (step := (attributes.get("size") or "").strip()):
        relative = step[0] in "+-"
        at = int(step) + 3 * relative if step.lstrip("+-").isdecimal() and len(step) < 4 else 3
        return _OF_FONT_TAG[min(max(at, 1), 7)]
    return around * _OF_TAGS.get(tag, 1.0)


def _shift(around: float, high: float, said: Said) -> float:
    """How far above the line of the text around it an element in a line stands."""
    value = said.get("vertical-align", "")
    shift = _points(said.get("mso-text-raise", ""), around, 0.0)
    if value in ("top", "text-top"):
        shift += _TOP * (around - high)
    elif value not in ("", "0"):
        shift += _points(value, around, 0.0)
    shift -= sum(_points(by, high, 0.0) for way, by in _raises(said) if way == "translatey")
    if said.get("position") == "relative":
        shift += _points(said.get("bottom", ""), around, 0.0) - _points(said.get("top", ""), around, 0.0)
    return shift


def _raises(said: Said) -> list[tuple[str, str]]:
    return _RAISES.findall(said["transform"]) if "transform" in said else []


def _lifted(tag: str, said: Said) -> int:
    value = said.get("vertical-align") or said.get("font-variant-position")
    return _LIFTED_TAGS.get(tag, 0) if value is None else _LIFTED.get(value, 0)


def _strikes(tag: str, said: Said) -> bool:
    line = said.get("text-decoration", "") + " " + said.get("text-decoration-line", "")
    return "line-through" in line or (tag in _STRUCK_TAGS and "none" not in line)


def _opaque(said: Said) -> float:
    """How little is seen through an element, from 0 to 1, by its own style."""
    if not said:
        return 1.0
    found = _ALPHA.search(f"opacity({said['opacity']})" if "opacity" in said else said.get("filter", ""))
    return 1.0 if found is None else float(found[1]) * (0.01 if found[2] else 1.0)
