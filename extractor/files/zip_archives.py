"""A ZIP archive of files, with names in whichever encoding they were packed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from extractor.errors import NotText
from extractor.files.archive_limits import CHUNK, ArchiveEntry, Limits, Member, damaged, shown_name, too_large, too_many
from extractor.files.zipped import DAMAGE, Overfull, open_zip

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_NAME = 0x7075
_FIRST_CHINESE = "\u0800"


class ZipFiles:
    """An open ZIP archive.

    Raises:
        NotText: it is damaged.
        TooLarge: it lists too many files for its directory to be read.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        try:
            self._zip = open_zip(file, 2 * limits.batch_files)
        except Overfull:
            raise too_many(limits) from None
        except DAMAGE:
            raise NotText(f"{name}: is a damaged ZIP archive; pack it again.") from None

    def listed(self) -> list[Member]:
        """Its files, in its order; folders are passed over."""
        return [
            Member(index, shown_name(_name(info)), info.file_size, info.CRC)
            for index, info in enumerate(self._zip.infolist())
            if not info.filename.endswith(("/", "\\"))
        ]

    def content(self, number: int, name: str, most: int) -> ArchiveEntry:
        """One of its files."""
        info = self._zip.infolist()[number]
        if info.flag_bits & _ENCRYPTED:
            return ArchiveEntry(name, None, f"{name}: is encrypted; pack it without a password.")
        if info.file_size > most:
            return ArchiveEntry(name, None, too_large(name, most))
        content = bytearray()
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(CHUNK):
                    content += chunk
                    if len(content) > most:
                        return ArchiveEntry(name, None, too_large(name, most))
        except NotImplementedError:
            return ArchiveEntry(
                name, None, f"{name}: is packed in a way that is not read here; pack it again as an ordinary ZIP."
            )
        except DAMAGE:
            return ArchiveEntry(name, None, damaged(name))
        return ArchiveEntry(name, bytes(content)) if content else ArchiveEntry(name, None, f"{name}: is empty.")

    def close(self) -> None:
        """Closes it."""
        self._zip.close()


def _name(info: zipfile.ZipInfo) -> str:
    """A file's name, in whichever way the archive says it; those made in China say it in GBK and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.orig_filename.encode("cp437").partition(b"\0")[0]
    told = _unicode_name(info.extra, raw)
    if told is not None:
        return told
    names = [name for name in (_decoded(raw, encoding) for encoding in ("utf-8", "gb18030")) if name is not None]
    # Two bytes of GBK may by chance be one character of UTF-8, but only of those before all of Chinese.
    return next((name for name in names if max(name, default="") >= _FIRST_CHINESE), (names or [info.filename])[-1])


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that some programs put beside the other one (Info-ZIP's extra field), where it is of that."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_NAME and len(field) > 5 and field[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return _decoded(field[5:], "utf-8")
    return None
