"""The sheet of an audit: what a person keys from the files, without seeing what was read; written, and read back.

A workbook has a sheet a report, its tables as the form prints them; a CSV file has a line a figure. Only figures that
are accepted are asked for. A report counts once somebody has signed it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import AuditError, WriteError
from extractor.exporting.auditing.record import Audit, DrawnReport
from extractor.exporting.cells import neutral
from extractor.exporting.fields import field_table
from extractor.forms import form_named
from extractor.forms.naming import with_ordinal
from extractor.forms.official import OfficialCell, official_cells
from extractor.whole_file import whole_file

# openpyxl has no types of its own.
# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

ENDINGS = (".xlsx", ".csv")
_COLUMNS = ("report", "file", "table", "field", "figure", "keyed", "keyed_by")
_FILE_ROW, _SIGNED_ROW, _FIRST_ROW = 1, 2, 4
_HOW = (
    "打开左列的文件，照原文录入黄色格；原文为空或“—”的，格子留空。不看程序读出的数值。录完在“录入人”处签名。",
    "Open the file and key the yellow cells as they are printed; leave a cell empty where nothing or a dash is "
    "printed. Do not look at what was read. Sign each sheet: a report without a name is taken as not keyed.",
)
_SIGN = "录入人 Keyed by"


class KeyedReport(NamedTuple):
    """What a person keyed of a report, by field; "" where the cell was left empty."""

    report: int
    fields: Mapping[str, str]


def write_sheet(audit: Audit, target: Path) -> None:
    """Writes the sheet to be filled.

    Raises:
        AuditError: the name has another ending, or a file is there: what was keyed is never written over.
        WriteError: the disk does not take it.
    """
    check_sheet(target)
    if target.exists():
        raise AuditError(f"{target}: is there already; give its keyed figures with --keyed, or name another sheet.")
    content = _csv_sheet(audit) if target.suffix.lower() == ".csv" else _workbook(audit)
    try:
        with whole_file(target) as file:
            file.write(content)
    except OSError as error:
        raise WriteError(target, error) from None


def read_sheet(audit: Audit, path: Path) -> list[KeyedReport]:
    """What was keyed, of the reports that are signed.

    Raises:
        AuditError: the file cannot be read, or is not the sheet of this audit.
    """
    check_sheet(path)
    try:
        read = _read_csv if path.suffix.lower() == ".csv" else _read_workbook
        return list(read(audit, path))
    except OSError as error:
        raise AuditError(f"{path}: cannot be read ({error.strerror}); check the path.") from None


def check_sheet(path: Path) -> None:
    """Checks the ending of a sheet's name.

    Raises:
        AuditError: it is another, or what writes workbooks is not installed.
    """
    if path.suffix.lower() not in ENDINGS:
        raise AuditError(f"{path}: the sheet is a workbook or CSV; give it a name that ends in .xlsx or .csv.")
    if path.suffix.lower() == ".xlsx":
        from extractor.errors import PanelError
        from extractor.exporting.sinks import need

        try:
            need(".xlsx")
        except PanelError as error:
            raise AuditError(f"{path}: {error}") from None


def _csv_sheet(audit: Audit) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for number, report in enumerate(audit.reports, 1):
        for field in report.fields:
            name = field_table()[field]
            writer.writerow([number, neutral(report.name), name.parts.section, field, name.field_zh, "", ""])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "surrogateescape")


def _read_csv(audit: Audit, path: Path) -> Iterator[KeyedReport]:
    keyed: dict[int, dict[str, str]] = {}
    signed: set[int] = set()
    try:
        with open(path, encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
            rows = csv.DictReader(file)
            if not {"report", "field", "keyed", "keyed_by"} <= set(rows.fieldnames or ()):
                raise AuditError(f"{path}: must have the columns {', '.join(_COLUMNS)}, as the sheet was written.")
            for row in rows:
                number = int(row["report"] or 0) - 1
                if not 0 <= number < len(audit.reports) or row["field"] not in audit.reports[number].fields:
                    raise AuditError(f"{path}: line {rows.line_num} is no line of this audit's sheet.")
                keyed.setdefault(number, {})[row["field"]] = (row["keyed"] or "").strip()
                if (row["keyed_by"] or "").strip():
                    signed.add(number)
    except (ValueError, csv.Error):
        raise AuditError(f"{path}: is not the CSV file that was written; give that, filled in.") from None
    for number in sorted(signed):
        missing = [field for field in audit.reports[number].fields if field not in keyed[number]]
        if missing:
            raise AuditError(f"{path}: report {number + 1} lacks the line of {missing[0]}; keep all lines.")
        yield KeyedReport(number, keyed[number])


def _workbook(audit: Audit) -> bytes:
    from openpyxl import Workbook

    book: Any = Workbook()
    first = book.active
    first.title = "说明 Read me"
    for line in (*_HOW, ""):
        first.append([line])
    first.append(["表 Sheet", "文件 File", "年度 Year", "数值 Figures"])
    for number, report in enumerate(audit.reports, 1):
        first.append([_title(number), neutral(report.name), report.year, len(report.fields)])
        _sheet(book.create_sheet(_title(number)), report)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 14, 80
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _title(number: int) -> str:
    return f"{number:03}"


def _sheet(sheet: Any, report: DrawnReport) -> None:
    """A report's tables, the cells to key in yellow and unlocked, all others locked."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    side = Side(style="thin", color="999999")
    border, middle = Border(left=side, right=side, top=side, bottom=side), Alignment(wrap_text=True, vertical="center")
    yellow, grey = PatternFill("solid", fgColor="FFF6CC"), PatternFill("solid", fgColor="EEEEEE")
    asked = set(report.fields)
    sheet.cell(_FILE_ROW, 1, neutral(report.name))
    sheet.cell(_SIGNED_ROW, 1, _SIGN)
    sign = sheet.cell(_SIGNED_ROW, 2)
    sign.fill, sign.protection = yellow, Protection(locked=False)
    for row, cell in _placed(report):
        made = sheet.cell(row, cell.column + 1, cell.text)
        made.border, made.alignment = border, middle
        if cell.kind == "figure":
            is_asked = cell.field in asked
            made.value, made.fill, made.number_format = None, yellow if is_asked else grey, "@"
            made.protection = Protection(locked=not is_asked)
        if cell.rows > 1 or cell.columns > 1:
            right, low = cell.column + cell.columns, row + cell.rows - 1
            sheet.merge_cells(start_row=row, start_column=cell.column + 1, end_row=low, end_column=right)
    for column in range(1, 12):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column - 1]].width = 22 if column <= 3 else 12
    sheet.protection.sheet = True
    sheet.freeze_panes = "A3"


def _placed(report: DrawnReport) -> Iterator[tuple[int, OfficialCell]]:
    """The cells of a report's tables with the row of the sheet that each stands in, from 1."""
    top = _FIRST_ROW
    for section in form_named(report.form, report.edition).sections:
        yield top, OfficialCell(0, 0, "heading", with_ordinal(section.ordinal, section.titles[0]))
        cells = official_cells(section)
        for cell in cells:
            yield top + 1 + cell.row, cell
        top += 3 + max(cell.row + cell.rows for cell in cells)


def _read_workbook(audit: Audit, path: Path) -> Iterator[KeyedReport]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book: Any = load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise AuditError(f"{path}: is not the workbook that was written; give that, filled in.") from None
    for number, report in enumerate(audit.reports):
        title = _title(number + 1)
        if title not in book.sheetnames or book[title].cell(_FILE_ROW, 1).value != neutral(report.name):
            raise AuditError(f"{path}: sheet {title} is not that of {report.name}; give the sheet of this audit.")
        sheet = book[title]
        if _text(sheet.cell(_SIGNED_ROW, 2).value):
            yield KeyedReport(number, dict(_keyed_cells(sheet, report, f"{path}: sheet {title}")))


def _keyed_cells(sheet: Any, report: DrawnReport, where: str) -> Iterator[tuple[str, str]]:
    asked = set(report.fields)
    for row, cell in _placed(report):
        value = sheet.cell(row, cell.column + 1).value
        if cell.kind == "figure" and cell.field in asked:
            yield str(cell.field), _text(value)
        elif cell.kind != "figure" and cell.text and value != cell.text:
            raise AuditError(f"{where}: rows or columns were moved; key into the sheet as it was written.")


def _text(value: Any) -> str:
    """What a cell holds: a number that Excel made of it without the `.0` it adds."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
