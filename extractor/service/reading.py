"""One document read and kept: what a request does at once, and a job later."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from sqlalchemy.orm import Session

from extractor.digest import data_digest
from extractor.llm.prompts import prompt_names
from extractor.result import Extraction
from extractor.service.metrics import Metrics
from extractor.service.workers import Answer, DocumentPool, Question, Spent
from extractor.store import Store
from extractor.store.audit import Deed, record
from extractor.store.documents import content_of
from extractor.store.extractions import (
    Saved,
    Written,
    current_extraction,
    find_extraction,
    is_made_with,
    save_extraction,
)
from extractor.store.jobs import Ask, JobReading
from extractor.store.overview import count_by_reader
from extractor.store.tables import ExtractionRow
from extractor.version import __version__

Hear = Callable[[Spent], bool]
"""Hears what was spent on a model since it was told last, and says whether to go on asking."""
JOBS = "jobs"
"""For whom all jobs read: together they are as one person to those who wait for a worker."""


class Reader(NamedTuple):
    """What reads documents of the store; `hear` is told what a model costs, and says whether to go on asking it."""

    store: Store
    workers: DocumentPool
    metrics: Metrics
    hear: Hear | None = None


def read_document(reader: Reader, reading: JobReading, ask: Ask) -> Saved:
    """Reads a document of the store and keeps the extraction.

    Raises:
        ExtractorError: it cannot be read; the text says why.
    """
    store = reader.store
    with store.reading() as session:
        content = content_of(session, reading.document)
    is_watched = reader.hear is not None and ask != "off"
    question = Question("result", content, reading.name, ask, is_watched=is_watched)
    read = _read(counted(reader.workers, reader.metrics, question, JOBS, reader.hear))
    with store.writing() as session:
        now = store.now()
        saved = save_extraction(session, reading.document, read.extraction, now, read.written)
        record(session, Deed("document.read", read.extraction.source.sha256, {"name": reading.name}), now)
    return saved


class Read(NamedTuple):
    """What came of reading: the extraction, and what its worker wrote of it."""

    extraction: Extraction
    written: Written


def read_bytes(workers: DocumentPool, metrics: Metrics, question: Question, who: Hashable) -> Read:
    """Reads a document for somebody, and counts what came of it.

    Raises:
        ExtractorError: it cannot be read; the text says why.
    """
    return _read(counted(workers, metrics, question, who))


def _read(said: Answer) -> Read:
    return Read(Extraction.from_json(said.text), Written(said.text, said.original, said.data))


def counted(
    workers: DocumentPool, metrics: Metrics, question: Question, who: Hashable, hear: Hear | None = None
) -> Answer:
    """What a worker says to somebody, and what came of it counted.

    Raises:
        ExtractorError: the document cannot be read; the text says why.
    """
    outcome = "failed"
    try:
        said = workers.ask(question, who, hear)
        outcome = "read"
    finally:
        metrics.readings.labels(outcome).inc()
    return said


def known_extraction(session: Session, document: int) -> ExtractionRow | None:
    """The current extraction of a document if this version, data and prompts made it; else it is to be read anew."""
    row = current_extraction(session, document)
    return None if row is None or _is_stale(row) else row


def count_stale(session: Session) -> int:
    """How many documents are to be read anew when they come again."""
    return sum(one.documents for one in count_by_reader(session) if _is_stale(find_extraction(session, one.example)))


def _is_stale(row: ExtractionRow) -> bool:
    """Whether another version, data or prompts than these made an extraction; a schema is part of the data."""
    is_made_now = row.version == __version__ and is_made_with(row, data_digest())
    return not is_made_now or not set(row.prompts or ()) <= set(prompt_names())
