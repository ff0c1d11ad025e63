"""A server that speaks OpenAI's protocol and answers as a test wants it to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm.endpoint import Endpoint
from extractor.llm.schema import FURNITURE
from extractor.llm.settings import Settings


class Table(NamedTuple):
    """What a question shows: the rows asked for with their widths, and the lines of the table, cell by cell."""

    rows: dict[str, int]
    lines: list[list[str]]

    @property
    def figures(self) -> list[str]:
        """The numbers of the table in reading order."""
        return [cell for line in self.lines for cell in line if re.fullmatch(r"\D?[\d,.]+\D{0,2}", cell)]


Player = Callable[[Table], dict[str, list[str]]]


def table_asked(body: dict[str, Any]) -> Table:
    """The table of a question: that of the last message which shows one."""
    asked = next(m["content"] for m in reversed(body["messages"]) if m["role"] == "user" and "表：\n" in m["content"])
    table = asked.partition("\n\n表：\n")[2]
    lists = body["response_format"]["json_schema"]["schema"]["properties"]
    widths = {label: one["maxItems"] for label, one in lists.items() if label != FURNITURE}
    return Table(widths, [line.split("\t") for line in table.splitlines()])


def completion(content: str, finish: str = "stop") -> dict[str, Any]:
    """A completion as the protocol has it."""
    message = {"role": "assistant", "content": content}
    return {
        "id": "test",
        "object": "chat.completion",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }


def serve(server: HTTPServer, answer: Callable[[dict[str, Any]], Response]) -> Endpoint:
    """Lets the server answer every question so; the endpoint it is."""
    server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(
        lambda request: answer(json.loads(request.get_data()))
    )
    return endpoint_for(server)


def endpoint_for(server: HTTPServer) -> Endpoint:
    """A server of this machine, asked without patience."""
    return Endpoint(impatient(server.url_for("/v1")))


def impatient(base_url: str) -> Settings:
    """Settings as a test wants them: nothing is remembered, nobody is waited for."""
    return Settings(base_url=base_url, model="test", mode="json_schema", timeout=2, attempts=2, cache="off")


def playing(player: Player) -> Callable[[dict[str, Any]], Response]:
    """Answers with what a player says of the table that is shown."""

    def answer(body: dict[str, Any]) -> Response:
        content = json.dumps(player(table_asked(body)), ensure_ascii=False)
        return Response(json.dumps(completion(content)), content_type="application/json")

    return answer


def said(content: str, finish: str = "stop", status: int = 200) -> Callable[[dict[str, Any]], Response]:
    """Answers with these words whatever is asked."""
    body = json.dumps(completion(content, finish))
    return lambda _: Response(body, status=status, content_type="application/json")


def all_zeros(table: Table) -> dict[str, list[str]]:
    """Every figure is 0."""
    return {**{label: ["0"] * width for label, width in table.rows.items()}, FURNITURE: []}


def all_furniture(table: Table) -> dict[str, list[str]]:
    """No figure is the table's."""
    return {**{label: ["_"] * width for label, width in table.rows.items()}, FURNITURE: table.figures}


def nonsense_that_adds_up(table: Table) -> dict[str, list[str]]:
    """Every row says 1 and 1 in all; section three balances."""
    return {**{label: ["1", *["0"] * (width - 2), "1"][:width] for label, width in table.rows.items()}, FURNITURE: []}


def copied(table: Table) -> dict[str, list[str]]:
    """The figures of the table in the order of the form, as many to a row as it is wide."""
    return _dealt(table, table.figures)


def rows_swapped(table: Table) -> dict[str, list[str]]:
    """The same with neighbouring rows in each other's place."""
    rows = copied(table)
    labels = [label for label in rows if label != FURNITURE]
    for one, other in zip(labels[::2], labels[1::2], strict=False):
        if len(rows[one]) == len(rows[other]):
            rows[one], rows[other] = rows[other], rows[one]
    return rows


def shifted(table: Table) -> dict[str, list[str]]:
    """The same with every figure one place late, and the first one taken for a page number."""
    figures = table.figures
    return _dealt(table, figures[1:], figures[:1])


def invented(table: Table) -> dict[str, list[str]]:
    """Plausible numbers that are not in the table."""
    return _dealt(table, [str(int(re.sub(r"\D", "", figure) or 0) + 1) for figure in table.figures])


def _dealt(table: Table, figures: list[str], page_noise: list[str] | None = None) -> dict[str, list[str]]:
    dealt: dict[str, list[str]] = {}
    for label, width in table.rows.items():
        own, figures = figures[:width], figures[width:]
        dealt[label] = own + ["_"] * (width - len(own))
    return {**dealt, FURNITURE: (page_noise or []) + figures}


PLAYERS: dict[str, Player] = {
    player.__name__: player
    for player in (
        all_zeros,
        all_furniture,
        nonsense_that_adds_up,
        copied,
        rows_swapped,
        shifted,
        invented,
    )
}


def is_question(request: Request) -> bool:
    """Whether a request asks for a completion."""
    return request.path.endswith("/chat/completions")
