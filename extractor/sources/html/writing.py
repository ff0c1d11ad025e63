"""What is written for the text of a page: what is seen of it, with strokes, marks of notes and doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.sources.html.element import Element
from extractor.sources.html.styles import HIDDEN, INLINE
from extractor.sources.html.undecided import ALWAYS, FOLLOWED, PARTLY, SEVERAL
from extractor.sources.ink import Ink, Inked, each_written


class _Piece(NamedTuple):
    """A text: the element that it is a child of, and its number there."""

    parent: Element
    at: int


class Doubt(NamedTuple):
    """How far what stands in an element of a cell is in doubt (`undecided`), by the element whose style says so."""

    level: int
    element: int


NO_DOUBT = Doubt(FOLLOWED, 0)


class Writing:
    """Notes, while a page's tree is built, which texts are printed otherwise than the block or cell around them."""

    def __init__(self) -> None:
        self._inks: dict[tuple[int, int], Ink] = {}
        self._holders: dict[int, tuple[Element, Ink]] = {}
        self._doubts: dict[int, tuple[Element, dict[tuple[int, int], Doubt]]] = {}

    def note(self, holder: Element, usual: Ink, parent: Element, ink: Ink) -> None:
        """The next text in `parent` is printed so; `usual` is how the text of its block or cell is."""
        self._inks[id(parent), len(parent.children)] = ink
        self._holders[id(holder)] = holder, usual

    def note_doubt(self, cell: Element, parent: Element, doubt: Doubt) -> None:
        """The next text in `parent`, which is noted already, is printed in a way that is not followed."""
        self._doubts.setdefault(id(cell), (cell, {}))[1][id(parent), len(parent.children)] = doubt

    def finish(self) -> None:
        """Writes what is seen of these texts into the tree."""
        for cell, doubts in self._doubts.values():
            self._doubt(cell, doubts)
        for holder, usual in self._holders.values():
            run: list[_Piece] = []
            for piece in (*_pieces(holder), None):
                if piece is not None:
                    run.append(piece)
                elif run:
                    self._write(run, usual)
                    run = []

    def _doubt(self, cell: Element, doubts: Mapping[tuple[int, int], Doubt]) -> None:
        """Puts those texts of a cell in doubt that are printed otherwise than the rest of it."""
        places = list(_places(cell))
        alike = len({doubts.get(place, NO_DOUBT) for place in places}) == 1
        for place in places:
            level = doubts.get(place, NO_DOUBT).level
            if level == ALWAYS or (level == PARTLY and not alike) or (level == SEVERAL and len(places) > 1):
                self._inks[place] = self._inks[place]._replace(unsure=True)

    def _write(self, run: list[_Piece], usual: Ink) -> None:
        inked: list[Inked] = []
        for parent, at in run:
            text = parent.children[at]
            assert isinstance(text, str)
            inked.append((text, self._inks.get((id(parent), at), usual)))
        for (parent, at), text in zip(run, each_written(inked), strict=True):
            parent.children[at] = text


def _places(element: Element) -> Iterator[tuple[int, int]]:
    """Where the texts in an element stand that are not blank."""
    for at, child in enumerate(element.children):
        if isinstance(child, Element):
            yield from _places(child) if child.shown != HIDDEN else ()
        elif child.strip():
            yield id(element), at


def _pieces(element: Element) -> Iterator[_Piece | None]:
    """The texts in a block or cell, with None where a line may end."""
    for at, child in enumerate(element.children):
        if isinstance(child, str):
            yield _Piece(element, at)
        elif child.shown == INLINE and child.tag != "br":
            yield from _pieces(child)
        elif child.shown != HIDDEN:
            yield None
