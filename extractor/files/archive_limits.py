"""What all archives have in common: their limits, the files they list, and what is said of one that is not taken."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from extractor.errors import TooLarge
from extractor.files.names import printable

LEFT_BY_SYSTEMS = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
CHUNK = 1 << 20
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


class Member(NamedTuple):
    """One file of an archive as it lists it: its number, its name, its bytes unpacked, a stamp that changes with them.

    `reason` says why it is not to be had, where it is an archive that cannot be looked into.
    """

    number: int
    name: str
    size: int
    stamp: int
    reason: str | None = None


class Container(Protocol):
    """An open archive of one level: what it lists, and the bytes of one of its files."""

    def listed(self) -> list[Member]:
        """Its files, in its order, numbered by their places; folders and links are passed over."""
        ...

    def content(self, number: int, name: str, most: int) -> ArchiveEntry:
        """One file, called `name` in what is said of it, if it has at most so many bytes."""
        ...

    def close(self) -> None:
        """Closes it."""
        ...


def too_many(limits: Limits) -> TooLarge:
    """The error of a batch of too many files."""
    return TooLarge(f"a batch has at most {limits.batch_files} files; send it in several parts.")


def too_large(name: str, most: int) -> str:
    """The sentence of a file of an archive that has more bytes."""
    return f"{name}: has more than the {most / 1e6:g} MB a report may have."


def damaged(name: str) -> str:
    """The sentence of a file that does not come out of its archive whole."""
    return f"{name}: is damaged inside its archive; pack it again."


def is_passed_over(name: str) -> bool:
    """What is hidden, and what operating systems and Word leave in archives."""
    parts = name.split("/")
    return parts[-1].startswith("~$") or any(part.startswith(".") or part in LEFT_BY_SYSTEMS for part in parts)


def shown_name(name: str) -> str:
    """A name to show: without folders that lead out of anywhere, printable, and of bounded length."""
    parts = [part for part in printable(name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_NAME:] or "(no name)"
