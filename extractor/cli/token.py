"""`extractor token`: who may use the service."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from extractor.cli.storing import DEFAULT_STORE, StoreOption

_HELP = """The tokens that let people and programs use the service.

A reader may look, a reviewer may also send reports and decide, an admin
may also see who did what.

\b
Examples:
  extractor token create 王芳 --role reviewer
  extractor token list
  extractor token revoke 3
"""

app = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)


@app.command("create", no_args_is_help=True)
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is for.")],
    role: Annotated[Literal["reader", "reviewer", "admin"], typer.Option(help="What they may do.")] = "reader",
    days: Annotated[float | None, typer.Option(min=0.001, help="How long it holds; for ever by default.")] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make a token and print it. It is shown this once: only its hash is kept.

    \b
    Example:
      extractor token create 王芳 --role reviewer --days 90

    Exit code 0; 2 where the store cannot be opened.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.storing import store_or_exit

    name = name.strip()
    if not name or len(name) > 200 or not name.isprintable():
        complain("a name has 1 to 200 printable characters.")
        raise typer.Exit(2)
    opened = store_or_exit(store)
    from extractor.store.audit import Deed, record
    from extractor.store.people import grant, person_named

    with opened.writing() as session:
        now = opened.now()
        person = person_named(session, name, now)
        made = grant(session, person, role, now, days=days)
        record(session, Deed("token.create", f"token {made.id}", {"for": name, "role": role}), now)
    opened.close()
    typer.echo(made.secret)


@app.command("list")
def list_all(store: StoreOption = DEFAULT_STORE) -> None:
    """List the tokens: whose each is, what it allows, and whether it holds.

    Exit code 0; 2 where the store cannot be opened.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from extractor.cli.storing import store_or_exit

    opened = store_or_exit(store)
    from extractor.store.people import list_tokens

    with opened.reading() as session:
        rows = list_tokens(session)
    now = opened.now()
    opened.close()
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for heading in ("id", "name", "role", "created", "holds until"):
        table.add_column(heading, justify="right" if heading == "id" else "left")
    for token, name in rows:
        until = _until(token.revoked_at, token.expires_at, now)
        table.add_row(str(token.id), Text(name), token.role, f"{token.created_at:%Y-%m-%d}", until)
    Console(highlight=False).print(table)


def _until(revoked: datetime | None, expires: datetime | None, now: datetime) -> str:
    """How long a token holds, or since when it does no longer."""
    if revoked is not None:
        return f"revoked {revoked:%Y-%m-%d}"
    if expires is None:
        return "for ever"
    return f"{expires:%Y-%m-%d}" if expires > now else f"expired {expires:%Y-%m-%d}"


@app.command("revoke", no_args_is_help=True)
def revoke(
    token: Annotated[int, typer.Argument(metavar="ID", help="The token's number, as `token list` shows it.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make a token hold no longer.

    \b
    Example:
      extractor token revoke 3

    Exit code 0; 2 where there is no such token.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.storing import store_or_exit

    opened = store_or_exit(store)
    from extractor.errors import StoreError
    from extractor.store.audit import Deed, record
    from extractor.store.people import revoke_token

    try:
        with opened.writing() as session:
            now = opened.now()
            revoke_token(session, token, now)
            record(session, Deed("token.revoke", f"token {token}"), now)
    except StoreError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    finally:
        opened.close()
    typer.echo(f"token {token} holds no longer")
