"""A player in an endpoint's place: the extractor asks it as it asks a server, and nothing is sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel

from benchmarks.answer_shape import answer_of, form_of_answer, why_void
from benchmarks.model_players import Player, Task
from benchmarks.need import tokens_recorded
from extractor.llm import failures
from extractor.llm.ask import Asked, client_for
from extractor.llm.endpoint import Endpoint, Line
from extractor.llm.settings import Accept, Settings

_SETTINGS = Settings(base_url="http://127.0.0.1:9/v1", model="player", mode="json_schema", cache="off")
_tokens = cache(tokens_recorded)


class PlayerEndpoint(Endpoint):
    """Answers what a player says; `asked` counts the questions about each section."""

    def __init__(self, tasks: Sequence[Task], player: Player, accept: Accept = "proof") -> None:
        super().__init__(_SETTINGS.model_copy(update={"accept": accept}))
        self._tasks = {form_of_answer(task): task for task in tasks}
        self._player = player
        self._last: dict[str, tuple[Task, BaseModel | None]] = {}
        self.asked: Counter[str] = Counter()

    async def connect(self) -> Line:
        """A line that nothing is ever sent on."""
        return Line(client_for(self.settings, "json_schema"), None)

    async def question(
        self, line: Line, prompt: str, messages: Sequence[Mapping[str, str]], wanted: type[BaseModel]
    ) -> Asked:
        """The player's answer, counted as if it had been sent."""
        task = self._tasks[wanted]
        assert any(task.shown.text in message["content"] for message in messages)
        key = task.section.key
        self.asked[key] += 1
        sent, written = int(_tokens()[0] * sum(len(one["content"]) for one in messages)), int(_tokens()[1])
        self.spending.count(sent, written)
        asked = task.once_more(self.asked[key])
        answer = answer_of(asked, self._player(asked))
        self._last[key] = (task, answer)
        return Asked(answer, failures.OTHER_FORM if answer is None else None, sent, written)

    def why_void(self, section: str) -> str:
        """Why the last answer about a table does not count; empty where it does."""
        return why_void(*self._last[section]) if section in self._last else "no figure to ask about"
