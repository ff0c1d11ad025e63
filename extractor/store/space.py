"""What it means that there is no space left: how a database or the system says so, and how it is told."""

from __future__ import annotations

from sqlite3 import Error as SQLiteError

from sqlalchemy.exc import DBAPIError

from extractor.errors import NO_ROOM, StoreError

_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_SHMSIZE")
"""A full disk is the first; a quota, a limit on the size of files, and a disk that turned bad are the others."""
_POSTGRESQL = "53100"


class NoSpace(StoreError):
    """What was to be kept was not, for there is no space left for it; the text says where."""


def no_space(store: str, error: DBAPIError) -> NoSpace:
    """What to tell of a store that could not be written."""
    said = " ".join(str(error.orig).split())
    return NoSpace(f"{store}: there is no space left to write in ({said}); make some on its disk.")


def lacks_space(error: BaseException | None) -> bool:
    """Whether something could not be written because there is no space for it."""
    if isinstance(error, DBAPIError):
        said = error.orig
        is_sqlite = isinstance(said, SQLiteError) and getattr(said, "sqlite_errorname", None) in _SQLITE
        return is_sqlite or getattr(said, "sqlstate", None) == _POSTGRESQL
    return isinstance(error, OSError) and error.errno in NO_ROOM
