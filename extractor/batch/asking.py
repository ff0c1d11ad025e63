"""The model's endpoint as one process of a run uses it: budget and pace are those of the whole run.

What was spent stands in a small SQLite file beside the results, so that it holds for all processes of a machine, for a
process that is killed, and for a run that is gone on with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from time import time
from typing import NamedTuple

from pydantic import BaseModel

from extractor.batch.shared_file import opened
from extractor.llm.ask import Asked
from extractor.llm.endpoint import Endpoint, Line
from extractor.llm.failures import Failure
from extractor.llm.messages import Message
from extractor.llm.settings import Settings
from extractor.llm.spending import Pace, Spending

_TABLE = """
CREATE TABLE IF NOT EXISTS spent (id INTEGER PRIMARY KEY CHECK (id = 1), sent INTEGER, written INTEGER, next REAL);
INSERT OR IGNORE INTO spent VALUES (1, 0, 0, 0);
CREATE TABLE IF NOT EXISTS in_batches (id INTEGER PRIMARY KEY CHECK (id = 1), sent INTEGER, written INTEGER);
INSERT OR IGNORE INTO in_batches VALUES (1, 0, 0);
CREATE TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY CHECK (id = 1), questions INTEGER, remembered INTEGER);
INSERT OR IGNORE INTO counted VALUES (1, 0, 0);
"""
_WAIT = 30.0


class Spent(NamedTuple):
    """The tokens that were sent and written."""

    sent: int
    written: int


class Counted(NamedTuple):
    """How many questions were asked, and how many answers had been given before."""

    questions: int
    remembered: int


class Budget:
    """The file in which a run's spending stands; opened anew at each use, so that no process that dies can hold it."""

    def __init__(self, path: str) -> None:
        self._path = path
        with self._opened() as file:
            file.executescript(_TABLE)

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self._path, _WAIT)

    def spent(self) -> Spent:
        """What was spent so far."""
        with self._opened() as file:
            query = "SELECT s.sent + b.sent, s.written + b.written FROM spent s, in_batches b"
            return Spent(*file.execute(query).fetchone())

    def note_batches(self, spent: Spent) -> None:
        """Writes down what all batches of the provider's together took, in place of what was known before."""
        with self._opened() as file:
            file.execute("UPDATE in_batches SET sent = ?, written = ?", spent)

    def count(self, sent: int, written: int) -> None:
        """Counts one question."""
        with self._opened() as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute("UPDATE spent SET sent = sent + ?, written = written + ?", (sent, written))
            file.execute("UPDATE counted SET questions = questions + 1")
            file.execute("COMMIT")

    def count_remembered(self) -> None:
        """Counts one answer that had been given before."""
        with self._opened() as file:
            file.execute("UPDATE counted SET remembered = remembered + 1")

    def counted(self) -> Counted:
        """The questions that were asked as files were read, and the answers that were remembered."""
        with self._opened() as file:
            return Counted(*file.execute("SELECT questions, remembered FROM counted").fetchone())

    def turn(self, between: float, rest: float = 0.0) -> float:
        """The seconds until the next question may be sent, which is then taken; `rest` puts all later ones off."""
        with self._opened() as file:
            file.execute("BEGIN IMMEDIATE")
            now = time()
            at = max(now + rest, file.execute("SELECT next FROM spent").fetchone()[0])
            file.execute("UPDATE spent SET next = ?", (at + between,))
            file.execute("COMMIT")
        return at - now


class _SharedSpending(Spending):
    def __init__(self, settings: Settings, budget: Budget) -> None:
        super().__init__(settings)
        self._budget = budget
        self._settings = settings

    def count(self, sent: int, written: int) -> None:
        super().count(sent, written)
        self._budget.count(sent, written)

    def count_remembered(self) -> None:
        super().count_remembered()
        self._budget.count_remembered()

    @property
    def over(self) -> bool:
        return is_spent(self._settings, self._budget.spent())


class _SharedPace(Pace):
    def __init__(self, per_minute: float | None, budget: Budget) -> None:
        super().__init__(per_minute)
        self._budget = budget

    def wait(self) -> float:
        return self._budget.turn(self._between)

    def rest(self, seconds: float) -> None:
        self._budget.turn(0.0, seconds)


class BatchEndpoint(Endpoint):
    """An endpoint of a run of many processes; `missed` counts the questions that nobody was there to answer, and `told`
    are sentences for whoever runs it: a process of its own has no stderr.
    """

    def __init__(self, settings: Settings, budget: Budget) -> None:
        super().__init__(settings)
        self.spending = _SharedSpending(settings, budget)
        self.pace = _SharedPace(settings.requests_per_minute, budget)
        self.missed = 0
        self.told: list[str] = []

    def begin_unit(self, sha256: bytes) -> None:
        """Says of which file, by the hash of its bytes, the next questions are."""

    def tell(self, sentence: str) -> None:
        """Keeps a sentence for the process that shows it."""
        self.told.append(sentence)

    async def connect(self) -> Line | Failure:
        """A line for the running loop, or why there is none."""
        got = await super().connect()
        self.missed += isinstance(got, Failure)
        return got

    async def question(self, line: Line, prompt: str, messages: Sequence[Message], wanted: type[BaseModel]) -> Asked:
        """The answer to one question."""
        got = await super().question(line, prompt, messages, wanted)
        self.missed += got.failure is not None and got.failure.kind not in ("question", "answer")
        return got


def is_spent(settings: Settings, spent: Spent) -> bool:
    """Whether nothing more may be spent."""
    if settings.budget_tokens is not None and sum(spent) >= settings.budget_tokens:
        return True
    usd = cost_of(settings, spent)
    return settings.budget_usd is not None and usd is not None and usd >= settings.budget_usd


def cost_of(settings: Settings, spent: Spent) -> float | None:
    """US dollars for so many tokens, where the model's price is known."""
    price = settings.dearest
    return None if price is None else (spent.sent * price.sent + spent.written * price.written) / 1e6
