"""A ZIP archive of files → its files, in bounded memory. Nothing is written under a name of theirs."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, Protocol

from extractor.errors import NotText, TooLarge
from extractor.files.kinds import ZIP, ZIP_BEGINNINGS
from extractor.files.names import printable
from extractor.files.zipped import DAMAGE, Overfull, open_zip, zip_kind

_CHUNK = 1 << 20
_LEFT_BY_SYSTEMS = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_NAME = 0x7075
_FIRST_CHINESE = "\u0800"
_LONGEST_NAME = 300


class Limits(Protocol):
    """What is refused: a file of more than `document_bytes`, an archive that unpacks to more or holds more files."""

    @property
    def document_bytes(self) -> int: ...  # noqa: D102
    @property
    def unpacked_bytes(self) -> int: ...  # noqa: D102
    @property
    def batch_files(self) -> int: ...  # noqa: D102


class ArchiveEntry(NamedTuple):
    """One file of an archive: its bytes, or a sentence that says why they are not taken."""

    name: str
    content: bytes | None
    error: str | None = None


def is_archive(file: BinaryIO) -> bool:
    """Whether a file is a ZIP archive of files, and not a Word file or the like, which are ZIP files too."""
    file.seek(0)
    is_one = file.read(len(ZIP_BEGINNINGS[0])) in ZIP_BEGINNINGS and zip_kind(file) is ZIP
    file.seek(0)
    return is_one


class Member(NamedTuple):
    """One file of an archive as its directory lists it: where in the list, its name, its bytes unpacked, their CRC."""

    number: int
    name: str
    size: int
    checksum: int


def entries_of(file: BinaryIO, name: str, limits: Limits) -> Iterator[ArchiveEntry]:
    """The files of a ZIP archive, one after the other, in bounded memory.

    Raises:
        TooLarge: it holds too many files, or too many bytes unpacked.
    """
    try:
        archive = open_archive(file, name, limits)
    except NotText as error:
        yield ArchiveEntry(name, None, str(error))
        return
    with archive:
        unpacked = 0
        for member in members_of(archive, limits):
            entry = member_content(archive, member.number, member.name, limits)
            unpacked += len(entry.content or b"")
            if unpacked > limits.unpacked_bytes:
                raise TooLarge(
                    f"{name}: holds more than {limits.unpacked_bytes / 1e6:g} MB unpacked; send it in several parts."
                )
            yield entry


def open_archive(file: BinaryIO, name: str, limits: Limits) -> zipfile.ZipFile:
    """The archive in a file.

    Raises:
        NotText: it is damaged.
        TooLarge: it lists too many files for its directory to be read.
    """
    try:
        return open_zip(file, 2 * limits.batch_files)
    except Overfull:
        raise too_many(limits) from None
    except DAMAGE:
        raise NotText(f"{name}: is a damaged ZIP archive; pack it again.") from None


def members_of(archive: zipfile.ZipFile, limits: Limits) -> list[Member]:
    """The files of an archive, in its order; folders, and what operating systems leave there, are passed over.

    Raises:
        TooLarge: they are too many.
    """
    listed = [(index, info, shown_name(_name(info))) for index, info in enumerate(archive.infolist())]
    wanted = [one for one in listed if not _is_passed_over(one[1], one[2])]
    if len(wanted) > limits.batch_files:
        raise too_many(limits)
    return [Member(index, name, info.file_size, info.CRC) for index, info, name in wanted]


def too_many(limits: Limits) -> TooLarge:
    """The error of a batch of too many files."""
    return TooLarge(f"a batch has at most {limits.batch_files} files; send it in several parts.")


def _is_passed_over(info: zipfile.ZipInfo, name: str) -> bool:
    """Folders, what is hidden, and what operating systems and Word leave in archives."""
    parts = name.split("/")
    return (
        info.filename.endswith(("/", "\\"))
        or parts[-1].startswith("~$")
        or any(part.startswith(".") or part in _LEFT_BY_SYSTEMS for part in parts)
    )


def member_content(archive: zipfile.ZipFile, index: int, name: str, limits: Limits) -> ArchiveEntry:
    """One file of an archive, which is called `name` in what is said of it."""
    info = archive.infolist()[index]
    if info.flag_bits & _ENCRYPTED:
        return ArchiveEntry(name, None, f"{name}: is encrypted; pack it without a password.")
    if info.file_size > limits.document_bytes:
        return ArchiveEntry(name, None, _too_large(name, limits))
    content = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                content += chunk
                if len(content) > limits.document_bytes:
                    return ArchiveEntry(name, None, _too_large(name, limits))
    except NotImplementedError:
        return ArchiveEntry(
            name, None, f"{name}: is packed in a way that is not read here; pack it again as an ordinary ZIP."
        )
    except DAMAGE:
        return ArchiveEntry(name, None, f"{name}: is damaged inside its ZIP archive; pack it again.")
    return ArchiveEntry(name, bytes(content)) if content else ArchiveEntry(name, None, f"{name}: is empty.")


def _too_large(name: str, limits: Limits) -> str:
    return f"{name}: has more than the {limits.document_bytes / 1e6:g} MB a report may have."


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


def shown_name(name: str) -> str:
    """A name to show: without folders that lead out of anywhere, printable, and of bounded length."""
    parts = [part for part in printable(name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_NAME:] or "(no name)"
