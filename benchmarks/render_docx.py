"""Writes a report as a Word file with the official form's merged cells."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph

from benchmarks.forms import SECTION_TITLES
from benchmarks.grid import Cell, Table
from benchmarks.render import Look, column_widths, draw_look, figure_text
from benchmarks.reports import Report
from benchmarks.tables import make_tables

# The XML elements beneath python-docx carry no types, and merging, page fields and text direction need them.
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownVariableType=false

_PAGE_WIDTH_CM = 21.0
_CELL_MARGIN_TWIPS = 57  # 1 mm: with Word's usual 1.9 mm no office fits three digits into the seven columns
_FONT = "Noto Serif CJK SC"


def render_docx(report: Report) -> bytes:
    """The bytes of the report's Word file."""
    look = draw_look(report)
    document = Document()
    margin = _set_up_page(document, look)
    for line in report.title.split("\n"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_paragraphs(document, report.prose["preface"])
    tables = {table.section: table for table in make_tables(report)}
    for section in SECTION_TITLES:
        document.add_paragraph(report.headings[section])
        _add_paragraphs(document, report.prose[section])
        if section in tables:
            _add_table(document, tables[section], look, _PAGE_WIDTH_CM - 2 * margin)
            document.add_paragraph("")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up_page(document: DocumentObject, look: Look) -> float:
    """A4 with a page number in the footer; gives the side margin in cm."""
    margin = 3.2 if look.narrow else 2.2
    page = document.sections[0]
    page.page_width, page.page_height = Cm(_PAGE_WIDTH_CM), Cm(29.7)
    page.left_margin = page.right_margin = Cm(margin)
    normal = document.styles["Normal"]
    normal.font.name = _FONT  # pyright: ignore[reportAttributeAccessIssue]
    normal.font.size = Pt(look.font_size)  # pyright: ignore[reportAttributeAccessIssue]
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, after = look.page_mark.split("{}")
    footer.add_run(before)
    _add_page_number(footer)
    footer.add_run(after)
    return margin


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add_paragraphs(document: DocumentObject, texts: Sequence[str]) -> None:
    for text in texts:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(24)


def _add_table(document: DocumentObject, table: Table, look: Look, width_cm: float) -> None:
    style = "Table Grid" if look.borders else "Normal Table"
    grid = document.add_table(rows=len(table.rows), cols=len(table.widths), style=style)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    _set_cell_margins(grid, _CELL_MARGIN_TWIPS)
    for index, row in enumerate(grid.rows):
        if index < table.header_rows and look.repeats_header:
            _mark_row(row, "w:tblHeader")
        if not look.rows_may_break:
            _mark_row(row, "w:cantSplit")
    places = [list(row.cells) for row in grid.rows]
    for column, share in enumerate(column_widths(table, look)):
        grid.columns[column].width = Cm(width_cm * share)
        for cells in places:
            cells[column].width = Cm(width_cm * share)
    for row, column, cell in table.placed():
        corner = places[row][column]
        if cell.rows > 1 or cell.columns > 1:
            corner = corner.merge(places[row + cell.rows - 1][column + cell.columns - 1])
        _fill(corner, cell, look)


def _set_cell_margins(grid: WordTable, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)


def _mark_row(row: WordRow, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _fill(place: WordCell, cell: Cell, look: Look) -> None:
    text = figure_text(cell.text, look) if cell.role == "figure" else cell.text
    if cell.role == "group" and look.group_labels == "characters":
        text = "\n".join(text.replace(" ", ""))
    if cell.role == "group" and look.group_labels == "rotated":
        direction = OxmlElement("w:textDirection")
        direction.set(qn("w:val"), "tbRlV")
        place._tc.get_or_add_tcPr().append(direction)
    if look.centred:
        place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in place.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    lines = text.split("\n") if look.breaks_as_paragraphs else [text]
    place.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        place.add_paragraph(line)
    if cell.role != "label":
        for paragraph in place.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
