"""The files of a panel: which there are for each format, written in a room of their own and put in place when whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from extractor.errors import PanelError
from extractor.exporting.columns import BODIES, FIELDS, FINDINGS, LONG, MISSING
from extractor.exporting.fields import wide_columns
from extractor.exporting.package import FILE, About, Part, describe, is_ours
from extractor.exporting.sinks import CsvSink, OutputRow, OutputTable, ParquetSink, Sink, need, write_database
from extractor.exporting.workbook import MOST_ROWS, Workbook, full_sheet

PANEL, FINDINGS_TABLE = OutputTable("panel", LONG), OutputTable("findings", FINDINGS)
BODIES_TABLE, FIELDS_TABLE = OutputTable("bodies", BODIES), OutputTable("fields", FIELDS)
MISSING_TABLE = OutputTable("missing", MISSING)
_SIDE = (BODIES_TABLE, FINDINGS_TABLE, FIELDS_TABLE, MISSING_TABLE)


def wide_table() -> OutputTable:
    """The table with a row for each body and year."""
    return OutputTable("wide", wide_columns())


class Output:
    """The files of one panel while they are written; `room` is a folder for them until then."""

    def __init__(self, target: Path, room: str) -> None:
        self._target, self._room = target, room
        self._ending = target.suffix.lower()
        self._parts: list[Part] = []
        self._tables: list[tuple[str, str]] = []
        self._sinks: list[Sink] = []
        self._book = Workbook(str(target)) if self._ending == ".xlsx" else None

    def sink(self, table: OutputTable) -> Sink:
        """What takes the rows of a table; side tables are CSV beside every format."""
        sinks: list[Sink] = []
        is_side = table in _SIDE
        if self._book is not None:
            sinks.append(self._book.sheet(table))
        if self._ending in (".duckdb", ".parquet") and not (is_side and self._ending == ".parquet"):
            path = os.path.join(self._room, f"{table.name}.parquet")
            self._tables.append((table.name, path))
            sinks.append(ParquetSink(path, table))
            if self._ending == ".parquet":
                self._parts.append(Part(path, self._named(table), table))
        if is_side or self._ending == ".csv":
            path = os.path.join(self._room, f"{table.name}.csv")
            sinks.append(CsvSink(path, table))
            self._parts.append(Part(path, f"{table.name}.csv" if is_side else self._named(table), table))
        self._sinks += sinks
        return sinks[0] if len(sinks) == 1 else _Both(sinks)

    def close(self) -> None:
        """Lets go of all that was begun and is not whole."""
        for sink in self._sinks:
            with suppress(Exception):  # what stopped the writing is being told
                sink.close()
        self._sinks.clear()

    def _named(self, table: OutputTable) -> str:
        """What a table's own file is called: the panel as was asked for, the other after it."""
        name = self._target
        return name.name if table is PANEL else f"{name.stem}-{table.name}{name.suffix}"

    def finish(self, about: About) -> list[str]:
        """Closes all and puts the files in place; their names."""
        while self._sinks:
            self._sinks.pop(0).close()
        whole = os.path.join(self._room, "whole" + self._ending)
        if self._book is not None:
            self._book.save(whole)
        if self._ending == ".duckdb":
            write_database(whole, self._tables)
        if os.path.exists(whole):
            self._parts.insert(0, Part(whole, self._target.name, None))
        described = os.path.join(self._room, FILE)
        with open(described, "w", encoding="utf-8") as file:
            file.write(describe(self._parts, about))
        for path, name in [(part.path, part.name) for part in self._parts] + [(described, FILE)]:
            os.replace(path, self._target.parent / name)
        return [part.name for part in self._parts] + [FILE]


class _Both:
    """Gives each row to several sinks."""

    def __init__(self, sinks: Sequence[Sink]) -> None:
        self._sinks = sinks

    def write(self, row: OutputRow) -> None:
        for sink in self._sinks:
            sink.write(row)

    def close(self) -> None:
        for sink in self._sinks:
            sink.close()


def check_target(target: Path, given: Sequence[Path | None]) -> None:
    """Checks that a panel can be written there without taking the place of what is no panel's, or of a file given.

    The folder is made where only it is missing.

    Raises:
        PanelError: it cannot; the text says what to do.
    """
    try:
        need(target.suffix.lower())
    except PanelError as error:
        raise PanelError(f"{target}: {error}") from None
    folder = target.parent
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise PanelError(f"{target}: its folder cannot be made ({error.strerror}); make it first.") from None
    if target.is_dir():
        raise PanelError(f"{target}: is a folder; name a file in it.")
    beside = [folder / name for name in (*(f"{table.name}.csv" for table in _SIDE), FILE)]
    if target in beside:
        raise PanelError(f"{target}: a file of this name is written beside the panel; call the panel something else.")
    there = [path for path in beside if path.exists()]
    if there and not is_ours(str(folder)):
        raise PanelError(f"{there[0]}: is there already and is no panel's; write the panel into a folder of its own.")
    for path in given:
        if path is not None and path.exists() and any(one.exists() and path.samefile(one) for one in (*beside, target)):
            raise PanelError(f"{path}: the panel would take its place; copy it under another name and name the copy.")


def check_size(target: Path, figures: int) -> None:
    """Checks that an Excel sheet has room for so many figures.

    Raises:
        PanelError: it has not.
    """
    if target.suffix.lower() == ".xlsx" and figures >= MOST_ROWS:
        raise full_sheet(str(target), PANEL.name, MOST_ROWS)
