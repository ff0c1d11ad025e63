"""`extractor forms`: the statutory forms, listed or printed the way the official one looks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_HELP = """The statutory forms: list them, print one, or write one to be filled in.

\b
Examples:
  extractor forms
  extractor forms show 2021
  extractor forms show 2021 --keys
  extractor forms write 2021 -o form.docx --last-year 2023.docx
"""

app = typer.Typer(help=_HELP, invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def list_forms(context: typer.Context) -> None:
    """Lists the forms, unless a command follows."""
    if context.invoked_subcommand is not None:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from extractor.forms import form_ids, form_named

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for heading in ("form", "reports on", "fields", "identities", "regulation"):
        table.add_column(heading, justify="right" if heading in ("fields", "identities") else "left")
    for form in map(form_named, form_ids()):
        years = f"{form.first_year}–{form.last_year}" if form.last_year else f"{form.first_year} onward"
        counts = str(len(form.fields)), str(len(form.identities))
        table.add_row(form.id, years, *counts, form.regulation)
    Console(highlight=False).print(table)


@app.command("show", no_args_is_help=True)
def show_form(
    form: Annotated[str, typer.Argument(metavar="FORM", help="A form's id, as `extractor forms` lists them.")],
    keys: Annotated[bool, typer.Option("--keys", help="List the key of every field under its table.")] = False,
) -> None:
    """Print one form the way the official one looks.

    \b
    Examples:
      extractor forms show 2021
      extractor forms show 2019 --keys

    Exit code 0; 2 where there is no such form.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.tables import print_form
    from extractor.forms import form_ids, form_named

    if form not in form_ids():
        complain(f"{form}: there is no such form; there are {' and '.join(form_ids())}.")
        raise typer.Exit(2)
    print_form(form_named(form), keys)


@app.command("write", no_args_is_help=True)
def write_form(
    form: Annotated[str, typer.Argument(metavar="FORM", help="A form's id, as `extractor forms` lists them.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="What to write; ends in .docx or .xlsx.")
    ],
    last_year: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Last year's report, whose carried-over figures are put in.")
    ] = None,
) -> None:
    """Write one form to be filled in: its six parts, its tables, and what to mind in each.

    With --last-year the name, the year and the applications that last
    year's report carries over are put in. In the workbook totals are
    formulas, and a cell turns red where its equation does not hold.

    \b
    Examples:
      extractor forms write 2021 -o form.docx
      extractor forms write 2021 -o form.xlsx --last-year report-2023.docx

    Exit code 0; 2 where there is no such form, or a file cannot be read
    or written.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.forms_written import write_form_to
    from extractor.errors import ExtractorError

    try:
        write_form_to(form, output, last_year)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
