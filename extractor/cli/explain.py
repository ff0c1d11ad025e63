"""`extractor explain`: the proof of one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from extractor.cli.asking import Wanted, may_ask

if TYPE_CHECKING:
    from extractor.exporting.pages.language import Language
    from extractor.result import Extraction


@may_ask
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="A field's key, as `forms show --keys` prints them.")],
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of the findings.")] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show its way: what its row was read as, which rules fired.")
    ] = False,
    *,
    wanted: Wanted,
) -> None:
    """Show why a figure is what it is.

    Prints the line of the report with the figure marked, who read it,
    the form's equations around it with their numbers, what else was
    considered, and the findings that touch it.

    \b
    Examples:
      extractor explain report.txt applications.new.total
      extractor explain report.txt disputes.review.upheld --lang zh
      extractor explain report.txt applications.new.total --trace

    Exit code 0; 2 where the file cannot be read or has no such field.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.files import asking_or_exit, attempt, read_report
    from extractor.cli.proof import print_proof
    from extractor.cli.words import language
    from extractor.errors import ExtractorError

    asking, texts, chosen = asking_or_exit(wanted), list[str](), lang or language()
    try:
        extraction = attempt(file, lambda: read_report(file, asking, texts.append))
        if asking is not None:
            asking.tell_usage()
        if field in extraction.fields:
            attempt(file, lambda: print_proof(extraction, field, "".join(texts), chosen))
            if trace:
                attempt(file, lambda: _print_trace(file, field, chosen))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    if field not in extraction.fields:
        _unknown(extraction, field, chosen)


def _print_trace(file: str, field: str, chosen: Language) -> None:
    from extractor.cli.proof import print_trace
    from extractor.pipeline import trace_figure

    print_trace(trace_figure(file, field), chosen)


def _unknown(extraction: Extraction, field: str, chosen: Language) -> NoReturn:
    """Says that there is no such field, and which it might have been."""
    from extractor.cli.diagnostics import complain
    from extractor.cli.words import nearest
    from extractor.exporting.pages.language import say, words

    said = words(chosen, "extractor.cli")
    if not extraction.fields:
        complain(say(said, "report.no_fields", file=extraction.source.name))
    else:
        near = nearest(field, extraction.fields)
        complain(say(said, "report.no_such_field", field=field, form=extraction.report.form, near=near))
    raise typer.Exit(2)
