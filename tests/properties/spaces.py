"""Layouts that part cells by spaces alone: columns aligned on the page, and one row a line with single spaces."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.properties.sheets import Band, Line, Sheet

NONE, WRAPPED, VERTICAL, INLINE = "none", "wrapped", "vertical", "inline"
_PAGE_MARKS = ("- {} -", "—{}—", "第 {} 页", "{}", "{} / 9")


def width(text: str) -> int:
    """How many columns of characters a text takes on the page."""
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text)


def wrap(text: str, room: int) -> list[str]:
    """The text in pieces that fit."""
    pieces = [""]
    for character in text:
        if width(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


@dataclass(slots=True)
class _Canvas:
    """Lines on which words are put at columns of characters."""

    lines: list[list[tuple[int, str]]] = field(default_factory=list[list[tuple[int, str]]])

    def put(self, line: int, column: int, text: str) -> None:
        while len(self.lines) <= line:
            self.lines.append([])
        if text:
            self.lines[line].append((column, text))

    def text(self, shift: int) -> list[str]:
        made: list[str] = []
        for words in self.lines:
            line = ""
            for column, word in sorted(words):
                line += " " * max(column + shift - width(line), 2 if line else 0) + word
            made.append(line)
        return made


@dataclass(frozen=True, slots=True)
class AlignedLayout:
    """Columns of characters, as a layout-keeping converter prints a page.

    `room` is what a label has; `gutter` stands between columns; `groups` says how the labels of groups stand beside
    their rows; a page ends after `page` rows, and the next begins `drift` columns further right.
    """

    room: int = 16
    gutter: int = 3
    groups: str = WRAPPED
    align: str = "right"
    page: int = 99
    drift: int = 0
    mark: int = 0
    repeats: bool = False
    exact: bool = True

    def lines(self, sheet: Sheet) -> list[str]:
        """The table in this layout."""
        made: list[str] = []
        for band in sheet.bands:
            step = max([8, *(width(piece) for line in band.lines for f in line.figures for piece in f.split("\n"))])
            made.extend(self._band(band, sheet, step + self.gutter))
        return made

    def _band(self, band: Band, sheet: Sheet, step: int) -> list[str]:
        made = [" " * self.room + band.heading] if band.heading else []
        head = self._head(band, sheet, step)
        pages = [band.lines[i : i + self.page] for i in range(0, len(band.lines), self.page)]
        for number, lines in enumerate(pages):
            shift = self.drift * (number % 2)
            if number:
                made.extend(["", " " * 30 + _PAGE_MARKS[self.mark].format(number + 1), ""])
            if number == 0 or self.repeats:
                made.extend(head.text(shift))
            made.extend(self._page(lines, sheet, step).text(shift))
        return made

    def _left(self, sheet: Sheet) -> int:
        """Where the figures begin."""
        return sum((6, 12)[: max(0, sheet.label_columns - 1)]) + (self.room if sheet.label_columns else 0) + 2

    def _head(self, band: Band, sheet: Sheet, step: int) -> _Canvas:
        canvas = _Canvas()
        top, taken = 0, dict[int, int]()
        for number, cells in enumerate(band.head):
            heights: list[int] = []
            column = 0
            for cell in cells:
                while taken.get(column, 0) > number:
                    column += 1
                label = sheet.label_columns and column == 0 and number == 0
                room = self._left(sheet) - 2 if label else step * cell.across - 2
                pieces = wrap(cell.text, room)
                for i, piece in enumerate(pieces):
                    canvas.put(top + i, 0 if label else self._place(piece, column, cell.across, sheet, step), piece)
                taken.update({column + i: number + cell.down for i in range(cell.across)})
                heights.append(len(pieces) if cell.down == 1 else 1)
                column += cell.across
            top += max(heights, default=1)
        return canvas

    def _place(self, text: str, column: int, across: int, sheet: Sheet, step: int) -> int:
        column = max(0, column - sheet.label_columns)
        left, room = self._left(sheet) + column * step, step * across - self.gutter
        free = max(0, room - width(text))
        return left + {"left": 0, "center": free // 2, "right": free}[self.align]

    def _page(self, lines: Sequence[Line], sheet: Sheet, step: int) -> _Canvas:
        canvas = _Canvas()
        top = 0
        spans: dict[tuple[str, ...], tuple[int, int]] = {}
        for line in lines:
            indent = sum((6, 12)[: len(line.groups)])
            room = self._left(sheet) - 2 - indent
            pieces = wrap(line.label, room)
            for i, piece in enumerate(pieces):
                canvas.put(top + i, indent, piece)
            middle = top + (len(pieces) - 1) // 2
            for i, figure in enumerate(line.figures):
                for j, piece in enumerate(figure.split("\n")):
                    canvas.put(middle + j, self._place(piece, i + sheet.label_columns, 1, sheet, step), piece)
            height = max([len(pieces), *(len(figure.split("\n")) for figure in line.figures)])
            for depth in range(len(line.groups)):
                first, _ = spans.get(line.groups[: depth + 1], (top, 0))
                spans[line.groups[: depth + 1]] = (first, top + height)
            top += height
        self._put_groups(canvas, spans)
        return canvas

    def _put_groups(self, canvas: _Canvas, spans: dict[tuple[str, ...], tuple[int, int]]) -> None:
        if self.groups == NONE:
            return
        for groups, (first, last) in spans.items():
            column, room = (0, 4) if len(groups) == 1 else (6, 10)
            pieces = wrap(groups[-1], 2 if self.groups == VERTICAL else room)
            start = first + max(0, (last - first - len(pieces)) // 2)
            for i, piece in enumerate(pieces):
                canvas.put(start + i, column, piece)


@dataclass(frozen=True, slots=True)
class SpacedLayout:
    """One row a line with single spaces, the tail of a long label on the line below or its head on the line above."""

    longest: int = 40
    tail: bool = True
    groups: str = INLINE
    exact: bool = False

    def lines(self, sheet: Sheet) -> list[str]:
        """The table in this layout."""
        made: list[str] = []
        for band in sheet.bands:
            made.extend([band.heading] if band.heading else [])
            made.extend(" ".join(cell.text for cell in cells) for cells in band.head)
            before: tuple[str, ...] = ()
            for line in band.lines:
                new = [g for depth, g in enumerate(line.groups) if before[: depth + 1] != line.groups[: depth + 1]]
                made.extend(self._line(line, new))
                before = line.groups
        return made

    def _line(self, line: Line, new: list[str]) -> list[str]:
        figures = " ".join(figure for figure in line.figures if figure.strip())
        made: list[str] = []
        if self.groups == VERTICAL:
            made.extend(character for group in new for character in group)
        elif self.groups == WRAPPED:
            made.extend(new)
        head, rest = line.label[: self.longest], line.label[self.longest :]
        above = [] if self.tail or not rest else [head]
        beside = " ".join([*(new if self.groups == INLINE else []), head if self.tail else rest or head])
        return [*made, *above, f"{beside} {figures}".strip(), *([rest] if rest and self.tail else [])]


aligned_layouts = st.builds(
    AlignedLayout,
    room=st.sampled_from((12, 16, 24, 44)),
    gutter=st.integers(2, 6),
    groups=st.sampled_from((NONE, WRAPPED, VERTICAL)),
    align=st.sampled_from(("left", "center", "right")),
    page=st.sampled_from((99, 99, 7, 12, 20)),
    drift=st.integers(0, 9),
    mark=st.integers(0, len(_PAGE_MARKS) - 1),
    repeats=st.booleans(),
)
spaced_layouts = st.builds(
    SpacedLayout,
    longest=st.sampled_from((60, 60, 14, 10)),
    tail=st.booleans(),
    groups=st.sampled_from((INLINE, WRAPPED, VERTICAL)),
)
