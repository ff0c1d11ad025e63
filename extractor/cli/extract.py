"""`extractor extract`: reports → JSON lines to a pipe, a summary to a terminal, or a file of results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.cli.asking import Wanted, may_ask

if TYPE_CHECKING:
    from extractor.cli.files import Asking


@may_ask
def extract(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Reports, or folders of them; - reads standard input.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write to a .json, .jsonl or .csv file.")
    ] = None,
    table: Annotated[
        bool | None, typer.Option("--table/--json", help="A table or JSON, wherever the output goes.")
    ] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of the findings.")] = None,
    llm_dry_run: Annotated[
        bool, typer.Option("--llm-dry-run", help="Say what the model would be asked and what it costs; send nothing.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="With --llm-dry-run, every question whole.")] = False,
    *,
    wanted: Wanted,
) -> None:
    """Read every figure of one or more reports.

    To a pipe this prints one JSON object a report, one a line; to a
    terminal, a summary with the findings. With -o the results go to a
    file: .json holds an array, .jsonl one object a line, .csv one row a
    figure.

    \b
    Examples:
      extractor extract report.txt
      extractor extract reports/ | jq .report
      curl -s https://example.gov.cn/report.pdf | extractor extract -
      extractor extract reports/ -o figures.csv
      extractor extract report.txt --llm auto
      extractor extract reports/ --llm-dry-run

    A model is asked where one is configured (EXTRACTOR_LLM_BASE_URL,
    EXTRACTOR_LLM_MODEL, EXTRACTOR_LLM_API_KEY, or a file named by
    EXTRACTOR_LLM_CONFIG). It says which printed figure stands in which
    row; what it says counts only where the form's equations prove it.

    A file that takes more work than a report does is not read;
    EXTRACTOR_WORK allows more (docs/reading.md).

    Exit code 0; 2 where a file could not be read (the others still are).
    """
    if llm_dry_run:
        from extractor.cli.dry_run import dry_extract

        raise typer.Exit(dry_extract(files, wanted, verbose=verbose))
    if table is None:
        table = output is None and sys.stdout.isatty()
    if output is None and not table:
        from extractor.cli.piping import to_pipe

        raise typer.Exit(to_pipe(files, wanted))
    from extractor.cli.files import asking_or_exit

    asking = asking_or_exit(wanted)
    raise typer.Exit(_to_file(files, output, asking) if output is not None else _to_terminal(files, lang, asking))


def _to_terminal(files: list[str], lang: Literal["zh", "en"] | None, asking: Asking | None) -> int:
    """Prints the summary; the exit code."""
    from extractor.cli.diagnostics import Diagnostics
    from extractor.cli.files import results
    from extractor.cli.summary import print_summary, summarised
    from extractor.cli.words import language

    diagnostics, chosen = Diagnostics(), lang or language()
    print_summary(results(files, lambda extraction: summarised(extraction, chosen), diagnostics, asking))
    return diagnostics.exit_code


def _to_file(files: list[str], output: Path, asking: Asking | None) -> int:
    """Writes all results to a file that is there whole or not at all; the exit code."""
    from extractor.cli.diagnostics import Diagnostics
    from extractor.cli.files import results
    from extractor.cli.outputs import WRITERS, written_whole
    from extractor.errors import WriteError

    diagnostics = Diagnostics()
    writer = WRITERS.get(output.suffix.lower())
    if writer is None:
        diagnostics.tell(f"{output}: the name must end in {', '.join(WRITERS)}, which says how to write it.")
        return diagnostics.exit_code
    try:
        with written_whole(output) as file:
            count = writer.write(results(files, writer.piece, diagnostics, asking), file)
    except OSError as error:
        diagnostics.tell(str(WriteError(output, error)))
    else:
        print(f"{output}: {count} report{'s' * (count != 1)}", file=sys.stderr)
    return diagnostics.exit_code
