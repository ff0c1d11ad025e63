"""Whatever the body of an answer is, packed or not, it ends as a finding, and in little memory."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.protocol import completion_in
from extractor.llm.transport import LONGEST
from tests.llm.asking import GOOD, answers, asked, reasons, says
from tests.llm.broken import bomb, nothing_packed
from tests.llm.server import completion

ENCODED = {
    "gzip": ("gzip", bomb("gzip")),
    "zlib": ("deflate", bomb("zlib")),
    "deflate": ("deflate", bomb("deflate")),
    "gzip in gzip": ("gzip, gzip", gzip.compress(bomb("gzip"))),
    "five deep": ("gzip, gzip, gzip, gzip, gzip", b"x"),
    "bytes that unpack to nothing": ("gzip", nothing_packed(3 * LONGEST)),
    "plain": ("identity", b" " * 3 * LONGEST),
}


@pytest.mark.parametrize("kind", ENCODED)
def test_what_an_answer_unpacks_to_is_counted(kind: str, httpserver: HTTPServer) -> None:
    encoding, body = ENCODED[kind]
    endpoint = Endpoint(answers(httpserver, body, headers={"content-encoding": encoding}))
    asyncio.run(endpoint.probe("json_schema"))
    tracemalloc.start()
    got = asyncio.run(endpoint.probe("json_schema"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert got.failure in (failures.TOO_LONG, failures.UNDECODABLE)
    assert most < 20 * LONGEST


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", "br", "zstd", "x-unknown", "gzip, br", "\xff"])
def test_bytes_that_are_not_what_their_header_says_end_as_a_finding(encoding: str, httpserver: HTTPServer) -> None:
    found, _ = asked(answers(httpserver, b"\x00\xff nothing of the kind", headers={"content-encoding": encoding}))
    assert reasons(found)


def test_an_answer_that_is_packed_once_is_read(httpserver: HTTPServer) -> None:
    copy = json.dumps(completion('{"numbers": ["8000001", "8000002", "8000003"]}')).encode()
    endpoint = Endpoint(answers(httpserver, gzip.compress(copy), headers={"content-encoding": "gzip"}))
    assert endpoint.is_right(asyncio.run(endpoint.probe("json_schema")))


CHOICE = GOOD["choices"][0]
BODIES = {
    "null": "null",
    "a list": "[]",
    "a text": '"hello"',
    "a number": "1e999",
    "NaN": "NaN",
    "nothing": "",
    "a page": "<html>sign in first</html>",
    "cut off": json.dumps(GOOD)[:60],
    "two objects": json.dumps(GOOD) * 2,
    "no choices": json.dumps({**GOOD, "choices": []}),
    "choices are null": json.dumps({**GOOD, "choices": None}),
    "choices are an object": json.dumps({**GOOD, "choices": {"0": CHOICE}}),
    "a choice is null": json.dumps({**GOOD, "choices": [None]}),
    "a choice is a text": json.dumps({**GOOD, "choices": ["{}"]}),
    "a message is null": json.dumps({**GOOD, "choices": [{**CHOICE, "message": None}]}),
    "a message is a list": json.dumps({**GOOD, "choices": [{**CHOICE, "message": ["{}"]}]}),
    "no message": json.dumps({**GOOD, "choices": [{"index": 0, "finish_reason": "stop"}]}),
    "content is null": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"content": None}}]}),
    "content is a list": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"content": [{"text": "{}"}]}}]}),
    "content is a number": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"content": 1}}]}),
    "content is true": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"content": True}}]}),
    "content is very long": json.dumps(completion("9" * (LONGEST - 1000))),
    "content is deep": json.dumps(completion("[" * 100_000)),
    "content is half a character": '{"choices": [{"message": {"content": "\\ud800"}}]}',
    "content has NaN": json.dumps(completion('{"规章": [NaN, 1e308, -1]}')),
    "refused": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"content": None, "refusal": "no"}}]}),
    "calls are null": json.dumps({**GOOD, "choices": [{**CHOICE, "message": {"tool_calls": [None]}}]}),
    "reason is a number": json.dumps({**GOOD, "choices": [{**CHOICE, "finish_reason": 7}]}),
    "deep": "[" * 400_000,
    "deep objects": '{"choices":' * 50_000,
    "a number of many digits": '{"usage": {"prompt_tokens": ' + "9" * 500_000 + "}}",
    "many choices": json.dumps({**GOOD, "choices": [CHOICE] * 4_000}),
    "an error": '{"error": {"message": "no such model", "code": null}}',
    "an event stream": "data: {}\n\n" * 1000,
}


@pytest.mark.parametrize("shape", BODIES)
def test_an_answer_of_any_shape_ends_as_a_finding(shape: str, httpserver: HTTPServer) -> None:
    found, endpoint = asked(answers(httpserver, BODIES[shape]))
    assert reasons(found)
    assert endpoint.spending.sent > 0


@pytest.mark.parametrize("kind", ["text/html", "application/json; charset=utf-16", "", "x"])
def test_what_an_answer_says_it_is_changes_nothing(kind: str, httpserver: HTTPServer) -> None:
    found, _ = asked(answers(httpserver, BODIES["a message is null"], headers={"content-type": kind}))
    assert says(found, failures.NO_COMPLETION)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_a_completion_is_one_in_every_part_or_none(data: st.DataObject) -> None:
    """Some part of a good completion is anything; what is handed on has the shape that the client trusts."""
    body = json.loads(json.dumps(GOOD))
    at: Any = body
    path = data.draw(st.sampled_from([(), ("choices", 0), ("choices", 0, "message"), ("usage",)]))
    for step in path:
        at = at[step]
    at[data.draw(st.sampled_from(sorted(at)))] = data.draw(JSON_VALUES)
    made = completion_in(json.dumps(body).encode())
    if made is None:
        return
    found = json.loads(made)
    assert isinstance(found["choices"][0]["message"]["content"], str | None)
    assert all(type(one) is int and 0 <= one < 10**10 for one in found["usage"].values())
