"""Workbooks made by hand, down to their XML: what programs write that openpyxl does not."""

from __future__ import annotations

from collections.abc import Mapping

from wordfiles import archive

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STYLES = (
    "<numFmts><numFmt numFmtId='170' formatCode='0&quot;件&quot;'/></numFmts>"
    "<fonts><font/><font><strike/></font><font><color rgb='FFFFFFFF'/></font><font><color theme='0'/></font></fonts>"
    "<fills><fill><patternFill/></fill></fills>"
    "<borders><border/><border><left style='thin'/></border></borders>"
    "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/><xf fontId='3'/><xf numFmtId='14'/><xf borderId='1'/>"
    "<xf numFmtId='170'/></cellXfs>"
)
"""Looks 1 struck, 2 and 3 white on white, 4 a day, 5 with a line, 6 with a unit."""


def sheet_file(
    *sheets: str, texts: str = "", styles: str = STYLES, states: Mapping[int, str] | None = None, drawing: str = ""
) -> bytes:
    """A workbook of sheets with this XML, the texts they share and their looks; `states` says which are hidden, and
    `drawing` is what is drawn over the first.
    """
    listed = "".join(
        f"<sheet name='{at}' sheetId='{at + 1}' state='{(states or {}).get(at, 'visible')}' r:id='s{at}'/>"
        for at in range(len(sheets))
    )
    relations = [("texts", "sharedStrings", "sharedStrings.xml"), ("styles", "styles", "styles.xml")]
    relations += [(f"s{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(len(sheets))]
    return archive(
        {
            "[Content_Types].xml": (
                f"<Types xmlns='{_PACKAGE}/content-types'>"
                f"<Override PartName='/xl/workbook.xml' ContentType='{_MAIN}'/></Types>"
            ),
            "_rels/.rels": _related([("w", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": _part("workbook", f"<sheets>{listed}</sheets>"),
            "xl/_rels/workbook.xml.rels": _related(relations),
            "xl/sharedStrings.xml": _part("sst", texts),
            "xl/styles.xml": _part("styleSheet", styles),
            "xl/worksheets/_rels/sheet0.xml.rels": _related([("d", "drawing", "../drawings/drawing1.xml")]),
            "xl/drawings/drawing1.xml": f"<wsDr>{drawing}</wsDr>",
            **{f"xl/worksheets/sheet{at}.xml": _part("worksheet", sheet) for at, sheet in enumerate(sheets)},
        }
    )


def rows(*lines: str, before: str = "", behind: str = "") -> str:
    """A sheet with these rows of cells parted by tabs, each a text, a number, or XML (`<c>`); others are not there."""
    made: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = "".join(_cell(f"{'ABCDEFGH'[at]}{number}", text) for at, text in enumerate(line.split("\t")))
        made.append(f"<row r='{number}'>{cells}</row>")
    return f"{before}<sheetData>{''.join(made)}</sheetData>{behind}"


def _cell(place: str, text: str) -> str:
    if text.startswith("<c"):
        return text.replace("<c", f"<c r='{place}'", 1)
    if not text:
        return ""
    if text.lstrip("-").replace(".", "").isdecimal():
        return f"<c r='{place}'><v>{text}</v></c>"
    return f"<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>"


def _part(root: str, inside: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><{root} xmlns='{_SPACE}' xmlns:r='{_RELATIONS}'>{inside}</{root}>"


def _related(relations: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f"<Relationship Id='{name}' Type='{_RELATIONS}/{kind}' Target='{target}'/>" for name, kind, target in relations
    )
    return f"<Relationships xmlns='{_PACKAGE}/relationships'>{inside}</Relationships>"
