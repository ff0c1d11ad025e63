"""The data that results depend on beside the program's code, as one digest: forms, words, tables, calibration.

Whoever keeps results keeps it with them, so that an edit of any of these files is never silently stale. The version of
the results' layout is in it too: a result of an earlier one is read anew when its document is next taken up. The
prompts are not in it: a result that a model had a part in names each with its own hash.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.forms.load import OWN_FOLDER, form_folders
from extractor.version import SCHEMA_VERSION

_LENGTH = 16
_PACKAGE = os.path.dirname(OWN_FOLDER)
# Rooms that show or keep a result, and the prompts; the files of every other room may decide what a result says.
_NOT_OF_RESULTS = frozenset({"batch", "cli", "exporting", "prompts", "service", "store"})
_CODE = (".py", ".pyc", ".pyi", ".typed")


@cache
def data_digest() -> str:
    """The digest of the data this process reads with, 16 hexadecimal characters; taken once."""
    return digest_of(_PACKAGE, form_folders()[1:])


def digest_of(package: str, form_folders: Sequence[str] = ()) -> str:
    """The digest of the data in a package's folder, and of the forms in other folders, for results of this layout."""
    whole = hashlib.sha256(f"schema {SCHEMA_VERSION}\n".encode())
    for root in (package, *form_folders):
        for path in sorted(data_files(root)):
            with open(os.path.join(root, path), "rb") as file:
                content = hashlib.sha256(file.read()).hexdigest()
            whole.update(f"{path}\0{content}\n".encode("utf-8", "surrogateescape"))
        whole.update(b"\n")
    return whole.hexdigest()[:_LENGTH]


def data_files(root: str) -> Iterator[str]:
    """The files of a package's folder that results depend on and that are no code, by their path in it."""
    for folder, folders, names in os.walk(root):
        if folder == root:
            folders[:] = [name for name in folders if name not in _NOT_OF_RESULTS]
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            if not name.endswith(_CODE) and not name.startswith("."):
                yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
