"""Many people at the real server at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple, TypeVar

import httpx2
from contents import token
from starting import serving

_Given = TypeVar("_Given")


class Crowd(NamedTuple):
    """The way to a real server, with a connection for everybody, and its store."""

    client: httpx2.Client
    where: str


class Heard(NamedTuple):
    """An answer, and how many seconds it took."""

    response: httpx2.Response
    seconds: float


@contextmanager
def crowd(where: str, *options: str) -> Iterator[Crowd]:
    """A real server over this store, and a reviewer's client that opens as many connections as are needed."""
    secret = token(where)
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
    with serving(where, *options) as (_, link):
        base = link.partition("/login")[0]
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx2.Client(base_url=base, headers=headers, timeout=120, limits=limits) as client:
            yield Crowd(client, where)


def at_once(work: Callable[[_Given], httpx2.Response], given: Sequence[_Given]) -> list[Heard]:
    """What is answered to everybody, all of whom begin at the same moment."""
    start = threading.Barrier(len(given))

    def one(what: _Given) -> Heard:
        start.wait(60)
        began = perf_counter()
        return Heard(work(what), perf_counter() - began)

    with ThreadPoolExecutor(len(given)) as people:
        return list(people.map(one, given))
