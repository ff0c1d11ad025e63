"""`extractor diff`: what differs between two runs over the same reports, the gravest first."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

if TYPE_CHECKING:
    from extractor.exporting.run_differences import ComparedDocument, Scope

Format = Literal["table", "json", "jsonl"]


def diff(
    before: Annotated[str, typer.Argument(metavar="RUN_A", help="The folder of a run, or results as .jsonl.")],
    after: Annotated[str, typer.Argument(metavar="RUN_B", help="The one to compare it with: as a rule the later.")],
    fields: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="Only these fields and codes, such as 'applications.*'.")
    ] = None,
    only: Annotated[
        Literal["accepted"] | None, typer.Option(help="Only figures that are accepted in one run at least.")
    ] = None,
    most: Annotated[int, typer.Option(min=0, metavar="N", help="How many examples of each kind are shown.")] = 5,
    format: Annotated[Format, typer.Option(help="For people, or for programs.")] = "table",
) -> None:
    """Show what differs between two runs: values, statuses, findings.

    \b
    Examples:
      extractor diff RUN-0.1 RUN-0.2
      extractor diff RUN-0.1 RUN-0.2 --only accepted --most 50
      extractor diff RUN-0.1 RUN-0.2 --fields 'disputes.*'
      extractor diff old.jsonl new.jsonl --format jsonl > changes.jsonl

    \b
    To see what an upgrade changes before you rely on it:
      extractor batch reports/ --out RUN-0.1
      (install the new version)
      extractor batch reports/ --out RUN-0.2
      extractor diff RUN-0.1 RUN-0.2

    \b
    What differs is told by kind, the gravest first:
      value-changed        accepted in both, with different values: look at
                           every one, for one of the two is wrong
      no-longer-accepted   now waits for a person
      newly-accepted       no longer waits for one
      finding-new          and more; docs/diff.md explains each
    with examples, what the figures rest on (printed, deduced, by which
    equations), and which version, form and settings made each result.

    A document is known by its bytes, wherever it lies; a file of the same
    name with other bytes is compared too, and that is said. A PATTERN fits
    keys of fields, codes of findings, and report.unit, report.year,
    report.region and report.form; * stands for any characters. Which files
    were read is always told.

    Confidence, proof and the wording of sentences are not compared.

    Exit code 0: nothing differs; 1: something does; 2: the two cannot be
    compared, one of them being no run, or no document being in both.
    """
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.run_differences import Scope

    request = DiffRequest(before, after, Scope(fields, only is not None), most, format)
    try:
        code = _told(request)
    except ExtractorError as error:
        complain(str(error))
        code = 2
    raise typer.Exit(code)


class DiffRequest(NamedTuple):
    """What was asked for: two runs, what of them is compared, how many examples, and how it is written."""

    before: str
    after: str
    scope: Scope
    most: int
    format: Format


class _OpenResults:
    """The results of one side while they are read; `waiting` counts the files its batch has not reached."""

    def __init__(self, documents: Iterator[ComparedDocument | None]) -> None:
        self._documents = documents
        self.waiting = 0

    def __iter__(self) -> Iterator[ComparedDocument]:
        for document in self._documents:
            if document is None:
                self.waiting += 1
            else:
                yield document


def _told(request: DiffRequest) -> int:
    """Compares, and writes what differs; the exit code.

    Raises:
        ExtractorError: they cannot be compared; the text says why.
    """
    from extractor.cli.diff_output import DiffSummary, line_of, print_json, print_table
    from extractor.errors import BatchError
    from extractor.exporting.difference_tally import DifferenceTally
    from extractor.exporting.run_differences import compare_documents
    from extractor.exporting.run_matching import match_documents

    tally = DifferenceTally(request.most)
    with _open_results(request.before) as one, _open_results(request.after) as other:
        for pair in match_documents(one, other):
            found = [difference for difference in compare_documents(pair) if request.scope.has(difference)]
            tally.add(pair, found)
            if request.format == "jsonl":
                for difference in found:
                    typer.echo(line_of(difference))
        summary = DiffSummary(request.before, request.after, (one.waiting, other.waiting), tally)
    if not tally.compared:
        raise BatchError(
            f"{request.before} and {request.after}: no document is in both, so there is nothing to compare; "
            "give two runs over the same files."
        )
    if request.format == "json":
        print_json(summary)
    elif request.format == "table":
        print_table(summary)
    return int(tally.count > 0)


@contextmanager
def _open_results(path: str) -> Generator[_OpenResults]:
    """The results in a run's folder, or in a file of JSON lines.

    Raises:
        BatchError: it is neither.
    """
    import os

    from extractor.batch.run_folder import BatchRun
    from extractor.cli.runs import opened_run
    from extractor.exporting.run_differences import ComparedDocument

    def of_run(run: BatchRun) -> Iterator[ComparedDocument | None]:
        for one in run.documents():
            waits = one.state == "waiting"
            yield None if waits else ComparedDocument(one.name, one.sha256, one.reason, one.extraction)

    if os.path.isfile(path):
        yield _OpenResults(_of_lines(path))
        return
    with opened_run(path) as run:
        yield _OpenResults(of_run(run))


def _of_lines(path: str) -> Iterator[ComparedDocument]:
    """The results in a file of JSON lines, as `extractor extract -o FILE.jsonl` writes them.

    Raises:
        BatchError: it cannot be read, or a line of it is no result.
    """
    from pydantic import ValidationError

    from extractor.errors import BatchError, SchemaError
    from extractor.exporting.run_differences import ComparedDocument
    from extractor.files.names import printable
    from extractor.result import Extraction

    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    made = Extraction.from_json(line)
                except SchemaError as error:
                    raise BatchError(f"{printable(path)}: line {number} is {error}") from None
                except ValidationError:
                    raise BatchError(
                        f"{printable(path)}: line {number} is no result of extractor, or of another version; "
                        "give the folder of a run, or what `extractor extract -o FILE.jsonl` wrote."
                    ) from None
                source = made.source
                yield ComparedDocument(printable(source.path or source.name), source.sha256, None, made)
    except OSError as error:
        raise BatchError(f"{printable(path)}: cannot be read ({error.strerror}).") from None
