"""One endpoint as a run uses it: what it has answered before, what was spent, and how fast it may be asked."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Sequence
from copy import copy
from functools import cached_property
from time import monotonic
from typing import NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from extractor.llm import failures
from extractor.llm.address import check_address
from extractor.llm.answer_cache import AnswerCache, CachedAnswer, question_key
from extractor.llm.ask import Asked, Client, Question, ask, client_for, close
from extractor.llm.failures import Failure
from extractor.llm.messages import Message, with_pictures
from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Charge, Pace, Spending, cost

# After so many questions in a row that came to nothing for the endpoint's sake, a run asks no more.
_PATIENCE = 3
_SHARE = 3 / 4
_logger = logging.getLogger(__name__)
# What may come of a question whatever is asked.
_SAYS_NOTHING = frozenset(
    {failures.UNREACHABLE, failures.LATE, failures.BROKEN_OFF, failures.RESTING, failures.OUT_OF_TIME}
    | {failures.failure_of_status(status) for status in (401, 402, 403, 408, 429)}
)
_COPIED = ["8000001", "8000002", "8000003"]


class Copy(BaseModel):
    """The answer to the question that finds out whether a mode works."""

    numbers: list[str]


class Line(NamedTuple):
    """A client for the running loop, and the moment on its clock when no question may be under way any more."""

    client: Client
    until: float | None


class Endpoint:
    """An endpoint for one run; may be shared by threads, each with its own event loop.

    `again` is after how many seconds an endpoint that was given up is tried once more; never where None.

    Raises:
        SettingsError: the address is none, or the file of remembered answers cannot be used.
    """

    def __init__(self, settings: Settings, again: float | None = None) -> None:
        check_address(settings)
        self.settings = settings
        self.spending = Spending(settings)
        self.pace = Pace(settings.requests_per_minute)
        self._until: float | None = None
        self._memory = AnswerCache(settings.cache)
        self._is_remembering = True
        self._faults = _Faults(again)
        self._needs_room = False
        self._told: set[str] = set()

    @cached_property
    def second(self) -> Endpoint:
        """The second reader: the same endpoint where no other is set, else that one, with the same budget and file of
        answers.
        """
        if self.settings.second is None:
            return self
        other = copy(self)
        other.settings = self.settings.of_second
        check_address(other.settings)
        other.pace = Pace(other.settings.requests_per_minute)
        other._faults = _Faults(self._faults.again)
        other._needs_room = False
        return other

    def without_memory(self) -> Endpoint:
        """The same endpoint, of whose answers none is kept or looked for."""
        other = copy(self)
        other._is_remembering = False
        return other

    def allow(self, seconds: float) -> None:
        """Says that the next report may take so many seconds from now on, whatever they are needed for.

        Asking ends before they do, so that what the rules have read is there in time whatever the endpoint does.
        """
        self._until = monotonic() + _SHARE * seconds

    @property
    def mode(self) -> Mode | None:
        """The mode of structured output: that of the settings, or the one found to work; None where none is known."""
        known = self.settings.mode or self._memory.mode(self.settings.shown_address, self.settings.model)
        return next((mode for mode in get_args(Mode) if mode == known), None)

    def describe(self) -> dict[str, str | int | float | bool]:
        """What a result says of the way it was asked."""
        return self.settings.describe() | {"llm_mode": self.mode or "unknown"}

    def cost(self, sent: int, written: int) -> float | None:
        """US dollars for so many tokens, where the model's price is known."""
        price = self.settings.prices.get(self.settings.model)
        return None if price is None else cost(price, sent, written)

    async def connect(self) -> Line | Failure:
        """A line for the running loop, in a mode that works; or why there is none."""
        left = None if self._until is None else self._until - monotonic()
        until = None if left is None else asyncio.get_running_loop().time() + left
        failure = None if self.mode else await self._find_mode(until)
        if failure is not None:
            return failure
        mode = self.mode
        assert mode is not None
        if self.settings.image == "auto" and self._reads_pictures is None:
            await self._find_out_pictures(mode, until)
        return Line(self.client(mode), until)

    @property
    def sends_pictures(self) -> bool:
        """Whether tables are shown as pictures too: where that is asked for, and the model was found to read them."""
        return self.settings.image == "auto" and bool(self._reads_pictures)

    @property
    def _reads_pictures(self) -> bool | None:
        return self._memory.takes_pictures(self.settings.shown_address, self.settings.model)

    async def _find_out_pictures(self, mode: Mode, until: float | None) -> None:
        """Remembers whether the model reads a picture of digits; nothing where the endpoint may say so another time."""
        if self.reason_not_to_ask() is not None:
            return
        got = await self.probe_picture(mode, until)
        takes = self.is_right(got)
        if not takes and got.failure in _SAYS_NOTHING:
            return
        self._memory.keep_takes_pictures(self.settings.shown_address, self.settings.model, takes=takes)
        if not takes:
            self.tell(
                f"{self.settings.shown_address}: {self.settings.model} reads no pictures; tables go as text alone"
            )

    def client(self, mode: Mode) -> Client:
        """A client that questions are asked with."""
        return client_for(self.settings, mode)

    @property
    def modes(self) -> list[Mode]:
        """All modes in the order in which they are tried."""
        first = self.settings.mode_first
        return sorted(get_args(Mode), key=lambda mode: mode != first)

    async def _find_mode(self, until: float | None) -> Failure | None:
        """Remembers the first mode that works; why none does.

        As long as somebody is there who takes questions all are tried: a server may fail over a mode that it does not
        know.
        """
        if (reason := self._faults.reason()) is not None:
            return reason
        found: list[Failure | None] = []
        for mode in self.modes:
            if (spent := self.reason_not_to_ask()) in (failures.SPENT, failures.CALLED_OFF):
                return spent
            got = await self.probe(mode, until)
            if self.is_right(got):
                self._memory.keep_mode(self.settings.shown_address, self.settings.model, mode)
                return None
            found.append(got.failure)
            self._say(got)
            if got.failure is not None and (
                got.failure.ends_asking or got.failure.kind in ("unsent", "silent", "ours")
            ):
                return got.failure
        reason = next((one for one in found if one is not None and one.is_endpoints), failures.NO_MODE)
        self._faults.give_up(reason)
        return reason

    async def probe(self, mode: Mode, until: float | None = None, settings: Settings | None = None) -> Asked:
        """Asks for a copy of three numbers in one mode, without a second attempt; with other settings, if given."""
        asked = f"照抄下列数字，输出 JSON，键为 numbers：{'、'.join(_COPIED)}"
        question = Question([{"role": "user", "content": asked}], Copy, mode)
        return await self.try_out(question, until, settings)

    async def probe_picture(self, mode: Mode, until: float | None = None) -> Asked:
        """Asks for the same three numbers, which stand in a picture and nowhere else."""
        asked = with_pictures("照抄图中的数字，输出 JSON，键为 numbers，每行一个。", [_picture_of_digits()])
        faults = copy(self._faults)
        try:
            return await self.try_out(Question([asked], Copy, mode), until)
        finally:
            self._faults = faults  # some say of a picture that the model is not there

    async def try_out(self, question: Question, until: float | None = None, settings: Settings | None = None) -> Asked:
        """Asks any question once, on a line of its own; nothing of it is remembered."""
        once = (settings or self.settings).model_copy(update={"attempts": 1})
        line = Line(client_for(once, question.mode), until)
        try:
            return await self._send(line, once, question)
        finally:
            await close(line.client)

    def is_right(self, got: Asked) -> bool:
        """Whether the answer to `probe` is the copy that was asked for."""
        return got.answer is not None and got.answer.model_dump()["numbers"] == _COPIED

    async def question(self, line: Line, prompt: str, messages: Sequence[Message], wanted: type[BaseModel]) -> Asked:
        """The answer to one question: as it was given before, or asked for, if the budget allows."""
        key = self._key(prompt, messages, wanted)
        remembered = self._remembered(key, wanted)
        if remembered is not None:
            self.spending.count_remembered()
            return remembered
        if (reason := self.reason_not_to_ask()) is not None:
            return Asked(None, reason)
        mode = self.mode
        assert mode is not None
        got = await self._send(line, self.settings, Question(messages, wanted, mode))
        if got.answer is not None and self._is_remembering:
            self._memory.keep(key, CachedAnswer(got.answer.model_dump_json(by_alias=True), got.sent, got.written))
        self._say(got)
        return got

    def _key(self, prompt: str, messages: Sequence[Message], wanted: type[BaseModel]) -> str:
        """What an answer is remembered under: all that it depends on."""
        whom = f"{self.settings.shown_address} {self.settings.model}"
        if self.settings.parameters:
            whom += f" {json.dumps(self.settings.parameters, sort_keys=True)}"
        return question_key(prompt, whom, self.mode or "", wanted.model_json_schema(), messages)

    def _remembered(self, key: str, wanted: type[BaseModel]) -> Asked | None:
        """The answer that was given before."""
        found = self._memory.answer(key) if self._is_remembering else None
        answer = None if found is None else _parsed(found.answer, wanted)
        return None if found is None or answer is None else Asked(answer, None, found.sent, found.written)

    def _say(self, got: Asked) -> None:
        """Tells whoever runs this, once, what the provider says of its error, and why nobody is asked any more."""
        said = [] if got.said is None else [f"it says: {got.said}"]
        if got.failure is not None and got.failure.ends_asking:
            said.insert(0, f"nothing more is asked, {got.failure.en}")
        sentence = "; ".join(said)
        if sentence and sentence not in self._told:
            self._told.add(sentence)
            self.tell(f"{self.settings.shown_address}: {sentence}")

    def tell(self, sentence: str) -> None:
        """Puts a sentence where a person sees it who runs this, on stderr: it is in no result."""
        _logger.warning("%s", sentence)

    def reason_not_to_ask(self) -> Failure | None:
        """Why no question is asked, where none is."""
        if self.spending.is_called_off:
            return failures.CALLED_OFF
        return failures.SPENT if self.spending.over else self._faults.reason()

    async def _send(self, line: Line, settings: Settings, question: Question) -> Asked:
        """Asks, as long as the line may be used; what it took is counted however it ends.

        A model whose thinking took all that it may write is asked once more, with room for it; and all later questions
        are asked so.
        """
        charge = Charge()
        try:
            async with asyncio.timeout_at(line.until):
                given = self.settings_to_begin_with(settings)
                got = await ask(line.client, given, question, self.pace, charge)
                wider = self._with_room(settings)
                if got.failure is failures.THOUGHT_TOO_LONG and wider != given and not self.spending.over:
                    self._needs_room = True
                    got = await ask(line.client, wider, question, self.pace, charge)
        except TimeoutError:
            failure = failures.OUT_OF_TIME._replace(kind="silent" if charge.sent else "ours")
            got = Asked(None, failure, charge.sent, charge.written)
        finally:
            self.spending.count(charge.sent, charge.written)
        self._faults.count(got.failure)
        return got

    def settings_to_begin_with(self, settings: Settings) -> Settings:
        """Those that a question is asked with first."""
        return self._with_room(settings) if self._needs_room else settings

    def _with_room(self, settings: Settings) -> Settings:
        """The settings with room for a model's thinking; the same where no bound is sent."""
        if settings.max_tokens_name is None:
            return settings
        return settings.model_copy(update={"max_tokens": max(settings.max_tokens, settings.thinking_tokens)})


class _Faults:
    """How often in a row an endpoint was at fault, and whether it is given up."""

    def __init__(self, again: float | None) -> None:
        self.again = again
        self._in_a_row = 0
        self._last: Failure | None = None
        self._since = 0.0

    def count(self, failure: Failure | None) -> None:
        """Counts what came of a question."""
        if failure is None or not failure.is_endpoints:
            self._in_a_row, self._last = 0, None
            return
        self._in_a_row = _PATIENCE if failure.ends_asking else self._in_a_row + 1
        self._last, self._since = failure, monotonic()

    def give_up(self, failure: Failure) -> None:
        """Gives the endpoint up at once."""
        self._in_a_row, self._last, self._since = _PATIENCE, failure, monotonic()

    def reason(self) -> Failure | None:
        """Why the endpoint is not asked any more, where it is not: what it did last."""
        if self._in_a_row < _PATIENCE or self._last is None:
            return None
        if self.again is not None and monotonic() - self._since >= self.again:
            self._in_a_row = _PATIENCE - 1
            return None
        return self._last._replace(kind="ours")


def _picture_of_digits() -> bytes:
    """The three numbers as a picture, one under the other."""
    with open(os.path.join(os.path.dirname(__file__), "digits.png"), "rb") as file:
        return file.read()


def _parsed(text: str, wanted: type[BaseModel]) -> BaseModel | None:
    """A remembered answer; None where it is none of this form, as in a file that something else has written to."""
    try:
        return wanted.model_validate_json(text)
    except ValidationError:
        return None
