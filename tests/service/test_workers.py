"""A worker that hangs or crashes takes one document with it, and nothing else."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from golden import seed

from extractor import extract
from extractor.errors import Failed, SourceError, TooLarge
from extractor.result import Extraction
from extractor.service.workers import DocumentPool, Question
from extractor.workers.child import Limits
from extractor.workers.pool import PoolClosed

SEED = seed(4).read_bytes()
SLOW = "行政许可 | 0 | 0 |\n".encode() * 60_000


@pytest.fixture
def workers() -> Iterator[DocumentPool]:
    made = DocumentPool(1, Limits(120))
    yield made
    made.close()


def test_a_worker_reads_as_the_command_does(workers: DocumentPool) -> None:
    assert Extraction.from_json(workers.ask(Question("result", SEED, "a.txt")).text) == extract(SEED, "a.txt")
    assert workers.ask(Question("text", "报告".encode(), "a.txt")).text == "报告"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(100), b" \n"])
def test_what_cannot_be_read_is_told_and_the_next_document_is_read(workers: DocumentPool, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"bad\.bin"):
        workers.ask(Question("result", content, "bad.bin"))
    assert workers.ask(Question("text", b"next", "next.txt")).text == "next"


def test_a_worker_that_takes_too_long_is_given_up() -> None:
    impatient = DocumentPool(1, Limits(0.001))
    with pytest.raises(Failed, match=r"a\.txt: reading it took more than 0\.001 seconds"):
        impatient.ask(Question("result", SEED, "a.txt"))
    impatient.close()


def test_a_document_that_takes_too_much_work_is_refused_and_the_next_is_read() -> None:
    strict = DocumentPool(1, Limits(120, steps=1000))
    with pytest.raises(TooLarge, match=r"a\.txt: takes more than 1,000 steps of work"):
        strict.ask(Question("result", SEED, "a.txt"))
    assert strict.ask(Question("text", b"next", "next.txt")).text == "next"
    strict.close()


def test_a_document_whose_worker_was_killed_is_read_by_another(workers: DocumentPool) -> None:
    assert workers.ask(Question("text", b"first", "a.txt")).text == "first"
    victim = _process(workers)
    killing = threading.Timer(0.1, lambda: os.kill(victim, signal.SIGKILL))
    killing.start()
    read = [Extraction.from_json(workers.ask(Question("result", SEED, "a.txt")).text)]
    while _process(workers) == victim:
        read.append(Extraction.from_json(workers.ask(Question("result", SEED, "a.txt")).text))
    assert all(one == read[0] for one in read)


def test_a_document_that_crashes_every_worker_is_told_of_and_the_next_is_read(workers: DocumentPool) -> None:
    assert workers.ask(Question("text", b"first", "a.txt")).text == "first"
    over = threading.Event()

    def crash() -> None:
        while not over.wait(0.02):
            with suppress(ProcessLookupError):
                os.kill(_process(workers), signal.SIGKILL)

    crashing = threading.Thread(target=crash)
    crashing.start()
    with pytest.raises(Failed, match="crashed"):
        _read_for_ever(workers)
    over.set()
    crashing.join()
    assert workers.ask(Question("text", b"next", "next.txt")).text == "next"


def _process(workers: DocumentPool) -> int:
    """The process of the only worker there is, once it is there."""
    while True:
        process = workers._all[0].process  # pyright: ignore[reportPrivateUsage]
        if process is not None and process.pid is not None:
            return process.pid


def test_who_waits_for_a_worker_is_told_when_there_are_none_any_more() -> None:
    closing = DocumentPool(1, Limits(120))
    told: list[type[BaseException]] = []

    def read() -> None:
        try:
            _read_for_ever(closing)
        except PoolClosed as error:
            told.append(type(error))

    waiting = [threading.Thread(target=read) for _ in range(3)]
    for thread in waiting:
        thread.start()
    time.sleep(0.5)
    closing.close()
    for thread in waiting:
        thread.join(30)
    assert told == [PoolClosed] * 3


def _read_for_ever(workers: DocumentPool) -> None:
    while True:
        workers.ask(Question("result", SLOW, "slow.txt"))


def test_there_is_at_least_one_worker() -> None:
    with pytest.raises(ValueError, match="0 workers"):
        DocumentPool(0, Limits(1))
