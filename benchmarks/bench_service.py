"""Measures the service: reports read a second, what a reviewer's key press costs, and lists over a large store.

`python -m benchmarks.bench_service [--stored 100000] [--postgres]`: ratios are of one run on one machine, with the real
server over real HTTP. The large store is made once and kept in `build/` (SQLite only).
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple

import httpx2

from benchmarks.stored import fill
from benchmarks.victims import Server
from benchmarks.witness import reports
from extractor.pipeline import extract
from tests.contents import opened, token
from tests.databases import MISSING, new_database, postgres_server

_FIELD = "applications.new.total"


def read(content: bytes) -> int:
    """What a reader does with a report: reads it and writes the result."""
    return len(extract(content, "report.txt").to_json())


def per_second(work: Callable[[bytes], object], mapping: Callable[..., Any], given: Sequence[bytes]) -> float:
    """How many are done a second."""
    began = perf_counter()
    done = len(list(mapping(work, given)))
    return done / (perf_counter() - began)


def bench_reading(where: str, count: int, processes: int) -> None:
    """Prints how many reports a second are read in so many processes, with the service and without."""
    given = list(islice(reports(), 2 * count + 40))
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        list(pool.map(read, given[-20:]))
        alone = per_second(read, pool.map, given[:count])
    with serving(where, processes) as client, ThreadPoolExecutor(4 * processes) as pool:

        def send(content: bytes) -> None:
            client.post("/v1/documents", content=content).raise_for_status()

        list(pool.map(send, given[-40:-20]))
        served = per_second(send, pool.map, given[count : 2 * count])
    print(
        f"reading in {processes} process{'es' if processes > 1 else ''}: {alone:.0f} reports/s without the service, "
        f"{served:.0f} sent to it; {served / alone:.0%}",
        flush=True,
    )


@contextmanager
def serving(where: str, workers: int = 1) -> Iterator[httpx2.Client]:
    """A real server over a store, and a reviewer's way to it."""
    headers = {"Authorization": f"Bearer {token(where)}"}
    with Server(where, workers) as server:
        server.wait()
        with httpx2.Client(base_url=server.base, headers=headers, timeout=120) as client:
            yield client


class Asked(NamedTuple):
    """What is asked of the service, under the name that is printed."""

    name: str
    ask: Callable[[], object]


def bench_answers(questions: Sequence[Asked], times: int) -> None:
    """Prints how long each question takes, in milliseconds."""
    print(f"{'question':44}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}")
    for question in questions:
        question.ask()
        taken: list[float] = []
        for _ in range(times):
            began = perf_counter()
            question.ask()
            taken.append((perf_counter() - began) * 1000)
        marks = quantiles(taken, n=20)
        print(f"{question.name:44}{marks[9]:>8.1f}{marks[18]:>8.1f}{max(taken):>8.1f}", flush=True)


def questions_to(client: httpx2.Client) -> list[Asked]:
    """What a reviewer's and a researcher's programs ask."""

    def get(path: str, **query: Any) -> dict[str, Any]:
        return client.get(path, params=query).raise_for_status().json()

    def look(path: str, **query: Any) -> None:
        client.get(path, params=query, headers={"Accept": "text/html"}).raise_for_status()

    def decide() -> None:
        waiting = get("/v1/queue", limit=1)["items"]
        figure = waiting[0]["figure"] if waiting else None
        if figure is not None:
            path = f"/v1/documents/{figure['document']}/fields/{figure['field']}/decisions"
            body, seen = {"value": 1}, {"If-Match": figure["etag"]}
            client.post(path, json=body, headers=seen).raise_for_status()

    first = get("/v1/queue")["items"][0]
    document = first["figure"]["document"]
    deep = _deep(lambda **more: get("/v1/queue", limit=200, **more))
    documents = _deep(lambda **more: get("/v1/documents", limit=200, **more))
    return [
        Asked("decision and the next of the queue", decide),
        Asked("queue", lambda: get("/v1/queue")),
        Asked("queue, one body's", lambda: get("/v1/queue", unit=first["unit"])),
        Asked("queue, one year's", lambda: get("/v1/queue", year=first["year"])),
        Asked("queue, one section's", lambda: get("/v1/queue", section=first["figure"]["section"])),
        Asked("queue, one kind", lambda: get("/v1/queue", kind=first["kind"])),
        Asked("queue, one document's", lambda: get("/v1/queue", document=document)),
        Asked("queue, far down", lambda: get("/v1/queue", cursor=deep)),
        Asked("a document's figures", lambda: get(f"/v1/documents/{document}/fields")),
        Asked("documents", lambda: get("/v1/documents")),
        Asked("documents, far down", lambda: get("/v1/documents", cursor=documents)),
        Asked("findings", lambda: get("/v1/findings")),
        Asked("findings, one body's", lambda: get("/v1/findings", unit=first["unit"])),
        Asked("findings, one year's", lambda: get("/v1/findings", year=first["year"])),
        Asked("findings, the gravest", lambda: get("/v1/findings", severity="error")),
        Asked("findings, one kind", lambda: get("/v1/findings", code="carry-over-broken")),
        Asked("page: queue", lambda: look("/queue")),
        Asked("page: queue, publisher's errors", lambda: look("/queue", lane="errors")),
        Asked("page: report", lambda: look(f"/documents/{document}")),
        Asked("page: reports", lambda: look("/documents")),
        Asked("page: findings", lambda: look("/findings")),
        Asked("page: body", lambda: look("/body", unit=first["unit"])),
        Asked("page: overview", lambda: look("/")),
    ]


def _deep(page: Callable[..., dict[str, Any]], pages: int = 40) -> str:
    """The cursor of a page far down a list."""
    cursor = page()["next"]
    for _ in range(pages):
        following = page(cursor=cursor)["next"]
        if following is None:
            break
        cursor = following
    return cursor


@contextmanager
def stores(is_postgres: bool, stored: int) -> Iterator[Callable[[], str]]:
    """Gives out empty stores, and afterwards one with so many documents."""
    if is_postgres:
        if MISSING:
            raise SystemExit(f"PostgreSQL is not installed: {', '.join(MISSING)} not found.")
        with postgres_server() as url:
            yield lambda: new_database(url)
        return
    with tempfile.TemporaryDirectory(prefix="extractor-bench-") as folder:
        numbers = iter(range(100))
        yield lambda: str(Path(folder) / f"{next(numbers)}.db")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints all measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_service", description="Measure the service.")
    parser.add_argument("--reports", type=int, default=100, help="how many are read for the throughput; 0 for none")
    parser.add_argument("--stored", type=int, default=2_000, help="how many documents the large store has")
    parser.add_argument("--times", type=int, default=40, help="how often each question is asked")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, and not on SQLite")
    options = parser.parse_args(arguments)
    with stores(options.postgres, options.stored) as new_store:
        for processes in sorted({1, os.cpu_count() or 1}) if options.reports else ():
            bench_reading(new_store(), options.reports, processes)
        where = new_store()
        if not options.postgres:
            Path("build").mkdir(exist_ok=True)
            where = str(Path("build") / f"stored-{options.stored}.db")
        with opened(where) as store:
            fill(store, options.stored)
        print(f"\n{options.stored} documents in {'PostgreSQL' if options.postgres else 'SQLite'}")
        with serving(where) as client:
            bench_answers(questions_to(client), options.times)


if __name__ == "__main__":
    main()
