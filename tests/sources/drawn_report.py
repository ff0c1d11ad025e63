"""A made-up report drawn by hand as a PDF: its tables broken over pages where they happen to be full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sources.drawn_pdf import Paper, pdf

from benchmarks.forms import SECTION_TITLES
from benchmarks.reports import Report
from benchmarks.tables import Cell, Table, make_tables

_SIZE, _LEAD = 8, 10.5


@dataclass
class Canvas:
    """Pages drawn upon one after the other; sideways, each is drawn wide and laid on its side."""

    lines: bool = True
    sideways: bool = False
    papers: list[Paper] = field(default_factory=list[Paper])
    y: float = 1e9

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as one reads."""
        return (842, 595) if self.sideways else (595, 842)

    def room_for(self, height: float) -> bool:
        """Goes to a new page where there is no room left; says whether it did."""
        if self.y + height <= self.size[1] - 60:
            return False
        self.papers.append(Paper())
        self.y = 60
        self.text(self.size[0] / 2, self.size[1] - 30, f"- {len(self.papers)} -")
        return True

    def text(self, x: float, y: float, words: str) -> None:
        """Words on a line."""
        if self.sideways:
            self.papers[-1].text(595 - y, x, words, _SIZE, turn=1)
        else:
            self.papers[-1].text(x, y, words, _SIZE)

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """The four sides of a cell."""
        if not self.lines:
            return
        if self.sideways:
            left, top, right, bottom = 595 - bottom, left, 595 - top, right
        for side in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            self.papers[-1].line(*side)


def draw_report(report: Report, *, lines: bool = True, sideways: bool = False, down: bool = False) -> bytes:
    """The PDF; `down` sets the labels of groups one character a line."""
    canvas = Canvas(lines, sideways)
    tables = {table.section: table for table in make_tables(report)}
    for words in report.title.split("\n"):
        _paragraph(canvas, words)
    for section in SECTION_TITLES:
        _paragraph(canvas, report.headings[section])
        for words in report.prose[section]:
            _paragraph(canvas, "　　" + words)
        if section in tables:
            _table(canvas, tables[section], down)
    return pdf(*canvas.papers)


def _paragraph(canvas: Canvas, words: str) -> None:
    for line in _wrapped(words, canvas.size[0] - 120):
        canvas.room_for(14)
        canvas.text(60, canvas.y + 10, line)
        canvas.y += 14
    canvas.y += 4


def _wrapped(words: str, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for character in words:
        wide = _SIZE * (0.5 if character.isascii() else 1.0)
        if character == "\n" or used + wide > width:
            yield line
            line, used = "", 0.0
        if character != "\n":
            line, used = line + character, used + wide
    yield line


def _table(canvas: Canvas, table: Table, down: bool) -> None:
    edges = [60.0]
    for share in table.widths:
        edges.append(edges[-1] + share * (canvas.size[0] - 120))
    placed = list(table.placed())
    open_cells: list[tuple[Cell, float, float, float, int, list[str]]] = []
    for number in range(len(table.rows)):
        own = [(column, cell) for row, column, cell in placed if row == number]
        wrapped = {
            column: ["|".join(cell.text).replace("|", "\n")] if down and cell.role == "group" else [cell.text]
            for column, cell in own
        }
        texts = {
            column: list(_wrapped(wrapped[column][0], edges[column + cell.columns] - edges[column] - 6))
            for column, cell in own
        }
        height = max((len(texts[column]) for column, cell in own if cell.rows == 1), default=1) * _LEAD + 5
        before = canvas.y
        if canvas.room_for(height):
            open_cells = [_cut(canvas, one, before) for one in open_cells]
        for column, cell in own:
            open_cells.append(
                (cell, edges[column], canvas.y, edges[column + cell.columns], number + cell.rows, texts[column])
            )
        canvas.y += height
        for one in open_cells:
            if one[4] == number + 1:
                _close(canvas, one, canvas.y)
        open_cells = [one for one in open_cells if one[4] > number + 1]
    canvas.y += 12


def _cut(
    canvas: Canvas, one: tuple[Cell, float, float, float, int, list[str]], bottom: float
) -> tuple[Cell, float, float, float, int, list[str]]:
    """The rest of a merged cell that a page break cuts: what has found no room of its label goes on."""
    cell, left, top, right, until, texts = one
    new, here = canvas.papers.pop(), int((bottom - top - 5) // _LEAD)
    _close(canvas, (cell, left, top, right, until, texts[:here]), bottom)
    canvas.papers.append(new)
    return cell, left, canvas.y, right, until, texts[here:]


def _close(canvas: Canvas, one: tuple[Cell, float, float, float, int, list[str]], bottom: float) -> None:
    _, left, top, right, _, texts = one
    canvas.box(left, top, right, bottom)
    for at, words in enumerate(texts):
        canvas.text(left + 3, top + (at + 1) * _LEAD, words)
