"""Files that are whole or not there: what is being written has a hidden name of its own beside the other."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Generator
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
    with passing_name(str(path), os.unlink) as passing:
        with open(passing, "xb") as file:
            yield file
        if mode is not None:
            os.chmod(passing, mode)
        os.replace(passing, path)


@contextmanager
def passing_name(path: str, remove: Callable[[str], object]) -> Generator[str]:
    """A hidden name beside a path that no other file has, for what will take the path's; where that fails, the file of
    that name is removed.
    """
    folder, slash, name = path.rpartition("/")
    passing = f"{folder}{slash}.{name}.{uuid.uuid4().hex[:8]}"
    try:
        yield passing
    except BaseException:
        with suppress(OSError):
            remove(passing)
        raise
