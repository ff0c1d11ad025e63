"""Several servers over one PostgreSQL: what one of them was reading when it was killed, another takes over.

Each server holds a lock in the database that goes with its connection: a name whose lock is free is a dead server's.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable

from dbos import DBOS
from sqlalchemy import URL, Connection, NullPool, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

_LOOK_SECONDS = 2.0
_LOOKS_BETWEEN_SWEEPS = 15
_KEEPALIVE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
"""A server whose machine is gone is noticed within half a minute, and not after hours."""
_log = logging.getLogger("extractor.service.takeover")


class Takeover:
    """The sign that this server lives, and its watch over the others; `sweep` queues what nobody has queued."""

    def __init__(self, url: URL, sweep: Callable[[], None]) -> None:
        self.name = f"service-{secrets.token_hex(8)}"
        self._engine = create_engine(url, poolclass=NullPool)
        self._sweep = sweep
        self._sign: Connection | None = None
        self._closing = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="takeover", daemon=True)

    def show(self) -> None:
        """Holds this server's lock from now on; to be called before it takes up any task."""
        if self._sign is not None:
            self._sign.execute(text("SELECT 1"))
            return
        sign = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        sign.exec_driver_sql(_KEEPALIVE)
        sign.execute(select(func.pg_advisory_lock(_number(self.name))))
        self._sign = sign

    def start(self) -> None:
        """Takes over what dead servers have left, now and as often as one dies."""
        self.look()
        self._watching.start()

    def look(self) -> None:
        """Takes over what dead servers have left."""
        self.show()
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        for name in sorted({one.executor_id for one in pending if one.executor_id} - {self.name}):
            with self._engine.begin() as connection:
                if connection.scalar(select(func.pg_try_advisory_xact_lock(_number(name)))):
                    DBOS._recover_pending_workflows([name])  # pyright: ignore[reportPrivateUsage]

    def _watch(self) -> None:
        looks = 0
        while not self._closing.wait(_LOOK_SECONDS):
            looks += 1
            try:
                self.look()
                if looks % _LOOKS_BETWEEN_SWEEPS == 0:
                    self._sweep()
            except DBAPIError as error:
                _log.warning("the store does not answer: %s", " ".join(str(error.orig).split()))
                self._hide()

    def close(self) -> None:
        """Stops watching; the others may take over what is not finished here."""
        self._closing.set()
        if self._watching.ident is not None:
            self._watching.join()
        self._hide()
        self._engine.dispose()

    def _hide(self) -> None:
        sign, self._sign = self._sign, None
        if sign is not None:
            sign.invalidate()
            sign.close()


def _number(name: str) -> int:
    """The lock of a server, by its name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
