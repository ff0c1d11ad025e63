"""What a worker of a batch does: one file opened, hashed, and read where its bytes are wanted."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from extractor.batch.found import NO_MEMBER
from extractor.batch.inputs import ArchiveLimits
from extractor.batch.work import UNNAMED, Ask, Outcome, keep_text, read_unit
from extractor.digest import data_digest
from extractor.errors import SourceError
from extractor.files.archives import Archive
from extractor.sources.open import load_bytes
from extractor.work import Work
from extractor.workers import child
from extractor.workers.child import Limits
from extractor.workers.worker import Worker

if TYPE_CHECKING:
    from extractor.batch.asking import BatchEndpoint
    from extractor.llm.failures import Failure
    from extractor.llm.settings import Settings

_OTHER_DATA = "the forms or data are not those the batch began with (were they edited meanwhile?); run again."


class Deferred(NamedTuple):
    """The file of questions that a provider answers in batches, and why nobody is asked, where that is so."""

    questions: str
    refused: Failure | None


class Setup(NamedTuple):
    """How to read: what a file may take, and the model with the file of its spending.

    `texts` is a folder to keep the text of each unit in, that its places count; "" where nobody wants it. `data` is the
    digest of the data to read with; a process that has others reads nothing. `proofreads` adds an editor's findings.
    The model is asked in batches where `deferred` says so.
    """

    limits: Limits
    ask: Ask = "off"
    settings: Settings | None = None
    budget: str = ""
    texts: str = ""
    data: str = ""
    proofreads: bool = False
    deferred: Deferred | None = None


class Task(NamedTuple):
    """A file to read: where it is opened, its place in an archive, and what it is called."""

    path: str
    member: int
    name: str


class Hashed(NamedTuple):
    """The bytes of a task: their hash (SHA-256) and how many they are. It asks whether their unit is wanted."""

    sha256: bytes
    size: int


class FileReading:
    """Reads the files of a run, one after the other: what a worker's process begins with."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._archives = _Archives()
        self._endpoint = _endpoint(setup)

    def __call__(self, task: Task, ask: child.Ask) -> Outcome | None:
        """What came of a file; None where its unit is not wanted.

        Raises:
            ExtractorError: its bytes cannot be had, or not be read.
        """
        setup = self._setup
        if setup.data not in ("", data_digest()):
            raise SourceError(f"{task.name}: {_OTHER_DATA}")
        if self._endpoint is not None:
            self._endpoint.allow(setup.limits.seconds)
        content = self.load(task)
        digest = hashlib.sha256(content)
        if not ask(Hashed(digest.digest(), len(content))):
            return None
        if self._endpoint is not None:
            self._endpoint.begin_unit(digest.digest())
        keep = partial(keep_text, setup.texts, digest.hexdigest()) if setup.texts else None
        work = Work(UNNAMED, setup.limits.steps)
        return read_unit(content, work, self._endpoint, setup.ask, keep, proofreads=setup.proofreads)

    def load(self, task: Task) -> bytes:
        """The bytes of a file, wherever it lies.

        Raises:
            ExtractorError: they cannot be had.
        """
        if task.member != NO_MEMBER:
            return self._archives.content(task)
        if "://" in task.path:
            from extractor.batch.remote import load_remote

            return load_remote(task.path, task.name)
        return load_bytes(task.path, task.name)


def new_worker(setup: Setup, scratch: str | None = None) -> Worker[Task, Outcome | None]:
    """A worker that reads files so."""
    return Worker(partial(FileReading, setup), setup.limits, scratch)


def _endpoint(setup: Setup) -> BatchEndpoint | None:
    if setup.settings is None or setup.ask == "off":
        return None
    from extractor.batch.asking import BatchEndpoint, Budget

    if setup.deferred is None:
        return BatchEndpoint(setup.settings, Budget(setup.budget))
    from extractor.batch.deferred_endpoint import DeferredEndpoint
    from extractor.batch.deferred_questions import DeferredQuestions

    questions = DeferredQuestions(setup.deferred.questions)
    return DeferredEndpoint(setup.settings, Budget(setup.budget), questions, setup.deferred.refused)


class _Archives:
    """The archive that was opened last: the files of one come one after the other."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._open: tuple[BinaryIO, Archive] | None = None

    def content(self, task: Task) -> bytes:
        """The bytes of a file in an archive.

        Raises:
            SourceError: they cannot be had.
        """
        entry = self._archive(task).content(task.member, task.name)
        if entry.content is None:
            raise SourceError(entry.error or f"{task.name}: cannot be read.")
        return entry.content

    def _archive(self, task: Task) -> Archive:
        if self._open is not None and self._path == task.path:
            return self._open[1]
        if self._open is not None:
            self._open[1].close()
            self._open[0].close()
            self._open = None
        try:
            file = _opened(task.path)
        except OSError as error:
            raise SourceError(f"{task.name}: its archive cannot be opened ({error.strerror or error}).") from None
        self._open = (file, Archive(file, task.name, ArchiveLimits()))
        self._path = task.path
        return self._open[1]


def _opened(path: str) -> BinaryIO:
    if "://" in path:
        from extractor.batch.remote import open_remote

        return open_remote(path)
    return open(path, "rb")
