"""The files of a run's folder, on this machine or at an address: read, and written whole or not at all."""

from __future__ import annotations

import os
import posixpath

from extractor.errors import BatchError
from extractor.whole_file import passing_name, whole_file


def read_run_file(folder: str, name: str) -> bytes | None:
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


def write_run_file(folder: str, name: str, data: bytes) -> None:
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
    system.makedirs(posixpath.dirname(target), exist_ok=True)
    with passing_name(target, system.rm_file) as passing:
        system.pipe_file(passing, data)
        system.mv(passing, target)
