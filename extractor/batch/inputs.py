"""What a run is given (folders, patterns, lists, archives, addresses) → its files, in order, one after the other.

In a folder or an archive, reports are known by their endings, and so is what may hold one and is not read (slides, an
archive of another kind): that is found too, so that it is told of. Folders below a folder are looked into, links to
folders are not followed, and what is hidden is left alone. A file that is named itself is taken whatever it is called.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from extractor.batch.found import NO_MEMBER, FoundFile
from extractor.batch.work import without_name
from extractor.errors import BatchError, SourceError
from extractor.files.archives import Archive, is_archive
from extractor.files.names import ARCHIVES, SUFFIXES, may_hold_report, printable

_PATTERN = frozenset("*?[")


class ArchiveLimits(NamedTuple):
    """What is refused of an archive: a larger file, more bytes unpacked, more files."""

    document_bytes: int = 20_000_000
    unpacked_bytes: int = 1_000_000_000_000
    batch_files: int = 500_000


class Finder:
    """Finds files; `passed_over` counts those in folders that are of other kinds, `empty` names inputs without any."""

    def __init__(self) -> None:
        self.passed_over = 0
        self.empty: list[str] = []

    def find(self, inputs: Iterable[str]) -> Iterator[FoundFile]:
        """The files of each input in turn: a file, a folder, a pattern, `@` and a list of these, or an address (URL).

        Raises:
            BatchError: there is nothing at an input.
        """
        for given in inputs:
            told, is_empty = len(self.empty), True
            for found in self._given(given):
                is_empty = False
                yield found
            if is_empty and len(self.empty) == told:  # of a list, what it names was told of
                self.empty.append(printable(given.removeprefix("@")))

    def nothing(self) -> BatchError:
        """The error of inputs among which no report was found."""
        others = f", only files of other kinds ({self.passed_over:,})" if self.passed_over else ""
        endings = f"reports end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        if len(self.empty) == 1:
            return BatchError(f"{self.empty[0]}: holds no report{others}; {endings}.")
        more = f"{self.empty[0]} and {len(self.empty) - 1:,} more" if self.empty else "what was given"
        return BatchError(f"{more}: none of them holds a report{others}; {endings}.")

    def _given(self, given: str) -> Iterator[FoundFile]:
        if given.startswith("@"):
            return self._listed(given[1:])
        if "://" in given:
            from extractor.batch.remote import find_remote

            return find_remote(given, self)
        return self._local(given)

    def named(self, files: Iterable[str]) -> Iterator[FoundFile]:
        """Files of this machine by their paths, each taken as one report, whatever it is and whatever it is called."""
        for path in files:
            here = os.path.normpath(path) if "://" in path else path  # never an address
            yield self._file(here)._replace(path=here, name=printable(path) or "(no path)")

    def _listed(self, path: str) -> Iterator[FoundFile]:
        """What a list names, one a line; a name at which there is nothing is a file that cannot be read."""
        try:
            with open(path, encoding="utf-8-sig", errors="surrogateescape") as lines:
                for line in lines:
                    one = line.strip()
                    if not one or one.startswith("#"):
                        continue
                    if "://" in one or _is_there(one):
                        yield from self.find([one.removeprefix("@")])
                    else:
                        yield self._file(one)
        except OSError as error:
            raise BatchError(
                f"{printable(path)}: this list cannot be read ({error.strerror}); check the path."
            ) from None

    def _local(self, given: str) -> Iterator[FoundFile]:
        if _is_there(given):
            yield from self._there(given)
            return
        matches = sorted(glob.iglob(given, recursive=True)) if _PATTERN & set(given) else []
        if not matches:
            what = "no file is of this pattern" if _PATTERN & set(given) else "there is no such file or folder"
            raise BatchError(f"{printable(given)}: {what}; check the path.")
        for match in matches:
            yield from self._there(match)

    def _there(self, path: str) -> Iterator[FoundFile]:
        if os.path.isdir(path):
            yield from self._folder(path)
        elif _is_ordinary(path) and _holds_files(path):
            yield from self._archive(path)
        else:
            yield self._file(path)

    def _folder(self, folder: str) -> Iterator[FoundFile]:
        for parent, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = os.path.join(parent, name)
                if name.lower().endswith(ARCHIVES) and not name.startswith("."):
                    yield from self._archive(path)
                elif may_hold_report(name):
                    yield self._file(path)
                else:
                    self.passed_over += not name.startswith(".")

    def _file(self, path: str) -> FoundFile:
        path = os.path.normpath(path)
        try:
            known = os.stat(path)
        except (OSError, ValueError):
            return FoundFile(path, NO_MEMBER, printable(path), -1, 0)  # who opens it says what is wrong
        return FoundFile(path, NO_MEMBER, printable(path), known.st_size, known.st_mtime_ns)

    def _archive(self, path: str) -> Iterator[FoundFile]:
        whole = self._file(path)
        if not _is_ordinary(path):
            yield whole
            return
        try:
            with open(path, "rb") as file:
                if is_archive(file):
                    yield from self.members(file, whole)
                else:
                    yield whole
        except OSError:
            yield whole

    def members(self, file: BinaryIO, whole: FoundFile) -> Iterator[FoundFile]:
        """The files of an archive, in order of their names; the archive itself where it cannot be looked into."""
        try:
            with Archive(file, whole.name, ArchiveLimits()) as archive:
                listed = archive.members()
        except SourceError as error:
            yield whole._replace(reason=without_name(str(error), whole.name))
            return
        for one in sorted(listed, key=lambda one: (one.name, one.number)):
            if may_hold_report(one.name.rpartition("/")[2]):
                yield FoundFile(whole.path, one.number, f"{whole.name}/{one.name}", one.size, one.stamp, one.reason)
            else:
                self.passed_over += 1


def _is_there(path: str) -> bool:
    return os.path.lexists(path)


def _is_ordinary(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _holds_files(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return is_archive(file)
    except OSError:
        return False
