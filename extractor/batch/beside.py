"""The files of a run's folder, on this machine or at an address: read, and written so that they are whole or not there.

What is being written has a hidden name of its own, so that a run which is stopped in the midst of it can go on.
"""

from __future__ import annotations

import os
import posixpath
import uuid
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from extractor.errors import BatchError


def read_beside(folder: str, name: str) -> bytes | None:
    """The bytes of a file in a run's folder; None where it is not there.

    Raises:
        BatchError: it cannot be read.
    """
    try:
        if "://" in folder:
            from extractor.batch.remote import file_system

            system, path = file_system(folder)
            return system.cat_file(posixpath.join(path, name))
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BatchError(f"{folder}: cannot be read ({' '.join(str(error).split())}).") from None


def write_beside(folder: str, name: str, data: bytes) -> None:
    """Writes a file in a run's folder; it takes its name when it is whole.

    Raises:
        OSError: it cannot be written.
    """
    if "://" not in folder:
        os.makedirs(os.path.join(folder, os.path.dirname(name)), exist_ok=True)
        with whole_file(os.path.join(folder, name)) as file:
            file.write(data)
        return
    from extractor.batch.remote import file_system

    system, path = file_system(folder)
    target = posixpath.join(path, name)
    passing = _passing(target)
    system.makedirs(posixpath.dirname(target), exist_ok=True)
    try:
        system.pipe_file(passing, data)
        system.mv(passing, target)
    except BaseException:
        with suppress(OSError):
            system.rm_file(passing)
        raise


@contextmanager
def whole_file(path: str) -> Generator[BinaryIO]:
    """A file of this machine to be written; it takes its name at the end, and leaves nothing where that is not reached.

    Raises:
        OSError: it cannot be written.
    """
    passing = _passing(path)
    try:
        with open(passing, "wb") as file:
            yield file
        os.replace(passing, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(passing)
        raise


def _passing(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, f".{name}.{uuid.uuid4().hex}")
