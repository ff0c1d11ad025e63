"""A disk without space, over the real server: it says so, refuses what it cannot keep, and loses nothing it took on."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from limited import Server, limited
from serving import archive, report, running
from sqlalchemy import Engine, ExceptionContext, event
from starting import COMMAND, eventually

from extractor.store.space import lacks_space

pytestmark = pytest.mark.long

COUNT = 12
IS_LINUX = hasattr(resource, "prlimit")
MAY_MOUNT = IS_LINUX and os.geteuid() == 0


@contextmanager
def full(server: Server) -> Iterator[None]:
    """No file of the server can grow, as long as the block lasts: the system itself refuses it."""
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
    yield
    if server.process.poll() is None:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left on the disk of a folder, as long as the block lasts."""
    filler = os.open(folder / "filler", os.O_CREAT | os.O_WRONLY)
    try:
        while True:
            os.write(filler, bytes(4096))
    except OSError:
        yield
    finally:
        os.close(filler)
        (folder / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def batch(server: Server) -> str:
    """A batch that was acknowledged: its job."""
    taken = server.ask("POST", "/v1/batches", archive({f"{i}.txt": report() for i in range(COUNT)}))
    assert taken.status == 202
    return taken.json["id"]


def done(server: Server, job: str) -> bool:
    return server.get(f"/v1/jobs/{job}")["state"] == "done"


def check_finished(server: Server, job: str) -> None:
    """Every document of the job was read, at the first try."""
    items = server.get(f"/v1/jobs/{job}/items?limit=200")["items"]
    assert [(one["state"], one["error"]) for one in items] == [("done", None)] * COUNT


def check_refused(server: Server) -> None:
    """A report and a batch are refused with a problem, and the server says that it is not ready."""
    for path, content in (("/v1/documents", report()), ("/v1/batches", archive({"report.txt": report()}))):
        refused = server.ask("POST", path, content)
        assert (refused.status, refused.json["type"]) == (507, "urn:extractor:no-space"), refused
        assert "\n" not in refused.json["detail"]
    ready = server.ask("GET", "/readyz")
    assert (ready.status, ready.json["type"]) == (503, "urn:extractor:no-space")
    assert ready.json["detail"].endswith(".")
    assert server.ask("GET", "/healthz").status == 200


@pytest.mark.skipif(not IS_LINUX, reason="limits the files of another process")
def test_a_server_whose_files_cannot_grow_refuses_and_goes_on_when_they_can(tmp_path: Path) -> None:
    with limited(tmp_path) as server:
        first = server.ask("POST", "/v1/documents", report()).json
        job = batch(server)
        with full(server):
            check_refused(server)
            large = server.ask("POST", "/v1/documents", bytes(3_000_000))  # goes through a temporary file
            assert (large.status, large.json["type"]) == (507, "urn:extractor:no-space")
            assert server.get(f"/v1/extractions/{first['id']}")["document"] == first["document"]
            check_refused(server)
        eventually(lambda: server.ask("GET", "/readyz").status == 200)
        assert server.ask("POST", "/v1/documents", report()).status == 201
        eventually(lambda: done(server, job), 120)
        check_finished(server, job)
        assert "Traceback" not in server.log.read_text()
        assert "there is no space left to write in" in server.log.read_text()


@pytest.mark.skipif(not IS_LINUX, reason="limits the files of another process")
def test_a_server_that_is_killed_on_a_full_disk_has_lost_nothing(tmp_path: Path) -> None:
    with limited(tmp_path) as server:
        kept = [server.ask("POST", "/v1/documents", report()).json["document"] for _ in range(3)]
        job = batch(server)
        with full(server):
            check_refused(server)
            server.process.kill()
            server.process.wait()
    with limited(tmp_path) as server:
        for document in kept:
            assert server.get(f"/v1/documents/{document}/extractions")
        eventually(lambda: done(server, job), 120)
        check_finished(server, job)


@pytest.mark.skipif(not MAY_MOUNT, reason="only root may mount a small disk")
def test_a_full_disk_is_noticed_before_anything_is_sent(disk: Path) -> None:
    with limited(disk) as server:
        assert server.ask("GET", "/readyz").status == 200
        job = batch(server)
        with filled(disk):
            ready = server.ask("GET", "/readyz")
            assert (ready.status, ready.json["type"]) == (503, "urn:extractor:no-space")
            assert "the disk for the store has 0.0 MB left" in ready.json["detail"]
            assert str(disk) not in ready.json["detail"]
            check_refused(server)
        assert server.ask("POST", "/v1/documents", report()).status == 201
        eventually(lambda: done(server, job), 120)
        check_finished(server, job)
        assert server.ask("GET", "/readyz").status == 200
        assert "Traceback" not in server.log.read_text()


@pytest.mark.skipif(not MAY_MOUNT, reason="only root may mount a small disk")
def test_the_disk_for_what_comes_in_is_looked_at_too(tmp_path: Path, disk: Path) -> None:
    with limited(tmp_path, TMPDIR=str(disk)) as server:
        with filled(disk):
            check_refused(server)
            assert "the disk for temporary files" in server.ask("GET", "/readyz").json["detail"]
        assert server.ask("GET", "/readyz").status == 200
        assert server.ask("POST", "/v1/documents", report()).status == 201
        assert server.log.read_text() == ""


@pytest.mark.skipif(not MAY_MOUNT, reason="only root may mount a small disk")
def test_a_batch_larger_than_the_space_that_is_left_is_refused_before_it_is_taken(disk: Path) -> None:
    with limited(disk) as server, server.connect() as line:
        line.sendall(server.begin("POST", "/v1/batches", 100_000_000, Expect="100-continue"))
        assert line.recv(65536).startswith(b"HTTP/1.1 507 ")


@pytest.mark.skipif(not IS_LINUX, reason="limits the files of another process")
def test_a_server_does_not_start_where_it_cannot_write(tmp_path: Path) -> None:
    with limited(tmp_path):
        pass

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    words = [*COMMAND, "serve", "--port", "0", "--store", str(tmp_path / "store.db")]
    found = subprocess.run(words, capture_output=True, text=True, timeout=60, preexec_fn=limit, check=False)
    assert found.returncode == 2
    assert found.stderr.strip().count("\n") == 0
    assert "there is no space left" in found.stderr


class Bounded:
    """A bound on the pages of an engine's file: as long as it holds, the file may have as many as it has."""

    def __init__(self, engine: Engine) -> None:
        self.holds = True
        self.failures = 0
        event.listen(engine, "checkout", self._limit)
        event.listen(engine, "handle_error", self._count)

    def _limit(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {1 if self.holds else 2**31}")

    def _count(self, context: ExceptionContext) -> None:
        self.failures += lacks_space(context.sqlalchemy_exception)


def test_a_queue_whose_own_file_is_full_goes_on_when_it_is_not(tmp_path: Path) -> None:
    with running(str(tmp_path / "store.db")) as service:
        bound = Bounded(service.service.jobs._engine)  # pyright: ignore[reportPrivateUsage]
        content = archive({f"{i}.txt": f"年报 {i}".encode() for i in range(50)})
        job = service.post("/v1/batches", content=content).json()["id"]
        eventually(lambda: bound.failures > 2)
        assert service.get(f"/v1/jobs/{job}").json()["state"] in ("queued", "running")
        bound.holds = False
        counts = service.finished(job)["counts"]
        assert counts["done"] + counts["failed"] == 50
        items = service.get(f"/v1/jobs/{job}/items", params={"limit": 200}).json()["items"]
        assert not [one for one in items if "itself failed" in (one["error"] or "")]
