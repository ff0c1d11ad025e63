"""Word files made by hand, down to their XML: what programs write that python-docx does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:r="{_RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word_file(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    chunks: Mapping[str, bytes] | None = None,
    space: str = TRANSITIONAL,
    main: str = "word/document.xml",
) -> bytes:
    """A Word file with this XML in its body, its styles and its numbering; `chunks` are other files it takes in."""

    def part(root: str, inside: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {_SPACES}>{inside}</w:{root}>'

    relations = [("rStyles", "styles", "styles.xml"), ("rNumbering", "numbering", "numbering.xml")]
    relations += [(name, "aFChunk", name) for name in chunks or {}]
    folder = main.rpartition("/")[0]
    return archive(
        {
            "[Content_Types].xml": _content_types(main),
            "_rels/.rels": _relations([("rId1", "officeDocument", main)]),
            main: part("document", f"<w:body>{body}</w:body>"),
            f"{folder}/_rels/{main.rpartition('/')[2]}.rels": _relations(relations),
            f"{folder}/styles.xml": part("styles", styles),
            f"{folder}/numbering.xml": part("numbering", numbering),
            **{f"{folder}/{name}": content for name, content in (chunks or {}).items()},
        }
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def opened_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph with this text in one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str = "", properties: str = "") -> str:
    """A cell with this text, or this XML."""
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, each its text or its XML."""
    made = (one if one.startswith(("<w:tc>", "<w:sdt>")) else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def _content_types(main: str) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{word}"/></Types>'
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
