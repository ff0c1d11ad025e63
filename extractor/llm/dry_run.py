"""What would be asked of a model, with nothing sent: an endpoint that notes every question and answers none.

An answer that is remembered from before is given all the same, as it would be, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel

from extractor.llm import failures
from extractor.llm.ask import Asked, Question, client_for
from extractor.llm.endpoint import Endpoint, Line
from extractor.llm.failures import Failure
from extractor.llm.messages import Message
from extractor.llm.settings import Mode, Settings

_UNKNOWN_MODE: Mode = "json_schema"


class Noted(NamedTuple):
    """A question that would be asked: about which table, with which prompt, in which words.

    `tokens` are the most that are sent, one for each character, and `written` the most that an answer may have;
    `is_remembered` says that its answer is there already. `is_again` says that it is asked only where the answer to one
    before it does not count.
    """

    table: str
    prompt: str
    messages: tuple[Message, ...]
    tokens: int
    written: int
    is_remembered: bool
    is_again: bool


class DryEndpoint(Endpoint):
    """The endpoint of a run in which nothing is sent; `noted` are its questions, until they are taken."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._noted: list[Noted] = []

    def take(self) -> list[Noted]:
        """The questions noted since the last time."""
        noted, self._noted = self._noted, []
        return noted

    async def connect(self) -> Line | Failure:
        """A line on which nothing is sent; no mode is tried out for it."""
        return Line(client_for(self.settings, self.mode or _UNKNOWN_MODE), None)

    @property
    def sends_pictures(self) -> bool:
        """Whether pictures would be sent; where nobody has tried whether the model reads them they would be."""
        return self.settings.image == "auto" and self._reads_pictures is not False

    async def question(self, line: Line, prompt: str, messages: Sequence[Message], wanted: type[BaseModel]) -> Asked:
        """Notes a question; its answer only where it is remembered."""
        remembered = self._remembered(self._key(prompt, messages, wanted), wanted)
        table = wanted.__name__
        asked = Question(messages, wanted, self.mode or _UNKNOWN_MODE)
        is_again = any(one.table == table for one in self._noted)
        self._noted.append(
            Noted(
                table,
                prompt,
                tuple(messages),
                asked.length,
                self.settings.max_tokens,
                remembered is not None,
                is_again,
            )
        )
        return remembered or Asked(None, failures.NOT_SENT)
