"""The Typer application: the commands, and what `extractor --help` says."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli import (
    audit,
    batch,
    check,
    diff,
    explain,
    extract,
    findings,
    forms,
    llm,
    panel,
    report,
    serve,
    show,
    token,
)

_HELP = """Reads every figure of China's 政府信息公开工作年度报告 out of messy text, with a proof for each.

\b
A figure is accepted only if it was read at a known place and the form's
equations hold around it; what is in doubt is marked for review.

\b
Examples:
  extractor extract report.txt                 a table here, JSON to a pipe
  extractor extract reports/ -o figures.csv    one row a figure, for a folder
  extractor batch reports/ --out RUN           many files, on all cores
  extractor panel RUN -o panel.parquet         body by year, for R or Excel
  extractor report RUN -o report.html          a page on it, to look at
  extractor audit RUN --sheet audit.xlsx       how many reports are wrong
  extractor diff RUN-A RUN-B                   what an upgrade changes
  extractor check draft.txt                    what is wrong with a report
  extractor explain report.txt applications.new.total
  extractor show report.txt                    the three tables as the form has them
  extractor forms show 2021                    the official form itself
  extractor findings identity-violated         what a finding means, what to do

\b
Where output cannot be written (a full disk), a command ends with 2 and
says so; where somebody closes its pipe, it ends in silence.
"""

app = typer.Typer(
    name="extractor",
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from extractor.version import __version__

        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction]
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """The options that stand before a command."""


app.command("extract", no_args_is_help=True)(extract.extract)
app.command("batch", no_args_is_help=True)(batch.batch)
app.command("panel", no_args_is_help=True)(panel.panel)
app.command("report", no_args_is_help=True)(report.report)
app.command("audit", no_args_is_help=True)(audit.audit)
app.command("diff", no_args_is_help=True)(diff.diff)
app.command("check", no_args_is_help=True)(check.check)
app.command("explain", no_args_is_help=True)(explain.explain)
app.command("show", no_args_is_help=True)(show.show)
app.command("findings")(findings.findings)
app.add_typer(forms.app, name="forms")
app.add_typer(llm.app, name="llm")
app.command("serve")(serve.serve)
app.add_typer(token.app, name="token")
