"""`extractor batch`: many files into the folder of a run, on all cores or on a Ray cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.cli.asking import Wanted, may_ask_in_batches
from extractor.work import SECONDS

if TYPE_CHECKING:
    from extractor.batch.request import BatchRequest

LONGEST_BETWEEN_LOOKS = 60.0
"""Seconds after which answers are looked for again that are waited for."""


@may_ask_in_batches
def batch(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", help="Folders, files, patterns, archives (.zip, .tar.gz, .eml), URLs."),
    ] = None,
    out: Annotated[str, typer.Option("--out", "-o", metavar="RUN", help="The folder of the run.")] = "",
    listed: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="A file that names inputs, one a line.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=1024, help="Files read at once; by default one a core.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Read at most N files this time.")] = None,
    timeout: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="The most that a file may take.")] = SECONDS,
    memory: Annotated[int, typer.Option(min=256, metavar="MB", help="The most memory that a file may take.")] = 2048,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read, and read nothing.")] = False,
    llm_dry_run: Annotated[
        bool, typer.Option("--llm-dry-run", help="Say what the model would be asked and what it costs; send nothing.")
    ] = False,
    llm_wait: Annotated[
        bool, typer.Option("--llm-wait", help="With --llm batch, wait until all is answered and read.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="With --llm-dry-run, every question whole.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what could not be read before.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read anew a run that another version or model has made.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
    engine: Annotated[Literal["local", "ray"], typer.Option(help="This machine's cores, or a Ray cluster.")] = "local",
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster; without it, Ray runs on this machine.")
    ] = None,
    *,
    wanted: Wanted,
) -> None:
    """Read many reports into the folder of a run.

    Folders are searched to the bottom, archives are looked into.
    Each file is read in a process of its own kind: one that hangs or
    crashes on a file is replaced, the file is put aside with the reason,
    and the rest go on.

    \b
    Examples:
      extractor batch reports/ --out RUN
      extractor batch 'reports/**/*2023*.pdf' more.zip --out RUN
      extractor batch --list files.txt --out RUN --jobs 4
      extractor batch s3://bucket/reports --out s3://bucket/run --engine ray

    A file that takes more work than a report does is put aside;
    EXTRACTOR_WORK allows more (docs/reading.md).

    Stop it when you like (Ctrl-C), or let the machine stop it: the same
    command goes on where it was and reads nothing twice. Files that are
    added later are read then, and only those; equal bytes are read once,
    whatever they are called.

    \b
    In the folder of the run:
      run.json       what made it: version, forms, model
      results.db     every file, and its result
      failures.log   a sentence for each file that was not read or
                     holds no report
      review.txt     the files with figures in doubt, and those that
                     hold no report; --list takes it

    Exit code 0; 1 where some files could not be read or hold no report;
    2 where it could not begin, no report was found, or the disk is full
    (the same command then goes on); 130 where it was stopped.
    """
    from extractor.cli.diagnostics import complain

    given = (*(inputs or ()), *([f"@{listed}"] if listed else ()))
    if not given or not out:
        complain("name what to read and the folder of the run: extractor batch reports/ --out RUN")
        raise typer.Exit(2)
    from extractor.batch.request import BatchRequest
    from extractor.cli.dry_run import dry_asking_or_exit, dry_batch
    from extractor.cli.files import asking_or_exit, steps_or_exit
    from extractor.workers.child import Limits

    deferred = wanted.when == "batch"
    why_not = _why_not_deferred(engine, limit, deferred=deferred, wait=llm_wait)
    if why_not:
        complain(why_not)
        raise typer.Exit(2)
    asking = dry_asking_or_exit(wanted) if llm_dry_run else asking_or_exit(wanted)
    request = BatchRequest(
        inputs=given,
        out=out,
        jobs=jobs or cores(),
        ask="off" if asking is None else "always" if asking.always else "auto",
        settings=None if asking is None else asking.endpoint.settings,
        limits=Limits(timeout, memory << 20, steps_or_exit()),
        limit=limit,
        again=again,
        retry=retry,
        engine=engine,
        address=address,
        deferred=deferred,
        wait=LONGEST_BETWEEN_LOOKS if llm_wait else None,
    )
    if llm_dry_run and asking is not None:
        raise typer.Exit(dry_batch(request, asking, verbose=verbose))
    raise typer.Exit(_plan(request) if dry_run else _run(request, quiet))


def _why_not_deferred(engine: str, limit: int | None, *, deferred: bool, wait: bool) -> str:
    """Why what was asked for does not go together; empty where it does."""
    if wait and not deferred:
        return "--llm-wait is for --llm batch: other answers are waited for anyway."
    if wait and limit is not None:
        return "--llm-wait and --limit do not go together: between the answers all files are read."
    if deferred and engine != "local":
        return "--llm batch works on one machine: add the model to a run of its own, with --list RUN/review.txt."
    return ""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(request: BatchRequest, quiet: bool) -> int:
    from extractor.batch.drive import run_batch
    from extractor.batch.progress import Progress
    from extractor.batch.summary import summary
    from extractor.cli.diagnostics import complain
    from extractor.cli.words import told
    from extractor.errors import ExtractorError, WriteError
    from extractor.llm.masking import masked

    progress = Progress(is_quiet=quiet, told=told)
    try:
        done = run_batch(request, progress)
    except ExtractorError as error:
        progress.end()
        goes_on = "and give the same command again: it goes on where it stopped."
        complain(f"{error.cause}; {error.advice} {goes_on}" if isinstance(error, WriteError) else str(error))
        return 2
    typer.echo(told(masked(summary(request, done, progress.seconds, told))))
    if done.was_stopped:
        return 130
    return 1 if done.has_left_out else 0


def _plan(request: BatchRequest) -> int:
    from extractor.batch.drive import plan
    from extractor.batch.summary import planned
    from extractor.cli.diagnostics import complain
    from extractor.cli.words import told
    from extractor.errors import ExtractorError
    from extractor.llm.masking import masked

    try:
        found = plan(request)
    except ExtractorError as error:
        complain(str(error))
        return 2
    typer.echo(told(masked(planned(request, found))))
    return 0
