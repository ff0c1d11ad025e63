"""The process that reads: takes one file after the other, and may hang or crash on any of them.

It is begun by `workers` and speaks with it over one line: a `Setup` first; then for each `Task` either `Unopened`, or
`Hashed`, to which it is told whether the unit is wanted, and if so its `Outcome`, or `Halted` where a disk is full. It
ends with its parent, and by itself where a file takes longer than the parent would have waited.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import signal
import sys
import zipfile
from functools import partial
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from extractor.batch.inputs import NO_MEMBER, ArchiveLimits
from extractor.batch.work import UNNAMED, Ask, keep_text, read_unit, without_name
from extractor.errors import SourceError, WriteError
from extractor.files.archives import member_content, open_archive
from extractor.sources.open import load_bytes
from extractor.work import STEPS, Work

if TYPE_CHECKING:
    from extractor.batch.asking import BatchEndpoint
    from extractor.llm.settings import Settings

OUT_OF_MEMORY = 77
"""The exit code of a process that a file made need more memory than it may have."""
_GRACE = 30


class Setup(NamedTuple):
    """How to read: the most seconds, megabytes and steps of work a file may take, and the model with the file of its
    spending.

    `texts` is a folder to keep the text of each unit in, that its places count; "" where nobody wants it.
    """

    seconds: float
    megabytes: int
    ask: Ask = "off"
    settings: Settings | None = None
    budget: str = ""
    texts: str = ""
    steps: int = STEPS


class Task(NamedTuple):
    """A file to read: where it is opened, its place in an archive, and what it is called."""

    path: str
    member: int
    name: str


class Hashed(NamedTuple):
    """The bytes of a task: their hash (SHA-256) and how many they are."""

    sha256: bytes
    size: int


class Unopened(NamedTuple):
    """Why the bytes of a task cannot be had."""

    reason: str


class Halted(NamedTuple):
    """What could not be written, and why: no reading makes sense until there is room."""

    place: str
    reason: str


class _Archives:
    """The archive that was opened last: the files of one come one after the other."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._open: tuple[BinaryIO, zipfile.ZipFile] | None = None

    def content(self, task: Task) -> bytes:
        """The bytes of a file in an archive.

        Raises:
            SourceError: they cannot be had.
        """
        archive = self._archive(task)
        if task.member >= len(archive.infolist()):
            raise SourceError(f"{task.name}: is not in its archive any more; run again.")
        entry = member_content(archive, task.member, task.name, ArchiveLimits())
        if entry.content is None:
            raise SourceError(entry.error or f"{task.name}: cannot be read.")
        return entry.content

    def _archive(self, task: Task) -> zipfile.ZipFile:
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
        self._open = (file, open_archive(file, task.name, ArchiveLimits()))
        self._path = task.path
        return self._open[1]


def _opened(path: str) -> BinaryIO:
    if "://" in path:
        from extractor.batch.remote import open_remote

        return open_remote(path)
    return open(path, "rb")


def main(descriptor: int) -> None:
    """The life of the process; `descriptor` is its end of the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _end_with_parent()
    line = Connection(descriptor)
    with contextlib.suppress(EOFError, OSError):
        setup: Setup = line.recv()
        _limit_memory(setup.megabytes)
        endpoint = _endpoint(setup)
        archives = _Archives()
        while True:
            task: Task = line.recv()
            signal.alarm(int(setup.seconds) + _GRACE)
            try:
                _serve(line, task, archives, endpoint, setup)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            signal.alarm(0)


def _leave(_: int, __: FrameType | None) -> NoReturn:
    sys.exit(0)


def _serve(line: Connection, task: Task, archives: _Archives, endpoint: BatchEndpoint | None, setup: Setup) -> None:
    if endpoint is not None:
        endpoint.allow(setup.seconds)
    try:
        content = load(task, archives)
    except SourceError as error:
        line.send(Unopened(without_name(str(error), task.name)))
        return
    digest = hashlib.sha256(content)
    line.send(Hashed(digest.digest(), len(content)))
    if line.recv():
        keep = partial(keep_text, setup.texts, digest.hexdigest()) if setup.texts else None
        try:
            line.send(read_unit(content, Work(UNNAMED, setup.steps), endpoint, setup.ask, keep))
        except WriteError as error:
            line.send(Halted(error.place, error.reason))


def load(task: Task, archives: _Archives) -> bytes:
    """The bytes of a task.

    Raises:
        SourceError: they cannot be had; the text says why.
    """
    if task.member != NO_MEMBER:
        return archives.content(task)
    if "://" in task.path:
        from extractor.batch.remote import load_remote

        return load_remote(task.path, task.name)
    return load_bytes(task.path, task.name)


def _endpoint(setup: Setup) -> BatchEndpoint | None:
    if setup.settings is None or setup.ask == "off":
        return None
    from extractor.batch.asking import BatchEndpoint, Budget

    return BatchEndpoint(setup.settings, Budget(setup.budget))


def _limit_memory(megabytes: int) -> None:
    """Limits what this process may hold, where the system can."""
    most = megabytes << 20
    allowed = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if allowed == resource.RLIM_INFINITY or most < allowed:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, allowed))


def _end_with_parent() -> None:
    """Asks the system to end this process when its parent is gone, however that ended; Linux can."""
    if sys.platform != "linux":
        return
    import ctypes

    end_with_parent = 1  # PR_SET_PDEATHSIG
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(end_with_parent, signal.SIGTERM)
