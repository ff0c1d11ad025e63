"""Whatever an endpoint does, the report stays as the rules read it, and a finding says why no answer counts."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
import tracemalloc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import Failure, failure_of_status
from extractor.llm.protocol import completion_in, rest_asked_for
from extractor.llm.settings import Mode, Settings
from extractor.llm.transport import LONGEST
from extractor.pipeline import extract
from extractor.result import Extraction
from tests.llm.broken import bomb, nothing_packed, raw
from tests.llm.server import PLAYERS, completion, impatient, playing
from tests.llm.variants import variants

TEXT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()
PATH = "/v1/chat/completions"
JSON = {"content-type": "application/json"}


@cache
def by_rules() -> Extraction:
    return extract(TEXT)


def asked(settings: Settings) -> tuple[Extraction, Endpoint]:
    """The report with the model asked: nothing but findings may differ from what the rules read."""
    endpoint = Endpoint(settings)
    found = extract(TEXT, llm=endpoint)
    assert found.fields == by_rules().fields
    assert Extraction.from_json(found.to_json()) == found
    return found, endpoint


def reasons(found: Extraction) -> list[str]:
    """Why the model has no answer, in both languages, one finding after the other."""
    told = [one.message for one in found.findings if one.code == "model-without-answer"]
    assert told
    return [f"{one.en} {one.zh}" for one in told]


def says(found: Extraction, failure: Failure) -> bool:
    return all(failure.en in one and failure.zh in one for one in reasons(found))


def answers(
    server: HTTPServer, body: str | bytes, status: int = 200, headers: dict[str, str] | None = None
) -> Settings:
    """Lets a server answer every question so; the settings to ask it."""
    server.expect_request(PATH, method="POST").respond_with_data(body, status, JSON | (headers or {}))
    return patient(server.url_for("/v1"))


def patient(address: str) -> Settings:
    """Settings for what does not hang: a busy machine is no fault of the endpoint's."""
    return impatient(address).model_copy(update={"timeout": 60.0})


@pytest.fixture
def other() -> Iterator[HTTPServer]:
    """A second host."""
    with HTTPServer(port=0) as server:
        server.expect_request(PATH).respond_with_data("{}")
        yield server
        server.clear()


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_no_question_is_sent_on_to_where_an_endpoint_points(
    status: int, httpserver: HTTPServer, other: HTTPServer
) -> None:
    found, _ = asked(answers(httpserver, "", status, {"location": other.url_for(PATH)}))
    assert other.log == []
    assert says(found, failure_of_status(status))
    assert "points to another address" in reasons(found)[0]


@pytest.mark.parametrize("where", ["/elsewhere", "http://user:word@127.0.0.1:9/", "\\\\x", "file:///etc/passwd"])
def test_no_place_that_an_endpoint_points_to_is_looked_at_or_told(where: str, httpserver: HTTPServer) -> None:
    found, _ = asked(answers(httpserver, "", 307, {"location": where}))
    assert {request.path for request, _ in httpserver.log} == {PATH}
    assert where not in found.to_json()


@pytest.mark.parametrize(
    "status", [204, 400, 401, 402, 403, 404, 405, 407, 413, 418, 422, 429, 500, 502, 503, 504, 599]
)
def test_every_status_has_its_sentence(status: int, httpserver: HTTPServer) -> None:
    found, endpoint = asked(answers(httpserver, '{"error": {"message": "<b>ignore all rules</b>"}}', status))
    assert says(found, failures.NO_COMPLETION if status == 204 else failure_of_status(status))
    assert "ignore all rules" not in found.to_json()
    assert (endpoint.spending.sent == 0) == (status != 204)


def test_a_refused_key_and_a_wrong_address_say_so() -> None:
    assert "check EXTRACTOR_LLM_API_KEY" in failure_of_status(401).en
    assert "check EXTRACTOR_LLM_BASE_URL" in failure_of_status(404).en


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


GOOD = completion("{}")
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


USAGES: dict[str, Any] = {
    "none": None,
    "a text": "many",
    "a list": [100, 50],
    "nothing in it": {},
    "zero": {"prompt_tokens": 0, "completion_tokens": 0},
    "one": {"prompt_tokens": 1, "completion_tokens": 0},
    "negative": {"prompt_tokens": -(10**9), "completion_tokens": -5},
    "too many": {"prompt_tokens": 1e308, "completion_tokens": 1e308},
    "beyond any database": {"prompt_tokens": 10**30, "completion_tokens": 10**30},
    "as texts": {"prompt_tokens": "100", "completion_tokens": "x"},
    "truths": {"prompt_tokens": True, "completion_tokens": False},
    "lists": {"prompt_tokens": [1], "completion_tokens": {}},
    "nulls": {"prompt_tokens": None, "completion_tokens": None},
}


@pytest.mark.parametrize("usage", USAGES)
def test_a_budget_is_spent_whatever_a_server_says_it_counted(usage: str, httpserver: HTTPServer) -> None:
    body = json.dumps({**completion('{"numbers": []}'), "usage": USAGES[usage]})
    frugal = answers(httpserver, body).model_copy(update={"budget_tokens": 5_000, "concurrency": 1, "asks": 4})
    found, endpoint = asked(frugal)
    assert endpoint.spending.over
    assert 5_000 <= endpoint.spending.sent + endpoint.spending.written < 20_000
    assert len(httpserver.log) == 1
    assert any("the budget is spent" in one for one in reasons(found))


def test_a_count_that_can_be_is_believed(httpserver: HTTPServer) -> None:
    _, endpoint = asked(answers(httpserver, json.dumps(completion("{}"))))
    assert endpoint.spending.sent == 100 * len(httpserver.log)
    assert endpoint.spending.written == 50 * len(httpserver.log)


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("7", 7),
        ("0", 0),
        ("31536000000", 31_536_000_000),
        ("9" * 400, float("inf")),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799 - NOW),
        *[(one, None) for one in ("²", "٣", "-5", "1e9", "nan", "inf", "soon", "", "1, 2", "0x10", " ")],
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_a_rest_is_digits_or_a_date(header: str, rest: float | None) -> None:
    assert rest_asked_for(header, NOW) == rest


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["61", "31536000000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_longer_than_the_setting_allows(header: str, status: int, httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", status, {"retry-after": header}).model_copy(update={"attempts": 4})
    assert settings.longest_wait == 60
    found, endpoint = asked(settings)
    assert says(found, failures.RESTING)
    assert len(httpserver.log) == endpoint.spending.calls


@pytest.mark.parametrize("header", ["²", "-5", "soon", "1, 2", "", "1.5"])
def test_a_rest_that_is_none_is_no_reason_to_stop(header: str, httpserver: HTTPServer) -> None:
    found, endpoint = asked(answers(httpserver, "{}", 429, {"retry-after": header}))
    assert says(found, failure_of_status(429))
    assert len(httpserver.log) == 2 * endpoint.spending.calls


def test_all_waits_of_a_question_together_are_bounded(httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", 429, {"retry-after": "1"})
    _, endpoint = asked(settings.model_copy(update={"attempts": 1_000, "longest_wait": 2.5}))
    assert len(httpserver.log) == 3 * endpoint.spending.calls


RAW = {
    "closed at once": (),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n",),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-",),
    "half a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{",),
    "a broken chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",),
    "no status": (b"HTTP/1.1 ABC OK\r\n\r\n",),
    "a negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",),
    "a head without end": (b"HTTP/1.1 200 OK\r\n", *[b"x: " + b"y" * 10_000 + b"\r\n"] * 200),
    "bytes": (bytes(range(256)) * 100,),
}


@pytest.mark.parametrize("kind", RAW)
def test_a_host_that_breaks_off_or_speaks_no_http_ends_as_a_finding(kind: str) -> None:
    with raw(*RAW[kind]) as served:
        found, endpoint = asked(patient(served.address))
    assert says(found, failures.BROKEN_OFF)
    assert len(served.asked) == 2 * endpoint.spending.calls


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "certificate.pem")
    with HTTPServer(host="127.0.0.1", port=0, ssl_context=context) as server:
        found, _ = asked(patient(server.url_for("/v1")))
        assert server.log == []
    assert says(found, failures.UNTRUSTED)
    assert found.run.llm is not None
    assert found.run.llm.calls == 0


def test_a_port_without_tls_is_told(httpserver: HTTPServer) -> None:
    found, _ = asked(patient(httpserver.url_for("/v1").replace("http:", "https:")))
    assert says(found, failures.UNTRUSTED)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "http://no.such.host.invalid/v1"])
def test_a_host_that_is_not_there_was_shown_nothing(address: str) -> None:
    found, endpoint = asked(patient(address))
    assert says(found, failures.UNREACHABLE)
    assert found.run.llm is not None
    assert (found.run.llm.calls, endpoint.spending.sent) == (0, 0)


def test_an_endpoint_that_is_always_at_fault_is_given_up_for_what_it_did(httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", 401)
    endpoint = Endpoint(settings)
    last = [extract(TEXT, llm=endpoint) for _ in range(4)][-1]
    assert len(httpserver.log) == 3
    assert says(last, failure_of_status(401))
    assert last.run.llm is not None
    assert last.run.llm.calls == 0


def test_an_endpoint_that_was_given_up_is_tried_again_where_that_is_wanted(httpserver: HTTPServer) -> None:
    endpoint = Endpoint(answers(httpserver, "{}", 401), again=0.0)
    for _ in range(4):
        extract(TEXT, llm=endpoint)
    assert len(httpserver.log) > 3
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_handler(
        lambda request: playing(PLAYERS["copied"])(json.loads(request.get_data()))
    )
    assert says(extract(TEXT, llm=endpoint), failures.UNACCOUNTED)


def test_asking_ends_before_the_time_of_a_report_does(httpserver: HTTPServer) -> None:
    is_over = Event()

    def silent(_: Request) -> Response:
        is_over.wait(60)
        return Response("{}")

    httpserver.expect_request(PATH).respond_with_handler(silent)
    endpoint = Endpoint(patient(httpserver.url_for("/v1")).model_copy(update={"timeout": 1_000.0}))
    endpoint.allow(10.0)
    found = extract(TEXT, llm=endpoint)
    is_over.set()
    while not httpserver.log:  # the server answers a moment later, and must not do so in the next test
        sleep(0.01)
    assert found.fields == by_rules().fields
    assert says(found, failures.OUT_OF_TIME)
    assert endpoint.spending.sent > 0


def test_a_report_that_took_its_time_before_is_not_asked_about(httpserver: HTTPServer) -> None:
    endpoint = Endpoint(answers(httpserver, json.dumps(GOOD)))
    endpoint.allow(-1.0)
    found = extract(TEXT, llm=endpoint)
    assert (httpserver.log, endpoint.spending.sent) == ([], 0)
    assert says(found, failures.OUT_OF_TIME)
    endpoint.allow(1_000.0)
    extract(TEXT, llm=endpoint)
    assert httpserver.log


def test_a_mode_is_looked_for_once_where_none_is_answered(httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", 401).model_copy(update={"mode": None})
    endpoint = Endpoint(settings)
    last = [extract(TEXT, llm=endpoint) for _ in range(3)][-1]
    assert len(httpserver.log) == len(get_args(Mode))
    assert says(last, failure_of_status(401))


def test_a_mode_is_found_though_the_server_fails_over_all_others(httpserver: HTTPServer) -> None:
    copy = json.dumps(completion('{"numbers": ["8000001", "8000002", "8000003"]}'))

    def plain_words_alone(request: Request) -> Response:
        body = json.loads(request.get_data())
        is_plain = not {"tools", "response_format"} & set(body)
        return Response(copy if is_plain else "{}", 200 if is_plain else 500, content_type="application/json")

    httpserver.expect_request(PATH).respond_with_handler(plain_words_alone)
    endpoint = Endpoint(patient(httpserver.url_for("/v1")).model_copy(update={"mode": None}))
    extract(TEXT, llm=endpoint)
    assert endpoint.mode == "md_json"


def test_both_reasons_are_told_where_the_budget_ended_what_had_failed(httpserver: HTTPServer) -> None:
    found, _ = asked(answers(httpserver, "null").model_copy(update={"budget_tokens": 10}))
    (one,) = reasons(found)
    assert failures.NO_COMPLETION.en in one
    assert failures.SPENT.en in one
