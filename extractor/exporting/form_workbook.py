"""The form to be filled in as an Excel sheet: totals are formulas, and a cell turns red where its equation fails."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from extractor.exporting.form_to_fill import FormToFill
from extractor.forms import Form, Identity
from extractor.forms.official import OfficialCell, official_cells
from extractor.result import Number

# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

_COLUMNS = 15
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FORMULA = re.compile(rb'(<c r="(?P<cell>[A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?')


def form_workbook(filled: FormToFill) -> bytes:
    """The workbook; every formula has the value that it has now."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "年度报告"
    thin = Side(style="thin")
    box, centred = Border(thin, thin, thin, thin), Alignment("center", "center", wrap_text=True)
    wide = Alignment("left", "center", wrap_text=True)
    places: dict[str, str] = {}

    def line(row: int, text: str, *, bold: bool = False, grey: bool = False) -> int:
        cell = sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_COLUMNS)
        cell.font, cell.alignment = Font(bold=bold, color="808080" if grey else None), wide
        sheet.row_dimensions[row].height = 16 * (1 + len(text) // 70)
        return row + 1

    row = line(1, filled.title, bold=True)
    row = line(row, filled.preface)
    for part in filled.parts:
        row = line(line(row, part.heading, bold=True), part.note, grey=True)
        if not part.section:
            row += 1
            continue
        height = 0
        for cell in official_cells(filled.form.section(part.section)):
            height = max(height, cell.row + cell.rows)
            _put(sheet, row, cell, filled.values, places)
            at = sheet.cell(row + cell.row, cell.column + 1)
            at.alignment, at.border = centred, box
        row += height + 1
    for text in filled.signature:
        row = line(row, text)
    for i in range(1, _COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(i)].width = 14
    shown = _calculate(sheet, filled.form, filled.values, places)
    _guard(sheet, filled.form, places)
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_values(buffer.getvalue(), shown)


def _put(sheet: Any, top: int, cell: OfficialCell, values: Mapping[str, Number], places: dict[str, str]) -> None:
    row, column = top + cell.row, cell.column + 1
    at = sheet.cell(row, column)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column + cell.columns - 1
        )
    if cell.field is None:
        at.value = cell.text
    else:
        places[cell.field] = at.coordinate
        at.value = values.get(cell.field)


def _sums(form: Form) -> tuple[dict[str, Identity], list[Identity]]:
    """The equation that each total follows from, and those that are left to be checked."""
    totals: dict[str, Identity] = {}
    checks: list[Identity] = []
    for one in form.identities:
        if len(one.left) == 1 and one.left[0] not in totals:
            totals[one.left[0]] = one
        else:
            checks.append(one)
    return totals, checks


def _calculate(sheet: Any, form: Form, values: Mapping[str, Number], places: dict[str, str]) -> dict[str, Number]:
    """Puts the formulas in; what each comes to now, by its cell."""
    totals, _ = _sums(form)

    def value_of(field: str) -> Number:
        return sum(value_of(one) for one in totals[field].right) if field in totals else values.get(field) or 0

    shown: dict[str, Number] = {}
    for field, one in totals.items():
        sheet[places[field]] = "=" + "+".join(places[each] for each in one.right)
        shown[places[field]] = value_of(field)
    return shown


def _guard(sheet: Any, form: Form, places: dict[str, str]) -> None:
    """Only counts can be typed in, and the last cell of an equation that fails is red."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    counts = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    money = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    counts.error, money.error = "只填非负整数，没有的填 0。", "以万元为单位，只填不小于 0 的数。"
    totals, checks = _sums(form)
    for rule in (counts, money):
        sheet.add_data_validation(rule)
    for field, cell in places.items():
        if field not in totals:
            (money if field.endswith("_yuan") else counts).add(cell)
    red = PatternFill("solid", start_color="FFC7CE", end_color="FFC7CE")
    for one in checks:
        left, right = ("+".join(places[each] for each in side) for side in (one.left, one.right))
        sheet.conditional_formatting.add(places[one.right[-1]], FormulaRule(formula=[f"{left}<>{right}"], fill=red))


def _with_values(content: bytes, shown: Mapping[str, Number]) -> bytes:
    """The workbook with the values of its formulas, for whoever does not compute them, and without the time."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name in given.namelist():
            data = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", given.read(name))
            if name.startswith("xl/worksheets/"):
                data = _FORMULA.sub(lambda match: match[1] + f"<v>{shown[match['cell'].decode()]}</v>".encode(), data)
            book.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return made.getvalue()
