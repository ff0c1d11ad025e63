"""Files that are whole or not there: what is being written has a hidden name of its own beside the other."""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: str | Path, mode: int | None = None) -> Generator[BinaryIO]:
    """A file to be written; it takes its name at the end, and leaves nothing where that is not reached.

    What was there before stays until then. `mode` is who may read it, else what the system gives any new file.

    Raises:
        OSError: it cannot be written.
    """
    passing = passing_name(str(path))
    file = open(passing, "xb")  # noqa: SIM115 - closed by the block below
    try:
        with file:
            yield file
        if mode is not None:
            os.chmod(passing, mode)
        os.replace(passing, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(passing)
        raise


def passing_name(path: str) -> str:
    """A hidden name beside a path that no other file has."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.{uuid.uuid4().hex[:8]}"
