"""The figures of a run on disk, so that any number of reports can be put in order in little memory."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractor.exporting.corrections import Correction
from extractor.exporting.leftout import OPEN, LeftOut, open_reason
from extractor.identity.bodies import Body
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Extraction, Number

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE reports (id INTEGER PRIMARY KEY, name TEXT, document TEXT, unit TEXT, year INTEGER, region TEXT, form TEXT,
    version TEXT, media_type TEXT, body TEXT, rule TEXT, count INTEGER, figures BLOB);
CREATE TABLE findings (body TEXT, year INTEGER, code TEXT, position INTEGER PRIMARY KEY, row TEXT);
"""
_LIGHT = "id, name, document, unit, year, region, form, version, body, media_type"


class StagedFigure(NamedTuple):
    """One figure of a report, as it is written out."""

    field: str
    value: Number | None
    printed: str | None
    cell: CellKind
    basis: str
    status: str
    confidence: float | None
    line: int | None
    column: int | None
    page: int | None
    name: str | None = None
    document: str | None = None
    """Where the figure stands in a copy of the report: that file, and the hash of its bytes."""


class StagedReport(NamedTuple):
    """One report without its figures."""

    id: int
    name: str
    document: str
    unit: str | None
    year: int | None
    region: str | None
    form: str | None
    version: str
    body: str | None
    media_type: str = ""


class Name(NamedTuple):
    """A name that is printed, whose it is and by which rule (null: by its own), how often, and one of the documents."""

    unit: str
    body: str | None
    rule: str | None
    reports: int
    example: str


class Staging:
    """An open spool in a new file."""

    def __init__(self, path: str) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(_TABLES)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def add(self, extractions: Iterable[Extraction]) -> int:
        """Takes in reports; how many."""
        count = 0
        self._file.execute("BEGIN")
        for one in extractions:
            source, report = one.source, one.report
            head = (source.path or source.name, source.sha256, report.unit, report.year, report.region, report.form)
            query = "INSERT INTO reports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?)"
            self._file.execute(query, (*head, one.run.version, source.media_type, len(one.fields), _packed(one)))
            count += 1
        self._file.execute("CREATE INDEX by_unit ON reports (unit)")
        self._file.execute("COMMIT")
        return count

    def names(self) -> dict[str, int]:
        """The names that are printed, and how often."""
        return dict(self._file.execute("SELECT unit, count(*) FROM reports WHERE unit IS NOT NULL GROUP BY unit"))

    def settle(self, bodies: Mapping[str, Body], corrections: Iterable[Correction]) -> None:
        """Writes down whose each report is: by its name, and then by what corrections say, the last that fits."""
        self._file.execute("BEGIN")
        for unit, body in bodies.items():
            self._file.execute("UPDATE reports SET body = ? WHERE unit = ?", (body.name, unit))
        fits = "(?2 IS NULL OR unit = ?2) AND (?3 IS NULL OR substr(name, 1, length(?3)) = ?3)"
        for one in corrections:
            if one.has_body:
                query = f"UPDATE reports SET body = ?1, rule = 'correction' WHERE body IS NOT ?1 AND {fits}"
                self._file.execute(query, (one.body, one.unit, one.name))
            if one.year is not None:
                self._file.execute(f"UPDATE reports SET year = ?1 WHERE {fits}", (one.year, one.unit, one.name))
        self._file.execute(
            "CREATE INDEX by_body ON reports (body IS NULL, body, year IS NULL, year, name, document, id)"
        )
        self._file.execute("COMMIT")

    def bodies(self) -> list[str]:
        """The bodies that reports are of, once that is settled."""
        query = "SELECT DISTINCT body FROM reports WHERE body IS NOT NULL ORDER BY body"
        return [name for (name,) in self._file.execute(query)]

    def merged(self) -> Iterator[Name]:
        """The names by body, each with how often it is printed."""
        query = """
            SELECT unit, body, rule, count(*), min(name) FROM reports WHERE unit IS NOT NULL
            GROUP BY unit, body, rule ORDER BY body IS NULL, body, unit, rule
        """
        return (Name(*row) for row in self._file.execute(query))

    def reports(self) -> Iterator[StagedReport]:
        """Every report, by body, year and name; those whose body or year is not known last."""
        query = f"SELECT {_LIGHT} FROM reports ORDER BY body IS NULL, body, year IS NULL, year, name, document, id"
        return (StagedReport(*row) for row in self._file.execute(query))

    def open_reports(self) -> Iterator[LeftOut]:
        """The reports whose body or year is not known, in order of name."""
        query = "SELECT name, unit, year, body FROM reports WHERE body IS NULL OR year IS NULL ORDER BY name, id"
        for name, unit, year, body in self._file.execute(query):
            reason = open_reason(unit, year, has_body=body is not None)
            yield LeftOut(name, OPEN, reason or "")

    def figures(self, report: StagedReport) -> list[StagedFigure]:
        """The figures of a report, in the form's order."""
        (packed,) = self._file.execute("SELECT figures FROM reports WHERE id = ?", (report.id,)).fetchone()
        return [StagedFigure(*one) for one in json.loads(zlib.decompress(packed))]

    def count_figures(self) -> int:
        """How many figures there are."""
        return self._file.execute("SELECT coalesce(sum(count), 0) FROM reports").fetchone()[0]

    def find(self, body: str | None, year: int | None, code: str, row: tuple[object, ...]) -> None:
        """Keeps a finding."""
        text = json.dumps(row, ensure_ascii=False)
        self._file.execute("INSERT INTO findings VALUES (?, ?, ?, NULL, ?)", (body, year, code, text))

    def findings(self) -> Iterator[tuple[object, ...]]:
        """The findings by body, year and code, else in the order they came."""
        rows = self._file.execute("SELECT row FROM findings ORDER BY body, year, code, position")
        return (tuple(json.loads(row)) for (row,) in rows)


def figures_of(extraction: Extraction) -> list[StagedFigure]:
    """The figures of an extraction, in the form's order."""
    figures: list[StagedFigure] = []
    for key, field in extraction.fields.items():
        at = (field.place.line, field.place.column, field.place.page) if field.place else (None, None, None)
        what = (field.value, field.printed, field.cell, field.basis, field.status, field.confidence)
        copy = extraction.copies[field.place.source - 1] if field.place and field.place.source else None
        of_copy = (copy.path or copy.name, copy.sha256) if copy else (None, None)
        figures.append(StagedFigure(key, *what, *at, *of_copy))
    return figures


def _packed(extraction: Extraction) -> bytes:
    return zlib.compress(json.dumps(figures_of(extraction), ensure_ascii=False).encode(), 1)
