"""`extractor check`: what is wrong with a report, for the office that publishes it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from extractor.cli.asking import Wanted, may_ask


@may_ask
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Reports, or folders of them.")],
    format: Annotated[
        Literal["text", "json", "github", "sarif"], typer.Option(help="How to write the findings.")
    ] = "text",
    severity: Annotated[
        Literal["error", "warning", "info"], typer.Option(help="The least severity that is told and counts.")
    ] = "warning",
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of the messages.")] = None,
    *,
    wanted: Wanted,
) -> None:
    """Say what is wrong with a report, one finding a line.

    A line reads file:line:column: severity code: message. An error is
    arithmetic that fails or a table that cannot be read; a warning is
    prose that disagrees with its table, or a figure in doubt; info is
    damage that was settled.

    \b
    Examples:
      extractor check draft.txt
      extractor check drafts/ --format sarif > findings.sarif
      extractor check draft.txt --severity info --lang zh

    Exit code 0 where there is nothing to tell, 1 where there are
    findings, 2 where a file could not be read.
    """
    from extractor.cli.files import Telling, asking_or_exit, extractions
    from extractor.cli.findings import FORMATS, Found
    from extractor.cli.words import SEVERITIES, language

    telling = Telling()
    asking = asking_or_exit(wanted)
    counting = SEVERITIES[: SEVERITIES.index(severity) + 1]
    found = (
        Found(extraction.source.path or extraction.source.name, finding)
        for extraction in extractions(files, telling, asking)
        for finding in extraction.findings
        if finding.severity in counting
    )
    count = FORMATS[format](found, lang or language(), telling.sentences)
    raise typer.Exit(telling.exit_code or int(count > 0))
