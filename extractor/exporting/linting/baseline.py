"""A baseline: what was found at one time, so that later only what is new is told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from extractor.errors import SettingsError
from extractor.files.names import printable
from extractor.whole_file import whole_file

_VERSION = 1
_MOST_BYTES = 200_000_000


class Baseline:
    """The findings of an earlier check by draft, each by its fingerprint. Drafts are known by their place seen from the
    baseline's folder, so that all may be moved together.

    Raises:
        SettingsError: the file cannot be read, or is no baseline.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._shown = path, printable(str(path))
        self.is_new = not path.exists()
        self._drafts: Mapping[str, frozenset[str]] = {} if self.is_new else self._read()

    def knows(self, draft: str, fingerprint: str) -> bool:
        """Whether a draft had this finding then."""
        return fingerprint in self._drafts.get(self._key(draft), ())

    def gone(self, draft: str, fingerprints: Iterable[str]) -> int:
        """How many findings that a draft had then it has no more."""
        return len(self._drafts.get(self._key(draft), frozenset()) - set(fingerprints))

    def write(self, found: Mapping[str, Iterable[str]]) -> None:
        """Writes a new baseline: the fingerprints by draft.

        Raises:
            SettingsError: it cannot be written.
        """
        drafts = {self._key(draft): sorted(ids) for draft, ids in sorted(found.items())}
        content = json.dumps({"baseline": _VERSION, "drafts": drafts}, ensure_ascii=False, indent=1) + "\n"
        try:
            with whole_file(self._path) as file:
                file.write(content.encode("utf-8", "replace"))
        except OSError as error:
            raise SettingsError(f"{self._shown}: cannot be written ({error.strerror}); name another file.") from None

    def _key(self, draft: str) -> str:
        folder = os.path.realpath(self._path.parent)
        try:
            return os.path.relpath(os.path.realpath(draft), folder).replace(os.sep, "/")
        except ValueError:  # on another drive of Windows
            return draft

    def _read(self) -> Mapping[str, frozenset[str]]:
        try:
            with open(self._path, "rb") as file:
                content: Any = json.loads(file.read(_MOST_BYTES))
            if content["baseline"] != _VERSION:
                raise ValueError
            drafts = cast(dict[str, list[str]], content["drafts"])
            return {draft: frozenset(ids) for draft, ids in drafts.items()}
        except OSError as error:
            raise SettingsError(f"{self._shown}: cannot be read ({error.strerror}).") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise SettingsError(
                f"{self._shown}: is no baseline; name a file that is not there yet, and it is written."
            ) from None
