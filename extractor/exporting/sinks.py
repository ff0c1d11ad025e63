"""Tables as they are written: CSV and Parquet, row by row, and a DuckDB file; the same bytes every time."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple, Protocol

from extractor.errors import PanelError, install
from extractor.exporting.cells import neutral
from extractor.exporting.columns import Column
from extractor.result import Number

# pyarrow has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingModuleSource=false

OutputCell = str | Number | None
OutputRow = Sequence[OutputCell]
_GROUP = 65_536
_WIDEST = 2**53
# These leave what was in memory before in the file (github.com/duckdb/duckdb/issues/23382).
_WITH_LEFTOVERS = "fsst,dict_fsst,roaring,alp,alprd,chimp,patas,rle,bitpacking,zstd"
# A group of rows of the wide table is held in memory while it is written: with so many rows it fits, and what does not
# stands in files beside the panel.
_ROWS, _MEMORY = 16_384, "512MB"
_NEEDS = {
    ".parquet": ("pyarrow",),
    ".xlsx": ("openpyxl",),
    ".duckdb": ("pyarrow", "duckdb"),
    ".dta": ("pandas", "pyreadstat"),
    ".sav": ("pandas", "pyreadstat"),
}
ENDINGS = (".parquet", ".csv", ".xlsx", ".duckdb", ".dta", ".sav")
STATISTICS = (".dta", ".sav")
"""What Stata and SPSS read: one table a file."""


class Link(NamedTuple):
    """Columns whose cells are keys of another table's rows."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


class OutputTable(NamedTuple):
    """A table to be written: its name, its columns, those that tell its rows apart, and what other tables they name."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class Sink(Protocol):
    """Takes the rows of one table."""

    def write(self, row: OutputRow) -> None:
        """Takes a row."""
        ...

    def close(self) -> None:
        """No more rows come."""
        ...


def need(ending: str) -> None:
    """Checks that what writes such a file is installed.

    Raises:
        PanelError: it is not, or there is no such format.
    """
    if ending not in ENDINGS:
        raise PanelError(f"a panel is written to a file that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
    missing = [name for name in _NEEDS.get(ending, ()) if find_spec(name) is None]
    if missing:
        raise PanelError(f"to write {ending}, install the extra: {install('panel')}; .csv needs nothing.")


def fitting(value: OutputCell, column: Column) -> OutputCell:
    """A number that the column can hold exactly; None for one that it cannot."""
    if isinstance(value, float):
        if column.kind == "whole":
            return int(value) if value.is_integer() and abs(value) <= _WIDEST else None
    elif isinstance(value, int) and abs(value) > _WIDEST:
        return None
    return value


class CsvSink:
    """A table as CSV in UTF-8, with the mark that older Excel knows it by where asked; no cell that a spreadsheet would
    run.
    """

    def __init__(self, path: str, table: OutputTable, *, bom: bool = False) -> None:
        self._columns = table.columns
        encoding = "utf-8-sig" if bom else "utf-8"
        self._file = open(path, "w", encoding=encoding, newline="")  # noqa: SIM115 - closed by close
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow([column.name for column in table.columns])

    def write(self, row: OutputRow) -> None:
        """Takes a row."""
        self._rows.writerow(
            [
                neutral(value) if isinstance(value, str) else None if value is None else _shown(value, column)
                for value, column in zip(row, self._columns, strict=True)
            ]
        )

    def close(self) -> None:
        """No more rows come."""
        self._file.close()


def _shown(value: Number, column: Column) -> OutputCell:
    return ("true" if value else "false") if column.kind == "truth" else fitting(value, column)


class ParquetSink:
    """A table as Parquet, in groups of rows."""

    def __init__(self, path: str, table: OutputTable) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        text, number = pa.string(), pa.float64()
        kinds = {"text": text, "whole": pa.int64(), "number": number, "share": number, "truth": pa.bool_()}
        self._columns = table.columns
        self._schema = pa.schema(
            [pa.field(column.name, kinds[column.kind], metadata=_told(column)) for column in table.columns]
        )
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._size = max(1, _GROUP * 16 // len(table.columns)) if len(table.columns) > 64 else _GROUP
        self._waiting: list[OutputRow] = []

    def write(self, row: OutputRow) -> None:
        """Takes a row."""
        self._waiting.append(row)
        if len(self._waiting) >= self._size:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        arrays: list[Any] = []
        for column, field, values in zip(self._columns, self._schema, zip(*self._waiting, strict=True), strict=True):
            if column.is_number:
                values = [fitting(value, column) for value in values]
            arrays.append(pa.array(values, field.type))
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting.clear()

    def close(self) -> None:
        """No more rows come."""
        if self._waiting:
            self._flush()
        self._file.close()


def _told(column: Column) -> dict[str, str]:
    """What a Parquet file says of a column beside its type."""
    told = {"zh": column.zh, "en": column.en, "short": column.short, "unit": column.measure}
    return {key: text for key, text in told.items() if text}


class Picking:
    """Gives a sink only some cells of each row: those of the columns that it has."""

    def __init__(self, sink: Sink, columns: Sequence[Column], picked: Sequence[Column]) -> None:
        names = [column.name for column in columns]
        self._sink, self._picked = sink, [names.index(column.name) for column in picked]

    def write(self, row: OutputRow) -> None:
        """Takes a row."""
        self._sink.write([row[place] for place in self._picked])

    def close(self) -> None:
        """No more rows come."""
        self._sink.close()


class Several:
    """Gives each row to several sinks."""

    def __init__(self, sinks: Sequence[Sink]) -> None:
        self._sinks = sinks

    def write(self, row: OutputRow) -> None:
        """Takes a row."""
        for sink in self._sinks:
            sink.write(row)

    def close(self) -> None:
        """No more rows come."""
        for sink in self._sinks:
            sink.close()


def write_database(path: str, parts: Sequence[tuple[str, str]], views: Sequence[tuple[str, str]] = ()) -> None:
    """A DuckDB file with a table for each name and Parquet file, and a view for each name and query; nothing is fetched
    from anywhere.
    """
    import duckdb

    config: dict[str, Any] = {
        "threads": 1,
        "memory_limit": _MEMORY,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": os.path.dirname(path),
    }
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute(f"SET disabled_compression_methods = '{_WITH_LEFTOVERS}'")
        # The layout of 1.0 is read by every later version, and has no random number in its head.
        connection.execute(f"ATTACH {_quoted(path)} AS made (STORAGE_VERSION 'v1.0.0', ROW_GROUP_SIZE {_ROWS})")
        for name, part in parts:
            connection.execute(f"CREATE TABLE made.{name} AS SELECT * FROM read_parquet({_quoted(part)})")
        connection.execute("USE made")
        for name, query in views:
            connection.execute(f"CREATE VIEW {name} AS {query}")
        connection.execute("USE memory")
        connection.execute("DETACH made")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
