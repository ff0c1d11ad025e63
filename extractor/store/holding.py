"""One server at a time on a store in a file: it holds a lock beside it, which the system takes back when it ends."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from extractor.errors import StoreError
from extractor.store.engine import url_of


@contextmanager
def held(where: str) -> Generator[None]:
    """Keeps other servers from the store at this path or URL as long as the block lasts.

    Commands may use it meanwhile, and several servers share a PostgreSQL. The lock is the system's, on the open file:
    it goes with the process, also where that is killed, and a file that is left behind means nothing.

    Raises:
        StoreError: another server holds it, or it cannot be held.
    """
    url = url_of(where)
    if url.get_backend_name() != "sqlite":
        yield
        return
    path = str(url.database)
    lock = FileLock(lock_file(path), mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise StoreError(
            f"{path}: another server works on this store already; end that one first, or give both a PostgreSQL."
        ) from None
    except OSError as error:
        said = error.strerror or error
        raise StoreError(f"{path}: cannot be held by this server alone ({said}); check its folder.") from None
    try:
        yield
    finally:
        lock.release()


def lock_file(store: str) -> str:
    """The file that is locked, beside the store's file; by whatever path that is named."""
    return f"{os.path.realpath(store)}-lock"
