"""The files of a run that are parts of a report in another file: found when a batch ends, and left out no more.

Only folders with a file that has no figures of its own, or is nobody's, are looked at, and of large ones only the files
of one name.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from extractor.batch.copies import MOST_BESIDE
from extractor.batch.parts import joined_parts, parts_in, trunk
from extractor.batch.run_folder import BatchRun, Document


def mark_parts(run: BatchRun) -> None:
    """Writes down which files of a run are parts of a report, and which reports are known by their parts."""
    run.ledger.forget_parts()
    for beginning in _beginnings(run):
        beside = run.documents_beside(beginning, MOST_BESIDE)
        if not beginning.endswith("/") and beginning:
            beside = [one for one in beside if trunk(one.name) == beginning]
        run.ledger.keep_parts(_told_by_parts(beside))


def _beginnings(run: BatchRun) -> Iterator[str]:
    """How the names begin of files that may be of one report, each once: a small folder's, those alike in a large."""
    folder, is_large = None, False
    last = None
    for name in run.ledger.may_be_parts():
        own = f"{dirname(name)}/" if dirname(name) else ""
        if own != folder:
            folder, is_large = own, run.count_beside(own, MOST_BESIDE + 1) > MOST_BESIDE
        beginning = trunk(name) if is_large else own
        if beginning != last:
            yield beginning
        last = beginning


def _told_by_parts(documents: list[Document]) -> Iterator[tuple[str, str]]:
    """The names of parts, and of files that their parts say whose they are; each with the file whose figures count."""
    known = {one.name: one for one in joined_parts(documents)}
    for whole, *others in parts_in(documents):
        yield from ((one.name, whole.name) for one in others)
        if whole.reason is not None and known[whole.name].reason is None:
            yield whole.name, whole.name
