"""The files of `extractor check`: read one by one here, or by processes of their own that a file cannot take down."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from extractor.cli.files import attempt, read_report, told_of_pages
from extractor.errors import ExtractorError
from extractor.exporting.collecting.draft_status import Draft
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.batch.run_folder import BatchRun, Document
    from extractor.cli.files import Asking


class Files(NamedTuple):
    """Files that were read: `drafts` gives them by name, as often as it is asked, each with a way to its text."""

    drafts: Callable[[], Iterator[tuple[Draft, Callable[[], str]]]]
    was_stopped: bool = False


class How(NamedTuple):
    """How files are read: in so many processes, with a model, with their texts kept, as drafts that are proofread."""

    jobs: int
    asking: Asking | None
    wants_texts: bool
    proofreads: bool = False


@contextmanager
def read_files(paths: Sequence[str], how: How) -> Generator[Files]:
    """The files read. One alone, and all where a model is asked, are read in this process; others in processes.

    Raises:
        BatchError: there is no room to keep what was read.
    """
    once = list(dict.fromkeys(paths))
    if len(once) <= 1 or how.asking is not None:
        yield _read_here(once, how)
        return
    with tempfile.TemporaryDirectory(prefix="extractor-check-") as room:
        yield from _read_in_processes(once, how, room)


def _read_here(paths: list[str], how: How) -> Files:
    from extractor.cli.files import with_progress

    with told_of_pages():
        found = [_read_one(path, how) for path in with_progress(paths)]
    found.sort(key=lambda one: one[0].name)
    return Files(lambda: iter(found))


def _read_one(path: str, how: How) -> tuple[Draft, Callable[[], str]]:
    texts: list[str] = []
    try:
        keep = texts.append if how.wants_texts else None
        extraction = attempt(path, lambda: read_report(path, how.asking, keep, proofreads=how.proofreads))
    except ExtractorError as error:
        return unread(printable(path) or "(no path)", error), str
    return Draft(extraction.source.path or extraction.source.name, extraction), lambda: "".join(texts)


def unread(name: str, error: ExtractorError) -> Draft:
    """A draft of which nothing is told but why."""
    reason = str(error)
    for before in (name, printable(os.path.basename(name))):
        reason = reason.removeprefix(f"{before}: ")
    return Draft(name, None, reason)


def _read_in_processes(paths: list[str], how: How, room: str) -> Iterator[Files]:
    from extractor.batch.drive import run_batch
    from extractor.batch.progress import Progress
    from extractor.batch.request import FILE_LIMITS, BatchRequest
    from extractor.batch.run_folder import open_run
    from extractor.cli.words import told
    from extractor.work import steps_allowed

    texts = os.path.join(room, "texts") if how.wants_texts else ""
    if texts:
        os.mkdir(texts)
    jobs, limits = min(how.jobs, len(paths)), FILE_LIMITS._replace(steps=steps_allowed())
    request = BatchRequest(
        (), os.path.join(room, "run"), jobs, files=tuple(paths), texts=texts, limits=limits, proofreads=how.proofreads
    )
    done = run_batch(request, Progress(is_quiet=not sys.stderr.isatty(), told=told))
    with open_run(request.out) as run:
        yield Files(lambda: _drafts(run, texts), done.was_stopped)


def _drafts(run: BatchRun, texts: str) -> Iterator[tuple[Draft, Callable[[], str]]]:
    from extractor.batch.work import kept_text

    for document in run.documents():
        sha256 = document.sha256 or ""
        yield _draft(document), lambda sha256=sha256: kept_text(texts, sha256)


def _draft(document: Document) -> Draft:
    if document.extraction is not None:
        return Draft(document.name, document.extraction)
    return Draft(document.name, None, document.reason or "was not read; run the check again.")
