"""Where on a page the report stands: the smallest part that holds all its statutory words, and its titles outside.

Nothing that holds a statutory label is ever left out; what only stands around the report is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.lexicon.folding import fold_script
from extractor.lexicon.ordinal import TO_NINE
from extractor.lexicon.prose import is_prose
from extractor.lexicon.remember import remembered
from extractor.sources.html.element import Element
from extractor.sources.html.labels import is_row_label, is_telling, tables_among
from extractor.sources.html.styles import BLOCK, CELL, GROUP, INLINE, ROW, TABLE
from extractor.sources.html.tree import hidden_parts, is_link, run_of, text_of, texts_of, without_hidden

_LONGEST_TITLE = 100
_TITLE = rf"(?=.*(?:公开|公開))(?=.*(?:报告|年报|总结|報告|年報))(?=.*(?:\d{{4}}|[〇○零{TO_NINE}]{{4}}|年度))"
_DISCLOSES = ("公开", "公開")
_LONGEST_CELL = 19
_TELLING = 3
_STRAY = 2
_LINKS = 4
_LINKED = 0.6
_FURNITURE = frozenset(("nav", "footer", "aside"))


class _Weight(NamedTuple):
    """How many cells and lines hold a statutory word, how many are sentences on disclosure, and how many figures."""

    telling: int
    prose: int
    figures: int

    def is_of(self, whole: _Weight) -> bool:
        """Whether this is all the weight of a page, but for a stray number."""
        return self[:2] == whole[:2] and self.figures >= whole.figures - _STRAY


_Weights = dict[int, _Weight]
_NOTHING = _Weight(0, 0, 0)


def seen_on(page: Element) -> Element:
    """The page without its hidden parts, but for those that hold a statutory table which stands nowhere else on it."""
    hidden = list(hidden_parts(page))
    if not hidden:
        return page
    visible = without_hidden(page)
    seen = tables_among(texts_of(visible))
    kept = frozenset(id(part) for part in hidden if tables_among(texts_of(part)) - seen)
    return without_hidden(page, kept) if kept else visible


def find_article(page: Element) -> tuple[list[str], Element]:
    """The titles above the report, and the part of the page that holds it; all of the page where it has few labels."""
    weights: _Weights = {}
    whole = _weigh(page, weights)
    if whole.telling < _TELLING:
        return [], _without_menus(page, weights)
    path = [page]
    while (inner := _heir(path[-1], whole, weights)) is not None:
        path.append(inner)
    root = next(element for element in reversed(path) if element.shown == BLOCK or _lays_out(element))
    return _titles_before(page, root), _without_menus(root, weights)


def _heir(element: Element, whole: _Weight, weights: _Weights) -> Element | None:
    """The one part of the element that has all its weight."""
    parts = (child for child in run_of(element) if isinstance(child, Element))
    return next((child for child in parts if weights.get(id(child), _NOTHING).is_of(whole)), None)


def _lays_out(element: Element) -> bool:
    """Whether this is a cell with tables inside, one that lays out the page."""
    return element.shown == CELL and _holds_table(element)


def _holds_table(element: Element) -> bool:
    return any(child.shown == TABLE or _holds_table(child) for child in element.elements)


def _weigh(element: Element, weights: _Weights) -> _Weight:
    """The weight of an element, kept for it and for every block inside; links weigh nothing."""
    weight = _NOTHING
    if element.shown == CELL and not any(child.shown == TABLE for child in element.elements):
        weight = _weight_of_cell(text_of(element)[:_LONGEST_TITLE])
    run: list[str] = []
    for child in run_of(element):
        if isinstance(child, str):
            run.append(child)
        elif child.shown != INLINE or child.tag == "br":
            weight = _sum(_sum(weight, _weight_of("".join(run))), _weigh(child, weights))
            run.clear()
    weights[id(element)] = weight = _sum(weight, _weight_of("".join(run)))
    return weight


@remembered
def _weight_of_cell(word: str) -> _Weight:
    return _Weight(1, 0, 0) if is_row_label(word) or is_telling(fold_script(word)) else _NOTHING


@remembered
def _weight_of(line: str) -> _Weight:
    if not line or line.isspace():
        return _NOTHING
    prose = is_prose(line, _LONGEST_CELL) and any(word in line for word in _DISCLOSES)
    weight = _Weight(int(is_telling(fold_script(line))), int(prose), int(line.strip().isdecimal()))
    return weight if any(weight) else _NOTHING


def _sum(one: _Weight, other: _Weight) -> _Weight:
    if one is _NOTHING or other is _NOTHING:
        return one if other is _NOTHING else other
    return _Weight(one.telling + other.telling, one.prose + other.prose, one.figures + other.figures)


def _titles_before(page: Element, root: Element) -> list[str]:
    """The lines above the report that speak of a report on disclosure: its title may stand outside its text."""
    titles = (" ".join(text.split()) for text in _texts_until(page, root))
    return [title for title in titles if is_title(title)]


def is_title(line: str) -> bool:
    """Whether a line may be the title of a report on disclosure: short, no sentence, with those words and a year."""
    return len(line) <= _LONGEST_TITLE and re.search(_TITLE, line) is not None and not re.search("[，。；]", line)


def _texts_until(page: Element, root: Element) -> Iterator[str]:
    """The lines of the page that stand before the report."""
    for child in page.elements:
        if child is root:
            return
        if _holds(child, root):
            yield from _texts_until(child, root)
            return
        yield from texts_of(child)


def _holds(element: Element, wanted: Element) -> bool:
    return any(child is wanted or _holds(child, wanted) for child in element.elements)


def _without_menus(element: Element, weights: _Weights) -> Element:
    """The element without menus: page noise of the site, and lists that consist of links."""
    if element.is_text:
        return element
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif not _is_menu(child, weights):
            children.append(_without_menus(child, weights))
        elif child.shown == CELL:
            children.append(child.of([]))
    return element.of(children)


def _is_menu(element: Element, weights: _Weights) -> bool:
    if element.shown in (TABLE, GROUP, ROW, INLINE) or weights.get(id(element), _NOTHING).telling:
        return False
    if element.tag in _FURNITURE:
        return True
    links = [len(text_of(link).strip()) for link in _links(element)]
    return len(links) >= _LINKS and sum(links) >= _LINKED * len("".join(text_of(element).split()))


def _links(element: Element) -> Iterator[Element]:
    for child in element.elements:
        if is_link(child):
            yield child
        else:
            yield from _links(child)
