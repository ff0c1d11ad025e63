"""What a Word file's styles say that changes the text itself: how it is printed, and what is numbered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.sources.word.colours import colour_said
from extractor.sources.word.xml import Element, is_on, number, value

_LONGEST_CHAIN = 20

Marks = Mapping[str, Element]
"""What is said of how characters are printed (the children of `rPr`), by name."""


class NumberAs(NamedTuple):
    """The list a paragraph is an item of, and its level there; None where that is not said."""

    list_id: str | None
    level: int | None


class Style(NamedTuple):
    """What one style says itself: the style it goes back to, how its characters are printed, what lies behind its
    paragraphs or cells, its list.
    """

    base: str | None
    marks: Marks
    ground: str | None
    numbering: NumberAs


class Styles:
    """The styles of one Word file, from its styles part (None where it has none)."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._merged: dict[tuple[str | None, str | None], Marks] = {}
        self._usual = marks_of(None if root is None else root.find("docDefaults/rPrDefault/rPr"))
        for element in () if root is None else root.iter("style"):
            name = value(element, "styleId") or ""
            layout = element.find("pPr")
            shades = map(fill, element.iter("shd"))
            ground = next((shade for shade in shades if shade), None)
            marks = marks_of(element.find("rPr"))
            self._styles[name] = Style(value(element.find("basedOn")), marks, ground, numbering(layout))
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self._default = name

    def marks(self, paragraph: str | None, run: str | None) -> Marks:
        """How characters of these styles are printed, by the style of the paragraph and that of the run."""
        key = paragraph, run
        if key not in self._merged:
            chain = [*self._chain(paragraph)[::-1], *(self._chain(run)[::-1] if run else ())]
            merged = dict(self._usual)
            for style in chain:
                merged.update(style.marks)
            self._merged[key] = merged
        return self._merged[key]

    def says_size(self, run: str | None) -> bool:
        """Whether a style of runs says how high its type is."""
        return run is not None and any("sz" in style.marks for style in self._chain(run))

    def ground(self, style: str | None) -> str | None:
        """A colour that this style, or one it goes back to, lays behind what stands in it."""
        return next((one.ground for one in self._chain(style) if one.ground), None) if style else None

    def sizes(self, style: str | None) -> list[float]:
        """The heights of type that this style, or one it goes back to, says."""
        return [size(one.marks) for one in self._chain(style) if "sz" in one.marks] if style else []

    def numbering(self, style: str | None) -> tuple[NumberAs, str | None]:
        """The list of the paragraphs in this style, by default the default style, and the style that says so."""
        name = style or self._default
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(name or "")
            if found is None:
                break
            if found.numbering.list_id is not None:
                return found.numbering, name
            name = found.base
        return NumberAs(None, None), None

    def _chain(self, style: str | None) -> list[Style]:
        """A style and those it goes back to."""
        chain: list[Style] = []
        name = style or self._default
        while len(chain) < _LONGEST_CHAIN and name and (found := self._styles.get(name)):
            chain.append(found)
            name = found.base
        return chain


def marks_of(marks: Element | None) -> Marks:
    """What these properties (`rPr`) say, by name."""
    return {} if marks is None else {child.tag: child for child in marks}


def hides(marks: Element | None) -> bool | None:
    """Whether these marks (`rPr`) hide their text; None where they do not say."""
    return None if marks is None else is_on(marks.find("vanish"))


def size(marks: Marks) -> float:
    """The height of type in points; 0 where nothing is said of it."""
    return (number(marks.get("sz")) or 0) / 2


def fill(shade: Element | None) -> str | None:
    """The colour that a shading (`shd`) lays behind text (`colours`), None where it lays none."""
    if shade is None:
        return None
    pattern = value(shade)
    said = colour_said(shade, "color", "theme") if pattern == "solid" else colour_said(shade, "fill", "themeFill")
    return None if pattern in (None, "nil") or said in ("", "auto") else said


def numbering(layout: Element | None) -> NumberAs:
    """The list that these properties (`pPr`) make a paragraph an item of."""
    item = None if layout is None else layout.find("numPr")
    if item is None:
        return NumberAs(None, None)
    return NumberAs(value(item.find("numId")), number(item.find("ilvl")))
