"""Results → a file: JSON, JSON lines, or CSV in long form, one row a figure."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from extractor.exporting.cells import neutral
from extractor.result import Extraction

CSV_COLUMNS = (
    "source",
    "unit",
    "year",
    "form",
    "field",
    "value",
    "printed",
    "basis",
    "status",
    "confidence",
    "line",
    "column",
)

Writer = Callable[[Iterable[Extraction], TextIO], int]


def write_json(results: Iterable[Extraction], file: TextIO) -> int:
    """One JSON array, indented for people; returns how many reports."""
    count = 0
    for extraction in results:
        file.write(",\n" if count else "[\n")
        file.write(extraction.to_json(indent=1))
        count += 1
    file.write("\n]\n" if count else "[]\n")
    return count


def write_jsonl(results: Iterable[Extraction], file: TextIO) -> int:
    """One JSON object a line; returns how many reports."""
    count = 0
    for extraction in results:
        file.write(extraction.to_json() + "\n")
        count += 1
    return count


def write_csv(results: Iterable[Extraction], file: TextIO) -> int:
    """One row a figure, safe to open in a spreadsheet; returns how many reports."""
    count = 0
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    for extraction in results:
        source = extraction.source.path or extraction.source.name
        report = extraction.report
        head = (neutral(source), neutral(report.unit), report.year, neutral(report.form))
        for key, field in extraction.fields.items():
            at = (field.place.line, field.place.column) if field.place else (None, None)
            rows.writerow(
                (*head, key, field.value, neutral(field.printed), field.basis, field.status, field.confidence, *at)
            )
        count += 1
    return count


WRITERS: dict[str, Writer] = {".json": write_json, ".jsonl": write_jsonl, ".csv": write_csv}
"""Which suffix is written how."""


@contextmanager
def written_whole(path: Path) -> Generator[TextIO]:
    """A file to write that takes its name only when all is written; what was there before stays until then."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
