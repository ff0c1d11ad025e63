"""A reader that hangs or crashes takes one document with it, and nothing else."""

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
from extractor.errors import SourceError, TooLarge
from extractor.result import Extraction
from extractor.service.workers import Bounds, Question, Readers, ReadersClosed, ReadFailed

SEED = seed(4).read_bytes()
SLOW = "行政许可 | 0 | 0 |\n".encode() * 60_000


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers(1, Bounds(120))
    yield made
    made.close()


def test_a_reader_reads_as_the_command_does(readers: Readers) -> None:
    assert Extraction.from_json(readers.read(Question("result", SEED, "a.txt"))) == extract(SEED, "a.txt")
    assert readers.read(Question("text", "报告".encode(), "a.txt")) == "报告"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(100), b" \n"])
def test_what_cannot_be_read_is_told_and_the_next_document_is_read(readers: Readers, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"bad\.bin"):
        readers.read(Question("result", content, "bad.bin"))
    assert readers.read(Question("text", b"next", "next.txt")) == "next"


def test_a_reader_that_takes_too_long_is_given_up() -> None:
    impatient = Readers(1, Bounds(0.001))
    with pytest.raises(ReadFailed, match=r"a\.txt: reading it took more than 0\.001 seconds"):
        impatient.read(Question("result", SEED, "a.txt"))
    impatient.close()


def test_a_document_that_takes_too_much_work_is_refused_and_the_next_is_read() -> None:
    strict = Readers(1, Bounds(120, steps=1000))
    with pytest.raises(TooLarge, match=r"a\.txt: takes more than 1,000 steps of work"):
        strict.read(Question("result", SEED, "a.txt"))
    assert strict.read(Question("text", b"next", "next.txt")) == "next"
    strict.close()


def test_a_document_whose_reader_was_killed_is_read_by_another(readers: Readers) -> None:
    assert readers.read(Question("text", b"first", "a.txt")) == "first"
    victim = _process(readers)
    killing = threading.Timer(0.1, lambda: os.kill(victim, signal.SIGKILL))
    killing.start()
    read = [Extraction.from_json(readers.read(Question("result", SEED, "a.txt")))]
    while _process(readers) == victim:
        read.append(Extraction.from_json(readers.read(Question("result", SEED, "a.txt"))))
    assert all(one == read[0] for one in read)


def test_a_document_that_crashes_every_reader_is_told_of_and_the_next_is_read(readers: Readers) -> None:
    assert readers.read(Question("text", b"first", "a.txt")) == "first"
    over = threading.Event()

    def crash() -> None:
        while not over.wait(0.02):
            with suppress(ProcessLookupError):
                os.kill(_process(readers), signal.SIGKILL)

    crashing = threading.Thread(target=crash)
    crashing.start()
    with pytest.raises(ReadFailed, match="crashed"):
        _read_for_ever(readers)
    over.set()
    crashing.join()
    assert readers.read(Question("text", b"next", "next.txt")) == "next"


def _process(readers: Readers) -> int:
    """The process of the only reader there is, once it is there."""
    while True:
        process = readers._all[0]._process  # pyright: ignore[reportPrivateUsage]
        if process is not None and process.pid is not None:
            return process.pid


def test_who_waits_for_a_reader_is_told_when_there_are_none_any_more() -> None:
    closing = Readers(1, Bounds(120))
    told: list[type[BaseException]] = []

    def read() -> None:
        try:
            _read_for_ever(closing)
        except ReadersClosed as error:
            told.append(type(error))

    waiting = [threading.Thread(target=read) for _ in range(3)]
    for thread in waiting:
        thread.start()
    time.sleep(0.5)
    closing.close()
    for thread in waiting:
        thread.join(30)
    assert told == [ReadersClosed] * 3


def _read_for_ever(readers: Readers) -> None:
    while True:
        readers.read(Question("result", SLOW, "slow.txt"))


def test_there_is_at_least_one_reader() -> None:
    with pytest.raises(ValueError, match="0 readers"):
        Readers(0, Bounds(1))
