"""The provider's batches of a run: begun over the questions that wait, looked at, and taken when they are over.

Nothing is sent twice: what is about to be done is kept before it is done, and what may have been done is looked for at
the provider's before it is done again. Whatever a provider does, the questions that it touches end as answered or as
failed, and the rules' reading stands.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterator
from itertools import islice
from time import time
from typing import NamedTuple

from extractor.batch.asking import Budget, Spent, cost_of
from extractor.batch.deferred_answers import BatchReading
from extractor.batch.deferred_questions import DeferredBatch, DeferredQuestions
from extractor.llm import failures
from extractor.llm.ask import close
from extractor.llm.batch_protocol import BatchState
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import Failure
from extractor.llm.provider_batches import BatchFault, ProviderBatches
from extractor.llm.settings import Settings
from extractor.whole_file import whole_file

FOLDER = "batches"
"""Where the files of questions lie in a run, until they are answered."""
_AROUND_A_LINE = 200
"""Bytes of a line beside the words of its question."""
_PAGE = 500
_MOST_TOLD = 3
_NO_MODE = "set --llm-mode (often strict or json): what only answers batches cannot be asked which mode it takes"


class Places(NamedTuple):
    """Where a run keeps what it knows of its questions, and the files of questions."""

    questions: DeferredQuestions
    budget: Budget
    folder: str


class DeferredRounds:
    """The batches of a run at one endpoint; `tell` shows a sentence to whoever runs it. Use it in a `with` block.

    `refused` is why nobody is asked, where that is so: it is known before a file is read.
    """

    def __init__(self, settings: Settings, places: Places, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._priced = settings.in_batches()
        self._questions, self._budget, self._folder = places
        self._tell = tell
        self._provider = ProviderBatches(settings)
        self.refused: Failure | None = None
        self._lost: set[int] = set()

    def __enter__(self) -> DeferredRounds:
        return self

    def __exit__(self, *_: object) -> None:
        self._provider.__exit__()

    def begin(self) -> Settings:
        """Finds out whether the provider can be asked in batches, and in which mode; the settings to ask with.

        What came to nothing at an earlier time may be asked again now.
        """
        self._questions.ask_failed_again(self._settings.attempts)
        self.refused = self._why_not()
        mode = self._settings.mode
        if self.refused is None and mode is None:
            endpoint = _Told(self._settings, self._tell)
            if endpoint.mode is None:
                self.refused = asyncio.run(_find_mode(endpoint))
                self._budget.count(endpoint.spending.sent, endpoint.spending.written)
            mode = endpoint.mode
            if self.refused is not None:
                self._say(f"the mode is not found ({self.refused.en}); {_NO_MODE}")
        return self._priced.model_copy(update={"mode": mode})

    def _why_not(self) -> Failure | None:
        if self._settings.batch_path is None:
            self._say(failures.NO_BATCHES.en)
            return failures.NO_BATCHES
        try:
            self._provider.find_out()
        except BatchFault as fault:
            self._say(f"cannot be asked in batches: {_told(fault)}")
            return fault.failure
        return None

    def take(self) -> int:
        """Goes on with every batch as far as that is possible; how many were taken."""
        if self.refused is not None:
            return 0
        taken = 0
        for batch in self._batches():
            try:
                taken += self._advance(batch)
            except BatchFault as fault:
                self._say(f"batch {batch.number}: {_told(fault)}")
                if fault.failure.ends_asking:
                    self.refused = fault.failure
                    break
        self._budget.note_batches(self._questions.spent())
        return taken

    def send(self) -> int:
        """Begins batches over the questions that wait, as far as the budget has room; how many came back at once."""
        if self.refused is not None:
            return 0
        for questions in self._chosen():
            self._questions.make_batch(self._settings.shown_address, questions)
        return self.take()

    @property
    def is_under_way(self) -> bool:
        """Whether an answer may come of waiting."""
        return self.refused is None and any(one.number not in self._lost for one in self._batches())

    def _batches(self) -> list[DeferredBatch]:
        return self._questions.batches(self._settings.shown_address)

    def _advance(self, batch: DeferredBatch) -> int:
        """Takes one step after the other; whether it was taken."""
        steps = {
            "made": self._upload,
            "uploading": self._look_for_file,
            "uploaded": self._begin,
            "beginning": self._look_for,
            "begun": self._look_at,
            "taken": self._tidy,
        }
        was_taken = False
        while steps[batch.state](batch):
            was_taken = was_taken or batch.state == "begun"
            left = [one for one in self._batches() if one.number == batch.number]
            if not left:
                break
            batch = left[0]
        return was_taken

    def _upload(self, batch: DeferredBatch) -> bool:
        path = self._path(batch)
        digest = self._write(batch.number, path)
        self._questions.note_batch(batch.number, state="uploading", file=f"extractor-{digest[:20]}.jsonl")
        return self._send_file(batch, f"extractor-{digest[:20]}.jsonl")

    def _look_for_file(self, batch: DeferredBatch) -> bool:
        """Goes on with a batch of which it is not known whether its file was sent."""
        assert batch.file is not None
        sent = self._provider.sent_before(batch.file)
        if sent is None:
            self._write(batch.number, self._path(batch))
            return self._send_file(batch, batch.file)
        self._questions.note_batch(batch.number, state="uploaded", file=sent)
        return True

    def _send_file(self, batch: DeferredBatch, name: str) -> bool:
        try:
            with open(self._path(batch), "rb") as file:
                sent = self._provider.upload(name, file)
        except BatchFault as fault:
            return self._refuse(batch._replace(file=None), fault)
        self._questions.note_batch(batch.number, state="uploaded", file=sent)
        return True

    def _begin(self, batch: DeferredBatch) -> bool:
        assert batch.file is not None
        self._questions.note_batch(batch.number, state="beginning")
        try:
            state = self._provider.begin(batch.file, {"made_by": "extractor", "file": f"{batch.number}"})
        except BatchFault as fault:
            if fault.may_be_done:
                self._say(f"batch {batch.number}: {_told(fault)}; whether it was begun is looked up")
                found = self._provider.begun_over(batch.file)
                return found is not None and self._begun(batch, found)
            is_gone = fault.failure == failures.failure_of_status(404)
            self._questions.note_batch(batch.number, state="made" if is_gone else "uploaded")
            return self._refuse(batch, fault)
        return self._begun(batch, state)

    def _begun(self, batch: DeferredBatch, state: BatchState) -> bool:
        self._questions.note_batch(batch.number, state="begun", id=state.id, status=state.status, begun=time())
        return True

    def _look_for(self, batch: DeferredBatch) -> bool:
        """Goes on with a batch of which it is not known whether it was begun."""
        assert batch.file is not None
        found = self._provider.begun_over(batch.file)
        return self._begin(batch) if found is None else self._begun(batch, found)

    def _refuse(self, batch: DeferredBatch, fault: BatchFault) -> bool:
        """Ends a batch whose file the provider does not take; what else went wrong may be right another time."""
        if fault.failure.kind != "question":
            raise fault
        self._say(f"batch {batch.number}: its file of questions is not taken: {_told(fault)}")
        self._questions.end_batch(batch.number, failures.FILE_REFUSED, batch.file or "")
        return True

    def _look_at(self, batch: DeferredBatch) -> bool:
        assert batch.id is not None
        try:
            state = self._provider.state(batch.id)
        except BatchFault as fault:
            if fault.failure != failures.failure_of_status(404):
                raise
            self._lost.add(batch.number)
            self._say(
                f"batch {batch.number}: {batch.id} is not there for this key ({_told(fault)}); if it is gone for good,"
                " `extractor llm batches RUN --forget` lets its questions be asked again"
            )
            return False
        counts = state.request_counts
        self._questions.note_batch(batch.number, status=state.status, answered=counts.completed + counts.failed)
        if state.is_over:
            self._take(batch, state)
        return state.is_over

    def _take(self, batch: DeferredBatch, state: BatchState) -> None:
        """Keeps all that came of a batch that is over."""
        limits = self._questions.limits(batch.number)
        reading = BatchReading(limits)
        for file in state.files:
            try:
                lines = self._provider.lines(file, 2 * len(limits) + 1_000)
                while page := list(islice(lines, _PAGE)):
                    self._questions.settle(batch.number, reading.settled(page))
            except BatchFault as fault:
                if fault.failure != failures.failure_of_status(404):
                    raise
                self._say(f"batch {batch.number}: its answers are not there any more: {_told(fault)}")
        files = [one for one in (state.input_file_id, *state.files) if one is not None]
        left = self._questions.end_batch(batch.number, state.failure, " ".join(dict.fromkeys(files)))
        self._budget.note_batches(self._questions.spent())
        self._tell_what_was_odd(batch, state, reading, left)

    def _tell_what_was_odd(self, batch: DeferredBatch, state: BatchState, reading: BatchReading, left: int) -> None:
        """Says what of a batch is no answer, and in the provider's words why."""
        said = [self._provider.sentence(one) for one in (state.errors_said, *reading.said)]
        words = "".join(f"; it says: {one}" for one in list(dict.fromkeys(one for one in said if one))[:_MOST_TOLD])
        reading.failed[state.failure.en] += left
        odd = [f"{count:,} {what}" for what, count in reading.odd.items()]
        odd += [f"no answer to {count:,} questions ({why})" for why, count in reading.failed.items() if count]
        if odd or words:
            self._say(f"batch {batch.number} ({state.status}): {', '.join(odd) or 'over'}{words}")

    def _tidy(self, batch: DeferredBatch) -> bool:
        """Deletes the files of a batch, here and at the provider's: all that they held is kept."""
        for file in batch.files.split():
            try:
                self._provider.delete(file)
            except BatchFault as fault:
                if fault.failure != failures.failure_of_status(404):
                    self._say(f"batch {batch.number}: {file} could not be deleted there: {_told(fault)}")
        if os.path.exists(path := self._path(batch)):
            os.unlink(path)
        self._questions.note_batch(batch.number, state="over")
        return True

    def _path(self, batch: DeferredBatch) -> str:
        return os.path.join(self._folder, f"{batch.number:04}.jsonl")

    def _write(self, number: int, path: str) -> str:
        """Writes the file of a batch: a question a line; the hash of what it holds."""
        os.makedirs(self._folder, exist_ok=True)
        digest = hashlib.sha256()
        with whole_file(path) as file:
            for question, words in self._questions.words(number):
                about = f'"custom_id": "{question}", "method": "POST", "url": "{self._settings.batch_path}"'
                line = f'{{{about}, "body": {words}}}\n'.encode()
                digest.update(line)
                file.write(line)
        return digest.hexdigest()

    def _chosen(self) -> Iterator[list[str]]:
        """The questions of each batch to be begun: so many as one file may have, and the budget has room for."""
        most, most_bytes = self._settings.batch_questions, self._settings.batch_bytes
        spent, reserved = self._budget.spent(), self._questions.standing().reserved
        taken = Spent(spent.sent + reserved.sent, spent.written + reserved.written)
        chosen: list[str] = []
        size = 0
        for question, length, sent, written in list(self._questions.to_send()):
            taken = Spent(taken.sent + sent, taken.written + written)
            if not _has_room(self._priced, taken):
                break
            if chosen and (len(chosen) >= most or size + length + _AROUND_A_LINE > most_bytes):
                yield chosen
                chosen, size = [], 0
            chosen.append(question)
            size += length + _AROUND_A_LINE
        if chosen:
            yield chosen

    def _say(self, sentence: str) -> None:
        self._tell(f"{self._settings.shown_address}: {sentence}")


def _has_room(priced: Settings, spent: Spent) -> bool:
    """Whether the budget is not passed even if all this is spent."""
    if priced.budget_tokens is not None and sum(spent) > priced.budget_tokens:
        return False
    usd = cost_of(priced, spent)
    return priced.budget_usd is None or usd is None or usd <= priced.budget_usd


def _told(fault: BatchFault) -> str:
    return fault.failure.en + (f"; it says: {fault.said}" if fault.said else "")


class _Told(Endpoint):
    """An endpoint whose sentences are told as those of its batches are."""

    def __init__(self, settings: Settings, tell: Callable[[str], None]) -> None:
        super().__init__(settings)
        self._tell_on = tell

    def tell(self, sentence: str) -> None:
        self._tell_on(sentence)


async def _find_mode(endpoint: Endpoint) -> Failure | None:
    """Tries the modes by small questions of their own."""
    got = await endpoint.connect()
    if isinstance(got, Failure):
        return got
    await close(got.client)
    return None
