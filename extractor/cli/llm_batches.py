"""`extractor llm batches`: the provider's batches of a run, shown, cancelled or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.words import language
from extractor.exporting.pages.language import say, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.batch.deferred_questions import DeferredBatch, DeferredQuestions


def batches(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run that asks with --llm batch.")],
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Ask the provider to end them; what is answered is still taken.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Give them up here, whatever becomes of them at the provider.")
    ] = False,
) -> None:
    """Show the provider's batches of a run: how each stood when it was last looked at.

    Nothing is sent for that. `extractor batch … --out RUN --llm batch`
    looks at them, takes what is answered, and goes on.

    \b
    Examples:
      extractor llm batches RUN
      extractor llm batches RUN --cancel

    A batch that is cancelled ends with what was answered so far, which is
    paid; the command above takes it. One that is given up (--forget) may
    still be answered and paid: its questions are asked again.

    Exit code 0; 2 where there is no such run, or the provider does not
    take it.
    """
    from extractor.batch.run_asking import questions_of
    from extractor.batch.run_folder import open_run
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError

    try:
        with open_run(run) as opened:
            questions = questions_of(opened)
            if questions is not None and forget:
                opened.lock()
                _forget(questions)
            if questions is not None and cancel and not _cancel(questions):
                raise typer.Exit(2)
            for line in _shown(questions, words(language(), "extractor.cli")):
                typer.echo(line)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from error


def _shown(questions: DeferredQuestions | None, said: Mapping[str, str]) -> list[str]:
    standing = None if questions is None else questions.standing()
    if questions is None or standing is None:
        return [said["batches.none"]]
    counted = {name: f"{getattr(standing, name):,}" for name in ("sent", "noted", "settled", "failed")}
    return [say(said, "batches.standing", **counted), *(_line(one, said) for one in questions.under_way())]


def _line(batch: DeferredBatch, said: Mapping[str, str]) -> str:
    status = (batch.status or batch.state).replace("_", " ")
    answered = say(said, "batches.answered", answered=f"{batch.answered:,}", questions=f"{batch.questions:,}")
    return f"  {batch.number:>4}  {batch.id or said['batches.not_begun']:<40}  {status}, {answered}"


def _cancel(questions: DeferredQuestions) -> bool:
    """Asks the provider to end the batches; whether it takes that of all."""
    from extractor.cli.asking import Wanted
    from extractor.cli.diagnostics import complain
    from extractor.cli.files import asking_or_exit
    from extractor.llm.provider_batches import BatchFault, ProviderBatches

    asking = asking_or_exit(Wanted("auto", {}))
    assert asking is not None
    settings, is_taken, said = asking.endpoint.settings, True, words(language(), "extractor.cli")
    with ProviderBatches(settings) as provider:
        for batch in questions.batches(settings.shown_address):
            try:
                if batch.state == "begun" and batch.id is not None:
                    provider.cancel(batch.id)
                    questions.note_batch(batch.number, status="cancelling")
                elif batch.state in ("made", "uploading", "uploaded"):
                    _let_go(questions, batch)
            except BatchFault as fault:
                told = fault.failure.zh if language() == "zh" else fault.failure.en
                told += say(said, "batches.it_says", said=fault.said) if fault.said else ""
                complain(say(said, "batches.fault", number=batch.number, failure=told))
                is_taken = False
    return is_taken


def _forget(questions: DeferredQuestions) -> None:
    """Gives up all batches."""
    for batch in questions.under_way():
        _let_go(questions, batch)


def _let_go(questions: DeferredQuestions, batch: DeferredBatch) -> None:
    from extractor.llm import failures

    questions.end_batch(batch.number, failures.CANCELLED if batch.id is None else failures.LEFT_OUT, "")
