"""ZIP files made by hand: archives as programs pack them, and the documents that are ZIP files inside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, cast

from wordfiles import paragraph, word_file

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


class _Pipe(io.BytesIO):
    """What cannot be gone back in, so that sizes stand behind the files (data descriptors)."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def packed(files: Mapping[str, bytes], method: int = STORED, *, streamed: bool = False) -> bytes:
    """An archive of these files, all packed the same way; `streamed` puts sizes behind them."""
    made = _Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(cast(IO[bytes], made), "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def named(raw: bytes, content: bytes, *, says: str | None = None) -> bytes:
    """An archive of one file whose name is these bytes, in no encoding that it tells; `says` is told beside it."""
    stand_in = "x" * len(raw)
    about = zipfile.ZipInfo(stand_in)
    if says is not None:
        field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + says.encode()
        about.extra = struct.pack("<HH", 0x7075, len(field)) + field
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(about, content)
    return made.getvalue().replace(stand_in.encode(), raw)


def word(text: str = "年度报告") -> bytes:
    """A Word file."""
    return word_file(paragraph(text))


def workbook(method: int = DEFLATED) -> bytes:
    """An Excel workbook, as far as it is told from others."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return packed({"[Content_Types].xml": _types("/xl/workbook.xml", main), "xl/workbook.xml": b"<workbook/>"}, method)


def slides() -> bytes:
    """A PowerPoint file, as far as it is told from others."""
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return packed({"[Content_Types].xml": _types("/ppt/presentation.xml", main), "ppt/presentation.xml": b"<p/>"})


def ofd(method: int = DEFLATED) -> bytes:
    """An OFD document, as far as it is told from others."""
    return packed({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"}, method)


def open_document(kind: str) -> bytes:
    """An OpenDocument file or an e-book, as far as it is told from others: its media type comes first."""
    media_type = "application/epub+zip" if kind == "epub" else f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": media_type.encode(), "content.xml": b"<content/>"})


def _types(part: str, main: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}"><Override PartName="{part}" ContentType="{main}"/></Types>'.encode()
