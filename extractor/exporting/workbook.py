"""An Excel workbook, written row by row: headers in Chinese above the columns' names, filters, widths, ready to print.

No cell is one that Excel would run, and there is no time in it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from extractor.errors import PanelError, WriteError, is_disk_full
from extractor.exporting.cells import neutral
from extractor.exporting.columns import Column
from extractor.exporting.package import HEADER_ROWS
from extractor.exporting.sinks import OutputCell, OutputRow, OutputTable, fitting

# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

MOST_ROWS = 1_048_576
"""A sheet of Excel has no more, the header among them."""
_LONGEST = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST_PAGE = 30
"""A table with more columns is printed on several pages beside each other, its first columns on each."""
_NARROW, _BROAD, _TITLE = 11, 28, 24
_A4 = 9
"""The number of the paper's size, as Excel knows it."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def full_sheet(book: str, table: str, most: int) -> PanelError:
    """The refusal of a table that no sheet of Excel holds."""
    return PanelError(
        f"{book}: a sheet of Excel has {most:,} rows, and the table {table} has more; "
        "write it to .parquet, .duckdb or .csv instead."
    )


class Workbook:
    """A workbook of this name that is being written; its sheets take rows in any turn."""

    def __init__(self, name: str) -> None:
        from openpyxl import Workbook as Book

        self._name = name
        self._book = Book(write_only=True)

    def sheet(self, table: OutputTable) -> Sheet:
        """A new sheet with this table's header, which stays in sight."""
        made: Any = self._book.create_sheet(table.name)
        _lay_out(made, table)
        for texts, style in (([column.title for column in table.columns], "zh"), (_names(table.columns), "name")):
            made.append([_header_cell(made, text, style) for text in texts])
        return Sheet(made, table, self._name)

    def save(self, path: str) -> None:
        """Writes the workbook, with the same bytes for the same cells."""
        self._book.save(path + ".raw")
        write_without_times(path + ".raw", path)


def write_without_times(raw: str | BinaryIO, path: str | BinaryIO) -> None:
    """Writes an Office file anew with no time in it, so that the same content has the same bytes."""
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in sorted(before.infolist(), key=lambda one: (one.filename != "[Content_Types].xml", one.filename)):
            about = zipfile.ZipInfo(entry.filename, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            if entry.filename == "docProps/core.xml":
                made.writestr(about, _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", before.read(entry)))
                continue
            with before.open(entry) as source, made.open(about, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)


def cell_text(text: str) -> str:
    """Text as a cell holds it: nothing that Excel would run, nothing it cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", neutral(text) or "")[:_LONGEST]


class Sheet:
    """One sheet of a workbook."""

    def __init__(self, sheet: Any, table: OutputTable, book: str) -> None:
        self._sheet = sheet
        self._columns = table.columns
        self._book = book
        self._rows = HEADER_ROWS
        self._styled = [_styled_cell(sheet, column) for column in table.columns]

    def write(self, row: OutputRow) -> None:
        """Takes a row.

        Raises:
            PanelError: the sheet has no room for it.
            WriteError: the folder for temporary files has none, where the sheet is until it is whole.
        """
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise full_sheet(self._book, self._sheet.title, MOST_ROWS)
        cells = zip(row, self._columns, self._styled, strict=True)
        made = [self._cell(value, column, styled) for value, column, styled in cells]
        with _told_of_room():
            self._sheet.append(made)

    def _cell(self, value: OutputCell, column: Column, styled: Any) -> OutputCell | Any:
        """What is appended for a value: a number in its column's format, which one cell carries for all rows."""
        if isinstance(value, str):
            return self._text(value)
        number = fitting(value, column)
        if styled is None or number is None:
            return number
        styled.value = number
        return styled

    def _text(self, text: str) -> OutputCell | Any:
        shown = cell_text(text)
        if not shown.startswith("#"):
            return shown
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, shown)
        cell.data_type = "s"  # text such as #REF! would else be an error
        return cell

    def close(self) -> None:
        """No more rows come; over those that came there is a filter."""
        self._sheet.auto_filter.ref = f"A{HEADER_ROWS}:{_letters(len(self._columns))}{self._rows}"
        writer = self._sheet._writer
        try:
            with _told_of_room():
                self._sheet.close()
        finally:
            for begun in (self._sheet._rows, writer.xf):
                with suppress(Exception):  # it would fail again when it is thrown away, where nobody hears of it
                    begun.close()


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def _lay_out(sheet: Any, table: OutputTable) -> None:
    """Widths, what stays in sight, and how the sheet is printed."""
    kept = len(table.key) + 1 if len(table.columns) > _WIDEST_PAGE else 0
    sheet.freeze_panes = f"{_letters(kept + 1)}{HEADER_ROWS + 1}"
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[_letters(place)].width = _width(column)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.print_title_rows = f"1:{HEADER_ROWS}"
    if kept:
        sheet.print_title_cols = f"A:{_letters(kept)}"
        sheet.page_setup.scale = 60
    else:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _width(column: Column) -> int:
    """How many characters wide a column is: names of bodies and files are long, codes and numbers are not."""
    if column.kind == "text" and not column.codes and not column.name.endswith(("_code", "year", "form", "format")):
        return _BROAD
    return max(_NARROW, min(_TITLE, len(column.name) + 2))


def _header_cell(sheet: Any, text: str, style: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = WriteOnlyCell(sheet, neutral(text))
    is_title = style == "zh"
    cell.font = Font(bold=is_title, color="FF000000" if is_title else "FF666666")
    cell.alignment = Alignment(wrap_text=is_title, vertical="top")
    cell.fill = PatternFill("solid", fgColor="FFE8EEF4")
    return cell


def _styled_cell(sheet: Any, column: Column) -> Any:
    """A cell that carries a column's number format; None where numbers stand as they are."""
    from openpyxl.cell import WriteOnlyCell

    shown = "0.00%" if column.kind == "share" else {"whole": "#,##0", "number": "#,##0.####"}.get(column.kind, "")
    if column.kind != "share" and not column.short:
        return None
    cell = WriteOnlyCell(sheet)
    cell.number_format = shown
    return cell


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place)


@contextmanager
def _told_of_room() -> Generator[None]:
    """Tells a full disk from other errors, for which openpyxl has those of whatever writes XML on this machine."""
    try:
        yield
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise WriteError(tempfile.gettempdir(), error) from None
