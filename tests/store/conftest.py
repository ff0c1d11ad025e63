from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import MISSING, new_schema, postgres_server
from sqlalchemy import URL

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


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is: the same tests run on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    return new_schema(request.getfixturevalue("server"))


@pytest.fixture
def other_address(address: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where another empty store of the same kind is."""
    if address == str(tmp_path / "store.db"):
        return str(tmp_path / "other.db")
    return new_schema(request.getfixturevalue("server"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address, Clock())
    yield opened
    opened.close()
