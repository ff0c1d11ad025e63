"""One endpoint as a run uses it: what it has answered before, what was spent, and how fast it may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from pydantic import BaseModel, ValidationError

from extractor.llm.answer_cache import AnswerCache, CachedAnswer, question_key
from extractor.llm.ask import Asked, Client, ask, client_for, close
from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Pace, Spending, cost

UNREACHABLE = "the endpoint cannot be reached"
# After so many questions in a row that found nobody, a run asks no more.
_PATIENCE = 3
_COPIED = ["8000001", "8000002", "8000003"]


class Copy(BaseModel):
    """The answer to the question that finds out whether a mode works."""

    numbers: list[str]


class Endpoint:
    """An endpoint for one run; may be shared by threads, each with its own event loop.

    Raises:
        SettingsError: the file of remembered answers cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.spending = Spending(settings)
        self.pace = Pace(settings.requests_per_minute)
        self._memory = AnswerCache(settings.cache)
        self._in_vain = 0

    @property
    def mode(self) -> Mode | None:
        """The mode of structured output: that of the settings, or the one found to work; None where none is known."""
        known = self.settings.mode or self._memory.mode(self.settings.base_url, self.settings.model)
        return next((mode for mode in get_args(Mode) if mode == known), None)

    def describe(self) -> dict[str, str | int | float | bool]:
        """What a result says of the way it was asked."""
        return self.settings.describe() | {"llm_mode": self.mode or "unknown"}

    def cost(self, sent: int, written: int) -> float | None:
        """US dollars for so many tokens, where the model's price is known."""
        price = self.settings.prices.get(self.settings.model)
        return None if price is None else cost(price, sent, written)

    async def connect(self) -> Client | str:
        """A client for the running loop, in a mode that works; or why there is none."""
        if self.mode is None:
            failures = [await self._try(mode) for mode in get_args(Mode)]
            if self.mode is None:
                return UNREACHABLE if UNREACHABLE in failures else "no mode of structured output works there"
        assert self.mode is not None
        return client_for(self.settings, self.mode)

    async def _try(self, mode: Mode) -> str | None:
        """Remembers a mode if it is the first that works; the failure if it does not."""
        if self.mode is not None:
            return None
        got = await self.probe(mode)
        if self.is_right(got):
            self._memory.keep_mode(self.settings.base_url, self.settings.model, mode)
        return got.failure

    async def probe(self, mode: Mode) -> Asked:
        """Asks for a copy of three numbers in one mode, without a second attempt."""
        asked = f"照抄下列数字，输出 JSON，键为 numbers：{'、'.join(_COPIED)}"
        once = self.settings.model_copy(update={"attempts": 1})
        client = client_for(once, mode)
        try:
            return await self._send(client, once, [{"role": "user", "content": asked}], Copy)
        finally:
            await close(client)

    def is_right(self, got: Asked) -> bool:
        """Whether the answer to `probe` is the copy that was asked for."""
        return got.answer is not None and got.answer.model_dump()["numbers"] == _COPIED

    async def question(
        self, client: Client, prompt: str, messages: Sequence[dict[str, str]], wanted: type[BaseModel]
    ) -> Asked:
        """The answer to one question: as it was given before, or asked for, if the budget allows."""
        schema = wanted.model_json_schema()
        key = question_key(prompt, self.settings.model, self.mode or "", schema, messages)
        remembered = self._memory.answer(key)
        if remembered is not None and (answer := _parsed(remembered.answer, wanted)) is not None:
            self.spending.count_remembered()
            return Asked(answer, None, remembered.sent, remembered.written)
        if self.spending.over:
            return Asked(None, "the budget is spent")
        if self._in_vain >= _PATIENCE:
            return Asked(None, UNREACHABLE)
        got = await self._send(client, self.settings, messages, wanted)
        self._in_vain = self._in_vain + 1 if got.failure == UNREACHABLE else 0
        if got.answer is not None:
            self._memory.keep(key, CachedAnswer(got.answer.model_dump_json(by_alias=True), got.sent, got.written))
        return got

    async def _send(
        self, client: Client, settings: Settings, messages: Sequence[dict[str, str]], wanted: type[BaseModel]
    ) -> Asked:
        got = await ask(client, settings, messages, wanted, self.pace)
        self.spending.count(got.sent, got.written)
        return got


def _parsed(text: str, wanted: type[BaseModel]) -> BaseModel | None:
    """A remembered answer; None where it is none of this form, as in a file that something else has written to."""
    try:
        return wanted.model_validate_json(text)
    except ValidationError:
        return None
