"""The XML of a part of a document as a tree, parsed within limits; nothing outside the part is looked at."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from extractor.errors import SourceError, TooLarge

__all__ = ["Element", "bare_name", "parse"]

_MOST_TAGS = 2_000_000
_MOST_ATTRIBUTES = 1_000_000
_DEEPEST = 200
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def bare_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def parse(content: bytes, what: str, name: Callable[[str], str] = bare_name) -> Element:
    """The root of a part's XML, its elements called as `name` says; `what` begins the sentences about it.

    Raises:
        SourceError: it is not well-formed, or declares entities.
        TooLarge: it has more elements, or deeper ones, than any report.
    """
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content
    if any(declaration in plain for declaration in _DECLARATIONS):
        raise _forbidden(what)
    if plain.count(b"<") > _MOST_TAGS or plain.count(b"=") > _MOST_ATTRIBUTES:
        raise TooLarge(f"{what} with more in it than any report; give the report itself.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        # The last two are what it says of encodings that no such file may have.
        raise SourceError(f"{what} whose XML is damaged; open it in its program and save it anew.") from None
    return _renamed(root, what, name)


def _renamed(root: Element, what: str, name: Callable[[str], str]) -> Element:
    """The tree with other names.

    Raises:
        TooLarge: it is deeper than any report.
    """
    level = [root]
    names: dict[str, str] = {}
    for _ in range(_DEEPEST):
        deeper: list[Element] = []
        for element in level:
            tag = element.tag
            other = names.get(tag)
            if other is None:
                other = names[tag] = name(tag)
            if other != tag:
                element.tag = other
            deeper += element
        if not deeper:
            return root
        level = deeper
    raise TooLarge(f"{what} nested deeper than any report; open it in its program and save it anew.")


def _forbidden(what: str) -> SourceError:
    return SourceError(
        f"{what} whose XML declares entities, which no office program writes; open it in its program and save it anew."
    )
