"""The XML of a Word file as a tree whose word-processing elements go by their bare names (`p`, `tbl`, `tc`)."""

from __future__ import annotations

from extractor.sources import xml_tree
from extractor.sources.xml_tree import Element

__all__ = ["WORD", "Element", "is_on", "number", "parse", "relation", "value"]

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace of word processing, transitional and strict."""

_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_MATHS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_NEWER = "http://schemas.microsoft.com/office/word/2010/wordml"
_BARE = {f"{{{space}}}": "" for space in WORD} | {
    f"{{{space}}}": prefix
    for prefix, spaces in (
        ("math.", _MATHS),
        ("w14.", (_NEWER,)),
        ("theme.", _DRAWING),
        ("mc.", ("http://schemas.openxmlformats.org/markup-compatibility/2006",)),
    )
    for space in spaces
}


def parse(content: bytes, what: str) -> Element:
    """The root of a part's XML; nothing outside the part is looked at. `what` begins the sentences about it.

    Raises:
        SourceError: it is not well-formed, or declares entities.
        TooLarge: it has more elements, or deeper ones, than any report.
    """
    return xml_tree.parse(content, what, _bare)


def value(element: Element | None, key: str = "val") -> str | None:
    """An attribute of word processing, None where it, or the element, is not there."""
    if element is None:
        return None
    return next((found for space in (*WORD, _NEWER) if (found := element.get(f"{{{space}}}{key}")) is not None), None)


def relation(element: Element) -> str | None:
    """The name an element uses for another part."""
    return next((found for space in _RELATIONS if (found := element.get(f"{{{space}}}id")) is not None), None)


def number(element: Element | None, key: str = "val") -> int | None:
    """The same as a whole number, None where it is none."""
    found = value(element, key)
    return int(found) if found is not None and len(found) < 10 and found.lstrip("-").isdecimal() else None


def is_on(element: Element | None) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said of it."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")


def _bare(tag: str) -> str:
    """The short name of an element of a known namespace; the same tag for others."""
    space, bracket, local = tag.rpartition("}")
    prefix = _BARE.get(space + bracket) if bracket else None
    return tag if prefix is None else prefix + local
