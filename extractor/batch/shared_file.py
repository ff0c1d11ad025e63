"""A SQLite file that the processes of a run share: opened anew at each use, so that none that dies can hold it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager

from extractor.errors import WriteError, is_disk_full


@contextmanager
def opened(path: str, wait: float) -> Generator[sqlite3.Connection]:
    """The file, every statement of it for itself; another process's writing is waited for so many seconds.

    Raises:
        WriteError: its disk is full.
    """
    try:
        with closing(sqlite3.connect(path, timeout=wait, isolation_level=None)) as file:
            yield file
    except sqlite3.Error as error:
        if is_disk_full(error):
            raise WriteError(path, error) from None
        raise
