"""A client that others generate from the description works: upload, queue, decide, export, against the real service."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from generated_client_run import VALUE
from serving import Service, report, running

HOME = Path(__file__).parents[2]
TOOLS = HOME / "build" / "client" / ("Scripts" if sys.platform == "win32" else "bin")
"""`make client` puts the generator there: it needs other versions of what the project needs."""


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[str, Service]]:
    """A service behind a real socket."""
    with running(str(tmp_path / "store.db")) as service:
        server = uvicorn.Server(uvicorn.Config(service.client.app, port=0, lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()
        yield f"http://{host}:{port}", service
        server.should_exit = True
        thread.join()


def run(*command: str | Path, **more: str) -> str:
    around = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", **more}
    done = subprocess.run([str(one) for one in command], env=around, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.long
def test_a_generated_client_uploads_decides_and_exports(listening: tuple[str, Service], tmp_path: Path) -> None:
    if not TOOLS.exists():
        pytest.skip("no generator of clients is there; `make client` installs one")
    generated = tmp_path / "extractor_client"
    said = run(
        *(TOOLS / "openapi-python-client", "generate", "--meta", "none", "--output-path", generated),
        *("--path", HOME / "docs" / "openapi.json", "--config", HOME / "docs" / "client.yaml"),
    )
    assert "WARNING" not in said, said
    assert "Unable" not in said, said
    address, service = listening
    content = tmp_path / "report.txt"
    content.write_bytes(report())
    script = HOME / "tests" / "generated_client_run.py"
    token = service.tokens["reviewer"]
    printed = run(TOOLS / "python", script, address, token, content, PYTHONPATH=str(tmp_path))
    assert printed.split() == [str(VALUE), "reviewed"]
