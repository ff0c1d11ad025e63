"""What a run knows: its files, and the units of work that are done, in one SQLite file.

What is kept is kept at once, and stays when the process is killed in the next moment. Nothing here grows with the
number of files: they are read in pages.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from extractor.batch.found import NO_MEMBER, FoundFile
from extractor.batch.tasks import Task
from extractor.batch.work import OPENED, Outcome, State
from extractor.errors import BatchError, WriteError, is_disk_full

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    path BLOB NOT NULL, member INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, stamp INTEGER NOT NULL,
    turn INTEGER NOT NULL, sha256 BLOB, key BLOB, reason TEXT, PRIMARY KEY (path, member)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_name ON files (name, path, member);
CREATE INDEX IF NOT EXISTS files_by_key_and_name ON files (key, name, path, member);
DROP INDEX IF EXISTS files_by_key;
CREATE TABLE IF NOT EXISTS units (
    key BLOB PRIMARY KEY, state TEXT NOT NULL, reason TEXT, figures INTEGER NOT NULL, accepted INTEGER NOT NULL,
    tokens INTEGER NOT NULL, cost REAL, unanswered INTEGER NOT NULL, shard TEXT, row INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, result BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS units_not_read ON units (state) WHERE state != 'read';
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shards (name TEXT PRIMARY KEY);
"""
_ADD = """
INSERT INTO files (path, member, name, size, stamp, turn, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path, member) DO UPDATE SET turn = excluded.turn, reason = excluded.reason,
    sha256 = CASE WHEN size = excluded.size AND stamp = excluded.stamp THEN sha256 END,
    key = CASE WHEN size = excluded.size AND stamp = excluded.stamp THEN key END,
    size = excluded.size, stamp = excluded.stamp
"""
_OPENED_NOW = "DELETE FROM files WHERE path = ? AND member = ?"
"""Takes back what was said of an archive that could not be opened, once it can."""
_PENDING = """
FROM files INDEXED BY files_by_name
WHERE (name, path, member) > (?, ?, ?) AND turn = ? AND reason IS NULL
    AND NOT EXISTS (SELECT 1 FROM units WHERE units.key = files.key)
"""
_FIRST = "(SELECT g.name FROM files g WHERE g.key = f.key ORDER BY g.name, g.path, g.member LIMIT 1)"
"""The name of the first file with the bytes of file `f`."""
_IS_COPY = """(f.reason IS NULL AND u.state = 'read' AND (f.name, f.path, f.member) >
    (SELECT g.name, g.path, g.member FROM files g WHERE g.key = f.key ORDER BY g.name, g.path, g.member LIMIT 1))"""
_IS_PART = "f.name IN (SELECT name FROM parts)"
"""Whether file `f` is a part of a report, or a report of which another part says whose it is."""
_NOT_READ = "state IN ('unreadable', 'failed')"
_PAGE = 256
_MANY = 2_000
_BEGINNING = ("", b"", -2)


class Counts(NamedTuple):
    """How a run stands: files by state, the figures read and those accepted, and the files with some in review.

    `parts` are files without tables that are parts of a report in another file.
    """

    files: int = 0
    read: int = 0
    no_report: int = 0
    unknown_form: int = 0
    unreadable: int = 0
    failed: int = 0
    figures: int = 0
    accepted: int = 0
    in_review: int = 0
    tokens: int = 0
    cost: float | None = None
    parts: int = 0

    @property
    def done(self) -> int:
        """How many files are done with, one way or the other."""
        return self.read + self.parts + self.no_report + self.unknown_form + self.unreadable + self.failed

    @property
    def not_read(self) -> int:
        """How many files were done with and not read."""
        return self.unreadable + self.failed


class FileRow(NamedTuple):
    """A file and what came of it; `result` is compressed JSON, or lies in row `row` of `shard`.

    `copy_of` is the first file of the same bytes, where this is another one; `reason` may say why what was read belongs
    to no body's year.
    """

    name: str
    path: str
    member: int
    sha256: bytes | None
    state: State
    reason: str | None
    result: bytes | None
    shard: str | None
    row: int | None
    copy_of: str | None


class Kept(NamedTuple):
    """A file's bytes and their unit: what `keep` writes."""

    task: Task
    sha256: bytes
    size: int
    key: bytes


class Ledger:
    """An open ledger; for one thread.

    Raises:
        BatchError: the file cannot be opened as one.
        WriteError: there is no room on the disk for what belongs to it.
    """

    def __init__(self, path: str) -> None:
        try:
            self._file = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.executescript(_TABLES)
        except sqlite3.Error as error:
            if is_disk_full(error):
                raise WriteError(path, error) from None
            raise BatchError(f"{path}: cannot be opened as the results of a run ({error}).") from None

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def begin(self) -> None:
        """Begins to write; nothing is kept before `commit`."""
        if not self._file.in_transaction:
            self._file.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keeps what was written."""
        if self._file.in_transaction:
            self._file.execute("COMMIT")

    def next_turn(self) -> int:
        """The number of this turn: files that are found carry the last one in which they were."""
        return self._file.execute("SELECT coalesce(max(turn), 0) + 1 FROM files").fetchone()[0]

    def add(self, found: Iterable[FoundFile], turn: int) -> Iterator[int]:
        """Writes down files; what is known of one stays if its size and stamp are the same. Says how many, at times."""
        files, count = iter(found), 0
        while page := list(islice(files, _MANY)):
            rows = [(_raw(f.path), f.member, f.name, f.size, f.stamp, turn, f.reason) for f in page]
            self.begin()
            self._file.executemany(_ADD, rows)
            self._file.executemany(_OPENED_NOW, {(_raw(f.path), NO_MEMBER) for f in page if f.member != NO_MEMBER})
            self.commit()
            count += len(page)
            yield count

    def forget_answers(self, but: Iterable[bytes] = ()) -> None:
        """Lets what a model was to be asked about and could not be be read again; `but` are units that stay."""
        self._file.execute("CREATE TEMP TABLE IF NOT EXISTS stays (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self.begin()
        self._file.execute("DELETE FROM stays")
        self._file.executemany("INSERT OR IGNORE INTO stays VALUES (?)", ((key,) for key in but))
        self._file.execute("DELETE FROM units WHERE unanswered AND key NOT IN (SELECT key FROM stays)")
        self.commit()

    def forget_failures(self) -> None:
        """Lets every file that could not be read be tried again."""
        self._file.execute(f"DELETE FROM units WHERE {_NOT_READ}")

    def forget_all(self) -> None:
        """Lets every file be looked at anew; units whose producer is still the same are found again."""
        self._file.execute("UPDATE files SET sha256 = NULL, key = NULL, reason = NULL")

    def drop_strays(self) -> None:
        """Removes units that no file has any more."""
        self.begin()
        self._file.execute("DELETE FROM units WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.key = units.key)")
        self._file.execute("DELETE FROM results WHERE NOT EXISTS (SELECT 1 FROM units WHERE units.key = results.key)")
        self.commit()

    def count_pending(self, turn: int) -> int:
        """How many files of this turn are to be read."""
        return self._file.execute(f"SELECT count(*) {_PENDING}", (*_BEGINNING, turn)).fetchone()[0]

    def pending(self, turn: int) -> Iterator[Task]:
        """The files of this turn that are to be read, in order of name; each is given once, whatever becomes of it."""
        last: tuple[str, bytes, int] = _BEGINNING
        query = f"SELECT name, path, member {_PENDING} ORDER BY name, path, member LIMIT {_PAGE}"
        while page := self._file.execute(query, (*last, turn)).fetchall():
            for name, path, member in page:
                yield Task(os.fsdecode(path), member, name)
            last = page[-1]

    def knows(self, key: bytes) -> bool:
        """Whether this unit is done."""
        return self._file.execute("SELECT 1 FROM units WHERE key = ?", (key,)).fetchone() is not None

    def link(self, kept: Kept) -> None:
        """Writes down which unit a file's is."""
        self._file.execute(
            "UPDATE files SET sha256 = ?, key = ?, size = ? WHERE path = ? AND member = ?",
            (kept.sha256, kept.key, kept.size, _raw(kept.task.path), kept.task.member),
        )

    def refuse(self, task: Task, reason: str) -> None:
        """Writes down why a file's bytes cannot be had; the next turn tries again."""
        self._file.execute(
            "UPDATE files SET reason = ?, sha256 = NULL, key = NULL WHERE path = ? AND member = ?",
            (reason, _raw(task.path), task.member),
        )

    def keep(self, key: bytes, outcome: Outcome, shard: tuple[str, int] = ("", -1)) -> None:
        """Keeps a unit's outcome: here, or as a row of a shard."""
        name, row = shard if shard[0] else (None, None)
        o = outcome
        # The result first: should writing stop between the two, no unit is without its own.
        if o.result is not None and name is None:
            self._file.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, o.result))
        self._file.execute(
            "INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, o.state, o.reason, o.figures, o.accepted, o.tokens, o.cost, o.unanswered, name, row),
        )

    def take(
        self, found: FoundFile, sha256: bytes | None, key: bytes | None, outcome: Outcome, shard: tuple[str, int]
    ) -> None:
        """Writes down a file and its unit from a shard, unless the file has changed since."""
        raw, f = _raw(found.path), found
        self._file.execute(
            "INSERT OR IGNORE INTO files (path, member, name, size, stamp, turn) VALUES (?, ?, ?, ?, ?, 0)",
            (raw, f.member, f.name, f.size, f.stamp),
        )
        self._file.execute(
            "UPDATE files SET sha256 = ?, key = ?, reason = ? WHERE path = ? AND member = ? AND size = ? AND stamp = ?",
            (sha256, key, outcome.reason if key is None else None, raw, f.member, f.size, f.stamp),
        )
        if key is not None and not self._has_better(key, outcome):
            self.keep(key, outcome, shard)

    def _has_better(self, key: bytes, outcome: Outcome) -> bool:
        """Whether this unit was read, and in no worse a way, already."""
        known = self._file.execute("SELECT state, unanswered FROM units WHERE key = ?", (key,)).fetchone()
        is_whole = outcome.state in OPENED and not outcome.unanswered
        return known is not None and known[0] in OPENED and (not known[1] or not is_whole)

    def units(self) -> Iterator[tuple[FoundFile, bytes | None, bytes | None, Outcome]]:
        """Every file that is done with, its hash, its unit's key and outcome; for ledgers of few files."""
        query = """
            SELECT f.path, f.member, f.name, f.size, f.stamp, f.reason, f.sha256, f.key, u.state, u.reason,
                (SELECT result FROM results r WHERE r.key = u.key),
                u.figures, u.accepted, u.tokens, u.cost, u.unanswered
            FROM files f LEFT JOIN units u ON u.key = f.key ORDER BY f.name, f.path, f.member
        """
        for path, member, name, size, stamp, refused, sha256, key, *unit in self._file.execute(query):
            found = FoundFile(os.fsdecode(path), member, name, size, stamp)
            if refused is not None:
                yield found, None, None, Outcome("unreadable", refused)
            elif unit[0] is not None:
                yield found, sha256, key, Outcome(*unit[:-1], unanswered=bool(unit[-1]))

    def found(self, task: Task) -> FoundFile:
        """A file as it was found."""
        query = "SELECT size, stamp FROM files WHERE path = ? AND member = ?"
        size, stamp = self._file.execute(query, (_raw(task.path), task.member)).fetchone()
        return FoundFile(task.path, task.member, task.name, size, stamp)

    def known_shards(self) -> Iterator[str]:
        """The shards that were taken into this ledger."""
        return (name for (name,) in self._file.execute("SELECT name FROM shards"))

    def know_shard(self, name: str) -> None:
        """Writes down that a shard was taken in."""
        self._file.execute("INSERT OR IGNORE INTO shards VALUES (?)", (name,))

    def counts(self) -> Counts:
        """How the run stands."""
        states = dict(
            self._file.execute(
                "SELECT iif(f.reason IS NOT NULL, 'unreadable',"
                f" iif(u.state IN ('no-report', 'unknown-form') AND {_IS_PART}, 'part',"
                " coalesce(u.state, 'waiting'))), count(*)"
                " FROM files f LEFT JOIN units u ON u.key = f.key GROUP BY 1"
            ).fetchall()
        )
        sums = self._file.execute(
            "SELECT coalesce(sum(figures), 0), coalesce(sum(accepted), 0), coalesce(sum(accepted < figures), 0)"
            " FROM files f JOIN units u ON u.key = f.key WHERE u.state = 'read' AND f.reason IS NULL"
        ).fetchone()
        spent = self._file.execute("SELECT coalesce(sum(tokens), 0), sum(cost) FROM units").fetchone()
        numbers = (states.get(state, 0) for state in ("read", "no-report", "unknown-form", "unreadable", "failed"))
        return Counts(sum(states.values()), *numbers, *sums, *spent)._replace(parts=states.get("part", 0))

    def reasons(self, most: int = 5) -> list[tuple[str, int]]:
        """Why files were not read, and how many each, the commonest first."""
        return self._file.execute(
            "SELECT coalesce(f.reason, u.reason) AS why, count(*) FROM files f LEFT JOIN units u ON u.key = f.key"
            f" WHERE f.reason IS NOT NULL OR u.{_NOT_READ}"
            " GROUP BY why ORDER BY 2 DESC, 1 LIMIT ?",
            (most,),
        ).fetchall()

    def in_review(self) -> Iterator[tuple[str, int, str]]:
        """The files a person should look at, in order of name: path, place in an archive, name.

        They have figures in doubt, or hold no report of a known form.
        """
        last: tuple[str, bytes, int] = _BEGINNING
        query = f"""
            SELECT f.name, f.path, f.member FROM files f INDEXED BY files_by_name JOIN units u ON u.key = f.key
            WHERE (f.name, f.path, f.member) > (?, ?, ?) AND f.reason IS NULL AND NOT ({_IS_PART} AND u.accepted = 0)
                AND (u.state IN ('no-report', 'unknown-form') OR u.state = 'read' AND u.accepted < u.figures)
            ORDER BY f.name, f.path, f.member LIMIT {_PAGE}
        """
        while page := self._file.execute(query, last).fetchall():
            for name, path, member in page:
                yield os.fsdecode(path), member, name
            last = page[-1]

    def may_be_parts(self) -> Iterator[str]:
        """The names of files that were opened and have no figure that counts, in order."""
        last: tuple[str, bytes, int] = _BEGINNING
        query = f"""
            SELECT f.name, f.path, f.member FROM files f INDEXED BY files_by_name JOIN units u ON u.key = f.key
            WHERE (f.name, f.path, f.member) > (?, ?, ?) AND f.reason IS NULL
                AND (u.state IN ('no-report', 'unknown-form')
                    OR u.state = 'read' AND (u.accepted = 0 OR u.reason IS NOT NULL))
            ORDER BY f.name, f.path, f.member LIMIT {_PAGE}
        """
        while page := self._file.execute(query, last).fetchall():
            yield from (name for name, _, _ in page)
            last = page[-1]

    def forget_parts(self) -> None:
        """Lets it be looked anew which files are parts of a report."""
        self._file.execute("DELETE FROM parts")

    def keep_parts(self, parts: Iterable[tuple[str, str]]) -> None:
        """Writes down names of parts, each with that of the file whose figures count."""
        self._file.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?)", parts)

    def rows(self, only_left_out: bool = False, beginning: str | None = None) -> Iterator[FileRow]:
        """Every file and what came of it, in order of name; read as they are taken.

        `only_left_out` gives those that count for nothing, waiting ones and copies too, and no results; `beginning`
        those whose names begin so.
        """
        last: tuple[str, bytes, int] = _BEGINNING if beginning is None else (beginning, *_BEGINNING[1:])
        chosen = f"AND (f.reason IS NOT NULL OR u.state IS NOT 'read' OR u.reason IS NOT NULL OR {_IS_COPY})"
        chosen = f"{chosen} AND (f.reason IS NOT NULL OR NOT {_IS_PART})" if only_left_out else ""
        results = "NULL" if only_left_out else "(SELECT result FROM results r WHERE r.key = u.key)"
        query = f"""
            SELECT f.name, f.path, f.member, f.sha256, f.reason, u.state, u.reason, {results}, u.shard, u.row,
                iif({_IS_COPY}, {_FIRST}, NULL)
            FROM files f INDEXED BY files_by_name LEFT JOIN units u ON u.key = f.key
            WHERE (f.name, f.path, f.member) > (?, ?, ?) {chosen} ORDER BY f.name, f.path, f.member LIMIT {_PAGE}
        """
        while page := self._file.execute(query, last).fetchall():
            for name, path, member, sha256, refused, state, reason, result, shard, row, copy_of in page:
                if beginning is not None and not name.startswith(beginning):
                    return
                became: State = "unreadable" if refused is not None else state or "waiting"
                said = refused if refused is not None else reason
                yield FileRow(name, os.fsdecode(path), member, sha256, became, said, result, shard, row, copy_of)
            last = page[-1][:3]


def _raw(path: str) -> bytes:
    return os.fsencode(path)
