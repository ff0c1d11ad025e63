"""Processes that read documents, so that one that hangs or crashes on a file takes nothing else with it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Hashable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.errors import ExtractorError, NoPage, SourceError, TooLarge, failure
from extractor.store.jobs import Ask
from extractor.store.space import NoSpace, lacks_space
from extractor.work import STEPS, Work
from extractor.workers.turns import Turns

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

_LOOK_SECONDS = 0.2
_TRIED_AGAIN_SECONDS = 60.0
"""An endpoint that was given up is asked once more after so long: a service lives longer than its outage."""
_ATTEMPTS = 3
_context = multiprocessing.get_context("spawn")


class ReadFailed(ExtractorError):
    """The program itself failed on a file; the text says how, and that it should be reported."""


class Busy(ExtractorError):
    """Every reader has been busy for as long as anybody waits for one."""


class ReadersClosed(Exception):
    """The service ends, and reads no more."""


class Question(NamedTuple):
    """What a reader is asked: the result of a document as JSON, its text as it is printed, the sizes of its pages as
    JSON, all three as JSON (of a draft), or a picture of its page of this number, so many pixels wide.
    """

    wanted: Literal["result", "text", "pages", "draft", "picture"]
    content: bytes
    name: str
    ask: Ask = "off"
    page: int = 1
    width: int = 0


class Answer(NamedTuple):
    """What a reader says: what was wanted (a picture as bytes), or in which way it failed and a sentence."""

    outcome: Literal["read", "unreadable", "too-large", "no-page", "no-space", "failed", "crashed"]
    text: str
    picture: bytes = b""
    original: str | None = None
    """With a result, the text that its places count."""


class Bounds(NamedTuple):
    """What one document may take: seconds, steps of work, and bytes of memory where the system can see to that."""

    seconds: float
    steps: int = STEPS
    memory: int | None = None


_ERRORS: dict[str, type[ExtractorError]] = {
    "unreadable": SourceError,
    "too-large": TooLarge,
    "no-page": NoPage,
    "no-space": NoSpace,
    "failed": ReadFailed,
    "crashed": ReadFailed,
}


class Readers:
    """A number of reader processes; may be used by many threads, which wait for a free one.

    `patience` is how many seconds a thread waits for one (for ever where it is None), and `each` how many may read for
    the same person at once (all of them where it is None).

    Raises:
        ValueError: there is to be less than one.
    """

    def __init__(self, count: int, bounds: Bounds, patience: float | None = None, each: int | None = None) -> None:
        if count < 1:
            raise ValueError(f"{count} readers cannot read")
        self._seconds = bounds.seconds
        self._patience = patience
        self._is_closed = False
        self._all = [_Reader(count, bounds) for _ in range(count)]
        self._turns = Turns(self._all, each or count)

    @property
    def busy(self) -> int:
        """How many read at the moment."""
        return self._turns.held

    def read(self, question: Question, who: Hashable = None) -> str:
        """The text that was wanted of a document, for whom it is wanted.

        Raises:
            SourceError: the document cannot be read; the text says why and what to do.
            ReadFailed: it took too long, or the program itself failed on it.
            Busy: no reader was free in time.
            ReadersClosed: the service ends.
        """
        return self.ask(question, who).text

    def draw(self, question: Question, who: Hashable = None) -> bytes:
        """The picture that was wanted of a document; it raises what `read` does, and `NoPage`."""
        return self.ask(question, who).picture

    def ask(self, question: Question, who: Hashable = None) -> Answer:
        """All that a reader says; it raises what `read` and `draw` do."""
        reader = self._turns.take(who, self._patience)
        if reader is None:
            if self._is_closed:
                raise ReadersClosed
            raise Busy(f"{question.name}: others are being looked at; try again in a few seconds.")
        try:
            answer = self._insist(reader, question)
        finally:
            self._turns.give_back(who, reader)
        if self._is_closed:
            raise ReadersClosed
        if answer.outcome == "read":
            return answer
        raise _ERRORS[answer.outcome](answer.text)

    def _insist(self, reader: _Reader, question: Question) -> Answer:
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
        self._turns.close()
        for reader in self._all:
            reader.kill()
        while not self._turns.wait_for_all(_LOOK_SECONDS):
            for reader in self._all:
                reader.kill()
        for reader in self._all:
            reader.stop()


class _Reader:
    """One process, started when it is first needed and again after it was lost. `share` is how many share a budget."""

    def __init__(self, share: int, bounds: Bounds) -> None:
        self._share = share
        self._bounds = bounds
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
        self._process = _context.Process(target=_read_all, args=(theirs, self._share, self._bounds), daemon=True)
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


def _read_all(line: Connection, share: int, bounds: Bounds) -> None:
    """The life of a reader: answers questions until nobody is there to ask any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if share > 1:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # a core each, not all of them each
    if bounds.memory is not None:
        _take_no_more(bounds.memory)
    model = _Model(share, bounds.seconds)
    while True:
        try:
            question = line.recv()
        except (EOFError, OSError):
            return
        answer = _answer(question, Work(question.name, bounds.steps), model)
        try:
            line.send(answer)
        except OSError:
            return


def _take_no_more(memory: int) -> None:
    """Ends this process when it takes more memory than so many bytes, where the system can see to that."""
    try:
        import resource
    except ImportError:
        return
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    least = memory if allowed == resource.RLIM_INFINITY else min(memory, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (least, least))


class _Model:
    """The model that this process asks, made when it is first asked."""

    def __init__(self, share: int, seconds: float) -> None:
        self._share = share
        self._seconds = seconds
        self._made: Endpoint | None = None

    def endpoint(self, question: Question) -> Endpoint | None:
        """The endpoint to ask about a document; None where nobody is to be asked, or none is configured.

        To be called before the document is opened: from here on it may take its seconds. Of what is said about a draft
        nothing is kept.

        Raises:
            SettingsError: a setting of the model is wrong.
        """
        if question.ask == "off":
            return None
        began = monotonic()
        if self._made is None:
            self._made = self._make()
        if self._made is None:
            return None
        self._made.allow(self._seconds - (monotonic() - began))
        return self._made.without_memory() if question.wanted == "draft" else self._made

    def _make(self) -> Endpoint | None:
        """The endpoint, with this reader's share of the budget."""
        from extractor.llm.endpoint import Endpoint
        from extractor.llm.settings import load_settings

        settings, share = load_settings(), self._share
        if settings is None:
            return None
        tokens = None if settings.budget_tokens is None else settings.budget_tokens // share
        usd = None if settings.budget_usd is None else settings.budget_usd / share
        budget = {"budget_tokens": tokens, "budget_usd": usd}
        return Endpoint(settings.model_copy(update=budget), again=_TRIED_AGAIN_SECONDS)


def _answer(question: Question, work: Work, model: _Model) -> Answer:
    """What came of reading one document; the outermost door of this process, where no error goes farther."""
    try:
        if question.wanted == "result":
            return _result(question, work, model)
        if question.wanted == "draft":
            return Answer("read", _draft(question, work, model))
        return _looked_at(question, work)
    except NoPage as error:
        return Answer("no-page", str(error))
    except TooLarge as error:
        return Answer("too-large", str(error))
    except ExtractorError as error:
        return Answer("unreadable", str(error))
    except Exception as error:
        if lacks_space(error):
            told = f"{question.name}: reading it takes temporary files, and there is no space left; make room for them."
            return Answer("no-space", told)
        return Answer("failed", f"{question.name}: {failure(error)}")


def _result(question: Question, work: Work, model: _Model) -> Answer:
    from extractor.pipeline import extract_source
    from extractor.sources import open_source

    endpoint = model.endpoint(question)
    source = open_source(question.content, question.name, work=work)
    result = extract_source(source, endpoint, always=question.ask == "always", work=work)
    return Answer("read", result.to_json(), original=source.original)


def _looked_at(question: Question, work: Work) -> Answer:
    """What a document looks like: its text, its pages, or a picture of one."""
    from extractor.sources import open_source
    from extractor.sources.page_pictures import page_picture, page_sizes

    content, name = question.content, question.name
    if question.wanted == "text":
        return Answer("read", open_source(content, name, work=work).original)
    if question.wanted == "pages":
        return Answer("read", json.dumps([page._asdict() for page in page_sizes(content, name)]))
    return Answer("read", "", page_picture(content, name, question.page, question.width))


def _draft(question: Question, work: Work, model: _Model) -> str:
    """The result of a draft, who was shown it, its text and its pages, as one JSON object."""
    from extractor.exporting.pages.shown_to import shown_to
    from extractor.pipeline import extract_source
    from extractor.sources import open_source
    from extractor.sources.page_pictures import page_sizes

    endpoint = model.endpoint(question)
    source = open_source(question.content, question.name, work=work)
    pages = json.dumps([page._asdict() for page in page_sizes(question.content, question.name)])
    result = extract_source(source, endpoint, always=question.ask == "always", work=work)
    told = shown_to(result.run)
    shown = json.dumps({"zh": told.zh, "en": told.en})
    return f'{{"result":{result.to_json()},"shown_to":{shown},"text":{json.dumps(source.original)},"pages":{pages}}}'
