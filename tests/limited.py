"""The real server in a process of its own, with limits of the test's own, and plain sockets that speak to it."""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from extractor.service.settings import Limits, Settings
from extractor.store import open_store
from extractor.store.people import grant, person_named

_CODE = """
from pydantic import SecretStr
from extractor.service.serve import serve
from extractor.service.settings import ConnectionLimits, Limits, Settings, WebhookSettings
serve({settings!r})
"""
_PATIENCE = 60.0
_LIMITS = Limits()


class Answer(NamedTuple):
    """What came back over a socket."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server(NamedTuple):
    """A running server: its process, its port, an admin's token, and what it wrote to its log so far."""

    process: subprocess.Popen[str]
    port: int
    token: str
    log: Path

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """A connection to it, from this address."""
        return socket.create_connection(("127.0.0.1", self.port), _PATIENCE, (source, 0))

    def begin(self, method: str, path: str, length: int, **headers: str) -> bytes:
        """The head of a request with a body of this length, by who has the token."""
        said = {"Authorization": f"Bearer {self.token}", "Content-Length": str(length), **headers}
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {one}" for name, one in said.items())]
        return "\r\n".join([*lines, "", ""]).encode()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """An answer over a connection of its own."""
        with self.connect() as line:
            line.sendall(self.begin(method, path, len(body), **headers) + body)
            return answer(line)

    def get(self, path: str) -> Any:
        """What is at an address, as JSON."""
        found = self.ask("GET", path)
        assert found.status == 200, found
        return found.json

    def counted(self, name: str) -> float:
        """What a counter of `/metrics` stands at."""
        page = self.ask("GET", "/metrics").body.decode()
        return sum(float(line.rpartition(" ")[2]) for line in page.splitlines() if line.startswith(name))


def answer(line: socket.socket) -> Answer:
    """The answer that comes over a connection."""
    with closing(http.client.HTTPResponse(line)) as came:
        came.begin()
        return Answer(came.status, came.read())


def closed(line: socket.socket) -> bytes:
    """All that still comes over a connection until its other end closes it."""
    found = b""
    try:
        while part := line.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@contextmanager
def limited(
    folder: Path, limits: Limits = _LIMITS, *, files: int | None = None, proxies: tuple[str, ...] = (), **env: str
) -> Iterator[Server]:
    """The real server over `store.db` in this folder; it may have so many `files` open. Killed at the end."""
    store = folder / "store.db"
    settings = Settings(str(store), port=0, workers=1, limits=limits, proxies=proxies)

    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    log = folder / "log"
    with log.open("w") as errors:
        command = [sys.executable, "-c", _CODE.format(settings=settings)]
        token = _token(store)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=limit, env={**os.environ, **env}
        ) as process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
                assert found, log.read_text()
                yield Server(process, int(found.group(1)), token, log)
            finally:
                process.kill()


def _token(where: Path) -> str:
    store = open_store(str(where))
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        secret = grant(session, person, "admin", store.now()).secret
    store.close()
    return secret
