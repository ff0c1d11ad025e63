"""An endpoint as a run uses it: answers remembered, budgets kept, the pace held, and the mode found out."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from extractor.errors import SettingsError
from extractor.llm.answer_cache import AnswerCache, CachedAnswer, question_key
from extractor.llm.endpoint import Endpoint
from extractor.llm.settings import Price, Settings
from extractor.llm.spending import Pace, Spending
from extractor.llm.transport import LONGEST
from extractor.pipeline import extract
from tests.llm.server import PLAYERS, completion, endpoint_for, playing, said, serve
from tests.llm.variants import variants

TEXT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()


def asked(server: HTTPServer) -> int:
    return len(server.log)


def told(extraction: Any) -> list[str]:
    return [finding.message.en for finding in extraction.findings if finding.code == "model-without-answer"]


def test_an_answer_is_remembered_and_the_result_is_the_same(tmp_path: Path, httpserver: HTTPServer) -> None:
    endpoint = serve(httpserver, playing(PLAYERS["copied"]))
    settings = endpoint.settings.model_copy(update={"cache": str(tmp_path / "folder" / "answers.sqlite")})
    first = extract(TEXT, llm=Endpoint(settings))
    count = asked(httpserver)
    again = Endpoint(settings)
    assert extract(TEXT, llm=again).to_json() == first.to_json()
    assert (asked(httpserver), again.spending.calls) == (count, 0)
    assert again.spending.remembered == count > 0


def test_another_endpoint_is_asked_anew_and_the_same_one_by_another_key_is_not(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    answer = playing(PLAYERS["copied"])
    first = serve(httpserver, answer).settings.model_copy(update={"cache": str(tmp_path / "answers.sqlite")})
    extract(TEXT, llm=Endpoint(first))
    count = asked(httpserver)
    with HTTPServer(port=0) as other:
        second = first.model_copy(update={"base_url": serve(other, answer).settings.base_url})
        extract(TEXT, llm=Endpoint(second))
        assert asked(other) == count
        other.clear()
    secret = first.base_url.replace("http://", "http://wang:hunter2@")
    for base_url in (first.base_url, first.base_url + "/", secret, secret.replace("hunter2", "other")):
        extract(TEXT, llm=Endpoint(first.model_copy(update={"base_url": base_url})))
    assert asked(httpserver) == 2 * count


def test_what_an_older_version_remembered_is_let_go(tmp_path: Path, httpserver: HTTPServer) -> None:
    path = tmp_path / "answers.sqlite"
    settings = serve(httpserver, playing(PLAYERS["copied"])).settings.model_copy(update={"cache": str(path)})
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("CREATE TABLE answers (question TEXT PRIMARY KEY, answer TEXT, sent INTEGER, written INTEGER)")
        old.execute("CREATE TABLE modes (endpoint TEXT, model TEXT, mode TEXT, PRIMARY KEY (endpoint, model))")
        old.execute("INSERT INTO modes VALUES ('http://wang:hunter2@127.0.0.1/v1', 'test', 'tools')")
        old.executemany("INSERT INTO answers VALUES (?, '{}', 1e308, -1)", [(f"{i:064x}",) for i in range(2000)])
    assert extract(TEXT, llm=Endpoint(settings)).fields == extract(TEXT, llm=endpoint_for(httpserver)).fields
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("SELECT count(*) FROM answers WHERE answer = '{}'").fetchone() == (0,)
    assert b"hunter2" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize("values", ["'{}', 1e308, 1", "'{}', 1, 'x'", "'{}', NULL, 1", "x'00', 1, 1"])
def test_a_remembered_answer_that_is_none_is_not_read(values: str, tmp_path: Path) -> None:
    memory = AnswerCache(str(tmp_path / "answers.sqlite"))
    memory._run(f"INSERT INTO answers VALUES ('a', {values})")  # pyright: ignore[reportPrivateUsage]
    assert memory.answer("a") is None


def test_a_file_that_is_damaged_meanwhile_costs_only_what_it_remembered(tmp_path: Path, httpserver: HTTPServer) -> None:
    path = tmp_path / "answers.sqlite"
    base = serve(httpserver, playing(PLAYERS["copied"])).settings
    endpoint = Endpoint(base.model_copy(update={"cache": str(path)}))
    for file in tmp_path.iterdir():
        file.write_bytes(b"this is a letter to my aunt" * 500)
    assert extract(TEXT, llm=endpoint).fields == extract(TEXT, llm=Endpoint(base)).fields


def test_an_endpoint_without_memory_keeps_nothing_and_looks_for_nothing(tmp_path: Path, httpserver: HTTPServer) -> None:
    base = serve(httpserver, playing(PLAYERS["copied"])).settings
    endpoint = Endpoint(base.model_copy(update={"cache": str(tmp_path / "answers.sqlite")}))
    for _ in range(2):
        extract(TEXT, llm=endpoint.without_memory())
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as file:
        assert file.execute("SELECT count(*) FROM answers").fetchone() == (0,)
    assert endpoint.spending.calls == asked(httpserver)
    assert endpoint.spending.remembered == 0


def test_another_model_prompt_schema_or_table_is_another_question() -> None:
    message = [{"role": "user", "content": "表"}]
    keys = {
        question_key("table@1", "a", "json", {}, message),
        question_key("table@2", "a", "json", {}, message),
        question_key("table@1", "b", "json", {}, message),
        question_key("table@1", "a", "tools", {}, message),
        question_key("table@1", "a", "json", {"type": "object"}, message),
        question_key("table@1", "a", "json", {}, [*message, *message]),
    }
    assert len(keys) == 6


def test_no_text_of_a_report_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    memory = AnswerCache(str(path))
    key = question_key("table@1", "a", "json", {}, [{"role": "user", "content": "盐池县卫生健康局"}])
    memory.keep(key, CachedAnswer('{"规章":["0"]}', 3, 4))
    assert memory.answer(key) == CachedAnswer('{"规章":["0"]}', 3, 4)
    assert "盐池".encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_text("this is a letter to my aunt, and no database at all" * 20)
    with pytest.raises(SettingsError, match="EXTRACTOR_LLM_CACHE"):
        AnswerCache(str(path))


def test_a_remembered_answer_of_another_form_is_asked_for_anew(tmp_path: Path, httpserver: HTTPServer) -> None:
    endpoint = serve(httpserver, playing(PLAYERS["copied"]))
    settings = endpoint.settings.model_copy(update={"cache": str(tmp_path / "answers.sqlite")})
    extract(TEXT, llm=Endpoint(settings))
    count = asked(httpserver)
    memory = AnswerCache(settings.cache)
    memory._run("UPDATE answers SET answer = '{}'")  # pyright: ignore[reportPrivateUsage]
    extract(TEXT, llm=Endpoint(settings))
    assert asked(httpserver) == 2 * count


def test_a_budget_of_tokens_stops_the_questions_and_not_the_run(httpserver: HTTPServer) -> None:
    endpoint = serve(httpserver, playing(PLAYERS["all_zeros"]))
    frugal = Endpoint(endpoint.settings.model_copy(update={"budget_tokens": 200, "concurrency": 1}))
    found = extract(TEXT, llm=frugal)
    assert asked(httpserver) == 2
    assert (frugal.spending.sent, frugal.spending.written, frugal.spending.over) == (200, 100, True)
    assert found.fields == extract(TEXT).fields
    assert any("the budget is spent" in sentence for sentence in told(found))


def test_a_budget_of_dollars_counts_what_the_prices_say() -> None:
    settings = Settings(base_url="x", model="m", prices={"m": Price(sent=1, written=2)}, budget_usd=0.002)
    spending = Spending(settings)
    spending.count(1000, 400)
    assert (spending.usd, spending.over) == (pytest.approx(0.0018), False)
    spending.count(0, 100)
    assert spending.over


def test_a_budget_of_dollars_without_a_price_is_told() -> None:
    with pytest.raises(ValueError, match="price"):
        Settings(base_url="x", model="m", budget_usd=1)


def test_questions_wait_for_one_another_and_all_of_them_for_a_rest() -> None:
    pace = Pace(per_minute=60)
    assert pace.wait() == 0
    assert 0.9 < pace.wait() <= 1
    assert 1.9 < pace.wait() <= 2
    pace.rest(30)
    assert 29 < pace.wait() <= 30


def test_a_rest_the_server_asks_for_is_kept(httpserver: HTTPServer) -> None:
    times = itertools.count()
    answer = playing(PLAYERS["copied"])

    def busy(body: dict[str, Any]) -> Response:
        if next(times) == 0:
            return Response('{"error": {}}', status=429, headers={"Retry-After": "1"}, content_type="application/json")
        return answer(body)

    endpoint = serve(httpserver, busy)
    began = monotonic()
    extract(TEXT, llm=endpoint)
    assert monotonic() - began >= 1
    assert endpoint.spending.calls == next(times) - 1


def test_the_first_mode_that_works_is_found_and_remembered(tmp_path: Path, httpserver: HTTPServer) -> None:
    modes: list[str] = []

    def tools_alone(body: dict[str, Any]) -> Response:
        modes.append("tools" if "tools" in body else body.get("response_format", {}).get("type", "none"))
        if "tools" not in body:
            return Response('{"error": {"message": "no such thing"}}', status=400, content_type="application/json")
        copy = '{"numbers":["8000001","8000002","8000003"]}'
        call = {"name": body["tools"][0]["function"]["name"], "arguments": copy}
        answer = completion("")
        answer["choices"][0]["message"] |= {"tool_calls": [{"id": "1", "type": "function", "function": call}]}
        return Response(json.dumps(answer), content_type="application/json")

    base = serve(httpserver, tools_alone).settings
    settings = base.model_copy(update={"mode": None, "cache": str(tmp_path / "answers.sqlite")})
    endpoint = Endpoint(settings)
    found = extract(TEXT, llm=endpoint)
    assert (endpoint.mode, found.run.settings["llm_mode"]) == ("tools", "tools")
    assert modes[:3] == ["json_schema", "json_schema", "tools"]
    assert Endpoint(settings).mode == "tools"


def test_an_endpoint_without_a_mode_that_works_is_told(httpserver: HTTPServer) -> None:
    base = serve(httpserver, said("我不知道。")).settings
    found = extract(TEXT, llm=Endpoint(base.model_copy(update={"mode": None})))
    assert told(found)
    assert all("no mode of structured output works there" in sentence for sentence in told(found))


def test_a_response_that_drips_is_given_up_in_time(httpserver: HTTPServer) -> None:
    def dripping() -> Any:
        for _ in range(40):
            yield b" "
            Event().wait(0.1)

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(
        lambda _: Response(dripping(), content_type="application/json")
    )
    base = endpoint_for(httpserver).settings
    began = monotonic()
    found = extract(TEXT, llm=Endpoint(base.model_copy(update={"timeout": 0.5, "attempts": 1, "concurrency": 8})))
    assert monotonic() - began < 15
    assert any("did not answer in time" in sentence for sentence in told(found))
    assert found.fields == extract(TEXT).fields


def test_a_response_without_end_is_cut(httpserver: HTTPServer) -> None:
    def endless() -> Any:
        for _ in range(4 * LONGEST // 100_000):
            yield b" " * 100_000

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(
        lambda _: Response(endless(), content_type="application/json")
    )
    base = endpoint_for(httpserver).settings
    found = extract(TEXT, llm=Endpoint(base.model_copy(update={"timeout": 30, "attempts": 1})))
    assert told(found)
    assert found.fields == extract(TEXT).fields


def test_an_endpoint_that_is_gone_is_not_asked_for_every_report() -> None:
    endpoint = Endpoint(Settings(base_url="http://127.0.0.1:9/v1", model="m", mode="json", attempts=1, cache="off"))
    for _ in range(4):
        extract(TEXT, llm=endpoint)
    assert endpoint.spending.calls == 3
    assert any("cannot be reached" in sentence for sentence in told(extract(TEXT, llm=endpoint)))
