"""How the cells of a workbook are printed: their number format, their type, the colour of their ground, their borders.

Source: ECMA-376, part 1, 18.8 (styles) and 18.3.1.15 (colours of sheets).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.sources.ink import BLACK, PLAIN, TINY, WHITE, Colour, Ink, contrast
from extractor.sources.sheets.number_formats import GENERAL, format_of
from extractor.sources.sheets.parts import attribute, is_set, measure, whole_number
from extractor.sources.xml_tree import Element

_UNSAID = 11.0
"""The height of type where nobody says one."""
_LIFTED = {"superscript": 1, "subscript": -1}
_SIDES = ("left", "right", "top", "bottom")
# The colours of a theme in the order that sheets number them, where the file has no theme.
_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A")
_SCHEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_COLOURS = """
000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
"""
_PALETTE = _COLOURS.split()


class CellLook(NamedTuple):
    """How a cell is printed: its number format, its type, its ground (None where nobody knows its colour), and whether
    a line is drawn at any of its sides.
    """

    number_format: str = GENERAL
    ink: Ink = PLAIN
    ground: Colour | None = WHITE
    has_border: bool = False


class Looks:
    """The looks of one workbook's cells, by the number that each cell has, and of pieces of text in them."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._theme = _theme(theme)
        self._cells: list[CellLook] = []
        if styles is None:
            return
        own = {
            number: attribute(one, "formatCode") or GENERAL
            for one in styles.iterfind("numFmts/numFmt")
            if (number := whole_number(one, "numFmtId")) is not None
        }
        fonts = list(styles.iterfind("fonts/font"))
        grounds = [self._ground(one) for one in styles.iterfind("fills/fill")]
        borders = [_has_border(one) for one in styles.iterfind("borders/border")]
        for one in styles.iterfind("cellXfs/xf"):
            font, ground, border = (whole_number(one, f"{name}Id") or 0 for name in ("font", "fill", "border"))
            below = grounds[ground] if ground < len(grounds) else WHITE
            ink = self.ink(fonts[font], below) if font < len(fonts) else PLAIN
            code = format_of(whole_number(one, "numFmtId") or 0, own)
            self._cells.append(CellLook(code, ink, below, border < len(borders) and borders[border]))

    def of(self, cell: Element) -> CellLook:
        """How a cell is printed."""
        number = whole_number(cell, "s") or 0
        return self._cells[number] if number < len(self._cells) else CellLook()

    def ink(self, font: Element | None, ground: Colour | None) -> Ink:
        """How type of this font (`font`, `rPr`) is seen on this ground."""
        if font is None:
            return PLAIN
        size = measure(font.find("sz"), "val") or _UNSAID
        if size <= TINY:
            return Ink(seen=False)
        colour = self._colour(font.find("color"), BLACK)
        seen = PLAIN if colour is None else contrast(colour, ground)
        lifted = _LIFTED.get(attribute(font.find("vertAlign"), "val") or "", 0)
        strike = font.find("strike")
        return seen._replace(size=size, lifted=lifted, struck=strike is not None and is_set(strike, "val", unsaid=True))

    def _ground(self, filled: Element) -> Colour | None:
        pattern = filled.find("patternFill")
        if pattern is None:
            return None
        kind = attribute(pattern, "patternType") or "none"
        if kind == "none":
            return WHITE
        return self._colour(pattern.find("fgColor"), None) if kind == "solid" else None

    def _colour(self, said: Element | None, unsaid: Colour | None) -> Colour | None:
        """The colour that is said; None for one that nobody knows."""
        if said is None or is_set(said, "auto"):
            return unsaid
        number, indexed = whole_number(said, "theme"), whole_number(said, "indexed")
        if number is not None:
            base = _of_digits(self._theme[number]) if number < len(self._theme) else None
        elif indexed is not None:
            base = _of_digits(_PALETTE[indexed]) if indexed < len(_PALETTE) else (BLACK if indexed == 64 else WHITE)
        else:
            base = _of_digits((attribute(said, "rgb") or "")[-6:])
        tint = measure(said, "tint") or 0.0
        return base if base is None or not tint else _tinted(base, max(-1.0, min(tint, 1.0)))


def _tinted(base: Colour, tint: float) -> Colour:
    """A colour made lighter, or darker where the tint is below 0."""
    red, green, blue = (round(part + (255 - part) * tint if tint > 0 else part * (1 + tint)) for part in base)
    return red, green, blue


def _theme(root: Element | None) -> Sequence[str]:
    """The colours of a theme in the order that sheets number them."""
    scheme = next(root.iter("clrScheme"), None) if root is not None else None
    if scheme is None:
        return _THEME
    said = {entry.tag: next(iter(entry), None) for entry in scheme}
    found = [said.get(name) for name in _SCHEME]
    return [attribute(one, "lastClr") or attribute(one, "val") or "" for one in found]


def _of_digits(digits: str) -> Colour | None:
    """The colour of six hexadecimal digits."""
    try:
        whole = int(digits, 16)
    except ValueError:
        return None
    return (whole >> 16, whole >> 8 & 255, whole & 255) if len(digits) == 6 else None


def _has_border(border: Element) -> bool:
    return any((attribute(border.find(side), "style") or "none") != "none" for side in _SIDES)
