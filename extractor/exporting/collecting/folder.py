"""A folder of pages: only ever our own files are written over or removed, and a stopped run leaves no half page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from extractor.errors import PagesError
from extractor.files.names import printable
from extractor.whole_file import whole_file

MARKER = ".extractor-pages.json"
"""The file that says which files of the folder are ours."""
_MOST_BYTES = 50_000_000


class PagesFolder:
    """An open folder. `claim` says which files will be written; `write` writes one of them; `finish` removes old ones.

    Raises:
        PagesError: the folder cannot be made, or holds files of somebody else.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._shown = path, printable(str(path))
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._there = {name for name in os.listdir(path) if not name.startswith(".")}
        except OSError as error:
            raise self._error(error) from None
        self._known = self._remembered()
        self._claimed: set[str] = set()

    def claim(self, names: Iterable[str]) -> None:
        """Says which files are to be written; nothing is written before.

        Raises:
            PagesError: one of them is somebody else's.
        """
        self._claimed = set(names)
        lower = {name.casefold() for name in self._claimed}
        foreign = sorted(name for name in self._there - self._known if name.casefold() in lower)
        if foreign:
            raise PagesError(
                f"{self._shown}: holds {printable(foreign[0])}, which is no page of ours; name another folder."
            )
        self._remember(self._known | self._claimed)

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file whole or not at all.

        Raises:
            PagesError: it cannot be written.
        """
        if name not in self._claimed:
            raise ValueError(f"{name} was not claimed")
        self._replace(name, content)

    def drop(self, name: str) -> None:
        """Says that a file that was claimed is not written after all: one of an earlier time goes with `finish`."""
        self._claimed.discard(name)

    def finish(self) -> None:
        """Removes the pages of an earlier time that are none of this one's."""
        try:
            for name in (self._known & self._there) - self._claimed:
                os.unlink(self._path / name)
        except OSError as error:
            raise self._error(error) from None
        self._remember(self._claimed)

    def _remembered(self) -> set[str]:
        """Which files are ours."""
        marker = self._path / MARKER
        if not os.path.lexists(marker):
            if self._there:
                raise PagesError(
                    f"{self._shown}: holds other files and is no folder of pages; name a new or empty folder."
                )
            return set()
        try:
            with open(marker, "rb") as file:
                known: Any = json.loads(file.read(_MOST_BYTES))
            names = cast(list[Any], known["pages"])
            if not all(isinstance(name, str) and _is_page(name) for name in names):
                raise ValueError
        except OSError as error:
            raise self._error(error) from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise PagesError(f"{self._shown}: its {MARKER} is damaged; name another folder.") from None
        return set(cast(list[str], names))

    def _remember(self, names: set[str]) -> None:
        self._replace(MARKER, json.dumps({"pages": sorted(names)}, ensure_ascii=False, indent=1) + "\n")

    def _replace(self, name: str, content: str | bytes) -> None:
        try:
            with whole_file(self._path / name, 0o644) as file:
                file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        except OSError as error:
            raise self._error(error) from None

    def _error(self, error: OSError) -> PagesError:
        return PagesError(f"{self._shown}: pages cannot be written there ({error.strerror}); name another folder.")


def _is_page(name: str) -> bool:
    return (
        name.endswith((".html", ".docx"))
        and not name.startswith(".")
        and os.path.basename(name) == name
        and "\\" not in name
    )
