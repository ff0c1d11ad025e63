"""Many people at the real server at once, and what the store holds when they are gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple, TypeVar

import httpx2
from sqlalchemy import func, select
from starting import serving

from extractor.store import Store, open_store
from extractor.store.people import grant, person_named
from extractor.store.tables import Document, ExtractionRow, QueueRow
from extractor.store.views import field_states

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


def token(where: str) -> str:
    """The secret of a reviewer's token in a store."""
    with opened(where) as store, store.writing() as session:
        return grant(session, person_named(session, "王芳", store.now()), "reviewer", store.now()).secret


@contextmanager
def opened(where: str) -> Iterator[Store]:
    """A store, closed at the end."""
    store = open_store(where)
    try:
        yield store
    finally:
        store.close()


def at_once(work: Callable[[_Given], httpx2.Response], given: Sequence[_Given]) -> list[Heard]:
    """What is answered to everybody, all of whom begin at the same moment."""
    start = threading.Barrier(len(given))

    def one(what: _Given) -> Heard:
        start.wait(60)
        began = perf_counter()
        return Heard(work(what), perf_counter() - began)

    with ThreadPoolExecutor(len(given)) as people:
        return list(people.map(one, given))


def extractions_by_document(where: str) -> dict[str, int]:
    """How many extractions each document of a store has, by its hash."""
    query = select(Document.sha256, func.count(ExtractionRow.id)).outerjoin(ExtractionRow).group_by(Document.id)
    with opened(where) as store, store.reading() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def queue_and_view(where: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Which figures the queue of a store holds, and which are in review by its view: they must be the same."""
    state = field_states.c
    with opened(where) as store, store.reading() as session:
        queue = session.execute(select(QueueRow.document_id, QueueRow.field))
        view = session.execute(select(state.document_id, state.field).where(state.status == "review"))
        return sorted((row[0], row[1]) for row in queue), sorted((row[0], row[1]) for row in view)
