"""A running service, and the ways tests speak to it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from golden import seed
from httpx2 import Response

from extractor.service.app import make_app, opened
from extractor.service.settings import Limits, Settings
from extractor.service.state import ServiceState
from extractor.store.people import PersonKind, Role, grant, person_named

_numbers = count(1)
SMALL = Limits(
    batch_files=50,
    document_bytes=2_000_000,
    batch_bytes=5_000_000,
    unpacked_bytes=4_000_000,
    failures=5,
    steps=500_000,
)


class Service(NamedTuple):
    """A service in this process, and a token for each role."""

    client: TestClient
    service: ServiceState
    tokens: dict[Role, str]

    def get(self, path: str, role: Role = "reader", **options: Any) -> Response:
        return self.client.get(path, headers=self._headers(role, options), **options)

    def post(self, path: str, role: Role = "reviewer", **options: Any) -> Response:
        return self.client.post(path, headers=self._headers(role, options), **options)

    def _headers(self, role: Role, options: dict[str, Any]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}", **options.pop("headers", {})}

    def send(self, content: bytes, **query: str) -> Response:
        return self.post("/v1/documents", content=content, params=query)

    def secret(self, kind: PersonKind, role: Role = "reviewer") -> str:
        """The secret of a new token, link or session."""
        store = self.service.store
        with store.writing() as session:
            return grant(session, person_named(session, "李强", store.now()), role, store.now(), kind=kind).secret

    def finished(self, job: str) -> dict[str, Any]:
        """A job, when nothing is left to do."""
        for _ in range(600):
            found = self.get(f"/v1/jobs/{job}").json()
            if found["state"] in ("done", "cancelled"):
                return found
            time.sleep(0.1)
        raise AssertionError(f"job {job} does not end")


@contextmanager
def running(where: str, settings: Settings | None = None) -> Iterator[Service]:
    """A service over this store, in this process; without other settings all that is settled is to be keyed again."""
    with opened(settings or Settings(where, workers=1, limits=SMALL, second_keying=1.0)) as service:
        with service.store.writing() as session:
            roles: tuple[Role, ...] = ("reader", "reviewer", "admin")
            now = service.store.now()
            tokens: dict[Role, str] = {
                role: grant(session, person_named(session, role, now), role, now).secret for role in roles
            }
        with TestClient(make_app(service), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
            yield Service(client, service, tokens)


def report(number: int = 3) -> bytes:
    """A report that never came before: a seed with a number after its end. Seed 3 has figures in review."""
    return seed(number).read_bytes() + f"\n附：第{next(_numbers)}份\n".encode()


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return made.getvalue()
