"""`extractor extract`: reports → JSON lines to a pipe, a summary to a terminal, or a file of results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.cli.files import Tell
    from extractor.result import Extraction


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Reports, or folders of them.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write to a .json, .jsonl or .csv file.")
    ] = None,
    table: Annotated[
        bool | None, typer.Option("--table/--json", help="A table or JSON, wherever the output goes.")
    ] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of the findings.")] = None,
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
      extractor extract reports/ -o figures.csv

    Exit code 0; 2 where a file could not be read (the others still are).
    """
    from extractor.cli.files import complain, extractions

    unread: list[str] = []

    def tell(sentence: str) -> None:
        unread.append(sentence)
        complain(sentence)

    results = extractions(files, tell)
    if table is None:
        table = output is None and sys.stdout.isatty()
    if output is not None:
        _to_file(results, output, tell)
    elif table:
        from extractor.cli.summary import print_summary
        from extractor.cli.words import language

        print_summary(results, lang or language())
    else:
        _to_pipe(results)
    if unread:
        raise typer.Exit(2)


def _to_pipe(results: Iterator[Extraction]) -> None:
    """One JSON object a line, in UTF-8 whatever the locale says, each written as soon as it is read."""
    for extraction in results:
        sys.stdout.buffer.write(extraction.to_json().encode() + b"\n")
        sys.stdout.buffer.flush()


def _to_file(results: Iterator[Extraction], output: Path, tell: Tell) -> None:
    """All results in one file that is there whole or not at all."""
    from extractor.cli.outputs import WRITERS, written_whole

    writer = WRITERS.get(output.suffix.lower())
    if writer is None:
        tell(f"{output}: the name must end in {', '.join(WRITERS)}, which says how to write it.")
        return
    try:
        with written_whole(output) as file:
            count = writer(results, file)
    except OSError as error:
        tell(f"{output}: cannot be written ({error.strerror}).")
    else:
        print(f"{output}: {count} report{'s' * (count != 1)}", file=sys.stderr)
