"""The questions of a run that a provider answers in batches, in one SQLite file beside its results.

A question is noted where a worker meets it, sent with others in a batch, and settled: by its completion, or by the
failure that it came to. Each step is kept before the next begins, so that a process may be killed between any two. The
words of a question are kept until it is settled, and what was answered as long as the run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from extractor.batch.asking import Spent
from extractor.batch.shared_file import opened
from extractor.llm.failures import NOT_WORKED_ON, Failure

_TABLES = """
CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT, size INTEGER NOT NULL,
    most_sent INTEGER NOT NULL, most_written INTEGER NOT NULL, batch INTEGER, tries INTEGER NOT NULL DEFAULT 0,
    completion BLOB, kind TEXT, en TEXT, zh TEXT, status INTEGER,
    sent INTEGER NOT NULL DEFAULT 0, written INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS questions_by_state ON questions (state, batch);
CREATE TABLE IF NOT EXISTS waits (unit BLOB, question TEXT, PRIMARY KEY (unit, question)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waits_by_question ON waits (question);
CREATE TABLE IF NOT EXISTS batches (
    number INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, state TEXT NOT NULL, file TEXT, id TEXT, status TEXT,
    questions INTEGER NOT NULL, answered INTEGER NOT NULL DEFAULT 0, begun REAL, files TEXT NOT NULL DEFAULT '');
"""
# A question is `noted`, `sent` (given to a batch), `settled`, or `failed`: then it may be asked again.
# A batch is `made` (its questions are chosen), `uploading` (`file` is then the file's name, later its id at the
# provider's), `uploaded`, `beginning` (it was asked for, and may have been begun),
# `begun`, `taken` (all that came of it is kept), `over`.
_WAIT = 30.0


class DeferredBatch(NamedTuple):
    """A batch as the run knows it; `id` is the provider's, and `status` in its words."""

    number: int
    state: str
    file: str | None
    id: str | None
    status: str | None
    questions: int
    answered: int
    begun: float | None
    files: str


class Noted(NamedTuple):
    """A question as it is noted: its id, its words, and the most tokens that it may take."""

    id: str
    body: str
    most_sent: int
    most_written: int


class Settled(NamedTuple):
    """What came of a question: a completion, or the failure; and the tokens that it took."""

    question: str
    completion: bytes | None
    failure: Failure | None
    status: int
    sent: int
    written: int


class Found(NamedTuple):
    """What is known of a question that a worker meets: its completion or its failure (and whether that is what an HTTP
    status said), neither where it waits.
    """

    completion: bytes | None
    failure: Failure | None
    status: int


class Standing(NamedTuple):
    """How many questions there are in each state, and the most tokens that those under way may take."""

    noted: int
    sent: int
    settled: int
    failed: int
    reserved: Spent


_BATCH = "SELECT number, state, file, id, status, questions, answered, begun, files FROM batches"


class DeferredQuestions:
    """The file; opened anew at each use, so that no process that dies can hold it."""

    def __init__(self, path: str) -> None:
        self._path = path
        with self._opened() as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.executescript(_TABLES)

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self._path, _WAIT)

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        """The file, with all that is written kept together or not at all."""
        with self._opened() as file:
            file.execute("BEGIN IMMEDIATE")
            yield file
            file.execute("COMMIT")

    # What a worker asks.

    def begin_unit(self, unit: bytes) -> None:
        """Says that a unit is read: what it waited for is noted anew as it is met."""
        with self._writing() as file:
            file.execute("DELETE FROM waits WHERE unit = ?", (unit,))

    def look_up(self, unit: bytes, noted: Noted) -> Found:
        """What is known of a question; where it is new, or waits, that the unit waits for it is noted."""
        query = "SELECT state, completion, kind, en, zh, status FROM questions WHERE id = ?"
        with self._opened() as file:
            row = file.execute(query, (noted.id,)).fetchone()
        if row is not None and row[0] in ("settled", "failed"):
            _, completion, kind, en, zh, status = row
            return Found(completion, None if completion is not None else Failure(kind, en, zh), status)
        with self._writing() as file:
            file.execute(
                "INSERT OR IGNORE INTO questions (id, state, body, size, most_sent, most_written)"
                " VALUES (?, 'noted', ?, ?, ?, ?)",
                (noted.id, noted.body, len(noted.body.encode()), noted.most_sent, noted.most_written),
            )
            file.execute("INSERT OR IGNORE INTO waits VALUES (?, ?)", (unit, noted.id))
        return Found(None, None, 0)

    # What the run asks.

    def ask_failed_again(self, most: int) -> None:
        """Lets the questions be asked again that came to nothing for the provider's sake, at most so often."""
        with self._writing() as file:
            file.execute("UPDATE questions SET state = 'noted' WHERE state = 'failed' AND tries < ?", (most,))

    def waiting_units(self) -> Iterator[bytes]:
        """The units that need not be read again yet: something of each is under way, or nothing of it has come."""
        query = """
            SELECT unit FROM waits JOIN questions ON id = question GROUP BY unit
            HAVING sum(state = 'sent') > 0 OR sum(state IN ('settled', 'failed')) = 0
        """
        with self._opened() as file:
            for (unit,) in file.execute(query):
                yield unit

    def standing(self) -> Standing:
        """How many questions there are in each state."""
        with self._opened() as file:
            states = dict(file.execute("SELECT state, count(*) FROM questions GROUP BY state").fetchall())
            noted = file.execute(f"SELECT count(*) {_TO_SEND}").fetchone()[0]
            reserved = file.execute(
                "SELECT coalesce(sum(most_sent), 0), coalesce(sum(most_written), 0) FROM questions WHERE state = 'sent'"
            ).fetchone()
        sent, settled, failed = (states.get(one, 0) for one in ("sent", "settled", "failed"))
        return Standing(noted, sent, settled, failed, Spent(*reserved))

    def spent(self) -> Spent:
        """The tokens of all that was answered."""
        with self._opened() as file:
            query = "SELECT coalesce(sum(sent), 0), coalesce(sum(written), 0) FROM questions"
            return Spent(*file.execute(query).fetchone())

    def to_send(self) -> Iterator[tuple[str, int, int, int]]:
        """The questions that wait to be sent: their size in bytes, and the most tokens they may take."""
        with self._opened() as file:
            yield from file.execute(f"SELECT id, size, most_sent, most_written {_TO_SEND} ORDER BY rowid")

    def make_batch(self, endpoint: str, questions: Sequence[str]) -> int:
        """Gives these questions to a new batch; its number."""
        with self._writing() as file:
            number = file.execute("SELECT coalesce(max(number), 0) + 1 FROM batches").fetchone()[0]
            file.execute(
                "INSERT INTO batches (number, endpoint, state, questions) VALUES (?, ?, 'made', ?)",
                (number, endpoint, len(questions)),
            )
            file.executemany(
                "UPDATE questions SET state = 'sent', batch = ?, tries = tries + 1 WHERE id = ?",
                ((number, one) for one in questions),
            )
        return number

    def words(self, number: int) -> Iterator[tuple[str, str]]:
        """The questions of a batch with their words."""
        with self._opened() as file:
            yield from file.execute("SELECT id, body FROM questions WHERE batch = ? ORDER BY rowid", (number,))

    def batches(self, endpoint: str | None = None) -> list[DeferredBatch]:
        """The batches that are not over, of one endpoint or of all."""
        chosen, values = ("", ()) if endpoint is None else (" AND endpoint = ?", (endpoint,))
        with self._opened() as file:
            rows = file.execute(f"{_BATCH} WHERE state != 'over'{chosen} ORDER BY number", values).fetchall()
        return [DeferredBatch(*row) for row in rows]

    def under_way(self) -> list[DeferredBatch]:
        """The batches of which something may come yet."""
        return [one for one in self.batches() if one.state != "taken"]

    def note_batch(self, number: int, **known: str | int | float | None) -> None:
        """Writes down what is known of a batch now."""
        columns = ", ".join(f"{name} = ?" for name in known)
        with self._writing() as file:
            file.execute(f"UPDATE batches SET {columns} WHERE number = ?", (*known.values(), number))

    def settle(self, number: int, settled: Iterable[Settled]) -> None:
        """Keeps what came of questions of a batch; of what is settled already nothing changes."""
        with self._writing() as file:
            for one in settled:
                failure = one.failure
                is_again = failure is not None and failure.is_endpoints
                file.execute(
                    "UPDATE questions SET state = ?, completion = ?, kind = ?, en = ?, zh = ?, status = ?,"
                    " sent = sent + ?, written = written + ?, body = iif(?, body, NULL), tries = tries - ?"
                    " WHERE id = ? AND batch = ? AND state = 'sent'",
                    (
                        "failed" if is_again else "settled",
                        one.completion,
                        *((failure.kind, failure.en, failure.zh) if failure else (None, None, None)),
                        one.status,
                        one.sent,
                        one.written,
                        is_again,
                        failure in NOT_WORKED_ON,
                        one.question,
                        number,
                    ),
                )

    def end_batch(self, number: int, failure: Failure, files: str) -> int:
        """Ends a batch: what it leaves unanswered came to this failure; how many questions that are.

        They are paid for if they may have been worked on. `files` are those to delete at the provider's.
        """
        paid = "sent = sent + most_sent, written = written + most_written,"
        charged = "tries = tries - 1," if failure in NOT_WORKED_ON else paid
        with self._writing() as file:
            left = file.execute(
                f"UPDATE questions SET {charged} state = 'failed', kind = ?, en = ?, zh = ?, status = 0"
                " WHERE batch = ? AND state = 'sent'",
                (failure.kind, failure.en, failure.zh, number),
            ).rowcount
            file.execute("UPDATE batches SET state = 'taken', files = ? WHERE number = ?", (files, number))
        return left

    def limits(self, number: int) -> dict[str, tuple[int, int]]:
        """The questions of a batch with the most tokens that each may take."""
        with self._opened() as file:
            query = "SELECT id, most_sent, most_written FROM questions WHERE batch = ?"
            return {one: (sent, written) for one, sent, written in file.execute(query, (number,))}


_TO_SEND = "FROM questions WHERE state = 'noted' AND EXISTS (SELECT 1 FROM waits WHERE question = id)"
