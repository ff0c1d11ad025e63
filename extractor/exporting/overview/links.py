"""Links from a page to the files it is about, and to the page of a file that a figure stands on."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


class Links:
    """Links from a page in this folder; of a file that does not lie on this machine there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def to(self, name: str | None, page: int | None = None) -> str:
        """The address of a file, relative to the page, and of one of its pages; "" where there is none."""
        if not name or self._folder is None or "://" in name or "\x00" in name:
            return ""
        if name not in self._known:
            self._known[name] = self._found(name, self._folder)
        address = self._known[name]
        return f"{address}#page={page}" if address and page is not None else address

    @staticmethod
    def _found(name: str, folder: Path) -> str:
        try:
            if not os.path.isfile(name):
                return ""
            relative = os.path.relpath(os.path.abspath(name), folder.resolve())
        except (OSError, ValueError):  # a name no system takes, or a file on another drive
            return ""
        return "./" + quote(os.fsencode(relative.replace(os.sep, "/")))
