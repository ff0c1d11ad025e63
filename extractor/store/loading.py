"""Puts many rows into a table at once, as quickly as the database takes them: a report has two hundred figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import JSON, Table, text
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows of plain values, each with every column it needs and all with the same; null stays null in JSON too.

    SQLAlchemy's own way looks at each value of each row, which costs more than reading a report's tables.
    """
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
        session.connection().exec_driver_sql(statement, _as_sqlite_takes_them(table, names, rows))
        return
    typed = ", ".join(f'"{name}" {table.c[name].type.compile(session.get_bind().dialect)}' for name in names)
    given = f"json_to_recordset(CAST(:rows AS json)) AS given({typed})"
    statement = f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {given}'
    session.execute(text(statement), {"rows": to_json(rows).decode()})


def _as_sqlite_takes_them(
    table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    kinds = [(name, isinstance(table.c[name].type, JSON)) for name in names]
    return [tuple(_as_text(row[name]) if is_json else row[name] for name, is_json in kinds) for row in rows]


def _as_text(value: Any) -> str | None:
    return None if value is None else to_json(value).decode()
