"""A page's characters → a small tree of what is shown: no scripts, no styles, no letter forms, hidden parts marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import TooLarge
from extractor.sources.html.beside import BESIDE, generated, is_mark_link, is_note_number, shows_picture
from extractor.sources.html.element import PICTURES, Element
from extractor.sources.html.limits import MOST_CHARACTERS, too_deep, too_long
from extractor.sources.html.look import HIDING, Look, hides, is_gone, look_in, look_of_page, turns_round
from extractor.sources.html.selectors import AFTER, BEFORE
from extractor.sources.html.sheets import DRAWN, Said, Sheets
from extractor.sources.html.styles import CELL, GROUP, HIDDEN, INLINE, ROW, TABLE, keeps_spaces, plain, shown_as
from extractor.sources.html.undecided import ALWAYS, FOLLOWED, PARTLY, SEVERAL, reverses, undecided
from extractor.sources.html.writing import NO_DOUBT, Doubt, Writing
from extractor.sources.ink import TURNED_ROUND, Ink

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 150
_LONGEST_LINK = 60
_LONGEST_CELL = 90
_UNSHOWN = (
    "script style template audio map noscript noframes frame frameset annotation annotation-xml"
    " rt rp colgroup col head datalist link meta title base param source area dialog"
)
_LETTERED = (
    "b strong i em u font big small sup sub s strike del tt code ins nobr o:p bdi bdo cite dfn kbd samp var mark"
)
_NOT_SHOWN = frozenset(_UNSHOWN.split())
_LETTERS = frozenset(_LETTERED.split())
# In a formula all but the first that stands in these: what stands before it, and whether it is raised or lowered.
_RAISING = dict.fromkeys(("msup", "mover", "msubsup", "munderover"), ("", 1))
_FORMULA = {"mfrac": ("/", 0), **_RAISING, **dict.fromkeys(("msub", "munder"), ("", -1))}
_NOTHING: Said = {}
# Attributes by which elements are shown otherwise than others of their tag of which the same is said.
_TELLING = frozenset(("hidden", "role", "color", "size", "bgcolor", "background"))
_TYPED = frozenset(("", "text", "number", "tel"))
# Characters of control and the breaks that are none in HTML; a form feed would part pages.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CELLS = r"(?i)<t[dh](?=[\s>/])"
_TABLE_TAG = r"(?i)<(/?)(table|tr|td|th)(?=[\s>/])"


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


def build(page: LexborHTMLParser, characters: str, name: str) -> Element:
    """The body of a parsed page as our own tree.

    Raises:
        TooLarge: its parts are nested deeper than any report's.
    """
    sheets = Sheets(page, characters)
    body = Element("body", "block")
    look = look_of_page(is_whole=sheets.is_whole)
    parts = _Page(sheets, Writing(), {}, {})
    length = 0
    if page.body is not None:
        said = sheets.said_of(page.body, "body", page.body.attributes)
        look = look_in(look, "body", page.body.attributes, said, in_line=False)
    stack: list[tuple[LexborNode | None, _Spot]] = [
        (page.body and page.body.first_child, _Spot(body, look, body, look.ink))
    ]
    while stack:
        node, spot = stack.pop()
        if node is None:
            if spot.behind:
                _add_text(spot.behind, spot, parts.writing)
            continue
        stack.append((node.next, spot))
        if len(stack) > 4 * _DEEPEST:
            raise TooLarge(too_deep(name))
        tag = node.tag or ""
        if tag == "-text":
            text = _CONTROLS.sub(" ", node.text_content or "")
            length += len(text)
            if length > MOST_CHARACTERS:
                raise TooLarge(too_long(name))
            _add_text(text, spot, parts.writing)
        elif not tag.startswith("-") and tag not in _NOT_SHOWN:
            inner = None if tag in PICTURES else node.first_child
            stack.append((inner, _inside(tag, node, spot, parts)))
    if _depth(body) > _DEEPEST:
        raise TooLarge(too_deep(name))
    parts.writing.finish()
    return body


class _Page(NamedTuple):
    """What is said of a page's elements, what is written for their text, and how those are shown that were met before,
    by what is around them, what is said of them, and their tags; how far what styles do to text is followed.
    """

    sheets: Sheets
    writing: Writing
    shown: dict[tuple[int, int, str], tuple[str, Look, int, Look, Said]]
    levels: dict[int, tuple[int, Said]]


class _Spot(NamedTuple):
    """Where the next node is put: an element, how what stands in it is printed, the block or cell that it is a line of,
    and how what stands there is printed for the most part; the cell that it is in, the styles in that cell that are not
    followed, and what a style puts behind what stands there.
    """

    parent: Element
    look: Look
    holder: Element
    usual: Ink
    cell: Element | None = None
    doubt: Doubt = NO_DOUBT
    behind: str = ""


def _add_text(text: str, spot: _Spot, writing: Writing) -> None:
    ink = spot.look.ink
    if ink != spot.usual or not ink.seen or ink.unsure or ink.apart or ink.struck or ink.lifted or spot.doubt.level:
        writing.note(spot.holder, spot.usual, spot.parent, ink)
        if spot.doubt.level and spot.cell is not None:
            writing.note_doubt(spot.cell, spot.parent, spot.doubt)
    spot.parent.children.append(text)


def _inside(tag: str, node: LexborNode, spot: _Spot, page: _Page) -> _Spot:
    """Where what stands in an element is put: into the element, or into its parent where it only letters its text."""
    parent, around, holder, usual, cell, doubt, _ = spot
    attributes = node.attributes
    said = page.sheets.said_of(node, tag, attributes) if attributes or page.sheets.speaks_of(tag) else _NOTHING
    if _TELLING.isdisjoint(attributes):
        key = id(around), id(said), tag
        found = page.shown.get(key)
        if found is None:
            # What the key tells apart is kept with it, so that nothing else can have the same `id()`.
            found = page.shown[key] = *_shown(tag, attributes, said, around, page), around, said
        shown, look, level = found[:3]
    else:
        shown, look, level = _shown(tag, attributes, said, around, page)
    if parent.tag in _FORMULA and parent.elements:
        parting, lifted = _FORMULA[parent.tag]
        parent.children.append(parting)
        look = look._replace(ink=look.ink._replace(lifted=lifted))
    if (said or "dir" in attributes) and turns_round(tag, attributes, said):
        parent.children.append(TURNED_ROUND)
    if tag == "a" and cell is not None and is_mark_link(attributes) is not None:
        look, level = _linked(look, level, attributes, node)
    if shown == CELL or level:
        doubt = Doubt(level, node.mem_id) if level else NO_DOUBT
    if tag in _LETTERS and shown == INLINE:
        inner = spot._replace(look=look, doubt=doubt, behind="")
    else:
        made = Element(tag, shown, attributes)
        made.keeps_spaces = parent.keeps_spaces or keeps_spaces(tag, attributes)
        parent.children.append(made)
        cell = made if shown == CELL else cell
        inner = _Spot(made, look, *((holder, usual) if shown == INLINE else (made, look.ink)), cell, doubt)
    if said and cell is not None and shown != HIDDEN and not BESIDE.isdisjoint(said):
        inner = _with_generated(inner, node, said, page)
    value = attributes.get("value") if tag == "input" else None
    if value and (attributes.get("type") or "").lower() in _TYPED:
        _add_text(value, inner, page.writing)
    return inner


def _linked(look: Look, level: int, attributes: Mapping[str, str | None], node: LexborNode) -> tuple[Look, int]:
    """How a link of a digit or two is printed: one to a place on the page is a mark of a note, others are in doubt."""
    if not is_note_number(node.text()):
        return look, level
    if is_mark_link(attributes):
        return look._replace(ink=look.ink._replace(linked=True)), level
    return look, max(level, PARTLY)


def _with_generated(inner: _Spot, node: LexborNode, said: Said, page: _Page) -> _Spot:
    """Where what stands in an element of a cell is put, with what its style puts before it, behind it and under it."""
    before, behind = (generated(said[part], node.attributes) if part in said else "" for part in (BEFORE, AFTER))
    if DRAWN in (said.get(BEFORE), said.get(AFTER)):
        inner = inner._replace(doubt=Doubt(ALWAYS, node.mem_id))
    if before:
        _add_text(before, inner, page.writing)
    if shows_picture(said) and not node.text().strip():
        inner.parent.children.append(Element("img", INLINE))
    return inner._replace(behind=behind) if behind else inner


def _shown(
    tag: str, attributes: Mapping[str, str | None], said: Said, around: Look, page: _Page
) -> tuple[str, Look, int]:
    """How an element is shown, how what stands in it is printed, and how far that is in doubt beside other text."""
    shown = shown_as(tag, attributes, said)
    of_table = shown in (TABLE, GROUP, ROW, CELL)
    level = FOLLOWED if not said else _level(said, page) if not of_table else SEVERAL if reverses(said) else FOLLOWED
    of_table = of_table and shown != TABLE
    gone = bool(said) and is_gone(said, of_table=of_table)
    if said and not of_table and not page.sheets.shows_again and (gone or hides(said)):
        shown = HIDDEN
    if shown == HIDDEN and not HIDING.isdisjoint(said):
        said = {name: value for name, value in said.items() if name not in HIDING}
    look = look_in(around, tag, attributes, said, in_line=shown == INLINE, is_gone=gone and shown != HIDDEN)
    return shown, look, level


def _level(said: Said, page: _Page) -> int:
    found = page.levels.get(id(said))
    if found is None:
        found = page.levels[id(said)] = undecided(said), said
    return found[0]


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
    return "".join([child if isinstance(child, str) else text_of(child) for child in element.children])


def texts_of(root: Element) -> Iterator[str]:
    """The text of each cell and each block, top to bottom, without links."""
    if root.shown == CELL and len(text := text_of(root)) <= _LONGEST_CELL:
        yield text
        return
    if root.is_text:
        yield text_of(root)
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
