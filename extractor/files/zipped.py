"""What a ZIP file is, told by the files that it lists: a Word file or the like, or an archive of files.

An Office document is a ZIP file with certain files at its root; what other files are called, how they are packed and
what is inside them plays no part. So an archive that begins with a Word file is no Word file, however both are packed.

Source: ECMA-376, part 2 ([Content_Types].xml); OpenDocument 1.3, part 2 (mimetype); GB/T 33190-2016 (OFD.xml).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Collection
from typing import BinaryIO

from extractor.files.kinds import DOCX, EPUB, IWORK, ODP, ODS, ODT, OFD, PPTX, XLSB, XLSX, ZIP, ZIP_BEGINNINGS, FileKind

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What `zipfile` raises where a ZIP file is not whole, is locked, or is of a make that it does not know."""

_MOST_PARTS = 20_000
"""An Office document lists no more; what does is an archive."""
_MOST_BYTES = 1 << 20
_HEAD = 1 << 20
_LISTED = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s2xHH8xI4xHH")
_SIZE_FOLLOWS = 0x8

_CONTENT_TYPES, _MEDIA_TYPE, _MANIFEST = "[content_types].xml", "mimetype", "meta-inf/manifest.xml"
_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.|ms-)"
    rb"(word|spreadsheet|presentation|excel|powerpoint)[\w.]*\.main[+\"']",
    re.IGNORECASE,
)
_MAIN_KINDS = {b"word": DOCX, b"spreadsheet": XLSX, b"excel": XLSX, b"presentation": PPTX, b"powerpoint": PPTX}
_BINARY = b".binary."
_MEDIA = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|(epub)\+zip)")
_MEDIA_KINDS = {b"text": ODT, b"spreadsheet": ODS, b"presentation": ODP, b"epub": EPUB}
_PARTS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "xl/workbook.bin": XLSB,
    "ppt/presentation.xml": PPTX,
    "ofd.xml": OFD,
    "index/document.iwa": IWORK,
}


class Overfull(Exception):
    """A ZIP file lists more files than may be read into memory."""


class _Listing:
    """A file for `zipfile`, which reads its directory in one go: that may list no more than so many files."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self.most: int | None = most
        self.seek, self.tell = file.seek, file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if self.most is not None and data.count(_LISTED) > self.most:
            raise Overfull
        return data


def open_zip(file: BinaryIO, most: int) -> zipfile.ZipFile:
    """The ZIP file in a file, with its directory read, which lists at most so many files.

    Where the end is lost, `zipfile` takes the end of a ZIP file inside for it: that directory does not begin where the
    file does.

    Raises:
        Overfull: it lists more.
        DAMAGE: it is not whole.
    """
    listing = _Listing(file, most)
    opened = zipfile.ZipFile(listing)
    listing.most = None
    file.seek(0)
    first = min((entry.header_offset for entry in opened.infolist()), default=None)
    if first != (0 if file.read(4) == ZIP_BEGINNINGS[0] else None):
        raise zipfile.BadZipFile("its directory does not begin with its first file")
    return opened


def zip_kind(file: BinaryIO) -> FileKind:
    """What a ZIP file is; one that is not whole is told by the files it begins with."""
    try:
        with open_zip(file, _MOST_PARTS) as opened:
            return _kind(opened)
    except Overfull:
        return ZIP
    except DAMAGE:
        file.seek(0)
        return _named(_first_names(file.read(_HEAD)))


def _kind(opened: zipfile.ZipFile) -> FileKind:
    parts = {folded_name(entry.filename): entry for entry in opened.infolist()}
    types = _MAIN.search(_beginning(opened, parts.get(_CONTENT_TYPES)))
    if types is not None:
        kind = _MAIN_KINDS[types.group(1).lower()]
        return XLSB if kind is XLSX and _BINARY in types.group().lower() else kind
    media = _MEDIA.search(_beginning(opened, parts.get(_MEDIA_TYPE) or parts.get(_MANIFEST)))
    if media is not None:
        return _MEDIA_KINDS[media.group(1) or media.group(2)]
    return _named(parts)


def _beginning(opened: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> bytes:
    """The beginning of a file, which is all of any that tells a kind; nothing where it is not to be read."""
    if entry is None or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return b""
    try:
        with opened.open(entry) as part:
            return part.read(_MOST_BYTES)
    except DAMAGE:
        return b""


def _named(parts: Collection[str]) -> FileKind:
    """What a ZIP file is by the names at its root alone: where it is locked or not whole, they are all there is."""
    found = next((kind for name, kind in _PARTS.items() if name in parts), None)
    return found or (DOCX if _CONTENT_TYPES in parts and any(name.startswith("word/") for name in parts) else ZIP)


def _first_names(head: bytes) -> list[str]:
    """The names of the files that a ZIP file begins with, as far as they can be followed one after the other."""
    names: list[str] = []
    at = 0
    while len(head) >= at + _LOCAL.size and head.startswith(ZIP_BEGINNINGS[0], at):
        _, flags, method, packed, length, extra = _LOCAL.unpack_from(head, at)
        at += _LOCAL.size
        names.append(folded_name(head[at : at + length].decode("cp437")))
        at += length + extra + packed
        if flags & _SIZE_FOLLOWS and not packed:
            if method == zipfile.ZIP_STORED:
                break
            at = head.find(ZIP_BEGINNINGS[0], at)
            if at < 0:
                break
    return names


def folded_name(name: str) -> str:
    """A name as names are compared: programs differ in slashes and case."""
    return name.replace("\\", "/").lstrip("/").lower()
