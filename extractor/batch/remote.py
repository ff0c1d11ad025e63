"""Files at addresses (s3, gs, hdfs, oss and whatever else fsspec knows): found, opened, written.

A local path is an address too, of fsspec's local files.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO, Protocol, cast

from extractor.batch.found import NO_MEMBER, FoundFile
from extractor.errors import BatchError, SourceError, TooLarge, install
from extractor.files.archives import is_archive
from extractor.files.names import ARCHIVES, may_hold_report, printable
from extractor.llm.masking import masked
from extractor.sources.open import LIMIT

# fsspec has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

FileSystem = Any
_PATTERN = frozenset("*?[")
_STAMPS = ("mtime", "LastModified", "last_modified", "updated", "ETag", "etag", "created")


class Archives(Protocol):
    """Finds the files of archives, and counts what is passed over."""

    passed_over: int

    def members(self, file: BinaryIO, whole: FoundFile) -> Iterator[FoundFile]:
        """The files of an archive."""
        ...


def file_system(address: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the path there.

    Raises:
        BatchError: fsspec, or what it needs for such an address, is not installed.
    """
    if find_spec("fsspec") is None:
        raise BatchError(f"{_shown(address)}: for addresses, install the extra: {install('ray')}")
    url_to_fs: Any = import_module("fsspec.core").url_to_fs

    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError, OSError) as error:
        raise BatchError(f"{_shown(address)}: cannot be opened ({_said(error)}).") from None
    return system, str(path)


def _shown(address: str) -> str:
    """An address as it is shown and as what lies there is called: without its secrets."""
    return printable(masked(address))


def _said(error: Exception) -> str:
    """What an error says, which may repeat the address."""
    return masked(" ".join(str(error).split()))


def find_remote(address: str, finder: Archives) -> Iterator[FoundFile]:
    """The files at an address: a file, a folder, or a pattern.

    Raises:
        BatchError: there is nothing, or it cannot be looked at.
    """
    system, path = file_system(address)
    nothing = True
    try:
        for place, about, is_named in _entries(system, path):
            nothing = False
            yield from _taken(system, place, about, is_named, finder)
    except (OSError, ValueError) as error:
        raise BatchError(f"{_shown(address)}: cannot be looked at ({_said(error)}); check the address.") from None
    if nothing and not system.isdir(path):
        raise BatchError(f"{_shown(address)}: there is nothing; check the address.")


def _entries(system: FileSystem, path: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Each file's path, what the system says of it, and whether it was named itself."""
    if _PATTERN & set(path):
        for place, about in sorted(system.glob(path, detail=True).items()):
            if about["type"] == "file":
                yield place, about, True
    elif system.isdir(path):
        for parent, folders, files in system.walk(path, detail=True):
            for name in sorted(folders):
                if name.startswith("."):
                    del folders[name]
            for name in sorted(files):
                yield posixpath.join(parent, name), files[name], False
    elif system.exists(path):
        yield path, system.info(path), True


def _taken(
    system: FileSystem, place: str, about: dict[str, Any], is_named: bool, finder: Archives
) -> Iterator[FoundFile]:
    address = str(system.unstrip_protocol(place))
    name = posixpath.basename(place)
    whole = FoundFile(address, NO_MEMBER, _shown(address), int(about.get("size") or 0), _stamp(about))
    if name.lower().endswith(ARCHIVES) and (is_named or not name.startswith(".")):
        with system.open(place, "rb") as file:
            if is_archive(file):
                yield from finder.members(file, whole)
                return
    if is_named or may_hold_report(name):
        yield whole
    else:
        finder.passed_over += not name.startswith(".")


def _stamp(about: dict[str, Any]) -> int:
    """A number that changes when the file does, as far as the system says."""
    said = next((str(about[name]) for name in _STAMPS if about.get(name) is not None), "")
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:7], "big")


def open_remote(address: str) -> BinaryIO:
    """A file at an address, to be read.

    Raises:
        OSError: it cannot be opened.
    """
    system, path = file_system(address)
    return cast(BinaryIO, system.open(path, "rb"))


def load_remote(address: str, name: str, limit: int = LIMIT) -> bytes:
    """The bytes of a file at an address.

    Raises:
        TooLarge: it has more than `limit` bytes.
        SourceError: it is not there, or may not be read.
    """
    try:
        with open_remote(address) as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise SourceError(f"{name}: there is no such file; check the address.") from None
    except (OSError, ValueError, BatchError) as error:
        raise SourceError(f"{name}: cannot be read ({_said(error)}); check the address.") from None
    if len(data) > limit:
        raise TooLarge(f"{name}: has more than the {limit / 1e6:g} MB a report may have; give the report itself.")
    return data
