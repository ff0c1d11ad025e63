"""`.extractor.toml`: how the drafts of a folder, and of those in it, are checked.

The nearest one upward from a draft counts, and none further up.
"""

from __future__ import annotations

import os
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import SettingsError
from extractor.exporting.linting.selection import ALL, RuleSelection, refuse_unknown
from extractor.files.names import printable
from extractor.findings import Severity

NAME = ".extractor.toml"
_MOST_BYTES = 1_000_000


class FolderSettings(NamedTuple):
    """What a file says: None where it says nothing; `path` is the file, None where there is none.

    `per_file_ignores` are words for rules by a pattern of file names, seen from the file's folder.
    """

    path: Path | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Severity | None = None
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def selection_for(self, draft: str) -> RuleSelection:
        """Which rules are told of in a draft."""
        chosen = RuleSelection((ALL,) if self.select is None else self.select, self.ignore or ())
        if self.path is None:
            return chosen
        name = os.path.relpath(os.path.realpath(draft), self.path.parent).replace(os.sep, "/")
        for pattern, words in self.per_file_ignores:
            if fnmatchcase(name, pattern) or fnmatchcase(os.path.basename(name), pattern):
                chosen = chosen.without(words)
        return chosen


def settings_for(draft: str) -> FolderSettings:
    """The settings of the folder that a draft lies in.

    Raises:
        SettingsError: the file there is not what it should be; the text says where and what would be.
    """
    return _in_folder(Path(os.path.realpath(draft)).parent)


def forget_settings() -> None:
    """Reads the files anew from now on: somebody may have changed them."""
    _in_folder.cache_clear()


@cache
def _in_folder(folder: Path) -> FolderSettings:
    for one in (folder, *folder.parents):
        path = one / NAME
        if path.is_file():
            return _read(path)
    return FolderSettings()


def _read(path: Path) -> FolderSettings:
    shown = printable(str(path))
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES)
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{shown}: cannot be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{shown}: is no TOML in UTF-8 ({error}).") from None
    return _checked(path, shown, tables)


def _checked(path: Path, shown: str, tables: dict[str, Any]) -> FolderSettings:
    from pydantic import ValidationError

    from extractor.exporting.linting.settings_schema import SettingsFile

    try:
        check = SettingsFile.model_validate(tables).check
    except ValidationError as error:
        raise SettingsError(f"{shown}: {_first_error(error.errors()[0])}") from None
    for words in (check.select or (), check.ignore or (), *check.per_file_ignores.values()):
        refuse_unknown(words, shown)
    return FolderSettings(path, check.select, check.ignore, check.severity, tuple(check.per_file_ignores.items()))


def _first_error(error: Any) -> str:
    """What pydantic found, as a sentence with the key it stands at."""
    where = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return (
            f"{where} is no setting; there is one table, [check], with the keys select, ignore, severity "
            "and per-file-ignores."
        )
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}."
