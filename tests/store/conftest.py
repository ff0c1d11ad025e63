from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import MISSING, new_schema, postgres_server
from sqlalchemy import URL
from storing import empty

from extractor.store import Store, open_store


class Clock:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    if MISSING:
        pytest.skip(f"PostgreSQL is not installed: {', '.join(MISSING)} not found")
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database: the same tests run on both."""
    return request.param


@pytest.fixture
def address(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where a store may be made."""
    return place(database, tmp_path, request)


def place(database: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """The address of a new store: a file in this folder, or a schema on the server."""
    return str(folder / "store.db") if database == "sqlite" else new_schema(request.getfixturevalue("server"))


@pytest.fixture(scope="session")
def made(database: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store that is made once: its migrations take longer than most of the tests."""
    opened = open_store(place(database, tmp_path_factory.mktemp("store"), request))
    yield opened
    opened.close()


@pytest.fixture
def store(made: Store) -> Store:
    """An empty store."""
    empty(made)
    made.now = Clock()
    return made
