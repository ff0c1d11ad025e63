"""The real command: what was acknowledged survives whatever is killed, and who may not listen does not."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

import httpx2
import pytest
from databases import new_database
from serving import archive, report
from sqlalchemy import select
from starting import COMMAND, eventually, serving

from benchmarks.kills import Plan, Victim, try_out
from extractor.store import open_store
from extractor.store.people import grant, person_named
from extractor.store.tables import JobItem

COUNT = 24


@pytest.fixture
def token(tmp_path: Path) -> str:
    """The secret of a reviewer's token in the store of this test."""
    store = open_store(str(tmp_path / "store.db"))
    with store.writing() as session:
        secret = grant(session, person_named(session, "王芳", store.now()), "reviewer", store.now()).secret
    store.close()
    return secret


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(("victim", "database"), [("server", "sqlite"), ("server", "postgresql"), ("worker", "sqlite")])
def test_a_batch_is_finished_once_and_no_decision_is_lost_whatever_is_killed(
    request: pytest.FixtureRequest, tmp_path: Path, victim: Victim, database: str
) -> None:
    where = str(tmp_path / "store.db")
    if database == "postgresql":
        where = new_database(request.getfixturevalue("server"))
    seed = SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    found = try_out(Plan(where, victim, kills=3, documents=40, seed=seed))
    assert found.is_good, str(found)


@contextmanager
def _client(link: str, token: str) -> Iterator[httpx2.Client]:
    base = link.partition("/login")[0]
    with httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


def _counts(client: httpx2.Client, job: str) -> dict[str, Any]:
    return client.get(f"/v1/jobs/{job}").json()["counts"]


def _wait_for(client: httpx2.Client, job: str, done: int) -> None:
    eventually(lambda: _counts(client, job)["done"] >= done, 120)


@pytest.mark.long
def test_a_server_ends_well_when_it_is_asked_to(tmp_path: Path, token: str) -> None:
    with serving(tmp_path / "store.db") as (running, link), _client(link, token) as client:
        batch = archive({f"{i}.txt": report() for i in range(COUNT)})
        job = client.post("/v1/batches", content=batch).json()["id"]
        eventually(lambda: _counts(client, job)["running"] > 0)
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=60)
        assert "Traceback" not in errors
    store = open_store(str(tmp_path / "store.db"))
    with store.reading() as session:
        assert set(session.scalars(select(JobItem.state))) <= {"queued", "running", "done"}
    store.close()
    for file in tmp_path.glob("store.db-jobs*"):
        file.unlink()  # what is to be done is in the store: the queue's own file may be lost
    with serving(tmp_path / "store.db") as (_, link), _client(link, token) as client:
        _wait_for(client, job, COUNT)


def test_the_link_that_is_printed_signs_in(tmp_path: Path) -> None:
    with serving(tmp_path / "store.db") as (_, link), httpx2.Client(follow_redirects=True) as client:
        assert client.get(link).status_code == 200
        base = link.partition("/login")[0]
        assert client.get(f"{base}/v1/me").json() == {"name": "local", "role": "admin"}
        sent = client.post(f"{base}/v1/documents", content=report(), headers={"Origin": base})
        assert sent.status_code == 201


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EXTRACTOR_STORE": str(cwd / "store.db")}
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, env=environment, check=False)


@pytest.mark.long
def test_a_server_does_not_listen_to_others_as_long_as_nobody_has_a_token(tmp_path: Path) -> None:
    refused = run("serve", "--host", "0.0.0.0", "--port", "0", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "nobody has a token" in refused.stderr


def test_a_port_that_is_taken_gets_one_sentence(tmp_path: Path) -> None:
    with serving(tmp_path / "store.db") as (_, link):
        port = link.partition("/login")[0].rpartition(":")[2]
        refused = run("serve", "--port", port, "--store", str(tmp_path / "another.db"), cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "name another --port" in refused.stderr


@pytest.mark.long
def test_tokens_are_made_listed_and_revoked(tmp_path: Path) -> None:
    made = run("token", "create", "王芳", "--role", "reviewer", "--days", "90", cwd=tmp_path)
    assert made.returncode == 0
    secret = made.stdout.strip()
    assert len(secret) == 43
    listed = run("token", "list", cwd=tmp_path)
    assert "王芳" in listed.stdout
    assert secret not in listed.stdout
    assert run("token", "revoke", "1", cwd=tmp_path).returncode == 0
    assert "revoked" in run("token", "list", cwd=tmp_path).stdout
    for words, says in ((("revoke", "1"), "revoked already"), (("revoke", "9"), "none with this number")):
        refused = run("token", *words, cwd=tmp_path)
        assert refused.returncode == 2
        assert says in refused.stderr
    assert run("token", "create", "\x1b", cwd=tmp_path).returncode == 2
    assert run("token", "list", "--store", str(tmp_path), cwd=tmp_path).stderr.count("\n") == 1
