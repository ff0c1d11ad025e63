"""A batch as it comes (files, or ZIP archives of files) → its documents. Nothing is written under a name of theirs."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extractor.errors import TooLarge
from extractor.service.settings import Limits
from extractor.sources.open import printable

_CHUNK = 1 << 20
_HIDDEN = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_LISTED = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LONGEST_NAME = 300


class Entry(NamedTuple):
    """One file of a batch: its bytes, or a sentence that says why they are not taken."""

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


def entries_of(file: BinaryIO, name: str, limits: Limits) -> Iterator[Entry]:
    """The files of a ZIP archive, one after the other, in bounded memory.

    Raises:
        TooLarge: it holds too many files, or too many bytes unpacked.
    """
    if _count(file) > 2 * limits.batch_files:
        raise too_many(limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        yield Entry(name, None, f"{name}: is a damaged ZIP archive; pack it again.")
        return
    with archive:
        wanted = [info for info in archive.infolist() if not _is_passed_over(info)]
        if len(wanted) > limits.batch_files:
            raise too_many(limits)
        unpacked = 0
        for info in wanted:
            entry = _entry(archive, info, limits)
            unpacked += len(entry.content or b"")
            if unpacked > limits.unpacked_bytes:
                raise TooLarge(
                    f"{name}: holds more than {limits.unpacked_bytes / 1e6:g} MB unpacked; send it in several parts."
                )
            yield entry


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


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Entry:
    name = shown_name(_name(info))
    if info.flag_bits & _ENCRYPTED:
        return Entry(name, None, f"{name}: is encrypted; pack it without a password.")
    if info.file_size > limits.document_bytes:
        return Entry(name, None, _too_large(name, limits))
    content = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                content += chunk
                if len(content) > limits.document_bytes:
                    return Entry(name, None, _too_large(name, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return Entry(name, None, f"{name}: is damaged inside its ZIP archive; pack it again.")
    return Entry(name, bytes(content)) if content else Entry(name, None, f"{name}: is empty.")


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
