"""Kills a server, or the processes that read for it, again and again in the middle of a batch, while a person decides.

`python -m benchmarks.kills --kills 20 --documents 200 [--victim worker] [--postgres]` prints a line a kill and the
verdict; its exit code is 0 where every document was finished once and every decision that was acknowledged is there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import httpx2

from benchmarks.victims import Server
from benchmarks.witness import Person, Verdict, archive_of, count_done, reports, verdict
from extractor.store import Store
from tests.contents import opened, token
from tests.databases import MISSING, new_database, postgres_server

Victim = Literal["server", "worker"]
_PATIENCE = 180.0


class Plan(NamedTuple):
    """What is to be killed, how often, over how many documents; `seed` chooses the moments."""

    where: str
    victim: Victim
    kills: int
    documents: int
    seed: int
    workers: int = 2


class Moment(NamedTuple):
    """When to kill: so many seconds after so many documents were done, or (None) after the server was started."""

    done: int | None
    seconds: float

    def __str__(self) -> str:
        since = "the server was started" if self.done is None else f"{self.done} documents were done"
        return f"{self.seconds * 1000:.0f} ms after {since}"


def moments(plan: Plan) -> list[Moment]:
    """The moments of a plan; a fifth of a server's are within its start, when it takes up what was left.

    There are fewer kills than documents. A document whose workers are killed three times in a row is given up.
    """
    drawn = random.Random(plan.seed)
    done = sorted(drawn.sample(range(plan.documents - 1), plan.kills))
    found: list[Moment] = []
    for number, count in enumerate(done):
        is_early = plan.victim == "server" and number % 5 == 4
        found.append(Moment(None, drawn.uniform(0, 3)) if is_early else Moment(count, drawn.uniform(0, 0.1)))
    return found


def try_out(plan: Plan) -> Verdict:
    """Carries a plan out, printing a line a kill."""
    secret = token(plan.where)
    with opened(plan.where) as store, Server(plan.where, plan.workers) as server:
        server.wait()
        with httpx2.Client(base_url=server.base, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as client:
            sent = client.post("/v1/documents", content=next(reports())).raise_for_status().json()
            made = client.post("/v1/batches", content=archive_of(plan.documents)).raise_for_status().json()
        with Person(server.base, secret, sent["document"]).deciding() as person:
            for number, moment in enumerate(moments(plan), 1):
                done = _kill(plan, store, server, moment)
                print(f"{number:3}  {plan.victim} killed {moment}, {done} of {plan.documents} done", flush=True)
            _wait_for(store, plan.documents)
        server.wait()
    return verdict(plan.where, made["id"], plan.documents, person)


def _kill(plan: Plan, store: Store, server: Server, moment: Moment) -> int:
    """Kills when it is time; how many documents were done then."""
    if moment.done is None:
        server.restart()
    else:
        server.wait()
        _wait_for(store, moment.done)
    time.sleep(moment.seconds)
    done = count_done(store)
    if plan.victim == "server":
        server.restart()
    else:
        server.kill_worker()
    return done


def _wait_for(store: Store, done: int) -> None:
    """Waits until so many documents are done or failed."""
    end = time.monotonic() + _PATIENCE
    while count_done(store) < done:
        if time.monotonic() > end:
            raise SystemExit(f"{done} documents are not done within {_PATIENCE:g} seconds.")
        time.sleep(0.01)


@contextmanager
def _database(is_postgres: bool) -> Iterator[str]:
    """An empty store of its own."""
    if is_postgres:
        if MISSING:
            raise SystemExit(f"PostgreSQL is not installed: {', '.join(MISSING)} not found.")
        with postgres_server() as url:
            yield new_database(url)
        return
    with tempfile.TemporaryDirectory(prefix="extractor-kills-") as folder:
        yield str(Path(folder) / "store.db")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one plan and says what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description="Kill a server in its work.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--victim", choices=("server", "worker"), default="server")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, and not on SQLite")
    parser.add_argument("--seed", type=int, default=None, help="of the random moments; it is printed")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    with _database(options.postgres) as where:
        found = try_out(Plan(where, options.victim, options.kills, options.documents, seed))
    print(found)
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
