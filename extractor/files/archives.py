"""An archive of files, with the archives in it → its files, in bounded memory; nothing is written under their names.

A file is known by one number, which tells the way to it: its place in the archive, and for each archive within that
its place there. So who has the number opens the same file again, without a list.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from extractor.errors import NotText, SourceError, TooLarge
from extractor.files.archive_limits import (
    ArchiveEntry,
    Container,
    Limits,
    Member,
    is_passed_over,
    shown_name,
    too_many,
)
from extractor.files.kinds import ZIP, ZIP_BEGINNINGS
from extractor.files.mail import MailFiles, has_attachments
from extractor.files.names import ARCHIVES
from extractor.files.tar_archives import TarFiles, is_tar
from extractor.files.zip_archives import ZipFiles
from extractor.files.zipped import zip_kind

__all__ = ["Archive", "ArchiveEntry", "Limits", "Member", "entries_of", "is_archive", "shown_name", "too_many"]

_HEAD = 4096
_DEPTH = 3
"""An archive, one in it, and one in that; what lies deeper is told of."""
_BITS = 20
_MOST_OF_ONE = 200_000_000
_MOST_OF_ALL = 2_000_000_000
"""The most bytes of an archive in an archive, which is held in memory, and of all that are opened for one list."""


def is_archive(file: BinaryIO) -> bool:
    """Whether a file is an archive of files (ZIP, TAR, compressed, or a message with attachments), and not a Word file
    or the like, which are ZIP files too.
    """
    is_one = _kind(file) is not None
    file.seek(0)
    return is_one


def _kind(file: BinaryIO) -> type[ZipFiles | TarFiles | MailFiles] | None:
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(ZIP_BEGINNINGS):
        return ZipFiles if zip_kind(file) is ZIP else None
    if is_tar(head):
        return TarFiles
    return MailFiles if has_attachments(file, head) else None


def _opened(file: BinaryIO, name: str, limits: Limits) -> Container:
    kind = _kind(file)
    if kind is None:
        raise NotText(f"{name}: is no archive; give it as the file that it is.")
    return kind(file, name, limits)


class Archive:
    """An open archive, for one thread.

    Raises:
        NotText: it is damaged, or none.
        TooLarge: it lists too many files, or unpacks to too many bytes.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        self._limits = limits
        self._open = [_opened(file, name, limits)]
        self._way: list[int] = []
        """The places of the archives that are open in it, each in the one before."""
        self._unpacked = 0

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes it, and all that was opened in it."""
        self._close_but(0)
        self._open[0].close()

    def _close_but(self, depth: int) -> None:
        while len(self._way) > depth:
            self._way.pop()
            self._open.pop().close()

    def members(self) -> list[Member]:
        """Its files and those of the archives in it, in its order; what systems and Word leave there is passed over.

        An archive in it that cannot be looked into is a member with a reason.

        Raises:
            TooLarge: they are too many.
        """
        self._unpacked = 0
        found: list[Member] = []
        for member in self._below((), ""):
            found.append(member)
            if len(found) > self._limits.batch_files:
                raise too_many(self._limits)
        return found

    def _below(self, way: Sequence[int], folder: str) -> Iterator[Member]:
        for one in self._container(way, folder).listed():
            if is_passed_over(one.name):
                continue
            if (one.number + 1) >> _BITS:
                raise too_many(self._limits)
            here = (*way, one.number)
            member = one._replace(number=_number(here), name=f"{folder}{one.name}")
            if one.name.lower().endswith(ARCHIVES):
                yield from self._inside(here, member)
            else:
                yield member

    def _inside(self, way: Sequence[int], member: Member) -> Iterator[Member]:
        """The files of what is called an archive; itself where it is none, or cannot be looked into."""
        try:
            if len(way) == _DEPTH:
                raise NotText(f"is an archive that lies in {_DEPTH} others; unpack it and give the reports inside.")
            self._container(way, member.name)
        except _NoArchive:
            yield member
        except TooLarge as error:
            if self._unpacked > self._most_of_all:
                raise
            yield member._replace(reason=_without(member.name, error))
        except SourceError as error:
            yield member._replace(reason=_without(member.name, error))
        else:
            yield from self._below(way, f"{member.name}/")

    @property
    def _most_of_all(self) -> int:
        return min(self._limits.unpacked_bytes, _MOST_OF_ALL)

    def _container(self, way: Sequence[int], name: str) -> Container:
        """The open archive at this way; it is opened where another was.

        Raises:
            SourceError: it cannot be opened.
        """
        shared = 0
        while shared < min(len(way), len(self._way)) and way[shared] == self._way[shared]:
            shared += 1
        self._close_but(shared)
        for place in way[shared:]:
            content = self._archive_bytes(self._open[-1], place, name)
            self._open.append(_opened(io.BytesIO(content), name, self._limits))
            self._way.append(place)
        return self._open[-1]

    def _archive_bytes(self, around: Container, place: int, name: str) -> bytes:
        entry = around.content(place, name, _MOST_OF_ONE)
        if entry.content is None:
            raise NotText(entry.error or f"{name}: cannot be read.")
        self._unpacked += len(entry.content)
        if self._unpacked > self._most_of_all:
            most = self._most_of_all / 1e6
            raise TooLarge(f"{name}: the archives in it hold more than {most:g} MB; send it in several parts.")
        if _kind(io.BytesIO(entry.content)) is None:
            raise _NoArchive
        return entry.content

    def content(self, number: int, name: str) -> ArchiveEntry:
        """One of its files, which is called `name` in what is said of it.

        Raises:
            SourceError: it is not there any more, or its archive cannot be opened.
        """
        self._unpacked = 0
        *way, last = _way(number)
        try:
            return self._container(way, name).content(last, name, self._limits.document_bytes)
        except (IndexError, _NoArchive):
            raise SourceError(f"{name}: is not in its archive any more; run again.") from None


class _NoArchive(Exception):
    """What is called an archive is another kind of file."""


def _without(name: str, error: SourceError) -> str:
    return str(error).removeprefix(f"{name}: ")


def _number(way: Sequence[int]) -> int:
    """The number of a file, of the places on the way to it."""
    inner = sum((place + 1) << _BITS * depth for depth, place in enumerate(way[1:], 1))
    return way[0] | inner


def _way(number: int) -> list[int]:
    """The places on the way to a file, of its number."""
    mask = (1 << _BITS) - 1
    way = [number & mask]
    while number := number >> _BITS:
        way.append((number & mask) - 1)
    return way


def entries_of(file: BinaryIO, name: str, limits: Limits) -> Iterator[ArchiveEntry]:
    """The files of an archive and of those in it, one after the other, in bounded memory.

    Raises:
        TooLarge: it holds too many files, or too many bytes unpacked.
    """
    try:
        archive = Archive(file, name, limits)
    except NotText as error:
        yield ArchiveEntry(name, None, str(error))
        return
    with archive:
        unpacked = 0
        for member in archive.members():
            entry = (
                ArchiveEntry(member.name, None, f"{member.name}: {member.reason}")
                if member.reason is not None
                else archive.content(member.number, member.name)
            )
            unpacked += len(entry.content or b"")
            if unpacked > limits.unpacked_bytes:
                raise TooLarge(
                    f"{name}: holds more than {limits.unpacked_bytes / 1e6:g} MB unpacked; send it in several parts."
                )
            yield entry
