"""`extractor check`: what is wrong with reports, for the office that publishes or collects them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.asking import Wanted, asks_if_told
from extractor.result import Severity


@asks_if_told
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Reports, or folders of them.")],
    format: Annotated[
        Literal["text", "table", "json", "github", "sarif"], typer.Option(help="How to write the findings.")
    ] = "text",
    severity: Annotated[Severity, typer.Option(help="The least severity that is told and counts.")] = "warning",
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of messages and pages.")] = None,
    pages: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a page a report, and an index of them, there.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the summary; ends in .csv, .json or .md.")
    ] = None,
    expected: Annotated[
        Path | None, typer.Option(metavar="LIST", help="Who should have handed in: names (.txt), or a CSV file.")
    ] = None,
    last_year: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Last year's reports, or a run, to compare with.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=1024, help="Files read at once; by default one a core.")
    ] = None,
    *,
    wanted: Wanted,
) -> None:
    """Say what is wrong with reports, one finding a line.

    A line reads file:line:column: severity code: message. An error is
    arithmetic that fails or a table that cannot be read; a warning is
    prose that disagrees with its table, or a figure in doubt; info is
    damage that was settled. Under the lines of several files stands a
    table, a report a row (on stderr where the lines go to a pipe).

    \b
    Examples:
      extractor check draft.docx
      extractor check drafts/ --pages pages/ --expected list.txt
      extractor check drafts/ --last-year 2024/ --summary summary.csv
      extractor check drafts/ --format sarif > findings.sarif
      extractor check draft.txt --severity info --lang zh

    With --pages, open index.html in the folder: each report's tables as
    the official form has them, what is wrong beside them, and its source
    with every figure marked. The folder must be new, or one of pages.

    LIST has a name a line, or is CSV with a column body (unit, 单位) and
    perhaps year (年度). Who has not handed in counts as an error.

    No model is asked about a draft unless --llm auto or --llm always says
    so, whatever is configured: what is not published stays here. Where
    one is asked, the files are read one after the other.

    Exit code 0 where nothing was found; 1 where there are findings
    or somebody has not handed in; 2 where a file could not be read.
    """
    from extractor.cli.batch import cores
    from extractor.cli.checking import CheckRequest, check_all
    from extractor.cli.diagnostics import Diagnostics, complain
    from extractor.cli.files import asking_or_exit
    from extractor.cli.words import language
    from extractor.errors import ExtractorError

    diagnostics = Diagnostics()
    chosen, asking = lang or language(), asking_or_exit(wanted)
    request = CheckRequest(
        files, format, severity, chosen, jobs or cores(), asking, summary, pages, expected, last_year
    )
    try:
        code = check_all(request, diagnostics)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    raise typer.Exit(code)
