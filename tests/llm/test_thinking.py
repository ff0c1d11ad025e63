"""An answer is found among fences, words and thinking; and thinking does not eat the answer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm import failures
from extractor.llm.ask import Asked
from extractor.llm.endpoint import Endpoint
from extractor.llm.protocol import completion_in
from extractor.pipeline import extract
from tests.llm.asking import PATH, TEXT, answers, patient, says
from tests.llm.server import completion

COPY = '{"numbers": ["8000001", "8000002", "8000003"]}'
AROUND = {
    "bare": COPY,
    "blanks": f"\n\n  {COPY}\n",
    "a fence": f"```json\n{COPY}\n```",
    "a fence without a name": f"```\n{COPY}\n```",
    "words before": f"好的，以下是结果：\n{COPY}",
    "words behind": f"{COPY}\n\n以上就是全部数字。",
    "words and a fence": f"Here you are:\n```json\n{COPY}\n```\nAnything else? {{smile}}",
    "thinking": f"<think>先数一数：3 个</think>{COPY}",
    "thinking with another answer in it": f'<think>也许是 {{"numbers": ["1"]}}？不对。</think>\n{COPY}',
    "thinking that was opened unseen": f"先数一数。</think>\n\n{COPY}",
    "no thinking": f"<think>\n\n</think>\n\n{COPY}",
    "thinking and a fence": f"<think>嗯</think>\n```json\n{COPY}\n```",
}


def probed(server: HTTPServer, body: dict[str, Any], mode: Any = "json") -> tuple[Asked, Endpoint]:
    endpoint = Endpoint(answers(server, json.dumps(body)))
    return asyncio.run(endpoint.probe(mode)), endpoint


@pytest.mark.parametrize("mode", ["json_schema", "strict", "json", "md_json"])
def test_an_answer_is_found_whatever_is_around_it(mode: str, httpserver: HTTPServer) -> None:
    for name, content in AROUND.items():
        got, endpoint = probed(httpserver, completion(content), mode)
        assert endpoint.is_right(got), name
        httpserver.clear()


@pytest.mark.parametrize(
    "parts",
    [
        [{"type": "text", "text": COPY}],
        [{"type": "thinking", "thinking": [{"type": "text", "text": "嗯"}]}, {"type": "text", "text": COPY}],
        [{"text": COPY[:20]}, {"type": "text", "text": COPY[20:]}, {"type": "text", "text": None}, 7, None],
    ],
)
def test_an_answer_in_parts_is_put_together(parts: list[Any], httpserver: HTTPServer) -> None:
    body = completion("")
    body["choices"][0]["message"]["content"] = parts
    got, endpoint = probed(httpserver, body)
    assert endpoint.is_right(got)


@pytest.mark.parametrize("content", [f"<think>{COPY}", "<think>", f"<think>a<think>{COPY}", "嗯</think>", "{", "```"])
def test_thinking_alone_is_no_answer(content: str, httpserver: HTTPServer) -> None:
    got, _ = probed(httpserver, completion(content))
    assert (got.answer, got.failure) == (None, failures.OTHER_FORM)


def test_an_answer_that_holds_what_looks_like_thinking_is_left_alone() -> None:
    content = json.dumps({"numbers": ["</think>", "<think>", "```"]})
    made = completion_in(json.dumps(completion(content)).encode())
    assert made is not None
    assert json.loads(made)["choices"][0]["message"]["content"] == content


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
@pytest.mark.parametrize("thought", ["先数一数", COPY, 7, None, ["x"], {"text": "x"}])
def test_thinking_in_a_field_of_its_own_is_ignored(name: str, thought: object, httpserver: HTTPServer) -> None:
    body = completion(COPY)
    body["choices"][0]["message"][name] = thought
    got, endpoint = probed(httpserver, body)
    assert endpoint.is_right(got)


@pytest.mark.parametrize(
    ("usage", "cached"),
    [
        ({}, None),
        ({"prompt_tokens_details": {"cached_tokens": 40}}, 40),
        ({"prompt_tokens_details": {"cached_tokens": 0}}, 0),
        ({"prompt_tokens_details": None, "cached_tokens": 30}, 30),
        ({"prompt_cache_hit_tokens": 20, "prompt_cache_miss_tokens": 80}, 20),
        ({"prompt_tokens_details": {"cached_tokens": "many"}}, None),
        ({"prompt_tokens_details": {"cached_tokens": -1}, "cached_tokens": True}, None),
    ],
)
def test_cached_tokens_are_told_by_every_name(
    usage: dict[str, Any], cached: int | None, httpserver: HTTPServer
) -> None:
    body = completion(COPY)
    body["usage"] |= usage
    got, _ = probed(httpserver, body)
    assert (got.cached, got.has_usage, got.sent, got.written) == (cached, True, 100, 50)


def thinker(server: HTTPServer, needs: int, told: dict[str, Any]) -> list[int]:
    """A model whose thinking needs so many tokens; what each question lets it write."""
    allowed: list[int] = []

    def answer(request: Request) -> Response:
        allowed.append(json.loads(request.get_data())["max_tokens"])
        is_cut = allowed[-1] < needs
        body = completion("" if is_cut else COPY, "length" if is_cut else "stop")
        body["choices"][0]["message"] |= told.get("message", {})
        body["usage"] |= told.get("usage", {})
        return Response(json.dumps(body), content_type="application/json")

    server.expect_request(PATH, method="POST").respond_with_handler(answer)
    return allowed


TOLD: dict[str, dict[str, Any]] = {
    "by a count": {"usage": {"completion_tokens_details": {"reasoning_tokens": 50}}},
    "by a text": {"message": {"reasoning_content": "先数一数"}},
    "in the answer": {"message": {"content": "<think>先数一数"}},
    "by an empty answer": {},
}


@pytest.mark.parametrize("told", TOLD)
def test_a_model_that_thinks_too_long_is_given_room_once_and_from_then_on(told: str, httpserver: HTTPServer) -> None:
    allowed = thinker(httpserver, 10_000, TOLD[told])
    endpoint = Endpoint(patient(httpserver.url_for("/v1")))
    if told == "in the answer":
        got = asyncio.run(endpoint.probe("json"))
        assert (got.answer, allowed) == (None, [1400, 16_384])
        return
    assert endpoint.is_right(asyncio.run(endpoint.probe("json")))
    assert endpoint.is_right(asyncio.run(endpoint.probe("json")))
    assert allowed == [1400, 16_384, 16_384]
    assert (endpoint.spending.calls, endpoint.spending.written) == (2, 3 * 50)


def test_a_model_whose_thinking_never_ends_is_told(httpserver: HTTPServer) -> None:
    allowed = thinker(httpserver, 1_000_000, TOLD["by a count"])
    found = extract(TEXT, llm=Endpoint(patient(httpserver.url_for("/v1")).model_copy(update={"concurrency": 1})))
    assert says(found, failures.THOUGHT_TOO_LONG)
    assert "thinking_tokens" in failures.THOUGHT_TOO_LONG.en
    assert (allowed[0], set(allowed[1:])) == (1400, {16_384})


def test_nothing_is_asked_again_where_no_bound_was_sent(httpserver: HTTPServer) -> None:
    body = completion("", "length")
    endpoint = Endpoint(answers(httpserver, json.dumps(body)).model_copy(update={"max_tokens_name": None}))
    assert asyncio.run(endpoint.probe("json")).failure == failures.THOUGHT_TOO_LONG
    assert len(httpserver.log) == 1


def test_room_for_thinking_is_bounded_by_the_budget(httpserver: HTTPServer) -> None:
    allowed = thinker(httpserver, 1_000_000, TOLD["by a count"])
    settings = patient(httpserver.url_for("/v1")).model_copy(update={"budget_tokens": 100, "concurrency": 1})
    endpoint = Endpoint(settings)
    extract(TEXT, llm=endpoint)
    assert len(allowed) <= 2
    assert endpoint.spending.over


def test_an_answer_that_is_cut_without_thinking_is_not_asked_for_anew(httpserver: HTTPServer) -> None:
    got, _ = probed(httpserver, completion('{"numbers": ["80', "length"))
    assert got.failure == failures.CUT_OFF
    assert len(httpserver.log) == 1
