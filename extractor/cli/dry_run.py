"""`--llm-dry-run`: what a model would be asked about each file, how many tokens that is, and what it costs at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

from extractor.cli.words import told

if TYPE_CHECKING:
    from extractor.batch.request import BatchRequest
    from extractor.cli.asking import Wanted
    from extractor.cli.files import Asking
    from extractor.llm.dry_run import DryEndpoint, Noted

_ANSWER = "Answer_"


class Totals(NamedTuple):
    """What all files come to so far: files, questions, those that are remembered, tokens sent and written at most."""

    files: int = 0
    questions: int = 0
    remembered: int = 0
    tokens: int = 0
    written: int = 0

    def plus(self, noted: list[Noted]) -> Totals:
        """The same with the questions of one more file; what is asked only after another is not counted."""
        first = [one for one in noted if not one.is_again]
        new = [one for one in first if not one.is_remembered]
        return Totals(
            self.files + 1,
            self.questions + len(new),
            self.remembered + len(first) - len(new),
            self.tokens + sum(one.tokens for one in new),
            self.written + sum(one.written for one in new),
        )


def dry_asking_or_exit(wanted: Wanted | None) -> Asking:
    """The endpoint that nothing is sent to; where none is configured, says so and ends the command with 2."""
    from extractor.cli.diagnostics import complain
    from extractor.cli.files import Asking, asking_or_exit
    from extractor.llm.dry_run import DryEndpoint

    asking = asking_or_exit(wanted)
    if asking is None:
        complain("no model would be asked: none is configured, or --llm off says so.")
        raise SystemExit(2)
    settings = asking.endpoint.settings
    if wanted is not None and wanted.when == "batch":
        settings = settings.in_batches()
    return Asking(DryEndpoint(settings), asking.always)


def dry_extract(files: list[str], wanted: Wanted | None, *, verbose: bool) -> int:
    """Prints what would be asked about these files; the exit code."""
    from extractor.cli.diagnostics import Diagnostics
    from extractor.cli.files import results

    asking = dry_asking_or_exit(wanted)
    endpoint, diagnostics, totals = _endpoint_of(asking), Diagnostics(), Totals()
    for name, noted in results(
        files, lambda found: (found.source.path or found.source.name, endpoint.take()), diagnostics, asking
    ):
        show(name, noted, endpoint, verbose=verbose)
        totals = totals.plus(noted)
    show_totals(totals, endpoint)
    return diagnostics.exit_code


def dry_batch(request: BatchRequest, asking: Asking, *, verbose: bool) -> int:
    """Prints what would be asked about the files of a run, whatever it has read already; the exit code."""
    from extractor.batch.dry_reading import DryReading
    from extractor.cli.diagnostics import Diagnostics
    from extractor.cli.files import attempt
    from extractor.errors import ExtractorError

    endpoint, diagnostics, totals = _endpoint_of(asking), Diagnostics(), Totals()
    reading = DryReading(request, endpoint)
    try:
        for found in reading.files():
            try:
                noted = attempt(found.name, lambda found=found: reading.questions(found))
            except ExtractorError as error:
                diagnostics.tell(str(error))
                continue
            if noted is not None:
                show(found.name, noted, endpoint, verbose=verbose)
                totals = totals.plus(noted)
    except ExtractorError as error:
        diagnostics.tell(str(error))
        return 2
    show_totals(totals, endpoint)
    return 1 if diagnostics.sentences else 0


def _endpoint_of(asking: Asking) -> DryEndpoint:
    """The endpoint that notes the questions."""
    from extractor.llm.dry_run import DryEndpoint

    assert isinstance(asking.endpoint, DryEndpoint)
    return asking.endpoint


def show(name: str, noted: list[Noted], endpoint: DryEndpoint, *, verbose: bool) -> None:
    """Prints the questions about one file, and with `verbose` their words."""
    if not noted:
        typer.echo(told(f"{name}: nothing to ask"))
        return
    typer.echo(f"{name}:")
    for one in noted:
        then = "then " if one.is_again else ""
        name = f"{one.table.removeprefix(_ANSWER)}: {then}{one.prompt.partition('@')[0]}"
        typer.echo(
            f"  {name:<32} " + told("remembered" if one.is_remembered else _cost(one.tokens, one.written, endpoint))
        )
        if verbose:
            for line in _words(one):
                typer.echo(f"    {line}")


def _words(one: Noted) -> Iterator[str]:
    """The words of a question; what a report says does nothing to a terminal."""
    from extractor.llm.messages import words_of

    for message in one.messages:
        yield f"[{message['role']}]"
        for line in words_of(message).splitlines():
            yield "".join(c if c.isprintable() or c == "\t" else "�" for c in line)


def _cost(tokens: int, written: int, endpoint: DryEndpoint) -> str:
    price = endpoint.cost(tokens, written)
    money = "" if price is None else f", {price:.5f} USD"
    return f"at most {tokens:,} + {written:,} tokens{money}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def show_totals(totals: Totals, endpoint: DryEndpoint) -> None:
    """Prints what all files come to."""
    typer.echo(told(f"{_counted(totals.files, 'file')}, {_counted(totals.questions, 'question')}, nothing sent"))
    typer.echo("  " + told(_cost(totals.tokens, totals.written, endpoint)))
    if totals.remembered:
        typer.echo("  " + told(f"{_counted(totals.remembered, 'answer')} remembered from before"))
    rule = "a question with `then` is asked only where the answer before it does not count: not in the sum"
    typer.echo("  " + told(rule))
    if endpoint.cost(0, 0) is None:
        typer.echo("  " + told("the price is not known: `prices` of the settings says it (docs/llm.md)"))
