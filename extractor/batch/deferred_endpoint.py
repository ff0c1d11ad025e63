"""The model's endpoint as a process of a run uses it whose questions a provider answers in batches.

A question goes the way of every other, with the same checks of its answer; only the line differs: it leads to the
questions of the run. There it finds its answer, or is noted and waits.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

import httpx2

from extractor.batch.asking import BatchEndpoint, Budget
from extractor.batch.deferred_questions import DeferredQuestions, Noted
from extractor.llm import failures
from extractor.llm.ask import Client, client_for
from extractor.llm.endpoint import Line
from extractor.llm.failures import Failure
from extractor.llm.messages import Message, length_of
from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Pace, Spending
from extractor.llm.transport import Unusable

_JSON = {"content-type": "application/json"}
_LONGEST_ID = 40
"""Characters: providers differ in how long an id may be."""


class DeferredEndpoint(BatchEndpoint):
    """An endpoint that is asked in batches. `refused` is why nobody is asked at all, where that is so.

    What was spent is counted when a batch is taken, and the budget kept before one is sent: not here.
    """

    def __init__(
        self, settings: Settings, budget: Budget, questions: DeferredQuestions, refused: Failure | None = None
    ) -> None:
        super().__init__(settings, budget)
        self.spending = Spending(settings.model_copy(update={"budget_tokens": None, "budget_usd": None}))
        self.pace = Pace(None)
        self._questions = questions
        self._refused = refused
        self._unit = b""

    def begin_unit(self, sha256: bytes) -> None:
        """Says of which file the next questions are."""
        self._unit = sha256
        self._questions.begin_unit(sha256)

    async def connect(self) -> Line | Failure:
        """A line to the questions of the run; or why nobody is asked."""
        if self._refused is None:
            return await super().connect()
        self.missed += 1
        return self._refused

    def client(self, mode: Mode) -> Client:
        """A client whose requests go to the questions of the run."""
        return client_for(self.settings, mode, _ToQuestions(self._questions, self._unit))

    def settings_to_begin_with(self, settings: Settings) -> Settings:
        """Always the same: a question has to be the same in every reading, whatever others have needed."""
        return settings

    def reason_not_to_ask(self) -> Failure | None:
        """None: what came of one question says nothing of the next, which has its answer or waits."""
        return None


class _ToQuestions(httpx2.AsyncBaseTransport):
    """Answers a request out of the questions of a run; notes it where its answer is not there yet."""

    def __init__(self, questions: DeferredQuestions, unit: bytes) -> None:
        self._questions = questions
        self._unit = unit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """What was answered.

        Raises:
            Unusable: it is not answered yet, or came to nothing.
        """
        noted = as_noted(json.loads(await request.aread()))
        found = self._questions.look_up(self._unit, noted)
        if found.completion is not None:
            return httpx2.Response(200, headers=_JSON, content=found.completion, request=request)
        if found.status >= 400:
            return httpx2.Response(found.status, headers=_JSON, request=request)
        raise Unusable(found.failure or failures.NOT_YET)


def as_noted(body: dict[str, Any]) -> Noted:
    """A question as it is noted, known by all of its words and parameters."""
    # In the order in which it would be sent: a model answers along the form that it is shown.
    words = json.dumps(body, ensure_ascii=False)
    if any("\ud800" <= one <= "\udfff" for one in words):
        words = json.dumps(body)
    digest = hashlib.sha256(words.encode()).hexdigest()[:_LONGEST_ID]
    bounds = (body.get(name) for name in ("max_tokens", "max_completion_tokens"))
    written = next((one for one in bounds if isinstance(one, int)), 0)
    form = {name: body[name] for name in ("response_format", "tools") if name in body}
    sent = sum(map(length_of, cast("list[Message]", body["messages"]))) + len(json.dumps(form, ensure_ascii=False))
    return Noted(digest, words, sent, written)
