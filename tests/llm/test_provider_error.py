"""A provider's own sentence of an error is shown to a person, fit for a terminal, without secrets, and kept nowhere."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from extractor.llm.endpoint import Endpoint
from extractor.llm.provider_error import LONGEST, sentence_in
from extractor.pipeline import extract
from tests.llm.asking import TEXT, answers, by_rules

KEY = "sk-proj-0123456789abcdef"
SENTENCES: dict[str, tuple[str | bytes, str | None]] = {
    "OpenAI": ('{"error": {"message": "Unsupported parameter", "type": "x", "code": null}}', "Unsupported parameter"),
    "an error that is a text": ('{"error": "model not found"}', "model not found"),
    "FastAPI": ('{"detail": [{"loc": ["body"], "msg": "field required"}]}', "field required"),
    "DashScope": ('{"code": "InvalidParameter", "message": "参数错误"}', "参数错误"),
    "a list": ('[{"error": {"message": "quota"}}]', "quota"),
    "plain text": ("Too many requests", "Too many requests"),
    "a page": ("<html><h1>502 Bad Gateway</h1></html>", None),
    "nothing": ("", None),
    "no sentence": ('{"status": 5, "error": {"code": 7}}', None),
    "half of an object": ('{"error": {"mess', None),
    "deep": ('{"error":' * 5_000, None),
    "lines and control characters": (
        '{"message": "a\\n\\r\\tb\\u001b[31mred\\u0007\\u202eevil\\u2028c\\u0000"}',
        "a b [31mred evil c",
    ),
    "other bytes": (b"\xff\xfe no such \xe6\x97", "�� no such �"),
    "its key": (f'{{"error": {{"message": "Incorrect API key provided: {KEY}."}}}}', "Incorrect API key provided: ***"),
    "its key in part": ('{"message": "bad key sk-pr***************cdef!"}', "bad key ***!"),
    "a piece of its key": ('{"message": "key ...89abcd... unknown"}', "key *** unknown"),
    "a key of its own": ('{"message": "use Bearer zyxwvuts98765"}', "use ***"),
    "an address": ('{"message": "see https://a:b@host/x?key=c"}', "see https://***@host/x?key=***"),
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_sentence_is_found_and_cleaned(kind: str) -> None:
    body, shown = SENTENCES[kind]
    assert sentence_in(body if isinstance(body, bytes) else body.encode(), [KEY]) == shown


def test_a_long_sentence_is_cut() -> None:
    shown = sentence_in(json.dumps({"message": "word " * 10_000}).encode(), [])
    assert shown is not None
    assert (len(shown), shown[-1]) == (LONGEST, "…")


JSON_VALUES = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["message", "error", "detail", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.binary(max_size=200) | JSON_VALUES.map(lambda found: json.dumps(found).encode()), st.text(max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_body_gives_one_line_without_the_secret_or_nothing(body: bytes, secret: str) -> None:
    shown = sentence_in(body + secret.encode("utf-8", "replace") + KEY.encode(), [KEY, secret])
    assert shown is None or (len(shown) <= LONGEST and shown.isprintable() and KEY not in shown)


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name.startswith("extractor.llm")]


def test_what_a_provider_says_is_told_once_and_in_no_result(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"error": {"message": f"seed is not taken; key {KEY}"}})
    base = answers(httpserver, body, 400).model_copy(update={"api_key": SecretStr(KEY)})
    with caplog.at_level(logging.DEBUG):
        found = extract(TEXT, llm=Endpoint(base))
    assert found.fields == by_rules().fields
    assert warned(caplog) == [f"{base.shown_address}: it says: seed is not taken; key ***"]
    assert "seed is not taken" not in found.to_json()
    libraries = [one.getMessage() for one in caplog.records if one.name.startswith(("openai", "instructor"))]
    assert not [one for one in libraries if "seed is not taken" in one or KEY in one]


def test_what_to_set_right_is_told_where_asking_ends(httpserver: HTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    base = answers(httpserver, '{"message": "no such key"}', 401).model_copy(update={"concurrency": 1})
    extract(TEXT, llm=Endpoint(base))
    (told,) = warned(caplog)
    assert told.startswith(f"{base.shown_address}: nothing more is asked, the endpoint answers with 401")
    assert "EXTRACTOR_LLM_API_KEY" in told
    assert told.endswith("it says: no such key")


@pytest.mark.parametrize("headers", [{"content-encoding": "gzip"}, {"content-type": "text/html; charset=utf-16"}])
def test_an_error_of_any_kind_has_its_status_told(headers: dict[str, str], httpserver: HTTPServer) -> None:
    endpoint = Endpoint(answers(httpserver, b"\x1f\x8b nothing of the kind", 400, headers))
    got = asyncio.run(endpoint.probe("json"))
    assert got.failure is not None
    assert "answers with 400" in got.failure.en


def test_an_error_without_end_is_read_in_part(httpserver: HTTPServer) -> None:
    long = json.dumps({"filler": "x" * 3_000_000, "message": "behind"})
    got: Any = asyncio.run(Endpoint(answers(httpserver, long, 400)).probe("json"))
    assert got.said is None
    assert "answers with 400" in got.failure.en
