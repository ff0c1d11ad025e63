"""Asking has its limits whatever an endpoint says: tokens, waits, and the time of a report."""

from __future__ import annotations

import json
from threading import Event
from time import sleep
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import failure_of_status
from extractor.llm.protocol import rest_asked_for
from extractor.pipeline import extract
from tests.llm.asking import GOOD, PATH, TEXT, answers, asked, by_rules, patient, reasons, says
from tests.llm.server import completion

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


def test_both_reasons_are_told_where_the_budget_ended_what_had_failed(httpserver: HTTPServer) -> None:
    found, _ = asked(answers(httpserver, "null").model_copy(update={"budget_tokens": 10}))
    (one,) = reasons(found)
    assert failures.NO_COMPLETION.en in one
    assert failures.SPENT.en in one
