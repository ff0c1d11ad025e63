"""What stands on one page: the tables its lines draw, row by row, and the lines of text outside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from extractor.sources.grid import Area, Bounds
from extractor.sources.ink import STRUCK
from extractor.sources.lattice import Lattice, LatticeCell, lattices_of
from extractor.sources.lines import cell_spans, lines_of
from extractor.sources.model import Box
from extractor.sources.tables import Row, TableEntry, TextTable
from extractor.sources.unruled_labels import Spend
from extractor.sources.unruled_tables import unruled_tables
from extractor.sources.words import PageWords, Word, centre

# A cell with fewer drawn sides than this is one only if it holds words.
_SIDES = 3
# A table inside a cell counts as the table where it has this many cells with words.
_INNER = 4


class PageContent(NamedTuple):
    """A page with what was found on it, from the top down; a line of text is its words from left to right."""

    page: PageWords
    tables: tuple[TextTable, ...]
    lines: tuple[tuple[Word, ...], ...]


def page_content(page: PageWords, spend: Spend) -> PageContent:
    """The tables and the lines of text of a page; `spend` takes the steps of what grows faster than the page does."""
    lattices = sorted(lattices_of(page.rules), key=lambda lattice: _area(lattice.box))
    held: list[dict[LatticeCell, list[Word]]] = [{} for _ in lattices]
    finders = [_Finder(lattice) for lattice in lattices]
    flow: list[Word] = []
    spend(len(page.words) * len(lattices))
    for word in (piece for whole in page.words for piece in _parted(whole, finders)):
        x, y = centre(word.box)
        for finder, words in zip(finders, held, strict=True):
            cell = finder.cell_at(x, y)
            if cell is not None:
                words.setdefault(cell, []).append(word)
                break
        else:
            flow.append(word)
    tables: list[TextTable] = []
    for at, (lattice, words) in enumerate(zip(lattices, held, strict=True)):
        if _is_table(at, lattices, held):
            tables.append(TextTable(lattice.box, _rows(lattice, words), Bounds.DRAWN))
        else:
            flow += [word for cell in words.values() for word in cell]
    flow = [word for word in flow if STRUCK not in word.text]
    walls = [table.box for table in tables]
    found, flow = unruled_tables([word for word in flow if not word.turn], page.rules, walls, spend)
    tables += found
    lines = lines_of(flow)
    return PageContent(
        page, tuple(sorted(tables, key=lambda table: (table.box[1], table.box[0]))), tuple(map(tuple, lines))
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


class _Finder:
    """Finds the cells of one lattice; the one found last is tried first, for words come in their order."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        self._last: LatticeCell | None = None
        self._xs = sorted({x for cell in lattice.cells for x in (cell.box[0], cell.box[2])})
        self._ys = sorted({y for cell in lattice.cells for y in (cell.box[1], cell.box[3])})
        self._cells: dict[tuple[int, int], LatticeCell] = {}
        for cell in reversed(lattice.cells):
            left, top, right, bottom = cell.box
            for row in range(bisect_left(self._ys, top), bisect_left(self._ys, bottom)):
                for column in range(bisect_left(self._xs, left), bisect_left(self._xs, right)):
                    self._cells[row, column] = cell

    def cell_at(self, x: float, y: float) -> LatticeCell | None:
        """The cell at this place of the page."""
        if self._last is not None and _holds(self._last.box, x, y):
            return self._last
        if not _holds(self._lattice.box, x, y):
            return None
        found = self._cells.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))
        self._last = found or self._last
        return found


def _parted(word: Word, finders: Sequence[_Finder]) -> list[Word]:
    """A word in pieces where it reaches over several cells, each character taken to be as wide as the others."""
    if len(word.text) < 2 or word.turn:
        return [word]
    left, top, right, bottom = word.box
    step = (right - left) / len(word.text)
    middle = (top + bottom) / 2
    finder = next((one for one in finders if one.cell_at(left + step / 2, middle)), None)
    if finder is None:
        return [word]
    pieces: list[Word] = []
    printed = [at for at, character in enumerate(word.text) if not character.isspace()]
    for _, of_cell in groupby(printed, key=lambda at: finder.cell_at(left + step * (at + 0.5), middle)):
        own = list(of_cell)
        text = word.text[own[0] : own[-1] + 1]
        pieces.append(word._replace(text=text, box=(left + step * own[0], top, left + step * (own[-1] + 1), bottom)))
    return pieces


def _is_table(at: int, lattices: Sequence[Lattice], held: Sequence[dict[LatticeCell, list[Word]]]) -> bool:
    """Whether a lattice holds words and lays out no other table: then it is the frame of a page."""
    if not any(word.text.strip() for words in held[at].values() for word in words):
        return False
    return not any(
        len(words) >= _INNER and _holds(lattices[at].box, *centre(other.box))
        for other, words in zip(lattices[:at], held[:at], strict=True)
    )


def _rows(lattice: Lattice, words: dict[LatticeCell, list[Word]]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for _, of_row in groupby(lattice.cells, key=attrgetter("row")):
        cells = [cell for cell in of_row if cell in words or cell.sides >= _SIDES]
        if cells:
            rows.append(tuple(_entry(cell, words.get(cell, ())) for cell in cells))
    return tuple(rows)


def _settled(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a cell, without those struck where others stand in it."""
    if not any(STRUCK in word.text for word in words):
        return words
    rest = [word for word in words if STRUCK not in word.text]
    return rest if any(word.text.strip() for word in rest) else words


def _entry(cell: LatticeCell, words: Sequence[Word]) -> TableEntry:
    left, top, right, bottom = cell.box
    return TableEntry(tuple(cell_spans(_settled(words), cell.box)), cell.box, Area(top, bottom, left, right))
