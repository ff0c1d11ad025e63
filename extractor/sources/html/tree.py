"""A page's characters → a small tree of what is shown: no scripts, no styles, no letter forms, hidden parts marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractor.errors import TooLarge
from extractor.sources.html.limits import MOST_CHARACTERS, too_deep, too_long
from extractor.sources.html.styles import CELL, HIDDEN, INLINE, Rules, keeps_spaces, plain, read_rules, shown_as

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 150
_LONGEST_LINK = 60
_LONGEST_CELL = 90
_UNSHOWN = (
    "script style template svg math object embed applet audio video canvas map noscript noframes iframe frame frameset"
    " rt rp colgroup col head datalist button select del link meta title base param source area dialog"
)
_LETTERED = "b strong i em u font big small tt code ins nobr o:p bdi bdo cite dfn kbd samp var mark"
_NOT_SHOWN = frozenset(_UNSHOWN.split())
_LETTERS = frozenset(_LETTERED.split())
_TYPED = frozenset(("", "text", "number", "tel"))
# Characters of control and the breaks that are none in HTML; a form feed would part pages.
_CONTROLS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]"
_CELLS = r"(?i)<t[dh](?=[\s>/])"
_TABLE_TAG = r"(?i)<(/?)(table|tr|td|th)(?=[\s>/])"


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
    def elements(self) -> Iterator[Element]:
        """The elements among the children."""
        return (child for child in self.children if isinstance(child, Element))


def parse(characters: str) -> LexborHTMLParser:
    """The page as a parser's tree; rows that stand in no table are put into one, for no parser keeps their cells."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(characters)
    cells = len(re.findall(_CELLS, characters))
    if cells and len(page.css("td, th")) < cells:
        page = LexborHTMLParser(_with_tables(characters))
    return page


def _with_tables(characters: str) -> str:
    """The page with a table opened before each row or cell that stands outside all tables."""
    kept: list[str] = []
    at = depth = 0
    for found in re.finditer(_TABLE_TAG, characters):
        closing, tag = found[1], found[2].lower()
        if tag == "table":
            depth = max(0, depth - 1) if closing else depth + 1
        elif not closing and not depth:
            kept += characters[at : found.start()], "<table>"
            at = found.start()
            depth = 1
    return "".join([*kept, characters[at:]])


def build(page: LexborHTMLParser, name: str) -> Element:
    """The body of a parsed page as our own tree.

    Raises:
        TooLarge: its parts are nested deeper than any report's.
    """
    rules = read_rules("\n".join(content.text() for content in page.css("style")))
    body = Element("body", "block")
    length = 0
    stack: list[tuple[LexborNode | None, Element]] = [(page.body and page.body.first_child, body)]
    while stack:
        node, parent = stack.pop()
        if node is None:
            continue
        stack.append((node.next, parent))
        if len(stack) > 4 * _DEEPEST:
            raise TooLarge(too_deep(name))
        tag = node.tag or ""
        if tag == "-text":
            text = re.sub(_CONTROLS, " ", node.text_content or "")
            parent.children.append(text)
            length += len(text)
            if length > MOST_CHARACTERS:
                raise TooLarge(too_long(name))
        elif not tag.startswith("-") and tag not in _NOT_SHOWN:
            child = _element(tag, node, parent, rules)
            only_lettered = tag in _LETTERS and child.shown == INLINE
            if not only_lettered:
                parent.children.append(child)
            stack.append((node.first_child, parent if only_lettered else child))
    if _depth(body) > _DEEPEST:
        raise TooLarge(too_deep(name))
    return body


def _element(tag: str, node: LexborNode, parent: Element, rules: Rules) -> Element:
    attributes = node.attributes
    made = Element(tag, shown_as(tag, attributes, rules), attributes)
    made.keeps_spaces = parent.keeps_spaces or keeps_spaces(tag, attributes)
    if tag == "input" and (attributes.get("type") or "").lower() in _TYPED and attributes.get("value"):
        made.children.append(attributes["value"] or "")
    return made


def _depth(root: Element) -> int:
    """How deep the tree is, counted level by level."""
    level, depth = [root], 0
    while level and depth <= _DEEPEST:
        level = [child for element in level for child in element.elements]
        depth += 1
    return depth


def without_hidden(root: Element, kept: frozenset[int] = frozenset()) -> Element:
    """The tree without its hidden parts; one whose `id()` is in `kept` stays, with all that is in it."""
    children: list[Element | str] = []
    for child in root.children:
        if isinstance(child, str):
            children.append(child)
        elif id(child) in kept:
            children.append(_unhidden(child))
        elif child.shown != HIDDEN:
            children.append(without_hidden(child, kept))
    return root.of(children)


def _unhidden(root: Element) -> Element:
    shown = plain(root.tag) if root.shown == HIDDEN else root.shown
    children = [child if isinstance(child, str) else _unhidden(child) for child in root.children]
    return replace(root.of(children), shown=shown)


def hidden_parts(root: Element) -> Iterator[Element]:
    """The outermost hidden elements, top to bottom."""
    for child in root.elements:
        if child.shown == HIDDEN:
            yield child
        else:
            yield from hidden_parts(child)


def run_of(element: Element) -> Iterator[Element | str]:
    """What is inside an element in order, the parts of a line taken out of what only letters it; links stay whole."""
    for child in element.children:
        if isinstance(child, str) or child.shown != INLINE or child.tag == "br" or is_link(child):
            yield child
        else:
            yield from run_of(child)


def is_link(element: Element) -> bool:
    """Whether this is a link of a few words; one that was never closed has the whole page inside."""
    return element.tag == "a" and "href" in element.attributes and len(text_of(element)) <= _LONGEST_LINK


def text_of(element: Element) -> str:
    """All characters inside, nothing between them."""
    return "".join(child if isinstance(child, str) else text_of(child) for child in element.children)


def texts_of(root: Element) -> Iterator[str]:
    """The text of each cell and each block, top to bottom, without links."""
    if root.shown == CELL and len(text := text_of(root)) <= _LONGEST_CELL:
        yield text
        return
    run: list[str] = []
    for child in run_of(root):
        if isinstance(child, str):
            run.append(child)
        elif child.shown != INLINE or child.tag == "br":
            yield "".join(run)
            run = []
            yield from texts_of(child)
    yield "".join(run)
