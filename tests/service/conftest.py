from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import MISSING, new_database, postgres_server
from longer import long_but_for
from serving import Service, running
from sqlalchemy import URL


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    if MISSING:
        pytest.skip(f"PostgreSQL is not installed: {', '.join(MISSING)} not found")
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="module", params=long_but_for(["sqlite"], ["sqlite", "postgresql"]))
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over an empty store; the tests of a module share it, and each sends reports of its own.

    It ends with its module: the threads of its queue draw random numbers, and Hypothesis, in other tests, notices.
    """
    if request.param == "sqlite":
        where = str(tmp_path_factory.mktemp("service") / "store.db")
    else:
        where = new_database(request.getfixturevalue("server"))
    with running(where) as service:
        yield service
