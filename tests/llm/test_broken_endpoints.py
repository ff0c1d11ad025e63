"""Whatever an endpoint does, the report stays as the rules read it, and a finding says why no answer counts."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import failure_of_status
from extractor.llm.settings import Mode
from extractor.pipeline import extract
from tests.llm.asking import PATH, TEXT, answers, asked, patient, reasons, says
from tests.llm.broken import raw
from tests.llm.server import PLAYERS, completion, playing


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
    settings = answers(httpserver, "{}", 402)
    endpoint = Endpoint(settings)
    last = [extract(TEXT, llm=endpoint) for _ in range(4)][-1]
    assert len(httpserver.log) == 3
    assert says(last, failure_of_status(402))
    assert last.run.llm is not None
    assert last.run.llm.calls == 0


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_run_asks_no_more_where_a_setting_is_wrong(status: int, httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", status).model_copy(update={"concurrency": 1})
    endpoint = Endpoint(settings)
    found = [extract(TEXT, llm=endpoint) for _ in range(3)]
    assert len(httpserver.log) == 1
    assert all(says(one, failure_of_status(status)) for one in found)
    assert "check EXTRACTOR_LLM_" in reasons(found[-1])[0]


def test_an_endpoint_that_was_given_up_is_tried_again_where_that_is_wanted(httpserver: HTTPServer) -> None:
    endpoint = Endpoint(answers(httpserver, "{}", 401).model_copy(update={"concurrency": 1}), again=0.0)
    for _ in range(4):
        extract(TEXT, llm=endpoint)
    assert len(httpserver.log) > 3
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_handler(
        lambda request: playing(PLAYERS["copied"])(json.loads(request.get_data()))
    )
    assert says(extract(TEXT, llm=endpoint), failures.UNACCOUNTED)


@pytest.mark.parametrize(("status", "asked_for"), [(401, 1), (402, len(get_args(Mode)))])
def test_a_mode_is_looked_for_once_where_none_is_answered(status: int, asked_for: int, httpserver: HTTPServer) -> None:
    settings = answers(httpserver, "{}", status).model_copy(update={"mode": None})
    endpoint = Endpoint(settings)
    last = [extract(TEXT, llm=endpoint) for _ in range(3)][-1]
    assert len(httpserver.log) == asked_for
    assert says(last, failure_of_status(status))


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
