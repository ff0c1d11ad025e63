"""The form to be filled in as a Word document: the six parts with their tables as the regulation prints them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from extractor.exporting.cells import number_text
from extractor.exporting.form_to_fill import FormToFill
from extractor.forms.model import Section
from extractor.forms.official import OfficialCell, official_cells
from extractor.result import Number

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDTH = 9600
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
)
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def form_document(filled: FormToFill) -> bytes:
    """The document."""
    body = [_paragraph(filled.title, "center", bold=True), _paragraph(filled.preface)]
    for part in filled.parts:
        body += [_paragraph(part.heading, bold=True), _paragraph(part.note, grey=True)]
        if part.section:
            body += [_table(filled.form.section(part.section), filled.values), _paragraph("")]
    body += [_paragraph(text, "right") for text in filled.signature]
    document = f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), _XML + text)
    return made.getvalue()


def _paragraph(text: str, align: str = "", *, bold: bool = False, grey: bool = False, size: int = 24) -> str:
    look = (
        '<w:rFonts w:eastAsia="宋体"/>'
        + ("<w:b/>" if bold else "")
        + ('<w:i/><w:color w:val="808080"/>' if grey else "")
        + f'<w:sz w:val="{size}"/>'
    )
    around = f'<w:pPr><w:jc w:val="{align}"/></w:pPr>' if align else ""
    return f'<w:p>{around}<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(section: Section, values: Mapping[str, Number]) -> str:
    cells = official_cells(section)
    height, width = max(one.row + one.rows for one in cells), max(one.column + one.columns for one in cells)
    step = _WIDTH // width
    grid = f'<w:gridCol w:w="{step}"/>' * width
    rows = "".join(f"<w:tr>{''.join(_row(cells, row, step, values))}</w:tr>" for row in range(height))
    look = (
        f'<w:tblW w:w="{step * width}" w:type="dxa"/><w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    around = f"<w:tblPr>{look}</w:tblPr>"
    return f"<w:tbl>{around}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(cells: list[OfficialCell], row: int, step: int, values: Mapping[str, Number]) -> Iterator[str]:
    """The cells of one row, those among them that a cell above reaches down to."""
    for one in sorted(cells, key=lambda cell: cell.column):
        if not one.row <= row < one.row + one.rows:
            continue
        span = f'<w:gridSpan w:val="{one.columns}"/>' if one.columns > 1 else ""
        merged = ""
        if one.rows > 1:
            merged = '<w:vMerge w:val="restart"/>' if row == one.row else "<w:vMerge/>"
        known = values.get(one.field) if one.field else None
        text = one.text if known is None else number_text(known)
        shown = _paragraph(text if row == one.row else "", "center", size=16)
        around = (
            f'<w:tcPr><w:tcW w:w="{step * one.columns}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        )
        yield f"<w:tc>{around}{shown}</w:tc>"
