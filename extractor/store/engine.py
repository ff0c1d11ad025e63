"""Opens the store and gives out transactions."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from extractor.errors import StoreError
from extractor.store.documents import add_document
from extractor.store.space import NoSpace, lacks_space, no_space

_BUSY_SECONDS = 30
_TRIAL_BYTES = 4_000_000
"""More than SQLite keeps in memory before it writes, and nothing that a database could make smaller."""
_log = logging.getLogger("extractor.store")


def _to_json(value: object) -> str:
    return to_json(value).decode()


_JSON: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": from_json}
"""How JSON columns are written and read: four for each figure, so quickly."""
_MANY: dict[str, Any] = {"pool_size": 20, "max_overflow": 20}
"""How many connections are kept, and how many more there may be: no thread of a service waits for one."""


def _now() -> datetime:
    return datetime.now(UTC)


class _TakenBack(Exception):
    """What was written on trial is undone."""


class Store:
    """An open store; may be shared by threads."""

    def __init__(self, engine: Engine, url: URL, clock: Callable[[], datetime] = _now) -> None:
        self.engine = engine
        self.url = url
        self.now = clock
        self.is_full = False
        """Whether what was last to be written was not, for want of space."""
        self._writing = engine.execution_options(writes=True)
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A transaction that only looks: all of it sees one state."""
        with self._telling(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Generator[Session]:
        """A transaction that writes; kept if the block ends well, undone if it raises.

        SQLite has one writer at a time, and whoever waits for it looks again and again: here threads wait their turn.

        Raises:
            NoSpace: there is none left to keep it.
        """
        try:
            with (
                self._telling(),
                self._turn,
                Session(self._writing, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except NoSpace as error:
            if not self.is_full:
                _log.error("%s", error)
            self.is_full = True
            raise
        self.is_full = False

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Says in one sentence that there is no space left."""
        try:
            yield
        except DBAPIError as error:
            if not lacks_space(error):
                raise
            raise no_space(os.path.basename(str(self.url.database)), error) from None

    def check_space(self) -> None:
        """Writes a document and takes it back; nobody sees it.

        Raises:
            NoSpace: there is none left for it.
        """
        self.is_full = True  # until it has gone well; who asks is told, and the log need not be
        try:
            with self.writing() as session:
                add_document(session, os.urandom(_TRIAL_BYTES), "trial", self.now())
                session.flush()
                raise _TakenBack
        except _TakenBack:
            self.is_full = False

    @property
    def is_sqlite(self) -> bool:
        """Whether it is one file."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Closes its connections."""
        self.engine.dispose()


def open_store(where: str, clock: Callable[[], datetime] = _now) -> Store:
    """The store at a path (SQLite) or URL (`sqlite:///…`, `postgresql://…`), made or brought up to date first.

    Raises:
        StoreError: it cannot be opened, has no space left, or is of a newer version.
    """
    from extractor.store.migrate import migrate

    url = url_of(where)
    shown = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else str(url.database)
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url)
    try:
        migrate(engine, shown)
    except DBAPIError as error:
        engine.dispose()
        if lacks_space(error):
            raise no_space(shown, error) from None
        said = " ".join(str(error.orig).split())
        raise StoreError(f"{shown}: cannot be opened as a store ({said}); check the path or the URL.") from None
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, url, clock)


def url_of(where: str) -> URL:
    """What is given, as a URL; anything without a scheme is the path of a file.

    Raises:
        StoreError: it is no place for a store.
    """
    if "://" not in where:
        return _file(where)
    try:
        url = make_url(where)
    except ArgumentError:
        raise StoreError(f"{where.partition('://')[0]}://…: is no database URL; give a path or a URL.") from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        return _file(url.database or "")
    if backend not in ("postgresql", "postgres"):
        raise StoreError(f"{backend}: no such database is supported; give a SQLite file or a postgresql:// URL.")
    return url.set(drivername="postgresql+psycopg")


def _file(path: str) -> URL:
    folder = os.path.dirname(os.path.abspath(path))
    if not path or os.path.isdir(path):
        raise StoreError(f"{path or '(no path)'}: is not a file; name the store's file.")
    if not os.path.isdir(folder):
        raise StoreError(f"{path}: there is no folder {folder}; make it first.")
    return URL.create("sqlite", database=path)


def _sqlite(url: URL) -> Engine:
    path = str(url.database)
    keep_private(path)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, **_MANY, **_JSON)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # transactions are begun below, and not by the driver
        _use_log(connection)
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_log(connection: sqlite3.Connection) -> None:
    """Turns on the write-ahead log; SQLite does not wait by itself while another connection to a new file does it."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def keep_private(path: str) -> None:
    """Makes the file before the database does, readable for nobody else: it holds people's names and tokens' hashes."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(f"{path}: cannot be made ({error.strerror}); check the path.") from None
    os.close(descriptor)


def _postgres(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10}, **_MANY, **_JSON)
