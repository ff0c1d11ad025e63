"""Brings a store up to date, with the migrations that are shipped inside the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from extractor.errors import StoreError

_LOCK = 0x65787472  # "extr": who migrates holds this lock in PostgreSQL


def migrate(engine: Engine, shown: str) -> None:
    """Makes the tables, or changes them to those of this version; one at a time, whoever opens the store at once.

    Raises:
        StoreError: the store is of a newer version of extractor, or another program's; `shown` names it.
    """
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = configuration(connection)
        scripts = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current is not None and current not in {one.revision for one in scripts.walk_revisions()}:
            raise StoreError(f"{shown}: was written by a newer version of extractor; update extractor and try again.")
        command.upgrade(config, "head")


def configuration(connection: Connection) -> Config:
    """What Alembic needs to know, for this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
