from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import MISSING, new_database, postgres_server
from serving import Service, running


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over an empty store; its tests share it, and each sends reports of its own."""
    if request.param == "sqlite":
        with running(str(tmp_path_factory.mktemp("service") / "store.db")) as service:
            yield service
        return
    if MISSING:
        pytest.skip(f"PostgreSQL is not installed: {', '.join(MISSING)} not found")
    with postgres_server() as server, running(new_database(server)) as service:
        yield service
