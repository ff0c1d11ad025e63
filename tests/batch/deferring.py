"""A run whose model answers in batches of its provider's: what tests begin it with, and look at in what comes of it."""

from __future__ import annotations

from pathlib import Path

from extractor.batch.asking import Budget
from extractor.batch.deferred_endpoint import DeferredEndpoint
from extractor.batch.deferred_questions import DeferredQuestions
from extractor.batch.deferred_rounds import DeferredRounds, Places
from extractor.batch.drive import run_batch
from extractor.batch.progress import Progress
from extractor.batch.request import BatchRequest, Done
from extractor.batch.run_folder import open_run
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from extractor.result import Extraction
from tests.llm.variants import variants

TEXT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()


class Told(Progress):
    """Keeps what is told."""

    def __init__(self) -> None:
        super().__init__(is_quiet=True)
        self.sentences: list[str] = []
        self.waited: list[str] = []

    def tell(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def waiting(self, how: str) -> None:
        self.waited.append(how)


class Run:
    """A run over so many reports that the rules cannot prove whole."""

    def __init__(self, folder: Path, settings: Settings, count: int = 1) -> None:
        self.settings = settings
        self.folder = folder
        self.told = Told()
        (folder / "reports").mkdir(exist_ok=True)
        for number in range(count):
            (folder / "reports" / f"{number}.txt").write_bytes(TEXT + b"\n" * number)

    def again(self, wait: float | None = None, *, deferred: bool = True) -> Done:
        """Gives the same command once more."""
        return run_batch(self.request(wait, deferred=deferred), self.told)

    def request(self, wait: float | None = None, *, deferred: bool = True) -> BatchRequest:
        """What is asked of the command."""
        inputs, out = (str(self.folder / "reports"),), str(self.folder / "run")
        return BatchRequest(inputs, out, 1, "auto", self.settings, deferred=deferred, wait=wait)

    def read(self) -> list[Extraction]:
        """What was read."""
        with open_run(self.folder / "run") as run:
            return [one.extraction for one in run.documents() if one.extraction is not None]

    def reasons(self) -> list[str]:
        """Why the model has no answer, one finding after the other."""
        return [one.message.en for found in self.read() for one in found.findings if one.code == "model-without-answer"]


class Talk:
    """One report and its questions, without the processes of a run: a command is one `step`."""

    def __init__(self, folder: Path, settings: Settings, text: bytes = TEXT) -> None:
        self.settings = settings
        self.text = text
        self.places = Places(
            DeferredQuestions(str(folder / "questions.db")), Budget(str(folder / "spent.db")), str(folder / "batches")
        )
        self.told: list[str] = []

    def step(self) -> Extraction:
        """Takes what has come, reads the report, and sends what is to be asked; what it read."""
        with DeferredRounds(self.settings, self.places, self.told.append) as rounds:
            settings = rounds.begin()
            rounds.take()
            endpoint = DeferredEndpoint(settings, self.places.budget, self.places.questions, rounds.refused)
            found = self._read(endpoint)
            while rounds.send():
                found = self._read(endpoint)
        return found

    def _read(self, endpoint: DeferredEndpoint) -> Extraction:
        endpoint.begin_unit(b"the report")
        return extract(self.text, llm=endpoint)

    def until_over(self, most: int = 12) -> Extraction:
        """Steps until nothing is under way, and what was read last."""
        for _ in range(most):
            found = self.step()
            if not self.places.questions.batches():
                return found
        raise AssertionError("it comes to no end")

    @property
    def reported(self) -> str:
        """All that was told."""
        return "\n".join(self.told)


def reasons(found: Extraction) -> str:
    """Why the model has no answer, in both languages."""
    return "\n".join(
        f"{one.message.en} {one.message.zh}" for one in found.findings if one.code == "model-without-answer"
    )
