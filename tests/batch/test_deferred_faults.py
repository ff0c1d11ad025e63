"""Whatever a provider's batch interface does, the report stays as the rules read it, and nothing is asked twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.batch.deferred_endpoint import as_noted
from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import failure_of_status
from extractor.llm.settings import Price, Settings
from extractor.llm.transport import LONGEST
from extractor.pipeline import extract
from extractor.result import Extraction
from tests.batch.deferring import TEXT, Talk, reasons
from tests.llm.batch_server import BatchServer, as_json
from tests.llm.server import PLAYERS, completion, playing, said, serve


@cache
def by_rules() -> Extraction:
    return extract(TEXT)


def nonsense(server: HTTPServer) -> BatchServer:
    return BatchServer(server, said("我不知道。"))


def once(server: BatchServer) -> Settings:
    """Settings with which each prompt is tried once."""
    return server.settings.model_copy(update={"asks": 1})


_undisturbed: dict[str, str] = {}


def undisturbed(server: BatchServer) -> str:
    """What comes of the report where the provider does nothing odd: as if each question were asked by itself."""
    address = server.settings.base_url
    if address not in _undisturbed:
        endpoint = serve(server.server, playing(PLAYERS["copied"]))
        _undisturbed[address] = extract(TEXT, llm=Endpoint(once(server))).to_json()
        assert endpoint.settings.base_url == address
    return _undisturbed[address]


def as_the_rules_read_it(found: Extraction) -> bool:
    return found.fields == by_rules().fields


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_provider_that_refuses_is_told_at_once_and_gets_no_file(
    status: int, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = nonsense(httpserver)
    server.odd = lambda _: as_json({"error": {"message": "nothing here for sk-1234567890abcdef"}}, status)
    talk = Talk(tmp_path, server.settings)
    found = talk.step()
    assert as_the_rules_read_it(found)
    assert failure_of_status(status).en in reasons(found)
    assert failure_of_status(status).zh in reasons(found)
    assert server.seen == ["GET /v1/batches"]
    assert failure_of_status(status).en in talk.reported
    assert "nothing here for ***" in talk.reported


@pytest.mark.parametrize("answer", ["[]", "null", "<html>", "[" * 100_000, '{"data": [{"id": 7}]}', "x" * 2 * LONGEST])
def test_what_is_no_batch_interface_is_told_at_once(answer: str, tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    server.odd = lambda _: Response(answer, content_type="application/json")
    found = Talk(tmp_path, server.settings).step()
    assert as_the_rules_read_it(found)
    assert any(one.en in reasons(found) for one in (failures.NO_BATCH_ANSWER, failures.TOO_LONG))
    assert server.seen == ["GET /v1/batches"]


def test_a_provider_without_batches_is_not_asked_at_all(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    talk = Talk(tmp_path, server.settings.model_copy(update={"batch_path": None}))
    assert failures.NO_BATCHES.en in reasons(talk.step())
    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "failure"),
    [("failed", failures.FILE_REFUSED), ("expired", failures.EXPIRED), ("cancelled", failures.CANCELLED)],
)
def test_a_batch_that_comes_to_nothing_is_a_finding_and_asked_again_the_next_time(
    status: str, failure: failures.Failure, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["all_zeros"]))
    server.looks, server.status = 2, status
    talk = Talk(tmp_path, server.settings)
    talk.step()
    found = talk.step()
    assert as_the_rules_read_it(found)
    assert failure.en in reasons(found)
    assert failure.zh in reasons(found)
    assert failure.en in talk.reported
    assert (len(server.batches), server.files) == (1, {})
    server.looks, server.status = 1, "completed"
    found = talk.until_over()
    assert as_the_rules_read_it(found)
    assert failures.UNACCOUNTED.en in reasons(found)
    assert set(server.processed.values()) == {1}
    assert len(server.processed) == 4, "each of two prompts twice"


@pytest.mark.parametrize(("status", "is_paid"), [("completed", True), ("expired", False)])
def test_what_always_comes_to_nothing_is_asked_again_as_long_as_nobody_is_paid_for_it(
    status: str, is_paid: bool, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = nonsense(httpserver)
    server.status, server.lines = status, lambda _: []
    talk = Talk(tmp_path, server.settings)
    steps = [talk.step() for _ in range(4)]
    assert (failures.LEFT_OUT if is_paid else failures.EXPIRED).en in reasons(steps[-1])
    assert len(server.batches) == (talk.settings.attempts if is_paid else 4)
    assert (sum(talk.places.budget.spent()) > 0) == is_paid


def a_line(server: BatchServer, text: bytes) -> Callable[[list[dict[str, Any]]], list[bytes]]:
    """The lines with one more in front."""
    return lambda lines: [text, *(json.dumps(one).encode() for one in lines)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"no JSON at all", "1 lines that are no answers"),
        (b"\xff\xfe\x00", "1 lines that are no answers"),
        (b"[" * 100_000, "1 lines that are no answers"),
        (b'{"custom_id": 7}', "1 lines that are no answers"),
        (b'{"custom_id": "somebody-elses", "response": {"status_code": 200}}', "1 answers to no question"),
        (b"x" * (2 * LONGEST), "1 lines longer than any answer"),
    ],
)
def test_a_line_that_is_no_answer_costs_no_other_its_own(
    line: bytes, told: str, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    talk = Talk(tmp_path, once(server))
    server.lines = a_line(server, line)
    assert talk.until_over().to_json() == undisturbed(server)
    assert told in talk.reported


def test_of_two_answers_to_one_question_the_first_counts(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    talk = Talk(tmp_path, once(server))
    other = {"status_code": 200, "body": completion("{}")}
    server.lines = lambda lines: [
        json.dumps(one).encode() for one in [*lines, *({**two, "response": other} for two in lines)]
    ]
    assert talk.until_over().to_json() == undisturbed(server)
    assert "second answers to one question" in talk.reported


@pytest.mark.parametrize(
    ("response", "failure"),
    [
        ({"status_code": 400, "body": {"error": {"message": "no such parameter"}}}, failure_of_status(400)),
        ({"status_code": 500, "body": None}, failure_of_status(500)),
        ({"status_code": 200, "body": None}, failures.NO_COMPLETION),
        ({"status_code": 200, "body": {"choices": [None]}}, failures.NO_COMPLETION),
        ({"status_code": 200, "body": completion("{")}, failures.OTHER_FORM),
        ({"status_code": 200, "body": completion('{"a"', finish="length")}, failures.CUT_OFF),
        ({"status_code": "200"}, failures.LEFT_OUT),
        (None, failures.LEFT_OUT),
        ("200", failures.LEFT_OUT),
    ],
)
def test_a_line_without_an_answer_that_counts_says_why(
    response: object, failure: failures.Failure, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    server.looks = 2
    server.lines = lambda lines: [json.dumps({**one, "response": response}).encode() for one in lines]
    talk = Talk(tmp_path, server.settings)
    talk.step()
    found = talk.step()
    assert as_the_rules_read_it(found)
    assert failure.en in reasons(found) + talk.reported


def test_a_question_that_a_batch_leaves_out_is_told(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    server.looks = 2
    server.lines = lambda _: []
    talk = Talk(tmp_path, server.settings)
    talk.step()
    found = talk.step()
    assert failures.LEFT_OUT.en in reasons(found)
    assert sum(talk.places.budget.spent()) > 1_000, "it may have been answered, and is paid then"


def test_a_file_that_is_refused_is_a_finding_and_the_words_of_the_provider_are_told(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = nonsense(httpserver)
    told = as_json({"error": {"message": "Enqueued token limit reached"}}, 400)
    server.odd = lambda request: told if request.method == "POST" and request.path.endswith("batches") else None
    talk = Talk(tmp_path, server.settings)
    talk.step()
    assert "Enqueued token limit reached" in talk.reported
    assert server.processed == {}
    found = talk.step()
    assert as_the_rules_read_it(found)


def test_a_batch_of_another_key_is_left_alone_until_it_is_given_up(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    server.looks = 100
    talk = Talk(tmp_path, server.settings)
    talk.step()
    server.odd = lambda request: as_json({}, 404) if request.path.endswith("batch_1") else None
    assert failures.NOT_YET.en in reasons(talk.step())
    assert "batch_1 is not there for this key" in talk.reported
    assert len(server.batches) == 1


def points(request: Request, at: int, seen: list[str]) -> bool:
    seen.append(request.path)
    return len(seen) == at


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Lets SIGINT interrupt, which it does not where the tests themselves run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
@pytest.mark.parametrize("is_done", [True, False])
@pytest.mark.parametrize("at", range(2, 10))
def test_stopped_at_any_request_it_goes_on_and_nothing_is_asked_twice(
    at: int, is_done: bool, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = BatchServer(httpserver, said("我不知道。"))
    settings = server.settings.model_copy(update={"asks": 1})
    seen: list[str] = []

    def stop(request: Request) -> Response | None:
        if points(request, at, seen):
            os.kill(os.getpid(), signal.SIGINT)
            return Response(status=499)
        return None

    if is_done:
        server.after = lambda request: stop(request) and None
    else:
        server.odd = stop
    talk = Talk(tmp_path, settings)
    with pytest.raises(KeyboardInterrupt):
        talk.until_over()
    found = talk.until_over()
    assert as_the_rules_read_it(found)
    assert failures.OTHER_FORM.en in reasons(found)
    assert set(server.processed.values()) == {1}
    assert len(server.processed) == 2, "one question for each prompt"
    assert server.files == {}


def test_whether_a_batch_was_begun_is_looked_up_where_its_answer_was_lost(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = nonsense(httpserver)

    def lost(request: Request) -> None:
        if request.method == "POST" and request.path.endswith("/batches"):
            server.odd = lambda one: None if one.method == "GET" else as_json({}, 502)

    server.after = lost
    talk = Talk(tmp_path, server.settings)
    begun = server._begun  # pyright: ignore[reportPrivateUsage]
    server._begun = lambda asked: begun(asked) and {"half": "an answer"}  # pyright: ignore[reportPrivateUsage]
    talk.step()
    assert len(server.batches) == 1
    assert "whether it was begun is looked up" in talk.reported
    assert max(server.processed.values()) == 1


@pytest.mark.parametrize(
    ("budget", "asked"), [({"budget_tokens": 1_000}, 0), ({"budget_tokens": 1_000_000}, 1), ({"budget_usd": 0.0001}, 0)]
)
def test_nothing_is_sent_that_the_budget_has_no_room_for(
    budget: dict[str, Any], asked: int, tmp_path: Path, httpserver: HTTPServer
) -> None:
    server = nonsense(httpserver)
    server.looks = 10
    prices = {"prices": {"test": Price(sent=1.0, written=2.0)}}
    talk = Talk(tmp_path, server.settings.model_copy(update=prices | budget))
    assert failures.NOT_YET.en in reasons(talk.step())
    assert len(server.batches) == asked
    assert talk.places.questions.standing().noted == 1 - asked


def test_what_was_answered_is_counted_once_and_at_the_price_of_batches(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, said("{}"))
    prices = {"test": Price(sent=1.0, written=2.0)}
    talk = Talk(tmp_path, server.settings.model_copy(update={"prices": prices, "asks": 1}))
    found = talk.until_over()
    talk.step()
    assert talk.places.budget.spent() == (200, 100)
    assert found.run.llm is not None
    assert (found.run.llm.tokens, found.run.llm.cost) == (300, pytest.approx(0.5 * (200 * 1 + 100 * 2) / 1e6))


def test_no_secret_is_in_any_file_that_is_written(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    server.looks = 2
    secret = {"api_key": SecretStr("sk-hunter2hunter2"), "extra_headers": {"x-gate": SecretStr("open-sesame-now")}}
    base = server.settings.base_url.replace("http://", "http://wang:pass-word-1@") + "?sig=signature77"
    server.odd = lambda request: (
        as_json({"error": {"message": "wrong sk-hunter2hunter2 open-sesame-now signature77"}}, 429)
        if request.method == "POST" and request.path.endswith("batches") and len(server.seen) < 6
        else None
    )
    talk = Talk(tmp_path, server.settings.model_copy(update=secret | {"base_url": base}))
    for _ in range(3):
        talk.step()
    assert len(server.batches) >= 1
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) + b"".join(server.bodies)
    for word in (b"hunter2", b"open-sesame", b"pass-word-1", b"signature77"):
        assert word not in written
        assert word.decode() not in talk.reported


def test_the_words_of_a_question_are_kept_no_longer_than_it_waits(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    talk = Talk(tmp_path, server.settings)
    talk.until_over()
    with closing(sqlite3.connect(tmp_path / "questions.db")) as file:
        assert file.execute("SELECT count(*), count(body) FROM questions").fetchone() == (2, 0)
    assert not list((tmp_path / "batches").iterdir())
    assert server.files == {}


def test_a_round_goes_into_several_files_where_one_would_be_too_long(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = nonsense(httpserver)
    talk = Talk(tmp_path, server.settings.model_copy(update={"batch_questions": 1}))
    for number in range(3):
        talk.places.questions.look_up(b"other", as_noted({"model": "m", "messages": [], "number": number}))
    talk.step()
    assert [body.count(b"\n") for body in server.bodies[:4]] == [1, 1, 1, 1]
    assert json.loads(server.bodies[0])["url"] == "/v1/chat/completions"
