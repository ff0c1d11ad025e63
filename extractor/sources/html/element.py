"""A part of a page, in a small tree of what is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_PICTURES = "svg object embed applet video canvas iframe select button meter progress"
PICTURES = frozenset(_PICTURES.split())
"""What may show something of which nothing is read."""
FIGURES = frozenset(("img", "svg", "canvas", "object", "embed", "applet"))
"""What may show digits."""
_TINY = re.compile(r"[0-3](?:px)?|0?\.\d+")
_TINY_STYLE = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*(?:[0-3](?:px|pt)|0)(?![\w.])")


@dataclass(slots=True)
class Element:
    """A part of the page: its tag, how it is shown, whether spaces count in it, and what is inside, in order."""

    tag: str
    shown: str
    attributes: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    children: list[Element | str] = field(default_factory=list["Element | str"])
    keeps_spaces: bool = False

    def of(self, children: list[Element | str]) -> Element:
        """The same element with other children."""
        return Element(self.tag, self.shown, self.attributes, children, self.keeps_spaces)

    @property
    def may_show_digits(self) -> bool:
        """Whether this is a picture as high and wide as a digit or more."""
        if self.tag not in FIGURES:
            return self.tag == "input" and (self.attributes.get("type") or "").lower() == "image"
        sizes = (self.attributes.get("width") or "", self.attributes.get("height") or "")
        style = (self.attributes.get("style") or "").lower()
        return not (any(_TINY.fullmatch(size.strip()) for size in sizes) or _TINY_STYLE.search(style))

    @property
    def is_text(self) -> bool:
        """Whether there is nothing inside but one run of text, or nothing at all, as in most cells."""
        children = self.children
        return not children or (len(children) == 1 and isinstance(children[0], str))

    @property
    def elements(self) -> Sequence[Element]:
        """The elements among the children."""
        return [child for child in self.children if isinstance(child, Element)]
