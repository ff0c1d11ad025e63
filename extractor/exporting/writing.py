"""The files of a panel: which there are for each format, written in a room of their own and put in place when whole."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from extractor.errors import PanelError
from extractor.exporting.columns import WIDE_HEAD, Column
from extractor.exporting.package import FILE, HEADER_ROWS, About, Part, describe, is_ours
from extractor.exporting.panel_options import PanelOptions
from extractor.exporting.panel_tables import FIGURES_TABLE, LONG_TABLE, SIDE, figures_table
from extractor.exporting.sinks import (
    ENDINGS,
    STATISTICS,
    CsvSink,
    OutputTable,
    ParquetSink,
    Picking,
    Several,
    Sink,
    need,
    write_database,
)
from extractor.exporting.statistics_files import StatisticsFile, stata_commands
from extractor.exporting.views import views_of
from extractor.exporting.workbook import MOST_ROWS, Workbook, full_sheet

_WIDE = "wide"


class Output:
    """The files of one panel while they are written; `room` is a folder for them until then."""

    def __init__(self, targets: Sequence[Path], room: str, options: PanelOptions) -> None:
        self._targets = {target.suffix.lower(): target for target in targets}
        self._folder, self._room, self._options = targets[0].parent, room, options
        self._parts: list[Part] = []
        self._tables: list[tuple[OutputTable, str]] = []
        self._sheets: list[OutputTable] = []
        self.tables: list[OutputTable] = []
        """The tables that were begun, in their order."""
        self._sinks: list[Sink | StatisticsFile] = []
        book = self._targets.get(".xlsx")
        self._book = Workbook(str(book)) if book else None

    def sink(self, table: OutputTable, endings: Collection[str] = ENDINGS) -> Sink:
        """What takes the rows of a table, in the formats of these endings; side tables are CSV beside every format."""
        is_side = table in SIDE
        wanted = self._targets.keys() & set(endings)
        self.tables.append(table)
        sinks: list[Sink] = []
        if self._book is not None and ".xlsx" in wanted:
            sinks.append(self._book.sheet(table))
            self._sheets.append(table)
        if ".parquet" in wanted and not is_side:
            path = self._path(table, ".parquet")
            sinks.append(ParquetSink(path, table))
            self._parts.append(Part(path, self._named(table, ".parquet"), (table,)))
        if ".duckdb" in wanted:
            sinks.append(self._for_database(table))
        if is_side or ".csv" in wanted:
            path = self._path(table, ".csv")
            sinks.append(CsvSink(path, table, bom=self._options.bom))
            name = f"{table.name}.csv" if is_side else self._named(table, ".csv")
            self._parts.append(Part(path, name, (table,)))
        self._sinks += sinks
        return sinks[0] if len(sinks) == 1 else Several(sinks)

    def _for_database(self, table: OutputTable) -> Sink:
        """What takes the rows of a table for the DuckDB file, which makes the long table of three others."""
        is_long = table.name == LONG_TABLE.name
        kept = figures_table(bounds=self._options.bounds) if is_long else table
        path = self._path(kept, ".database")
        self._tables.append((kept, path))
        sink = ParquetSink(path, kept)
        return Picking(sink, table.columns, kept.columns) if is_long else sink

    def statistics(self, name: str, figures: Sequence[Column], endings: Collection[str]) -> list[StatisticsFile]:
        """What takes a table by body and year for the statistics programs that are asked for."""
        made: list[StatisticsFile] = []
        for ending in STATISTICS:
            if ending not in self._targets or ending not in endings:
                continue
            table = OutputTable(name, (*WIDE_HEAD, *figures))
            path = self._path(table, ending)
            made.append(StatisticsFile(path, ending, WIDE_HEAD, figures))
            self._parts.append(Part(path, self._named(table, ending), (table,)))
        self._sinks += made
        return made

    def close(self) -> None:
        """Lets go of all that was begun and is not whole."""
        for sink in self._sinks:
            if not isinstance(sink, StatisticsFile):
                with suppress(Exception):  # what stopped the writing is being told
                    sink.close()
        self._sinks.clear()

    def _path(self, table: OutputTable, ending: str) -> str:
        return os.path.join(self._room, f"{table.name}{ending}")

    def _named(self, table: OutputTable, ending: str) -> str:
        """What a table's own file is called: the main one as was asked for, the others after it."""
        target = self._targets[ending]
        main = (_WIDE,) if ending in STATISTICS or self._options.without_long else (LONG_TABLE.name, FIGURES_TABLE.name)
        return target.name if table.name in main else f"{target.stem}-{table.name.replace('_', '-')}{target.suffix}"

    def finish(self, about: About) -> list[str]:
        """Closes all and puts the files in place; their names."""
        while self._sinks:
            self._sinks.pop(0).close()
        if self._book is not None:
            self._book.save(self._whole(".xlsx"))
        if ".duckdb" in self._targets:
            tables = [(table.name, path) for table, path in self._tables]
            write_database(self._whole(".duckdb"), tables, views_of([table for table, _ in self._tables]))
        self._write_commands()
        for ending, tables in ((".duckdb", [table for table, _ in self._tables]), (".xlsx", self._sheets)):
            if ending in self._targets:
                self._parts.insert(0, Part(self._whole(ending), self._targets[ending].name, tuple(tables)))
        described = os.path.join(self._room, FILE)
        with open(described, "w", encoding="utf-8") as file:
            file.write(describe(self._parts, about))
        for path, name in [(part.path, part.name) for part in self._parts] + [(described, FILE)]:
            os.replace(path, self._folder / name)
        return [part.name for part in self._parts] + [FILE]

    def _whole(self, ending: str) -> str:
        return os.path.join(self._room, "whole" + ending)

    def _write_commands(self) -> None:
        """Beside a file of Stata's, the commands that open it."""
        if target := self._targets.get(".dta"):
            path = self._whole(".do")
            with open(path, "w", encoding="utf-8") as file:
                file.write(stata_commands(target.name))
            self._parts.append(Part(path, f"{target.stem}.do", ()))


def check_targets(targets: Sequence[Path], given: Sequence[Path | None]) -> None:
    """Checks that a panel can be written there without taking the place of what is no panel's, or of a file given.

    The folder is made where only it is missing.

    Raises:
        PanelError: it cannot; the text says what to do.
    """
    for target in targets:
        try:
            need(target.suffix.lower())
        except PanelError as error:
            raise PanelError(f"{target}: {error}") from None
        if target.parent != targets[0].parent:
            raise PanelError(f"{target}: the files of one panel stand in one folder; name it {targets[0].parent}.")
    if len({target.suffix.lower() for target in targets}) < len(targets):
        raise PanelError(f"{targets[-1]}: one file of each format is written; leave out what is named twice.")
    for target in targets:
        _check_target(target, given)


def _check_target(target: Path, given: Sequence[Path | None]) -> None:
    folder = target.parent
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise PanelError(f"{target}: its folder cannot be made ({error.strerror}); make it first.") from None
    if target.is_dir():
        raise PanelError(f"{target}: is a folder; name a file in it.")
    beside = [folder / name for name in (*(f"{table.name}.csv" for table in SIDE), FILE)]
    if target in beside:
        raise PanelError(f"{target}: a file of this name is written beside the panel; call the panel something else.")
    there = [path for path in beside if path.exists()]
    if there and not is_ours(str(folder)):
        raise PanelError(f"{there[0]}: is there already and is no panel's; write the panel into a folder of its own.")
    for path in given:
        if path is not None and path.exists() and any(one.exists() and path.samefile(one) for one in (*beside, target)):
            raise PanelError(f"{path}: the panel would take its place; copy it under another name and name the copy.")


def check_size(targets: Sequence[Path], figures: int) -> None:
    """Checks that an Excel sheet has room for so many figures.

    Raises:
        PanelError: it has not.
    """
    for target in targets:
        if target.suffix.lower() == ".xlsx" and figures > MOST_ROWS - HEADER_ROWS:
            raise full_sheet(str(target), LONG_TABLE.name, MOST_ROWS)
