"""The documents of two runs, in pairs: those with the same bytes, then those under the same name, then the rest.

Both runs are walked side by side, in bounded memory. What has its like (name and bytes) at the same point of the walk
is handed on at once; all else is put aside in a temporary file of SQLite's own and matched there. So two runs over one
folder, which stand in the same order, put aside nothing, and no order makes a match wrong.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.exporting.run_differences import ComparedDocument, DocumentPair
from extractor.result import Extraction

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE documents (id INTEGER PRIMARY KEY, side INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT, reason TEXT,
    partner INTEGER, result BLOB);
CREATE TABLE pairs (before INTEGER PRIMARY KEY, after INTEGER NOT NULL);
"""
# The first of the documents with the same bytes goes with the first, the second with the second, in order of name.
_MATCH = """
INSERT INTO pairs
SELECT a.id, b.id FROM
    (SELECT id, {key} AS key, row_number() OVER (PARTITION BY {key} ORDER BY name, id) AS turn
        FROM documents WHERE side = 0 AND partner IS NULL AND {key} IS NOT NULL) AS a
    JOIN (SELECT id, {key} AS key, row_number() OVER (PARTITION BY {key} ORDER BY name, id) AS turn
        FROM documents WHERE side = 1 AND partner IS NULL AND {key} IS NOT NULL) AS b
    ON a.key = b.key AND a.turn = b.turn;
UPDATE documents SET partner = (SELECT after FROM pairs WHERE before = id)
    WHERE side = 0 AND partner IS NULL AND id IN (SELECT before FROM pairs);
UPDATE documents SET partner = 0 WHERE side = 1 AND id IN (SELECT after FROM pairs);
"""
_BY_NAME_AND_BYTES = "name || '/' || sha256"
_COLUMNS = "name, sha256, reason, result"


class _Row(NamedTuple):
    name: str
    sha256: str | None
    reason: str | None
    result: bytes | None


def match_documents(before: Iterable[ComparedDocument], after: Iterable[ComparedDocument]) -> Iterator[DocumentPair]:
    """The pairs: first those that stand alike in both runs, then those put aside, in order of name."""
    aside = _Aside()
    try:
        yield from _walk(iter(before), iter(after), aside)
        yield from aside.pairs()
    finally:
        aside.close()


def _walk(
    before: Iterator[ComparedDocument], after: Iterator[ComparedDocument], aside: _Aside
) -> Iterator[DocumentPair]:
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if one is not None and other is not None and one[:2] == other[:2]:
            yield DocumentPair(one, other)
            one, other = next(before, None), next(after, None)
        elif other is None or (one is not None and one.name <= other.name):
            assert one is not None
            aside.put(0, one)
            one = next(before, None)
        else:
            aside.put(1, other)
            other = next(after, None)


class _Aside:
    """Documents that wait for their like, on disk; the file goes when it is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(_TABLES)
        self._file.execute("BEGIN")

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def put(self, side: int, document: ComparedDocument) -> None:
        """Puts a document aside."""
        made = document.extraction
        result = None if made is None else zlib.compress(made.to_json().encode(), 1)
        row = (side, document.name, document.sha256, document.reason, result)
        self._file.execute("INSERT INTO documents VALUES (NULL, ?, ?, ?, ?, NULL, ?)", row)

    def pairs(self) -> Iterator[DocumentPair]:
        """What was put aside: in pairs, then what is in one run only."""
        self._file.execute("COMMIT")
        for key in (_BY_NAME_AND_BYTES, "sha256", "name"):
            self._file.executescript(_MATCH.format(key=key))
        query = "SELECT id, partner FROM documents WHERE side = 0 ORDER BY name, id"
        for before, after in self._file.execute(query):
            yield DocumentPair(self._document(before), None if after is None else self._document(after))
        query = "SELECT id FROM documents WHERE side = 1 AND partner IS NULL ORDER BY name, id"
        for (after,) in self._file.execute(query):
            yield DocumentPair(None, self._document(after))

    def _document(self, number: int) -> ComparedDocument:
        found = self._file.execute(f"SELECT {_COLUMNS} FROM documents WHERE id = ?", (number,)).fetchone()
        row = _Row(*found)
        extraction = None if row.result is None else Extraction.from_json(zlib.decompress(row.result))
        return ComparedDocument(row.name, row.sha256, row.reason, extraction)
