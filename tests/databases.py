"""Stores to test on: a SQLite file, and a PostgreSQL of our own where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError

_FOLDERS = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
_PROGRAMS = {name: shutil.which(name, path=_FOLDERS) for name in ("initdb", "postgres")}
MISSING = [name for name, path in _PROGRAMS.items() if path is None]
_numbers = count(1)


@contextmanager
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL that nobody else uses, on a socket in a folder of its own; yields the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="extractor-pg-"))
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    try:
        options = ["-D", str(folder / "data")]
        made = subprocess.run(
            [str(_PROGRAMS["initdb"]), *options, "-U", "tester", "--auth=trust", "-E", "UTF8", "--no-locale", "-N"],
            **_quietly(user),
            check=False,
        )
        assert made.returncode == 0, made.stderr
        settings = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"]
        running = subprocess.Popen([str(_PROGRAMS["postgres"]), *options, *settings], **_quietly(user))
        url = URL.create("postgresql", username="tester", database="postgres", query={"host": str(folder)})
        try:
            _wait_for(url)
            yield url
        finally:
            running.send_signal(signal.SIGQUIT)
            running.communicate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: URL) -> str:
    """The URL of an empty database on this server."""
    name = f"service_{next(_numbers)}"
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def new_schema(server: URL) -> str:
    """The URL of an empty schema on this server: quicker made than a database, and as empty."""
    name = f"store_{next(_numbers)}"
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return server.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)


def _unprivileged() -> str | None:
    """Whom to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _quietly(user: str | None) -> dict[str, Any]:
    return {
        "user": user,
        "cwd": "/",
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.PIPE,
    }


def _wait_for(url: URL) -> None:
    """Waits until somebody answers there."""
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    for _ in range(300):
        try:
            engine.connect().close()
            break
        except OperationalError:
            time.sleep(0.1)
    engine.dispose()
