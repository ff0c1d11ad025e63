"""A store of an earlier version becomes what it would be, had this version kept it from the start."""

from __future__ import annotations

from typing import Any

from alembic import command
from golden import golden
from sqlalchemy import JSON, Connection, MetaData, insert, select, text
from storing import changed, elsewhere, of_nobody, put, settle, violated, with_reasons

from extractor.store import Store, open_store
from extractor.store.migrate import configuration
from extractor.store.tables import Base

DOUBT = {"status": "review", "confidence": 0.5}
BLANK = {"value": None, "printed": "", "basis": "none", **DOUBT}
EMPTY = (
    *("tokens", "second_keys", "decision_groups", "jobs", "job_items", "audit", "reservations", "assignments"),
    *("purged_documents", "house_rules", "repeatable_requests", "seeded_errors", "webhooks"),
)
"""Of these tables a store may have none."""
FIRST_CONFIDENCE = 0.1
"""What stood in the first version where there is no confidence now."""


def test_a_store_of_the_first_version_is_brought_up_to_date(store: Store, address: str) -> None:
    fill(store)
    old = open_store(address)
    with store.engine.connect() as now, old.engine.begin() as connection:
        empty(connection)
        command.upgrade(configuration(connection), "0001")
        assert copy(now, connection) > 600
    old.close()
    brought = open_store(address)
    for table in Base.metadata.sorted_tables:
        assert rows(brought, str(table)) == rows(store, str(table)), table
        assert rows(store, str(table)) or str(table) in EMPTY, table
    assert rows(brought, "field_states") == rows(store, "field_states")
    assert {row["lane"] for row in rows(brought, "queue")} == {"reports", "figures", "blanks", "errors"}
    brought.close()


def fill(store: Store) -> None:
    """Reports with figures in each lane; figures that were settled, put back, and read anew."""
    named = "applications.carried_in.company", "applications.carried_in.research", "applications.new.legal_service"
    doubts: dict[str, dict[str, Any]] = {
        "applications__new__company": {"value": 5, "printed": "5", **DOUBT},
        "applications__new__research": {"value": 6, "printed": "6", **DOUBT},
        "applications__new__legal_service": BLANK,
        "applications__carried_in__company": DOUBT,
        "applications__carried_in__research": DOUBT,
        "applications__carried_in__other_org": DOUBT,
    }
    document = put(store, with_reasons(violated(changed(golden(2), **doubts), *named)), keeps_text=False)
    for field in (
        "applications.new.company",
        "applications.new.research",
        named[1],
        "applications.carried_in.other_org",
    ):
        settle(store, document, 4, field=field)
    settle(store, document, None, field=named[1], action="reopen")
    doubts["applications__new__research"] = {**elsewhere("7"), **DOUBT}
    put(store, with_reasons(violated(changed(golden(2), "1", **doubts), *named)), keeps_text=False)
    put(store, with_reasons(changed(golden(4), **doubts)), b"another report", keeps_text=False)
    put(store, golden(3), b"a report that needs nobody", keeps_text=False)
    put(store, of_nobody(golden(4)), b"a report whose body and year are open", keeps_text=False)


def empty(connection: Connection) -> None:
    """Takes everything out of a store."""
    connection.execute(text("DROP VIEW field_states"))
    Base.metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))


def copy(now: Connection, then: Connection) -> int:
    """Copies what the first version has tables and columns for; how many rows."""
    old, new = MetaData(), MetaData()
    old.reflect(then)
    new.reflect(now)
    copied = 0
    for table in old.sorted_tables:
        if table.name == "alembic_version":
            continue
        source = new.tables[table.key]
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
        names = [column.name for column in table.columns]
        columns = [source.c[{"priority": "rank"}.get(name, name)] for name in names]
        values = [dict(zip(names, row, strict=True)) for row in now.execute(select(*columns))]
        values = [row for row in values if row.get("section") != "report"]  # which the first version had not
        if table.name == "queue":
            values = [{**row, "priority": -row["priority"]} for row in values]
        if table.name == "fields":
            values = [{**row, "confidence": row["confidence"] or FIRST_CONFIDENCE} for row in values]
        if values:
            then.execute(insert(table), values)
        copied += len(values)
    if then.dialect.name == "postgresql":  # which counts for itself where rows are numbered by hand
        then.execute(text("SELECT setval(pg_get_serial_sequence('queue', 'id'), (SELECT max(id) FROM queue))"))
    return copied


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """The rows of a table, in an order of their own."""
    with store.engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
    return sorted(found, key=str)
