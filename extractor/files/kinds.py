"""The kinds of files: what each is called, and how text is got out of it."""

from __future__ import annotations

from typing import NamedTuple


class FileKind(NamedTuple):
    """A kind of file: its key, its media type, what a person calls it, and how to get text out of it."""

    key: str
    media_type: str
    called: str
    advice: str


_AS_TEXT = "save it as plain text (.txt, UTF-8) and give that file"
_FROM_PDF = "convert it to text (pdftotext -layout) and give that file"
_RECOGNISE = "have its text recognised (OCR) and give that text"
_UNPACK = "unpack it and give the report inside"
_BATCH = "unpack it and give the report inside, or give it to `extractor batch`, which looks into it"

TEXT = FileKind("text", "text/plain", "plain text", "")
HTML = FileKind("html", "text/html", "an HTML page", _AS_TEXT)
MHTML = FileKind("mhtml", "multipart/related", "a web archive (MHTML)", _AS_TEXT)
DOCX = FileKind(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word file", _AS_TEXT
)
XLSX = FileKind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel file", _AS_TEXT)
XLSB = FileKind(
    "xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12", "an Excel file in binary form (.xlsb)", _AS_TEXT
)
ODT = FileKind("odt", "application/vnd.oasis.opendocument.text", "an OpenDocument file", _AS_TEXT)
ODS = FileKind("ods", "application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet", _AS_TEXT)
ODP = FileKind("odp", "application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", _AS_TEXT)
EPUB = FileKind("epub", "application/epub+zip", "an e-book (EPUB)", _AS_TEXT)
IWORK = FileKind("iwork", "application/vnd.apple.iwork", "a Pages, Numbers or Keynote file", _AS_TEXT)
OLE = FileKind("ole", "application/x-ole-storage", "an old Office file (.doc, .xls, .wps)", _AS_TEXT)
DOC = FileKind("doc", "application/msword", "an old Word file (.doc, .wps)", _AS_TEXT)
WORKS = FileKind("works", "application/vnd.ms-works", "a Works file (.wps)", _AS_TEXT)
XLS = FileKind("xls", "application/vnd.ms-excel", "an old Excel file (.xls, .et)", _AS_TEXT)
PPT = FileKind("ppt", "application/vnd.ms-powerpoint", "a PowerPoint file", _AS_TEXT)
PPTX = FileKind(
    "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint file", _AS_TEXT
)
WORD_XML = FileKind("wordxml", "application/xml", "a Word file saved as XML", _AS_TEXT)
SHEET_XML = FileKind("sheetxml", "application/xml", "an Excel file saved as XML", _AS_TEXT)
OFD = FileKind("ofd", "application/ofd", "an OFD document", _AS_TEXT)
ZIP = FileKind("zip", "application/zip", "a ZIP archive", _BATCH)
PDF = FileKind("pdf", "application/pdf", "a PDF", _FROM_PDF)
BINARY = FileKind(
    "binary", "application/octet-stream", "binary data, not text", "give the report as plain text (.txt, UTF-8)"
)
JPEG = FileKind("jpeg", "image/jpeg", "a JPEG picture", _RECOGNISE)
PNG = FileKind("png", "image/png", "a PNG picture", _RECOGNISE)
GIF = FileKind("gif", "image/gif", "a GIF picture", _RECOGNISE)
TIFF = FileKind("tiff", "image/tiff", "a TIFF picture", _RECOGNISE)
RTF = FileKind("rtf", "application/rtf", "a rich-text (RTF) file", _AS_TEXT)
GZIP = FileKind("gzip", "application/gzip", "a GZIP archive", _BATCH)
BZIP2 = FileKind("bzip2", "application/x-bzip2", "a BZIP2 archive", _BATCH)
XZ = FileKind("xz", "application/x-xz", "an XZ archive", _BATCH)
SEVEN_ZIP = FileKind("7z", "application/x-7z-compressed", "a 7-Zip archive", _UNPACK)
RAR = FileKind("rar", "application/vnd.rar", "a RAR archive", _UNPACK)
BMP = FileKind("bmp", "image/bmp", "a BMP picture", _RECOGNISE)
WEBP = FileKind("webp", "image/webp", "a WebP picture", _RECOGNISE)
ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP file begins, the second where it is empty."""

KINDS = (
    *(TEXT, HTML, MHTML, DOCX, XLSX, ODT, ODS, ODP, EPUB, IWORK, OLE, DOC, WORKS, XLS, PPT, PPTX, WORD_XML, OFD, ZIP),
    *(PDF, BINARY, JPEG, PNG, GIF, TIFF, RTF, GZIP, BZIP2, XZ, SEVEN_ZIP, RAR, BMP, WEBP),
)


def kind_key(media_type: str) -> str:
    """The key of the kind with this media type, such as `pdf`; the media type itself where there is none."""
    return next((one.key for one in KINDS if one.media_type == media_type), media_type)
