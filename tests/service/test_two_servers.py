"""Two servers over one PostgreSQL share a batch, and one that is killed leaves nothing undone."""

from __future__ import annotations

import httpx2
import pytest
from contents import extractions_by_document, opened, queue_and_view, token
from databases import new_database
from sqlalchemy import URL, select
from starting import eventually

from benchmarks.victims import Server
from benchmarks.witness import archive_of, count_done
from extractor.store.tables import JobItem

pytestmark = pytest.mark.long

COUNT = 40


def test_what_a_killed_server_was_reading_another_finishes_once(server: URL) -> None:
    where = new_database(server)
    headers = {"Authorization": f"Bearer {token(where)}"}
    with Server(where) as first, Server(where) as second, opened(where) as store:
        first.wait()
        second.wait()
        httpx2.post(f"{first.base}/v1/batches", content=archive_of(COUNT), headers=headers).raise_for_status()
        eventually(lambda: count_done(store) >= 4)
        first.kill()
        assert count_done(store) < COUNT, "it was killed too late to show anything"
        eventually(lambda: count_done(store) == COUNT, 120)
        (job,) = httpx2.get(f"{second.base}/v1/jobs", headers=headers).json()["items"]
        assert (job["state"], job["counts"]["done"]) == ("done", COUNT)
        with store.reading() as session:
            assert {tuple(row) for row in session.execute(select(JobItem.state, JobItem.attempt))} == {("done", 1)}
    assert sorted(extractions_by_document(where).values()) == [1] * COUNT
    queue, view = queue_and_view(where)
    assert queue == view
