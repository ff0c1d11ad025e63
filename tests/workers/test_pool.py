"""A pool of workers: what is lost on a task is told and replaced, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from golden import seed
from starting import eventually

from benchmarks.victims import lives
from extractor.errors import Failed, SourceError, WriteError
from extractor.workers.child import Ask, Limits
from extractor.workers.pool import Pool
from extractor.workers.worker import Lost, Worker

ENDLESS = (sys.executable, "-c", "import time; time.sleep(600)")
UNGUARDED = """
import sys
from extractor.batch.drive import run_batch
from extractor.batch.request import BatchRequest
from extractor.batch.progress import Progress

print(run_batch(BatchRequest((sys.argv[1],), sys.argv[2], 1), Progress(is_quiet=True)).counts.read)
"""


class Order(NamedTuple):
    """What a worker of these tests is to do, in a word, and with what."""

    name: str
    what: str = ""


def begin() -> object:
    """What the processes of these tests do."""
    return do


def do(order: Order, ask: Ask) -> object:
    match order.name:
        case "ask":
            return [ask("more"), ask("and more")]
        case "exit":
            os._exit(3)
        case "eat":
            return len(bytearray(1 << 30))
        case "hang":
            child = subprocess.Popen(ENDLESS, start_new_session=True)
            Path(order.what).write_text(f"{os.getpid()} {child.pid}", "utf-8")
            return child.wait()
        case "unreadable":
            raise SourceError("unreadable: is no report; give another.")
        case "full":
            with open("/dev/full", "w", encoding="utf-8") as file:
                file.write("x" * 100_000)
        case "wrong":
            return 1 // 0
    return order.what


def pool_of(count: int, limits: Limits) -> Pool[Order, object]:
    return Pool([Worker(begin, limits) for _ in range(count)])  # pyright: ignore[reportArgumentType]


@pytest.fixture
def pool() -> Iterator[Pool[Order, object]]:
    with closing(pool_of(2, Limits(60, memory=512 << 20))) as made:
        yield made


def work(pool: Pool[Order, object], *orders: Order) -> dict[Order, object]:
    """What came of orders, of which those that ask are told the word they asked with, twice."""
    with closing(pool.work(iter(orders), lambda _, what: f"{what} {what}")) as done:
        return dict(one for one in done if one is not None)


def test_a_task_may_ask_back_before_it_is_done(pool: Pool[Order, object]) -> None:
    asking, other = Order("ask"), Order("other", "said")
    assert work(pool, asking, other) == {asking: ["more more", "and more and more"], other: "said"}


def test_whoever_waits_for_an_answer_may_be_asked_back_too(pool: Pool[Order, object]) -> None:
    assert pool.ask(Order("ask"), reply=lambda what: f"{what}!") == ["more!", "and more!"]
    assert pool.ask(Order("other", "said")) == "said"


def test_a_worker_that_is_lost_is_told_of_with_the_way_it_went_and_the_others_go_on(pool: Pool[Order, object]) -> None:
    orders = [Order("exit"), *(Order("other", str(number)) for number in range(5)), Order("eat")]
    done = work(pool, *orders)
    assert set(done) == set(orders)
    crashed, large = done[Order("exit")], done[Order("eat")]
    assert isinstance(crashed, Lost)
    assert (crashed.why, "exit code 3" in crashed.reason) == ("crashed", True)
    assert large == Lost("large", "reading it takes more than the 512 MB of memory a file may have.")
    assert [done[one] for one in orders[1:-1]] == list("01234")


def test_what_goes_wrong_is_raised_where_it_was_asked_for(pool: Pool[Order, object]) -> None:
    for name, kind, says in (
        ("unreadable", SourceError, "unreadable: is no report"),
        ("full", WriteError, "cannot be written .No space left on device"),
        ("wrong", Failed, "wrong: extractor itself failed on it .ZeroDivisionError"),
        ("exit", Failed, "exit: the process that read it crashed"),
        ("eat", Failed, "eat: reading it takes more than the 512 MB"),
    ):
        with pytest.raises(kind, match=says):
            pool.ask(Order(name))
    assert pool.ask(Order("other", "said")) == "said"


def test_what_a_worker_began_ends_with_it(tmp_path: Path) -> None:
    with closing(pool_of(1, Limits(3))) as pool, pytest.raises(Failed, match="more than 3 seconds"):
        pool.ask(Order("hang", str(tmp_path / "began")))
    eventually(lambda: not any(map(lives, map(int, (tmp_path / "began").read_text("utf-8").split()))))


def test_a_worker_ends_with_whoever_began_it_however_that_ended(tmp_path: Path) -> None:
    began = tmp_path / "began"
    program = (
        "import sys; from workers import test_pool as t; "
        f"t.pool_of(1, t.Limits(60)).ask(t.Order('hang', {str(began)!r}))"
    )
    paths = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": paths}) as running:
        eventually(lambda: began.exists() and len(began.read_text("utf-8").split()) == 2)
        running.kill()
    eventually(lambda: not any(map(lives, map(int, began.read_text("utf-8").split()))))


def test_workers_run_nothing_of_the_program_that_begins_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(seed(4).read_bytes())
    (tmp_path / "program.py").write_text(UNGUARDED, "utf-8")
    words = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "a.txt"), str(tmp_path / "RUN")]
    paths = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
