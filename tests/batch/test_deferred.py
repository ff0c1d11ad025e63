"""A batch that asks in batches of the provider's: the same answers with the same checks, later and for less."""

from __future__ import annotations

from pathlib import Path

from pytest_httpserver import HTTPServer

from extractor.llm.endpoint import Endpoint
from extractor.pipeline import extract
from tests.batch.deferring import TEXT, Run
from tests.llm.batch_server import BatchServer
from tests.llm.server import PLAYERS, playing, serve


def test_a_run_reads_by_rules_and_takes_the_answers_when_they_are_there(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    server.looks = 2
    run = Run(tmp_path, server.settings)
    done = run.again()
    (found,) = run.read()
    assert found.fields == extract(TEXT).fields
    assert "whose answer is not there yet" in run.reasons()[0]
    assert done.deferral is not None
    assert (done.deferral.under_way, done.deferral.unsent, len(server.batches)) == (1, 0, 1)
    while server.batches and (done := run.again()).deferral and done.deferral.under_way:
        pass
    (found,) = run.read()
    live = extract(TEXT, llm=serve(httpserver, playing(PLAYERS["copied"])))
    assert found.fields == live.fields
    assert [one.message for one in found.findings] == [one.message for one in live.findings]
    assert found.run.llm == live.run.llm
    assert max(server.processed.values()) == 1
    assert server.files == {}
    assert run.again().now == 0
    assert Endpoint(server.settings).spending.calls == 0
