"""The option that names a store, and opening it for a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.store import Store

StoreOption = Annotated[
    str,
    typer.Option(
        "--store", metavar="WHERE", envvar="EXTRACTOR_STORE", help="The store: a SQLite file, or a postgresql:// URL."
    ),
]
DEFAULT_STORE = "extractor.db"


def need_extra() -> None:
    """Ends the command with 2 where the extra `service` is not installed."""
    from importlib.util import find_spec

    from extractor.cli.diagnostics import complain
    from extractor.errors import install

    if find_spec("fastapi") is None or find_spec("sqlalchemy") is None or find_spec("dbos") is None:
        complain(f"to serve, install the extra: {install('service')}")
        raise typer.Exit(2)


def store_or_exit(where: str) -> Store:
    """The store; where it cannot be opened, says why and ends the command with 2."""
    need_extra()
    from extractor.cli.diagnostics import complain
    from extractor.errors import StoreError
    from extractor.store import open_store

    try:
        return open_store(where)
    except StoreError as error:
        complain(str(error))
        raise typer.Exit(2) from None
