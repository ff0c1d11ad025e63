"""`extractor show`: a report's three tables as the official form has them, coloured by status."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from extractor.cli.asking import Wanted, may_ask


@may_ask
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report.")],
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of messages and pages.")] = None,
    *,
    wanted: Wanted,
) -> None:
    """Print a report's three tables as the official form.

    A figure without a mark is accepted as printed; a legend below the
    tables explains the others. Where no figure is printed a sign says
    what is: - a mark for nothing, _ a blank cell, # something that could
    not be read, ~ no cell at all.

    \b
    Example:
      extractor show report.txt

    Exit code 0; 2 where the file cannot be read.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.files import asking_or_exit, attempt, read_report
    from extractor.cli.tables import print_report
    from extractor.cli.words import language
    from extractor.errors import ExtractorError
    from extractor.exporting.pages.language import say, words

    asking, chosen = asking_or_exit(wanted), lang or language()
    try:
        has_tables = attempt(file, lambda: print_report(read_report(file, asking), chosen))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    if asking is not None:
        asking.tell_usage()
    if not has_tables:
        complain(say(words(chosen, "extractor.cli"), "report.no_form", file=file))
        raise typer.Exit(2)
