"""Small workbooks that people open: headers in sight, columns as wide as what stands in them is read, text wrapped."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.errors import PagesError, install
from extractor.exporting.workbook import cell_text, write_without_times

# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

Cell = str | int | float | None
_MOST_TITLE = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_HEAD_COLOUR, _LINE_COLOUR = "DDE6F0", "BFC8D0"


class SheetContent(NamedTuple):
    """One sheet: its title, headers, rows, and the widths of its columns in characters of Latin print."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


def workbook_of(sheets: Sequence[SheetContent]) -> bytes:
    """A workbook with these sheets; the same bytes for the same sheets.

    Raises:
        PagesError: what writes workbooks is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise PagesError(f"to write a workbook, install the extra: {install('check')}; .csv needs nothing.") from None
    book: Any = Workbook()
    book.remove(book.active)
    for content in sheets:
        _fill(book.create_sheet(content.title.translate(_FORBIDDEN)[:_MOST_TITLE]), content)
    raw, made = io.BytesIO(), io.BytesIO()
    book.save(raw)
    write_without_times(raw, made)
    return made.getvalue()


def _fill(sheet: Any, content: SheetContent) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color=_LINE_COLOUR)
    border, wrapped = Border(line, line, line, line), Alignment(wrap_text=True, vertical="top")
    for at, (head, width) in enumerate(zip(content.heads, content.widths, strict=True), 1):
        cell = sheet.cell(1, at, cell_text(head))
        cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", fgColor=_HEAD_COLOUR), border
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(content.rows, 2):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.value = cell_text(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # text such as #REF! would else be an error
            cell.alignment, cell.border = wrapped, border
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(content.heads))
    if content.rows:
        sheet.auto_filter.ref = f"A1:{last}{len(content.rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
