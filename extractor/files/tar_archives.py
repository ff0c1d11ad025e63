"""A tape archive (tar), compressed or not, and a single compressed file: `.tar`, `.tar.gz`, `.tgz`, `.gz`, `.xz`.

What is compressed is unpacked once, into memory or into a file without a name, so that its files can be had in any
order. Links and devices in a tape archive are passed over: nothing is written, and nothing outside is looked at.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from extractor.errors import NotText, TooLarge
from extractor.files.archive_limits import CHUNK, ArchiveEntry, Limits, Member, damaged, shown_name, too_large, too_many

_MAGIC, _MAGIC_AT = b"ustar", 257
_IN_MEMORY = 20_000_000
_MOST_UNPACKED = 2_000_000_000
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, ValueError)
_ENDINGS = (".gz", ".bz2", ".xz")


def _open_bz2(file: BinaryIO) -> IO[bytes]:
    return bz2.open(file, "rb")


def _open_gzip(file: BinaryIO) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(file, "rb"))


def _open_xz(file: BinaryIO) -> IO[bytes]:
    return lzma.open(file, "rb")


_COMPRESSED: tuple[tuple[bytes, Callable[[BinaryIO], IO[bytes]]], ...] = (
    (b"\x1f\x8b", _open_gzip),
    (b"BZh", _open_bz2),
    (b"\xfd7zXZ\0", _open_xz),
)


def is_tar(head: bytes) -> bool:
    """Whether a file that begins so is a tape archive, or compressed as these are."""
    return head[_MAGIC_AT:].startswith(_MAGIC) or any(head.startswith(begin) for begin, _ in _COMPRESSED)


class TarFiles:
    """An open tape archive, or one compressed file as an archive of that alone.

    Raises:
        NotText: it is damaged.
        TooLarge: it unpacks to too many bytes, or lists too many files.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        self._plain, self._is_own = _unpacked(file, name, limits)
        self._name = shown_name(name).rpartition("/")[2]
        self._tar: tarfile.TarFile | None = None
        self._plain.seek(0)
        if not self._plain.read(512)[_MAGIC_AT:].startswith(_MAGIC):
            return
        self._plain.seek(0)
        try:
            self._tar = tarfile.TarFile(fileobj=self._plain)
            self._members = [one for one in _within(self._tar, limits) if one.isreg()]
        except _DAMAGE:
            self.close()
            raise NotText(f"{name}: is a damaged TAR archive; pack it again.") from None

    def listed(self) -> list[Member]:
        """Its files, in its order."""
        if self._tar is None:
            return [Member(0, _without_ending(self._name), self._plain.seek(0, 2), 0)]
        return [
            Member(number, shown_name(one.name), one.size, int(one.mtime)) for number, one in enumerate(self._members)
        ]

    def content(self, number: int, name: str, most: int) -> ArchiveEntry:
        """One of its files."""
        try:
            data = self._bytes(number, most + 1)
        except _DAMAGE:
            return ArchiveEntry(name, None, damaged(name))
        if len(data) > most:
            return ArchiveEntry(name, None, too_large(name, most))
        return ArchiveEntry(name, data) if data else ArchiveEntry(name, None, f"{name}: is empty.")

    def _bytes(self, number: int, most: int) -> bytes:
        if self._tar is None:
            self._plain.seek(0)
            return self._plain.read(most)
        member = self._members[number]
        file = self._tar.extractfile(member)
        data = file.read(most) if file is not None else b""
        if len(data) < min(member.size, most):
            raise EOFError
        return data

    def close(self) -> None:
        """Closes it."""
        if self._tar is not None:
            self._tar.close()
        if self._is_own:
            self._plain.close()


def _within(tar: tarfile.TarFile, limits: Limits) -> list[tarfile.TarInfo]:
    """What a tape archive lists."""
    found: list[tarfile.TarInfo] = []
    for one in tar:
        found.append(one)
        if len(found) > 2 * limits.batch_files:
            raise too_many(limits)
    return found


def _unpacked(file: BinaryIO, name: str, limits: Limits) -> tuple[IO[bytes], bool]:
    """The bytes that a compressed file holds, in a temporary one, and that this is to be closed; else the file itself.

    Of what is no tape archive no more is unpacked than shows that it is larger than a report may be.
    """
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    opener = next((opener for begin, opener in _COMPRESSED if head.startswith(begin)), None)
    if opener is None:
        return file, False
    most = min(limits.unpacked_bytes, _MOST_UNPACKED)
    plain = tempfile.SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
    try:
        packed = opener(file)
        chunk = packed.read(CHUNK)
        is_tape = chunk[_MAGIC_AT:].startswith(_MAGIC)
        while chunk and (is_tape or plain.tell() <= limits.document_bytes):
            plain.write(chunk)
            if is_tape and plain.tell() > most:
                raise TooLarge(f"{name}: holds more than {most / 1e6:g} MB unpacked; send it in several parts.")
            chunk = packed.read(CHUNK)
    except TooLarge:
        plain.close()
        raise
    except _DAMAGE:
        plain.close()
        raise NotText(f"{name}: is a damaged archive; pack it again.") from None
    return cast(IO[bytes], plain), True


def _without_ending(name: str) -> str:
    return next((name[: -len(ending)] for ending in _ENDINGS if name.lower().endswith(ending)), name) or name
