"""How a run asks its model: as it reads, or in batches of the provider's, in rounds between which it reads again.

What a run does before, between and after its passes over the files stands here; `drive` makes the passes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.request import BatchRequest, Deferral, ModelAsked, ProviderBatch
from extractor.batch.run_folder import BatchRun
from extractor.batch.tasks import Deferred
from extractor.batch.work import key_of
from extractor.errors import BatchError

if TYPE_CHECKING:
    from extractor.batch.deferred_questions import DeferredQuestions
    from extractor.batch.deferred_rounds import DeferredRounds
    from extractor.llm.settings import Settings

PURSE, QUESTIONS = "spent.db", "questions.db"
_FIRST_LOOK = 5.0


class Telling(NamedTuple):
    """How whoever runs it is told: a sentence that stays, and how long the waiting takes."""

    tell: Callable[[str], None]
    waiting: Callable[[str], None]


class Asking:
    """A run that asks nobody, or as it reads."""

    def __init__(self, run: BatchRun, request: BatchRequest) -> None:
        self.run, self.request = run, request

    def setup(self) -> tuple[Settings | None, Deferred | None]:
        """What a worker is to ask with."""
        return self.request.settings, None

    def forget(self) -> None:
        """Lets be read again what may come out otherwise now."""
        request = self.request
        if request.settings is None or request.ask == "off":
            return
        from extractor.batch.asking import Budget, is_spent

        if not is_spent(request.settings, Budget(self.run.path(PURSE)).spent()):
            self.run.ledger.forget_answers()

    def goes_on(self) -> bool:
        """Whether the files are to be looked at once more."""
        return False

    def came_to(self) -> Deferral | None:
        """How its batches stand at the end; None where it has none."""
        return None

    def asked(self) -> ModelAsked | None:
        """How the model was asked, by this machine; None where none is."""
        settings, _ = self.setup()
        if settings is None or self.request.ask == "off" or self.request.engine != "local":
            return None
        from extractor.batch.asking import Budget, is_spent
        from extractor.llm.masking import host_of

        budget = Budget(self.run.path(PURSE))
        return ModelAsked(host_of(settings.shown_address), *budget.counted(), is_spent(settings, budget.spent()))


class DeferredAsking(Asking):
    """A run that asks in batches."""

    def __init__(self, run: BatchRun, request: BatchRequest, rounds: DeferredRounds, telling: Telling) -> None:
        super().__init__(run, request)
        from extractor.batch.deferred_questions import DeferredQuestions

        self._rounds, self._telling = rounds, telling
        self._questions = DeferredQuestions(run.path(QUESTIONS))
        self._settings = rounds.begin()
        rounds.take()

    def setup(self) -> tuple[Settings | None, Deferred | None]:
        """What a worker is to ask with."""
        return self._settings, Deferred(self.run.path(QUESTIONS), self._rounds.refused)

    def forget(self) -> None:
        """Lets the files be read again to whose questions something came."""
        if self._rounds.refused is None:
            producer = self.run.producer.digest()
            self.run.ledger.forget_answers(key_of(unit, producer) for unit in self._questions.waiting_units())

    def goes_on(self) -> bool:
        """Begins batches over what waits; whether something came, at once or after waiting."""
        if self._rounds.send():
            return True
        longest, waited, began = self.request.wait, _FIRST_LOOK, time.monotonic()
        while longest is not None and self._rounds.is_under_way:
            seconds = time.monotonic() - began
            self._telling.waiting(_waiting(self.came_to(), seconds))
            time.sleep(min(waited, longest))
            waited *= 1.5
            if self._rounds.take():
                return True
        return False

    def asked(self) -> ModelAsked | None:
        """How the model was asked: by itself and in batches."""
        asked = super().asked()
        answered = self._questions.standing().settled
        return None if asked is None else asked._replace(questions=asked.questions + answered)

    def came_to(self) -> Deferral:
        """How its batches stand."""
        from extractor.batch.asking import cost_of

        standing = self._questions.standing()
        batches = [
            ProviderBatch(one.number, one.id, one.status or one.state, one.answered, one.questions)
            for one in self._questions.under_way()
        ]
        cost = cost_of(self._settings, standing.reserved)
        return Deferral(tuple(batches), standing.noted, standing.sent, sum(standing.reserved), cost)


def _waiting(deferral: Deferral, seconds: float) -> str:
    answered = sum(one.answered for one in deferral.batches)
    batches = len(deferral.batches)
    return (
        f"{answered:,} of {deferral.under_way:,} questions answered, in {batches:,} batch{'es' * (batches != 1)} of the"
        f" provider's · {seconds / 60:.0f} min waited"
    )


@contextmanager
def asking_of(run: BatchRun, request: BatchRequest, telling: Telling) -> Generator[Asking]:
    """How this run asks.

    Raises:
        BatchError: it asks in batches whose answers would be asked for twice.
    """
    if request.settings is None or not request.deferred:
        _check_nothing_is_under_way(run)
        yield Asking(run, request)
        return
    if request.settings.second is not None:
        raise BatchError(
            "--llm batch asks one endpoint: leave out `second` of the settings, or let both answer with --llm auto."
        )
    from extractor.batch.asking import Budget
    from extractor.batch.deferred_questions import DeferredQuestions
    from extractor.batch.deferred_rounds import FOLDER, DeferredRounds, Places

    places = Places(DeferredQuestions(run.path(QUESTIONS)), Budget(run.path(PURSE)), run.path(FOLDER))
    with DeferredRounds(request.settings, places, telling.tell) as rounds:
        yield DeferredAsking(run, request, rounds, telling)


def questions_of(run: BatchRun) -> DeferredQuestions | None:
    """The questions of a run that are asked in batches; None where none ever was."""
    if not os.path.exists(path := run.path(QUESTIONS)):
        return None
    from extractor.batch.deferred_questions import DeferredQuestions

    return DeferredQuestions(path)


def _check_nothing_is_under_way(run: BatchRun) -> None:
    questions = questions_of(run)
    if questions is not None and questions.under_way():
        raise BatchError(
            f"{run.folder}: its questions are in batches of the provider's, and would be asked twice; take the answers"
            f" with --llm batch (`extractor llm batches {run.folder} --cancel` ends them first)."
        )
