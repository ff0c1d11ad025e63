"""What a Word file's styles say that changes the text itself: what is hidden, and what is numbered."""

from __future__ import annotations

from typing import NamedTuple

from extractor.sources.word.xml import Element, is_on, number, value

_LONGEST_CHAIN = 20


class NumberAs(NamedTuple):
    """The list a paragraph is an item of, and its level there; None where that is not said."""

    list_id: str | None
    level: int | None


class Style(NamedTuple):
    """What one style says itself: the style it goes back to, whether it hides, its list."""

    base: str | None
    hides: bool | None
    numbering: NumberAs


class Styles:
    """The styles of one Word file, from its styles part (None where it has none)."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iter("style"):
            name = value(element, "styleId") or ""
            marks, layout = element.find("rPr"), element.find("pPr")
            self._styles[name] = Style(value(element.find("basedOn")), hides(marks), numbering(layout))
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self._default = name

    def hides(self, style: str | None) -> bool | None:
        """Whether text in this style is hidden; None where neither it nor those it goes back to say."""
        return next((one.hides for one in self._chain(style) if one.hides is not None), None)

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


def hides(marks: Element | None) -> bool | None:
    """Whether these marks (`rPr`) hide their text; None where they do not say."""
    return None if marks is None else is_on(marks.find("vanish"))


def numbering(layout: Element | None) -> NumberAs:
    """The list that these properties (`pPr`) make a paragraph an item of."""
    item = None if layout is None else layout.find("numPr")
    if item is None:
        return NumberAs(None, None)
    return NumberAs(value(item.find("numId")), number(item.find("ilvl")))
