"""The one place that knows in which shape a table is asked about and answered: a player in an endpoint's place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ValidationError

from benchmarks.model_players import Placed, Player, Task
from benchmarks.need import tokens_recorded
from extractor.llm import failures
from extractor.llm.ask import Asked, client_for
from extractor.llm.endpoint import Endpoint, Line
from extractor.llm.resolve import ResolvedAnswer, resolve
from extractor.llm.schema import FURNITURE, answer_model, furniture_of, label_of, rows_of
from extractor.llm.settings import Settings
from extractor.llm.table_text import BLANK_SHOWN
from extractor.reading.model import NUMBER

_SETTINGS = Settings(base_url="http://127.0.0.1:9/v1", model="player", mode="json_schema", cache="off")
_tokens = cache(tokens_recorded)


class PlayerEndpoint(Endpoint):
    """Answers in a server's place what a player says; `asked` counts the questions about each section."""

    def __init__(self, tasks: Sequence[Task], player: Player) -> None:
        super().__init__(_SETTINGS)
        self._tasks = {answer_model(task.section): task for task in tasks}
        self._player = player
        self.asked: dict[str, int] = {}
        self._last: dict[str, tuple[Task, BaseModel]] = {}

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
        self.asked[key] = self.asked.get(key, 0) + 1
        sent, written = int(_tokens()[0] * sum(len(one["content"]) for one in messages)), int(_tokens()[1])
        self.spending.count(sent, written)
        try:
            answer = wanted.model_validate(_answer(task, self._player(task._replace(asked=self.asked[key]))))
        except ValidationError:
            self._last.pop(key, None)
            return Asked(None, failures.OTHER_FORM, sent, written)
        self._last[key] = (task, answer)
        return Asked(answer, None, sent, written)

    def why_void(self, section: str) -> str:
        """Why the last answer about a table does not count; empty where it does."""
        if section not in self._last:
            return "not of the form asked for" if section in self.asked else "not asked"
        task, answer = self._last[section]
        found = resolve(rows_of(answer), furniture_of(answer), task.shown.figures)
        if isinstance(found, ResolvedAnswer):
            return ""
        return "out of order" if found.out_of_order else "figures unaccounted for"


def _answer(task: Task, placed: Placed) -> dict[str, list[str]]:
    """An answer: a row's figures as they are printed, one token each; all other figures are none of the table's."""
    holding = Counter(piece.token.start for own in placed.values() for piece in own if not piece.is_whole)
    cells = {
        field: own[0]
        for field, own in placed.items()
        if len(own) == 1 and own[0].token.kind == NUMBER and holding[own[0].token.start] < 2
    }
    rows = {
        label_of(task.section, row.key): [cells[field].text if field in cells else BLANK_SHOWN for field in row.fields]
        for row in task.section.rows
    }
    used = {piece.token.start for piece in cells.values()}
    aside = (token for token in task.shown.figures if token.kind == NUMBER and token.start not in used)
    return {**rows, FURNITURE: [token.text for token in aside]}
