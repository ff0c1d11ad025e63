"""Results → a file: JSON, JSON lines, or CSV in long form, one row a figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from extractor.exporting.cells import neutral
from extractor.result import Extraction
from extractor.whole_file import whole_file

CSV_COLUMNS = (
    "source",
    "unit",
    "year",
    "form",
    "field",
    "value",
    "printed",
    "cell",
    "basis",
    "status",
    "confidence",
    "line",
    "column",
)


class Writer(NamedTuple):
    """How a file of results is written: what stands in it of one report, and around and between the reports."""

    piece: Callable[[Extraction], str]
    begin: str = ""
    between: str = ""
    end: str = ""
    empty: str = ""

    def write(self, pieces: Iterable[str], file: TextIO) -> int:
        """Writes the pieces of all reports; returns how many."""
        count = 0
        for piece in pieces:
            file.write(self.between if count else self.begin)
            file.write(piece)
            count += 1
        file.write(self.end if count else self.empty)
        return count


def _rows(extraction: Extraction) -> str:
    """A report as rows of CSV, one a figure, safe to open in a spreadsheet."""
    source = extraction.source.path or extraction.source.name
    report = extraction.report
    head = (neutral(source), neutral(report.unit), report.year, neutral(report.form))
    rows: list[tuple[object, ...]] = []
    for key, field in extraction.fields.items():
        at = (field.place.line, field.place.column) if field.place else (None, None)
        what = (field.value, neutral(field.printed), field.cell, field.basis, field.status, field.confidence)
        rows.append((*head, key, *what, *at))
    return _csv(rows)


def _csv(rows: Iterable[tuple[object, ...]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


def _object(extraction: Extraction) -> str:
    return extraction.to_json(indent=1)


def _line(extraction: Extraction) -> str:
    return extraction.to_json() + "\n"


_COLUMNS = _csv([CSV_COLUMNS])

WRITERS: dict[str, Writer] = {
    ".json": Writer(_object, "[\n", ",\n", "\n]\n", "[]\n"),
    ".jsonl": Writer(_line),
    ".csv": Writer(_rows, begin=_COLUMNS, empty=_COLUMNS),
}
"""Which suffix is written how: one JSON array, indented for people; one object a line; one row a figure."""


@contextmanager
def written_bytes(path: Path) -> Generator[BinaryIO]:
    """A file to write that takes its name when it is whole; it keeps its mode, and a link is written through."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    with whole_file(target, mode) as file:
        yield file


@contextmanager
def written_whole(path: Path) -> Generator[TextIO]:
    """The same for text."""
    with (
        written_bytes(path) as raw,
        io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="") as file,
    ):
        yield file
