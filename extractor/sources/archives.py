"""A ZIP archive of files → its files, in bounded memory. Nothing is written under a name of theirs."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, Protocol

from extractor.errors import NotText, TooLarge
from extractor.sources.open import printable

_CHUNK = 1 << 20
_HIDDEN = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_LISTED = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
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
    """Whether a file is a ZIP archive of files, and not a Word file or the like, which are ZIP archives inside."""
    from extractor.sources.kinds import ZIP, kind_of

    file.seek(0)
    head = file.read(1 << 16)
    file.seek(0, 2)
    file.seek(max(file.tell() - (1 << 16), 0))
    tail = file.read()
    file.seek(0)
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and (
        head.startswith(b"PK\x05\x06") or kind_of(head + tail) is ZIP
    )


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
    if _count(file) > 2 * limits.batch_files:
        raise too_many(limits)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise NotText(f"{name}: is a damaged ZIP archive; pack it again.") from None


def members_of(archive: zipfile.ZipFile, limits: Limits) -> list[Member]:
    """The files of an archive, in its order; folders, and what operating systems leave there, are passed over.

    Raises:
        TooLarge: they are too many.
    """
    wanted = [(index, info) for index, info in enumerate(archive.infolist()) if not _is_passed_over(info)]
    if len(wanted) > limits.batch_files:
        raise too_many(limits)
    return [Member(index, shown_name(_name(info)), info.file_size, info.CRC) for index, info in wanted]


def _count(file: BinaryIO) -> int:
    """About how many entries an archive lists: its directory is read into memory whole, so it may not be too long."""
    file.seek(0)
    count, last = 0, b""
    while chunk := file.read(_CHUNK):
        count += (last + chunk).count(_LISTED)
        last = chunk[-len(_LISTED) + 1 :]
    file.seek(0)
    return count


def too_many(limits: Limits) -> TooLarge:
    """The error of a batch of too many files."""
    return TooLarge(f"a batch has at most {limits.batch_files} files; send it in several parts.")


def _is_passed_over(info: zipfile.ZipInfo) -> bool:
    """Folders, and what operating systems leave in archives."""
    return info.is_dir() or any(part in info.filename for part in _HIDDEN)


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
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return ArchiveEntry(name, None, f"{name}: is damaged inside its ZIP archive; pack it again.")
    return ArchiveEntry(name, bytes(content)) if content else ArchiveEntry(name, None, f"{name}: is empty.")


def _too_large(name: str, limits: Limits) -> str:
    return f"{name}: has more than the {limits.document_bytes / 1e6:g} MB a report may have."


def _name(info: zipfile.ZipInfo) -> str:
    """A file's name; archives made in China name their files in GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def shown_name(name: str) -> str:
    """A name to show: without folders that lead out of anywhere, printable, and of bounded length."""
    parts = [part for part in printable(name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_NAME:] or "(no name)"
