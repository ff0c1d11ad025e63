"""The results of a run on a cluster: Parquet files, each with the files of one batch and what came of them.

A shard takes its name only when it is whole, so that whoever looks sees all of it or nothing.
"""

from __future__ import annotations

import io
import os
import posixpath
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

from extractor.batch.found import FoundFile
from extractor.batch.ledger import Ledger
from extractor.batch.run_files import read_run_file, write_run_file
from extractor.batch.work import Outcome
from extractor.errors import BatchError, install

# pyarrow has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

FOLDER = "shards"
_ENDING = ".parquet"
_PRODUCER = b"extractor.producer"
_OPEN = 4


class Unit(NamedTuple):
    """A file and what came of it: one row of a shard; `key` is None where its bytes were not to be had."""

    found: FoundFile
    sha256: bytes | None
    key: bytes | None
    outcome: Outcome


def _schema(producer: str) -> Any:
    import pyarrow as pa

    columns: list[tuple[str, Any]] = [("path", pa.binary()), ("member", pa.int64()), ("name", pa.string())]
    columns += [("size", pa.int64()), ("stamp", pa.int64()), ("sha256", pa.binary()), ("key", pa.binary())]
    columns += [("state", pa.string()), ("reason", pa.string()), ("result", pa.binary()), ("figures", pa.int64())]
    columns += [("accepted", pa.int64()), ("tokens", pa.int64()), ("cost", pa.float64()), ("unanswered", pa.bool_())]
    return pa.schema(columns, metadata={_PRODUCER: producer.encode()})


LIGHT = (
    *("path", "member", "name", "size", "stamp", "sha256", "key", "state", "reason"),
    *("figures", "accepted", "tokens", "cost", "unanswered"),
)
"""The columns without the results."""


def as_table(units: Iterable[Unit], producer: str) -> Any:
    """Units as a table of Arrow."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for unit in units:
        found = {**unit.found._asdict(), "path": os.fsencode(unit.found.path)}
        rows.append({**found, "sha256": unit.sha256, "key": unit.key, **unit.outcome._asdict()})
    return pa.Table.from_pylist(rows, schema=_schema(producer))


def units_in(table: Any) -> Iterator[Unit]:
    """The units of a table, without their results where it has none."""
    for row in table.to_pylist():
        found = FoundFile(os.fsdecode(row["path"]), row["member"], row["name"], row["size"], row["stamp"])
        outcome = Outcome(**{name: row[name] for name in Outcome._fields if name in row})
        yield Unit(found, row["sha256"], row["key"], outcome)


def write_shard(folder: str, name: str, table: Any) -> None:
    """Writes a shard under its name once it is whole."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="none", write_statistics=False)
    write_run_file(folder, posixpath.join(FOLDER, name + _ENDING), buffer.getvalue())


def shard_table(folder: str, name: str, columns: Iterable[str]) -> Any | None:
    """Some columns of a shard; None where there is no such shard.

    Raises:
        BatchError: it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = read_run_file(folder, posixpath.join(FOLDER, name + _ENDING))
    if data is None:
        return None
    try:
        return pq.read_table(io.BytesIO(data), columns=list(columns))
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        said = " ".join(str(error).split())
        raise BatchError(f"{folder}: shard {name} is damaged ({said}); remove it, and give the batch again.") from None


def merge_shards(folder: str, ledger: Ledger, producer: str) -> None:
    """Takes the shards of this producer that a ledger does not know into it.

    Raises:
        BatchError: one is damaged, or the extra that reads them is not installed.
    """
    known = set(ledger.known_shards())
    new = [name for name in _names(folder) if name not in known]
    if new and find_spec("pyarrow") is None:
        raise BatchError(f"{folder}: to read its shards, install the extra: {install('panel')}")
    for name in new:
        table = shard_table(folder, name, LIGHT)
        if table is not None and (table.schema.metadata or {}).get(_PRODUCER) == producer.encode():
            take_shard(ledger, name, units_in(table))


def take_shard(ledger: Ledger, name: str, units: Iterable[Unit]) -> None:
    """Takes one shard into a ledger."""
    ledger.begin()
    for row, unit in enumerate(units):
        ledger.take(unit.found, unit.sha256, unit.key, unit.outcome, (name, row))
    ledger.know_shard(name)
    ledger.commit()


def _names(folder: str) -> list[str]:
    if "://" in folder:
        from extractor.batch.remote import file_system

        system, path = file_system(folder)
        place = posixpath.join(path, FOLDER)
        found = [posixpath.basename(one) for one in system.ls(place, detail=False)] if system.exists(place) else []
    else:
        found = os.listdir(os.path.join(folder, FOLDER))
    return sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING) and not name.startswith("."))


@lru_cache(maxsize=_OPEN)
def _results(folder: str, shard: str) -> list[bytes | None]:
    table = shard_table(folder, shard, ["result"])
    return [] if table is None else table.column("result").to_pylist()


def result_at(folder: str, shard: str, row: int) -> bytes | None:
    """The result in a row of a shard, compressed; None where it is not there."""
    results = _results(folder, shard)
    return results[row] if row < len(results) else None
