"""Clients that go away in the middle, over real sockets: nothing is left of it, and nobody is alarmed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from limited import Server, limited
from serving import archive, report
from starting import eventually

PART = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="report.txt"\r\n\r\n'
FORM = "multipart/form-data; boundary=x"
GONE = 'extractor_requests_total{method="POST",route="%s",status="499"}'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a folder of its own for temporary files."""
    folder = tmp_path_factory.mktemp("dropped")
    (folder / "temporary").mkdir()
    with limited(folder, TMPDIR=str(folder / "temporary")) as server:
        yield server


def kept(server: Server) -> tuple[int, int, list[Path], list[str]]:
    """What a server has: documents, jobs, temporary files, and those that have no name any more."""
    temporary = server.log.parent / "temporary"
    documents, jobs = (len(server.get(f"/v1/{kind}?limit=200")["items"]) for kind in ("documents", "jobs"))
    return documents, jobs, list(temporary.iterdir()), [one for one in open_files(server) if str(temporary) in one]


TEXT = report() * 100


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/v1/documents", "text/plain", TEXT),
        ("/v1/documents", FORM, PART % b"file" + TEXT),
        ("/v1/documents", FORM, b"--x\r\nContent-Dis"),
        ("/v1/batches", "application/zip", archive({"report.txt": TEXT})),
        ("/v1/batches", FORM, PART % b"files" + TEXT + b"\r\n" + PART % b"files" + TEXT),
        ("/v1/checks", FORM, PART % b"file" + TEXT),
        ("/check", FORM, PART % b"file" + TEXT),
    ],
)
def test_an_upload_that_breaks_off_leaves_nothing_behind(server: Server, path: str, kind: str, content: bytes) -> None:
    before, gone = kept(server), server.counted(GONE % path)
    with server.connect() as line:
        line.sendall(server.begin("POST", path, 5_000_000, **{"Content-Type": kind}) + content)
    eventually(lambda: server.counted(GONE % path) == gone + 1)
    assert kept(server) == before
    assert server.log.read_text() == ""


def test_an_upload_in_pieces_that_breaks_off_leaves_nothing_behind(server: Server) -> None:
    before, gone = kept(server), server.counted(GONE % "/v1/documents")
    head = server.begin("POST", "/v1/documents", 0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    with server.connect() as line:
        line.sendall(head + b"1000\r\n" + b"x" * 4096 + b"\r\n1000\r\nxx")
    eventually(lambda: server.counted(GONE % "/v1/documents") == gone + 1)
    assert kept(server) == before
    assert server.log.read_text() == ""


@pytest.mark.long
def test_who_goes_away_while_a_report_is_read_alarms_nobody(server: Server) -> None:
    content, (before, *_) = report(), kept(server)
    read = server.counted("extractor_readings_total")
    with server.connect() as line:
        line.sendall(server.begin("POST", "/v1/documents", len(content)) + content)
        eventually(lambda: kept(server)[0] == before + 1)
    eventually(lambda: server.counted("extractor_readings_total") == read + 1)
    assert server.ask("POST", "/v1/documents", content).status in (200, 201)
    assert server.log.read_text() == ""


@pytest.mark.long
def test_who_goes_away_before_the_figures_are_written_alarms_nobody(server: Server) -> None:
    for _ in range(3):
        assert server.ask("POST", "/v1/documents", report()).status == 201
    counted = 'extractor_requests_total{method="GET",route="/v1/exports/panel.csv"'
    before = server.counted(counted)
    with server.connect() as line:
        line.sendall(server.begin("GET", "/v1/exports/panel.csv", 0))
        line.recv(1)
    eventually(lambda: server.counted(counted) == before + 1)
    assert server.log.read_text() == ""


def open_files(server: Server) -> list[str]:
    """The files that a server has open, where the system tells; removed ones too."""
    folder = Path(f"/proc/{server.process.pid}/fd")
    found: list[str] = []
    for one in folder.iterdir() if folder.exists() else ():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.append(os.readlink(one))
    return found
