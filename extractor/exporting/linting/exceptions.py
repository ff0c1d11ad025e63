"""What was looked at and let stand, each with a reason: a file beside the draft that goes where the draft goes."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import SettingsError
from extractor.files.names import printable
from extractor.whole_file import whole_file

ENDING = ".exceptions.toml"
_MOST_BYTES = 1_000_000
_HEAD = """# 经核对后保留的问题：一处一条，各有理由；随报告一同报送。
# Findings that were looked at and let stand, each with a reason; this file goes where the draft goes.
"""


class KnownException(NamedTuple):
    """A finding that stands: the fingerprint it is known by, its code, where it is, what it says, and why it stands."""

    id: str
    code: str
    reason: str
    where: str = ""
    says: str = ""


def sidecar_of(draft: str) -> Path:
    """The file of a draft's exceptions."""
    return Path(draft + ENDING)


def read_exceptions(draft: str) -> list[KnownException]:
    """The exceptions that travel with a draft; none where there is no such file.

    Raises:
        SettingsError: the file is not what it should be; the text says where and what would be.
    """
    path = sidecar_of(draft)
    shown = printable(str(path))
    try:
        with open(path, "rb") as file:
            tables = tomllib.loads(file.read(_MOST_BYTES).decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise SettingsError(f"{shown}: cannot be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{shown}: is no TOML in UTF-8 ({error}).") from None
    return _checked(tables, shown)


def _checked(tables: object, shown: str) -> list[KnownException]:
    from pydantic import ValidationError

    from extractor.exporting.linting.exceptions_schema import ExceptionsFile

    try:
        found = ExceptionsFile.model_validate(tables).exceptions
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise SettingsError(
            f"{shown}: {where}: {first['msg'][:1].lower()}{first['msg'][1:]}; each [[exceptions]] has id, code and "
            "reason, and perhaps where and says."
        ) from None
    return [KnownException(one.id, one.code, one.reason, one.where, one.says) for one in found]


def add_exceptions(draft: str, added: Sequence[KnownException]) -> Path:
    """Writes exceptions behind those that are there, whose words stay as they are; the file.

    Raises:
        SettingsError: the file cannot be written, or is not what it should be.
    """
    known = {one.id for one in read_exceptions(draft)}
    path = sidecar_of(draft)
    try:
        before = path.read_text("utf-8-sig") if known or path.exists() else _HEAD
        text = before + "".join(_entry(one) for one in added if one.id not in known)
        with whole_file(os.path.realpath(path)) as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise SettingsError(f"{printable(str(path))}: cannot be written ({error.strerror}).") from None
    return path


def _entry(one: KnownException) -> str:
    lines = [f"{key} = {_toml_string(value)}" for key, value in one._asdict().items() if value]
    return "\n[[exceptions]]\n" + "\n".join(lines) + "\n"


def _toml_string(text: str) -> str:
    """The text as a basic string of TOML, on one line: what JSON escapes, and the one control character it does not."""
    return re.sub("\x7f", r"\\u007f", json.dumps(" ".join(text.split()), ensure_ascii=False))
