"""One sheet's XML → the cells that are seen of it: hidden rows and columns are left out, merged cells stand once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.sources.ink import PICTURE, Inked, is_bare_figure, written
from extractor.sources.sheets.looks import CellLook, Looks
from extractor.sources.sheets.number_formats import shown_number
from extractor.sources.sheets.parts import (
    MOST_COLUMNS,
    MOST_ROWS,
    CellArea,
    area_of,
    attribute,
    cell_at,
    is_set,
    measure,
    whole_number,
)
from extractor.sources.xml_tree import Element

_TALL = 500


class SeenCell(NamedTuple):
    """A cell: where it stands among the rows and columns that are seen, what is written in it, and whether a line is
    drawn at any of its sides.
    """

    area: CellArea
    text: str
    has_border: bool


class Workbook(NamedTuple):
    """What the sheets of a workbook share: their texts by number, their looks, and from when days are counted."""

    texts: Sequence[Element]
    looks: Looks
    from_1904: bool


class _Order:
    """Where rows, or columns, stand among those that are seen."""

    def __init__(self, hidden: Sequence[tuple[int, int]]) -> None:
        self._hidden = sorted(hidden)

    def seen_before(self, number: int) -> int:
        """How many are seen before this one."""
        gone, behind = 0, 0
        for first, last in self._hidden:
            if first >= number:
                break
            gone += max(0, min(last, number) - max(first, behind))
            behind = max(behind, last)
        return number - gone

    def span(self, first: int, last: int) -> tuple[int, int]:
        """What is left of some that stand side by side."""
        return self.seen_before(first), self.seen_before(last)


def seen_cells(
    sheet: Element, workbook: Workbook, covered: Sequence[CellArea], take: Callable[[int], None]
) -> list[SeenCell]:
    """The cells of a sheet that have something in them or a line around them, row by row from the left; `covered` are
    those over which something is drawn, and `take` takes a step of work for each.
    """
    rows, columns = _hidden(sheet, take)
    merged = _Merged(sheet, take)
    view = sheet.find("sheetViews/sheetView")
    shows_zeros = is_set(view, "showZeros", unsaid=True)
    take(sum((area.bottom - area.top) * (area.right - area.left) for area in covered))
    under = {(row, column) for one in covered for row in range(*one[:2]) for column in range(*one[2:])}
    found: dict[tuple[int, int], SeenCell] = {}
    for row, column, cell in _placed(sheet, take):
        area = merged.area(row, column)
        if area is None:
            continue
        top, bottom = rows.span(area.top, area.bottom)
        left, right = columns.span(area.left, area.right)
        if top == bottom or left == right:
            continue
        look = workbook.looks.of(cell)
        text = _text(cell, look, workbook, shows_zeros=shows_zeros)
        if (row, column) in under and (not text or is_bare_figure(text)):
            text += PICTURE
        if text or look.has_border or bottom - top > 1 or right - left > 1:
            found[row, column] = SeenCell(CellArea(top, bottom, left, right), text, look.has_border)
    return [found[place] for place in sorted(found)]


class _Merged:
    """The cells that are merged: each stands where the first of them does."""

    def __init__(self, sheet: Element, take: Callable[[int], None]) -> None:
        self._first: dict[tuple[int, int], CellArea] = {}
        self._by_row: dict[int, list[CellArea]] = {}
        # What is merged over more rows than a report has is looked at everywhere.
        self._tall: list[CellArea] = []
        for one in sheet.iterfind("mergeCells/mergeCell"):
            area = area_of(attribute(one, "ref") or "")
            if area is None:
                continue
            self._first[area.top, area.left] = area
            if area.bottom - area.top > _TALL:
                self._tall.append(area)
                continue
            take(area.bottom - area.top)
            for row in range(area.top, area.bottom):
                self._by_row.setdefault(row, []).append(area)
        self._take = take

    def area(self, row: int, column: int) -> CellArea | None:
        """What a cell takes up; None where it is covered by another."""
        if (row, column) in self._first:
            return self._first[row, column]
        near = (*self._by_row.get(row, ()), *self._tall)
        self._take(len(near))
        for area in near:
            if area.top <= row < area.bottom and area.left <= column < area.right:
                return None
        return CellArea(row, row + 1, column, column + 1)


def _hidden(sheet: Element, take: Callable[[int], None]) -> tuple[_Order, _Order]:
    """The rows and the columns among which some are not seen."""
    usual = sheet.find("sheetFormatPr")
    if is_set(usual, "zeroHeight"):
        shown = [number for row in sheet.iterfind("sheetData/row") if (number := whole_number(row, "r"))]
        edges = [0, *(number for at in sorted(shown) for number in (at - 1, at)), MOST_ROWS]
        rows = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    else:
        rows = []
    for row in sheet.iterfind("sheetData/row"):
        number = whole_number(row, "r")
        if number and (is_set(row, "hidden") or measure(row, "ht") == 0):
            rows.append((number - 1, number))
    columns: list[tuple[int, int]] = []
    for column in sheet.iterfind("cols/col"):
        first, last = whole_number(column, "min"), whole_number(column, "max")
        if first and last and (is_set(column, "hidden") or measure(column, "width") == 0):
            columns.append((first - 1, min(last, MOST_COLUMNS)))
    take(len(rows) + len(columns))
    return _Order(_joined(rows)), _Order(_joined(columns))


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same spans with those that touch as one."""
    made: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if made and first <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], last)
        elif first < last:
            made.append((first, last))
    return made


def _placed(sheet: Element, take: Callable[[int], None]) -> Iterator[tuple[int, int, Element]]:
    """The cells of a sheet with their rows and columns; one that says no place stands behind the one before it."""
    row = -1
    for line in sheet.iterfind("sheetData/row"):
        number = whole_number(line, "r")
        row = number - 1 if number else row + 1
        column = -1
        take(1 + len(line))
        for cell in line.iterfind("c"):
            place = cell_at(attribute(cell, "r") or "")
            at, column = place or (row, column + 1)
            yield at, column, cell


def _text(cell: Element, look: CellLook, workbook: Workbook, *, shows_zeros: bool) -> str:
    """What is written in a cell, its own line breaks among it."""
    kind = attribute(cell, "t") or "n"
    held = cell.findtext("v")
    if kind == "inlineStr":
        return _rich(cell.find("is"), look, workbook)
    if held is None:
        formula = cell.find("f")
        # A formula that nobody has calculated: what is seen in its place nobody here knows.
        return "" if formula is None else written([(f"={formula.text or ''}", look.ink)])
    if kind == "s":
        number = int(held) if held.strip().isdecimal() and len(held) < len(str(MOST_ROWS)) + 3 else -1
        return _rich(workbook.texts[number], look, workbook) if 0 <= number < len(workbook.texts) else PICTURE
    if kind == "b":
        held = "TRUE" if held.strip() == "1" else "FALSE"
    elif kind == "n":
        held = shown_number(held, look.number_format, from_1904=workbook.from_1904)
        held = "" if held == "0" and not shows_zeros else held
    return written([(held, look.ink)])


def _rich(text: Element | None, look: CellLook, workbook: Workbook) -> str:
    """A text of several pieces, each printed its own way; how characters are pronounced (`rPh`) is left out."""
    pieces: list[Inked] = []
    for piece in () if text is None else text:
        if piece.tag == "t":
            pieces.append((piece.text or "", look.ink))
        elif piece.tag == "r":
            font = piece.find("rPr")
            ink = look.ink if font is None else workbook.looks.ink(font, look.ground)
            pieces.append((piece.findtext("t") or "", ink))
    return written(pieces)
