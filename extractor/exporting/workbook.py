"""An Excel workbook, written row by row; no cell that Excel would run, and no time in it."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from extractor.errors import PanelError, WriteError, is_disk_full
from extractor.exporting.cells import neutral
from extractor.exporting.sinks import OutputCell, OutputRow, OutputTable, fitting

# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

MOST_ROWS = 1_048_576
"""A sheet of Excel has no more, the header among them."""
_LONGEST = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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
        made.freeze_panes = "A2"
        made.append([column.name for column in table.columns])
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
        self._rows = 1

    def write(self, row: OutputRow) -> None:
        """Takes a row.

        Raises:
            PanelError: the sheet has no room for it.
            WriteError: the folder for temporary files has none, where the sheet is until it is whole.
        """
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise full_sheet(self._book, self._sheet.title, MOST_ROWS)
        cells = zip(row, self._columns, strict=True)
        made = [self._text(value) if isinstance(value, str) else fitting(value, column) for value, column in cells]
        with _told_of_room():
            self._sheet.append(made)

    def _text(self, text: str) -> OutputCell | Any:
        shown = cell_text(text)
        if not shown.startswith("#"):
            return shown
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, shown)
        cell.data_type = "s"  # text such as #REF! would else be an error
        return cell

    def close(self) -> None:
        """No more rows come."""
        writer = self._sheet._writer
        try:
            with _told_of_room():
                self._sheet.close()
        finally:
            for begun in (self._sheet._rows, writer.xf):
                with suppress(Exception):  # it would fail again when it is thrown away, where nobody hears of it
                    begun.close()


@contextmanager
def _told_of_room() -> Generator[None]:
    """Tells a full disk from other errors, for which openpyxl has those of whatever writes XML on this machine."""
    try:
        yield
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise WriteError(tempfile.gettempdir(), error) from None
