"""How a run of a Word file is printed, by itself and by its styles: hidden, struck, raised, small, in the colour of its
ground.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from extractor.sources.ink import PLAIN, TINY, Ink, contrast
from extractor.sources.word.colours import HIGHLIGHTS, SOLID, UNFOLLOWED, Theme, colour_said, text_fill
from extractor.sources.word.styles import Marks, Styles, fill, size
from extractor.sources.word.xml import Element, is_on, number, value

_UNSAID = 10.0
"""The height of type where neither a run nor any style says one."""
# Type drawn together to less than this many per cent of its width is a stroke.
_NARROWEST = 15
_FILL = "w14.textFill"
_NAMES = f"rStyle vanish webHidden strike dstrike color highlight shd vertAlign position sz w {_FILL}"
# What is less opaque than the first is not seen, up to the second by some eyes.
_CLEAR, _PALE = 0.05, 0.25
_TELLING = frozenset(_NAMES.split())
_LIFTED = {"superscript": 1, "subscript": -1}


class Looks:
    """How the runs of one document are printed; tables and cells are to be entered as they come."""

    def __init__(self, styles: Styles, theme: Theme, page: Element | None) -> None:
        self._styles = styles
        self._theme = theme
        self._ground = colour_said(page, "color", "theme") or None
        self._sizes: tuple[float, ...] = ()
        self._inks: dict[object, Ink] = {}

    @contextmanager
    def within(self, layout: Element | None, *, paper: bool = True) -> Generator[None]:
        """What stands in a table, a cell, or a box, with these properties (`tblPr`, `tcPr`); without `paper` nobody
        knows what lies behind it.
        """
        before = self._ground, self._sizes
        style = None if layout is None else value(layout.find("tblStyle"))
        shade = None if layout is None else fill(layout.find("shd"))
        if style is not None:
            self._sizes = tuple(self._styles.sizes(style))
            shade = shade or ("unknown" if self._styles.ground(style) else None)
        self._ground = shade or (self._ground if paper else "unknown")
        try:
            yield
        finally:
            self._ground, self._sizes = before

    def ink(self, run: Element, layout: Element | None) -> Ink:
        """How a run of a paragraph with these properties (`pPr`) is printed."""
        properties = run.find("rPr")
        own = () if properties is None else [child for child in properties if child.tag in _TELLING]
        paragraph = None if layout is None else value(layout.find("pStyle"))
        shade = None if layout is None else fill(layout.find("shd"))
        said = tuple([(child.tag, value(child), _said(child)) for child in own])
        key = said, paragraph, shade, self._ground, self._sizes
        if key not in self._inks:
            self._inks[key] = self._ink({child.tag: child for child in own}, paragraph, shade)
        return self._inks[key]

    def _ink(self, own: Marks, paragraph: str | None, shade: str | None) -> Ink:
        style = value(own.get("rStyle"))
        marks = {**self._styles.marks(paragraph, style), **own}
        if is_on(marks.get("vanish")):
            return Ink(seen=False)
        says_size = "sz" in own or self._styles.says_size(style)
        high = self._size(marks, says_size=says_size)
        width = number(marks.get("w"))
        if high <= TINY or (width is not None and 0 < width < _NARROWEST):
            return Ink(seen=False)
        seen = self._contrast(marks, shade, paragraph) if "color" in marks or _FILL in marks else PLAIN
        return seen._replace(
            size=high,
            shift=(number(marks.get("position")) or 0) / 2,
            lifted=_LIFTED.get(value(marks.get("vertAlign")) or "", 0),
            struck=bool(is_on(marks.get("strike")) or is_on(marks.get("dstrike"))),
            apart=seen.apart or bool(is_on(marks.get("webHidden"))),
        )

    def _size(self, marks: Marks, *, says_size: bool) -> float:
        """The height of type; where only paragraph and table say it nobody knows which counts, and the lesser does."""
        said = size(marks) or _UNSAID
        return said if says_size or not self._sizes else min(said, *self._sizes)

    def _contrast(self, marks: Marks, shade: str | None, paragraph: str | None) -> Ink:
        colour = marks.get("color")
        ink, opaque = self._theme.colour(None if colour is None else colour_said(colour, "val", "theme")), 1.0
        if _FILL in marks:
            kind, said, opaque = text_fill(marks[_FILL])
            if kind == UNFOLLOWED:
                return Ink(apart=True)
            ink = self._theme.colour(said) if kind == SOLID else ink
        if opaque <= _PALE:
            return Ink(unsure=opaque > _CLEAR, seen=opaque > _CLEAR)
        if ink is None:
            return PLAIN
        highlight = HIGHLIGHTS.get((value(marks.get("highlight")) or "").lower())
        if highlight is not None:
            return contrast(ink, highlight)
        ground = fill(marks.get("shd")) or shade or self._styles.ground(paragraph) or self._ground or "FFFFFF"
        return contrast(ink, self._theme.colour(ground))


def _said(child: Element) -> object:
    """What a mark says besides its value."""
    if child.tag == "shd":
        return fill(child)
    return (
        colour_said(child, "val", "theme") if child.tag == "color" else text_fill(child) if child.tag == _FILL else None
    )
