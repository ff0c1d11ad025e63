"""Writes a report as a workbook, as offices keep their reports: prose in merged rows, tables with merged cells, and
beside them what is not printed (hidden rows, columns and sheets).
"""

import io
import random
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.forms import SECTION_TITLES
from benchmarks.grid import Table
from benchmarks.render import column_widths, draw_look, figure_text
from benchmarks.reports import Report
from benchmarks.tables import make_tables

# openpyxl's cells take and give anything.
# pyright: reportUnknownMemberType=false, reportAttributeAccessIssue=false, reportArgumentType=false

Figures = Literal["text", "numbers", "mixed"]
_LINE = Border(*(Side(style="thin") for _ in range(4)))
_PAGE = 90
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_JUNK = "填报说明：本列由系统生成 2019 年数 87"


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How the workbook of one report is made."""

    figures: Figures
    """Whether figures are typed as text, held as numbers, or now so and now so."""
    sheet_a_table: bool
    """Whether each section has a sheet of its own."""
    hides: bool
    """Whether rows, a column and a sheet that nobody sees hold something."""
    first_row: int
    first_column: int


def draw_sheet_look(report: Report) -> SheetLook:
    """How the workbook of a report is made, drawn from the report's own seed."""
    rng = random.Random(f"sheet {report.seed}")
    return SheetLook(
        figures=rng.choice(("text", "numbers", "mixed")),
        sheet_a_table=rng.random() < 0.4,
        hides=rng.random() < 0.4,
        first_row=rng.choice((1, 1, 3)),
        first_column=rng.choice((1, 1, 2)),
    )


def render_xlsx(report: Report) -> bytes:
    """The bytes of the report's workbook."""
    look = draw_sheet_look(report)
    book = Workbook()
    tables = {table.section: table for table in make_tables(report)}
    writer = _Writer(report, look, book.worksheets[0], max(len(table.widths) for table in tables.values()))
    for line in report.title.split("\n"):
        writer.write_line(line, _MIDDLE)
    for text in report.prose["preface"]:
        writer.write_line(text)
    for section in SECTION_TITLES:
        if look.sheet_a_table and section in tables:
            writer.turn_to(book.create_sheet(section))
        writer.write_line(report.headings[section])
        for text in report.prose[section]:
            writer.write_line(text)
        if section in tables:
            writer.write_table(tables[section])
    if look.hides:
        hidden = book.create_sheet("汇总")
        hidden["A1"] = "行政许可"
        hidden["B1"] = 4711
        hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    """Writes one sheet after the other from the top down."""

    def __init__(self, report: Report, look: SheetLook, sheet: Worksheet, width: int) -> None:
        self._report = report
        self._look = look
        self._page_look = draw_look(report)
        self._width = width
        self._rng = random.Random(f"cells {report.seed}")
        self.turn_to(sheet)

    def turn_to(self, sheet: Worksheet) -> None:
        """Goes on at the top of this sheet."""
        self._sheet = sheet
        self._row = self._look.first_row
        if self._look.hides:
            letter = get_column_letter(self._look.first_column + self._width + 1)
            sheet.column_dimensions[letter].hidden = True
            sheet[f"{letter}{self._row}"] = _JUNK
            sheet.row_dimensions[self._row].hidden = True
            sheet.cell(self._row, self._look.first_column, _JUNK)
            self._row += 1

    def write_line(self, text: str, alignment: Alignment | None = None) -> None:
        """Writes a paragraph over the whole width."""
        first = self._look.first_column
        cell = self._sheet.cell(self._row, first, text)
        cell.alignment = alignment or Alignment(wrap_text=True, vertical="top")
        self._sheet.merge_cells(
            start_row=self._row, end_row=self._row, start_column=first, end_column=first + self._width - 1
        )
        self._row += 1

    def write_table(self, table: Table) -> None:
        """Writes a table, and a blank row behind it."""
        first = self._look.first_column
        for column, share in enumerate(column_widths(table, self._page_look)):
            self._sheet.column_dimensions[get_column_letter(first + column)].width = share * _PAGE
        for row, column, cell in table.placed():
            top, left = self._row + row, first + column
            place = self._sheet.cell(top, left)
            if cell.role == "figure":
                self._write_figure(place, cell.text)
            else:
                place.value = cell.text
            place.alignment = _MIDDLE
            place.font = Font(name="宋体", size=self._page_look.font_size)
            if self._page_look.borders:
                for below in range(cell.rows):
                    for behind in range(cell.columns):
                        self._sheet.cell(top + below, left + behind).border = _LINE
            if cell.rows > 1 or cell.columns > 1:
                self._sheet.merge_cells(
                    start_row=top, end_row=top + cell.rows - 1, start_column=left, end_column=left + cell.columns - 1
                )
        self._row += len(table.rows) + 1

    def _write_figure(self, place: SheetCell, printed: str) -> None:
        """Writes what is printed in a figure's cell, as a number where it is one."""
        as_number = self._look.figures == "numbers" or (self._look.figures == "mixed" and self._rng.random() < 0.5)
        if as_number and printed.isdecimal() and printed.isascii():
            place.value = int(printed)
            return
        text = figure_text(printed, self._page_look)
        place.value = text or None
        if text:
            place.number_format = "@"
