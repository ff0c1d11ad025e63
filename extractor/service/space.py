"""Whether there is space for what is sent: some is kept free, so that what was taken on already can be finished."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time

from extractor.store import Store
from extractor.store.space import NoSpace

_SMALL_DISK = 20
"""Of a small disk one part in so many is kept free."""
_TRIAL_SECONDS = 1.0
"""Anybody may ask whether the service is ready, and it tries to write no more often than this."""


class Space:
    """The disks that a service writes on: the store's, where that is a file, and that for what comes in."""

    def __init__(self, store: Store, spare: int) -> None:
        self._store = store
        self._spare = spare
        self._disks = {"temporary files": tempfile.gettempdir()}
        if store.is_sqlite:
            self._disks["the store"] = os.path.dirname(os.path.abspath(str(store.url.database)))
        self._lock = threading.Lock()
        self._tried = -_TRIAL_SECONDS

    def check(self, size: int = 0) -> None:
        """Looks whether so many bytes can be taken on.

        Raises:
            NoSpace: they cannot, and not a byte more of what is kept free.
        """
        for what, folder in self._disks.items():
            disk = shutil.disk_usage(folder)
            least = min(self._spare, disk.total // _SMALL_DISK)
            if disk.free < least + size:
                raise NoSpace(
                    f"the disk for {what} has {disk.free / 1e6:.1f} MB left, and {least / 1e6:.1f} MB are kept free "
                    "for what was taken on before; make room on it."
                )

    def check_ready(self) -> None:
        """Looks whether anything can be taken on; where the last write failed, by another.

        Raises:
            NoSpace: it cannot.
        """
        self.check()
        with self._lock:
            now = time.monotonic()
            if self._store.is_full and now - self._tried >= _TRIAL_SECONDS:
                self._tried = now
                self._store.check_space()
        if self._store.is_full:
            raise NoSpace("what was last to be kept could not be written; make room on the disk of the store.")
