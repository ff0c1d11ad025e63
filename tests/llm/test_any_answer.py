"""Whatever an endpoint sends, nothing is raised, it takes little time, and the report stays as the rules read it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.llm.ask import Asked
from extractor.llm.endpoint import Endpoint
from extractor.llm.protocol import completion_in
from extractor.llm.provider_error import LONGEST, sentence_in
from extractor.llm.settings import Settings
from tests.llm.any_answer import RIGHT, answers, bodies
from tests.llm.asking import asked, reasons
from tests.llm.broken import Piece, Raw, raw
from tests.llm.server import completion

MODES = ("json_schema", "strict", "tools", "json", "md_json")
LONGEST_SECONDS = 10.0
ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def server() -> Iterator[Raw]:
    with raw() as served:
        yield served


def hasty(address: str, mode: str) -> Settings:
    base: dict[str, Any] = {"base_url": address, "model": "test", "mode": mode, "cache": "off"}
    return Settings.model_validate(base | {"timeout": 5.0, "attempts": 2, "longest_wait": 0.1, "asks": 1})


def probe(server: Raw, pieces: list[Piece], mode: str) -> None:
    """One small question: an answer, or a failure that is told; what was sent is counted where it was seen."""
    server.pieces = pieces
    endpoint = Endpoint(hasty(server.address, mode))
    began = monotonic()
    got = asyncio.run(endpoint.probe(mode))  # pyright: ignore[reportArgumentType]
    assert monotonic() - began < LONGEST_SECONDS
    assert isinstance(got, Asked)
    assert (got.answer is None) == (got.failure is not None)
    assert 0 <= got.sent < 10**10
    assert 0 <= got.written < 10**10
    assert got.said is None or (got.said.isprintable() and len(got.said) <= LONGEST)
    if got.answer is not None:
        assert isinstance(got.answer.model_dump()["numbers"], list)


def whole_report(server: Raw, pieces: list[Piece], mode: str) -> None:
    """A report: no figure of it is another, and a finding says why no answer counts."""
    server.pieces = pieces
    found, _ = asked(hasty(server.address, mode))
    assert reasons(found)


@given(bodies(), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
@settings(ANY, max_examples=150)
def test_any_body_is_a_completion_or_none(body: str, encoding: str) -> None:
    sent = body.encode(encoding, "replace")
    made = completion_in(sent)
    assert made is None or completion_in(made) is not None
    shown = sentence_in(sent, [])
    assert shown is None or shown.isprintable()


@given(pieces=answers(), mode=st.sampled_from(MODES))
@settings(ANY, max_examples=80)
def test_any_answer_ends_a_question(server: Raw, pieces: list[Piece], mode: str) -> None:
    probe(server, pieces, mode)


@given(pieces=answers(), mode=st.sampled_from(MODES))
@settings(ANY, max_examples=12)
def test_any_answer_leaves_the_report_alone(server: Raw, pieces: list[Piece], mode: str) -> None:
    whole_report(server, pieces, mode)


@pytest.mark.long
@given(pieces=answers(), mode=st.sampled_from(MODES))
@settings(ANY, max_examples=3_000)
def test_any_of_many_answers_ends_a_question(server: Raw, pieces: list[Piece], mode: str) -> None:
    probe(server, pieces, mode)


@pytest.mark.long
@given(pieces=answers(), mode=st.sampled_from(MODES))
@settings(ANY, max_examples=300)
def test_any_of_many_answers_leaves_the_report_alone(server: Raw, pieces: list[Piece], mode: str) -> None:
    whole_report(server, pieces, mode)


def test_the_search_meets_right_answers_too(server: Raw) -> None:
    body = json.dumps(completion(RIGHT)).encode()
    server.pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), 0.01, body]
    endpoint = Endpoint(hasty(server.address, "json"))
    assert endpoint.is_right(asyncio.run(endpoint.probe("json")))
