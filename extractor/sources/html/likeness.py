"""Tables that are none by their tags: neighbouring elements whose parts are the cells of statutory rows."""

from __future__ import annotations

import re

from extractor.lexicon.figure import STROKE, figure
from extractor.lexicon.folding import fold_script
from extractor.sources.html.element import Element
from extractor.sources.html.labels import is_label, is_row_label, is_telling
from extractor.sources.html.styles import BLOCK, INLINE
from extractor.sources.html.tree import text_of

_LONGEST = 120
_FIGURES_ALONE = 5
_LONG_LABEL = 4
_SENTENCE = re.compile(r"[，。；：;]|,(?!\d)")
_FIGURE_OR_BLANK = re.compile(rf"\s*(?:{figure(signs='+-', between=',.')}|{STROKE}*)\s*")


def runs_of_rows(element: Element) -> list[Element | str | list[Element]]:
    """What is inside an element, neighbours that are rows of one table gathered in a list."""
    parts: list[Element | str | list[Element]] = []
    for child in element.children:
        if isinstance(child, Element) and _is_row(child):
            if not (parts and isinstance(parts[-1], list)):
                parts.append([])
            run = parts[-1]
            assert isinstance(run, list)
            run.append(child)
        elif not (parts and isinstance(parts[-1], list) and isinstance(child, str) and not child.strip()):
            parts.append(child)
    runs = [part for part in parts if isinstance(part, list)]
    tables = any(_is_table(run, blanks=False) for run in runs)
    made: list[Element | str | list[Element]] = []
    for part in parts:
        made.extend(part if isinstance(part, list) and not _is_table(part, blanks=tables) else [part])
    return made


def _is_row(element: Element) -> bool:
    """Whether the element consists of two or more short parts and nothing else."""
    if element.shown != BLOCK or element.keeps_spaces:
        return False
    if any(isinstance(child, str) and child.strip() for child in element.children):
        return False
    parts = list(element.elements)
    return len(parts) > 1 and all(map(_is_part, parts)) and not _is_column([text_of(part) for part in parts])


def _is_column(texts: list[str]) -> bool:
    """Whether these are cells of several rows: labels of rows alone, or a label behind a figure."""
    figures = [_FIGURE_OR_BLANK.fullmatch(text) is not None for text in texts]
    if True in figures:
        return any(is_label(text) for text in texts[figures.index(True) :])
    return sum(is_row_label(text) for text in texts if len(text) >= _LONG_LABEL) > 1


def _is_part(element: Element) -> bool:
    if element.shown not in (BLOCK, INLINE) or element.tag in ("a", "br", "img", "hr"):
        return False
    text = text_of(element)
    if len(text) > _LONGEST or any(child.tag == "a" or _is_row(child) for child in element.elements):
        return False
    return not _SENTENCE.search(text) or is_telling(fold_script(text))


def _is_table(rows: list[Element], *, blanks: bool) -> bool:
    """Whether a statutory label is among the parts of these rows and a figure too, or a long row of figures.

    An empty block is a blank cell. Empty parts of a line nobody sees: they count with `blanks`, where other rows of the
    same element are a table.
    """
    parts = [[(part, text_of(part)) for part in row.elements] for row in rows]
    figures = [[_is_figure(part, text, blanks=blanks) for part, text in row] for row in parts]
    if any(len(row) >= _FIGURES_ALONE and all(row) for row in figures):
        return True
    return any(map(any, figures)) and any(is_label(text) for row in parts for _, text in row)


def _is_figure(part: Element, text: str, *, blanks: bool) -> bool:
    return _FIGURE_OR_BLANK.fullmatch(text) is not None and (blanks or part.shown == BLOCK or bool(text.strip()))
