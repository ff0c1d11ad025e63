"""Pages of words and ruling lines → `Source`, whatever file they are from: the last step of every opener to paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.files.kinds import FileKind
from extractor.findings import UnplacedFinding, make_finding
from extractor.sources.compose import File, compose
from extractor.sources.grid import Bounds, Grid, Part, WrittenCell, grid_of
from extractor.sources.model import Box, Piece, Source
from extractor.sources.normalise import normalise
from extractor.sources.page_layout import lay_out
from extractor.sources.tables import TextLine, TextTable
from extractor.sources.words import Line, PageWords, Word, tilted, turned, turned_rule


class _Held(NamedTuple):
    """A page turned so that most of its words are upright, and the quarters it was turned clockwise for that."""

    page: PageWords
    quarters: int


def source_of_pages(file: File, kind: FileKind, pages: Sequence[PageWords], unread: Sequence[int] = ()) -> Source:
    """The source of a file with these pages; `unread` are the places of those, counted from 0, of which no text could
    be had.

    Raises:
        EmptySource: no page has a word on it.
    """
    held = [_upright(page) for page in pages]
    written: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    tables = _Tables()
    at = 0
    for one, lines in zip(held, lay_out([one.page for one in held], file.take), strict=True):
        if starts:
            written.append("\f")
            at += 1
        starts.append(at)
        for line in lines:
            tables.add(line, at)
            at = _write(line.line, one, at, written, pieces)
    original = "".join(written)
    notes: list[UnplacedFinding] = []
    if unread:
        at = len(normalise(original[: starts[unread[0]]]).text)
        notes.append(make_finding("pages-unread", (), [(at, at)], count=len(unread)))
    source = compose(file, kind, original, pieces=pieces, notes=notes, grids=tables.grids())
    return replace(source, shows_blanks=not any(page.hides for page in pages))


class _Tables:
    """The tables among the lines written so far."""

    def __init__(self) -> None:
        self._last: TextTable | None = None
        self._found: list[tuple[Bounds, list[WrittenCell]]] = []

    def add(self, line: TextLine, at: int) -> None:
        """Takes a line that is written at this offset."""
        if line.table is None:
            return
        if line.table is not self._last:
            self._last = line.table
            if not line.table.goes_on:
                self._found.append((line.table.bounds, []))
        for entry in line.row:
            end = at + sum(len(span.text) for span in entry.line)
            if entry.area is not None:
                self._found[-1][1].append(WrittenCell(entry.area, _parts(entry.line, at)))
            at = end + 1

    def grids(self) -> list[Grid]:
        """Those whose cells do not overlap."""
        made = (grid_of(bounds, cells) for bounds, cells in self._found)
        return [grid for grid in made if grid is not None and grid.is_disjoint]


def _parts(line: Line, at: int) -> list[Part]:
    """Where the lines stand that were joined to this one."""
    parts = [(at, at)]
    for span in line:
        begun, end = parts[-1]
        if span.begins:
            parts.append((end, end + len(span.text)))
        else:
            parts[-1] = begun, end + len(span.text)
    return parts


def _write(line: Line, held: _Held, at: int, written: list[str], pieces: list[Piece]) -> int:
    """Writes one line, with the pieces that say where it stands on the page as it was; gives the offset behind it."""
    for span in line:
        if span.box is not None:
            # A piece without characters is the end of the line.
            pieces.append(Piece(at, at + max(len(span.text), 1), _as_it_was(span.box, held), span.sure))
        elif span.sure < 1:
            pieces.append(Piece(at, at + len(span.text), None, span.sure))
        written.append(span.text)
        at += len(span.text)
    written.append("\n")
    return at + 1


def _as_it_was(box: Box, held: _Held) -> Box:
    """A box on the page as it lay before it was turned and straightened."""
    page = held.page
    return turned(tilted(box, page.tilt, page.width, page.height), -held.quarters, page.width, page.height)


def _upright(page: PageWords) -> _Held:
    """The page as one holds it to read most of it: tables are set sideways on pages that are too narrow for them."""
    turns = Counter[int]()
    for word in page.words:
        turns[word.turn] += len(word.text)
    usual = turns.most_common(1)[0][0] if turns else 0
    quarters = -usual % 4
    if not quarters:
        return _Held(page, 0)
    width, height = page.width, page.height

    def turn(word: Word) -> Word:
        return word._replace(box=turned(word.box, quarters, width, height), turn=(word.turn + quarters) % 4)

    rules = [turned_rule(rule, quarters, width, height) for rule in page.rules]
    size = (height, width) if quarters % 2 else (width, height)
    return _Held(PageWords(*size, [turn(word) for word in page.words], rules, page.tilt), quarters)
