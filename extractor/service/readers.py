"""Processes that read documents, so that one that hangs or crashes on a file takes nothing else with it."""

from __future__ import annotations

import multiprocessing
import queue
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.errors import ExtractorError, SourceError, TooLarge
from extractor.store.jobs import Ask

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

_LOOK_SECONDS = 0.2
_ATTEMPTS = 3
_context = multiprocessing.get_context("spawn")


class ReadFailed(ExtractorError):
    """The program itself failed on a file; the text says how, and that it should be reported."""


class ReadersClosed(Exception):
    """The service ends, and reads no more."""


class Question(NamedTuple):
    """What a reader is asked: the result of a document as JSON, or its text as it is printed."""

    wanted: Literal["result", "text"]
    content: bytes
    name: str
    ask: Ask = "off"


class Answer(NamedTuple):
    """What a reader says: the text that was wanted, or in which way it failed and a sentence."""

    outcome: Literal["read", "unreadable", "too-large", "failed", "crashed"]
    text: str


class Readers:
    """A number of reader processes; may be used by many threads, which wait for a free one.

    Raises:
        ValueError: there is to be less than one.
    """

    def __init__(self, count: int, seconds: float) -> None:
        if count < 1:
            raise ValueError(f"{count} readers cannot read")
        self._seconds = seconds
        self._is_closed = False
        self._share = count
        self._free: queue.LifoQueue[_Reader] = queue.LifoQueue()
        self._all = [_Reader(count) for _ in range(count)]
        for reader in self._all:
            self._free.put(reader)

    def read(self, question: Question) -> str:
        """What was wanted of a document.

        Raises:
            SourceError: the document cannot be read; the text says why and what to do.
            ReadFailed: it took too long, or the program itself failed on it.
            ReadersClosed: the service ends.
        """
        reader = self._free.get()
        try:
            answer = self._answer(reader, question) if not self._is_closed else None
        finally:
            self._free.put(reader)
        if answer is None or self._is_closed:
            raise ReadersClosed
        if answer.outcome == "read":
            return answer.text
        raise {"unreadable": SourceError, "too-large": TooLarge}.get(answer.outcome, ReadFailed)(answer.text)

    def _answer(self, reader: _Reader, question: Question) -> Answer:
        """What a reader says; one that crashed is replaced and asked again, a few times.

        It may have been killed for no fault of the document's, as where memory runs out; a document that crashes
        readers crashes them all.
        """
        answer = reader.answer(question, self._seconds)
        for _ in range(_ATTEMPTS - 1):
            if answer.outcome != "crashed" or self._is_closed:
                break
            answer = reader.answer(question, self._seconds)
        return answer

    def close(self) -> None:
        """Ends the processes; who waits for one is told that there is none."""
        self._is_closed = True
        back: list[_Reader] = []
        while len(back) < len(self._all):
            for reader in self._all:
                reader.kill()
            with suppress(queue.Empty):
                back.append(self._free.get(timeout=_LOOK_SECONDS))
        for reader in back:
            reader.stop()
            self._free.put(reader)


class _Reader:
    """One process, started when it is first needed and again after it was lost. `share` is how many share a budget."""

    def __init__(self, share: int) -> None:
        self._share = share
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def answer(self, question: Question, seconds: float) -> Answer:
        line = self._connected()
        try:
            line.send(question)
            if line.poll(seconds):
                return line.recv()
        except (EOFError, OSError):
            self.stop()
            return Answer("crashed", f"{question.name}: the process that read it crashed; please report that.")
        except BaseException:
            self.stop()
            raise
        self.stop()
        return Answer("failed", f"{question.name}: reading it took more than {seconds:g} seconds, and was given up.")

    def _connected(self) -> Connection:
        if self._process is not None and self._line is not None and self._process.is_alive():
            return self._line
        self.stop()
        self._line, theirs = _context.Pipe()
        self._process = _context.Process(target=_read_all, args=(theirs, self._share), daemon=True)
        self._process.start()
        theirs.close()
        return self._line

    def kill(self) -> None:
        """Ends the process, whatever it does; any thread may do this, and the one that waits for an answer sees it."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """Ends the process and the line to it; only for the thread that uses the reader."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._line = self._process = None


def _read_all(line: Connection, share: int) -> None:
    """The life of a reader: answers questions until nobody is there to ask any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    endpoint: Endpoint | None = None
    while True:
        try:
            question = line.recv()
        except (EOFError, OSError):
            return
        if question.ask != "off" and endpoint is None:
            endpoint = _endpoint(share)
        answer = _answer(question, endpoint if question.ask != "off" else None)
        try:
            line.send(answer)
        except OSError:
            return


def _endpoint(share: int) -> Endpoint | None:
    """The model's endpoint, with this reader's share of the budget."""
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.settings import load_settings

    settings = load_settings()
    if settings is None:
        return None
    tokens = None if settings.budget_tokens is None else settings.budget_tokens // share
    usd = None if settings.budget_usd is None else settings.budget_usd / share
    return Endpoint(settings.model_copy(update={"budget_tokens": tokens, "budget_usd": usd}))


def _answer(question: Question, endpoint: Endpoint | None) -> Answer:
    """What came of reading one document; the outermost door of this process, where no error goes farther."""
    from extractor.pipeline import extract
    from extractor.sources import open_source

    try:
        if question.wanted == "text":
            return Answer("read", open_source(question.content, question.name).original)
        result = extract(question.content, question.name, endpoint, always=question.ask == "always")
        return Answer("read", result.to_json())
    except TooLarge as error:
        return Answer("too-large", str(error))
    except ExtractorError as error:
        return Answer("unreadable", str(error))
    except Exception as error:
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return Answer("failed", f"{question.name}: extractor itself failed on it ({what}); please report that.")
