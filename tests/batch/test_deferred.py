"""A batch that asks in batches of the provider's: the same answers with the same checks, later and for less."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner
from werkzeug import Request

from extractor.batch.run_folder import open_run
from extractor.batch.summary import summary
from extractor.cli.app import app
from extractor.errors import BatchError
from extractor.llm import failures
from extractor.llm.endpoint import Endpoint
from extractor.llm.settings import Price, SecondReader
from extractor.pipeline import extract
from tests.batch.deferring import TEXT, Run
from tests.llm.batch_server import BatchServer
from tests.llm.server import PLAYERS, playing, said, serve


@pytest.mark.long
def test_a_run_reads_by_rules_and_takes_the_answers_when_they_are_there(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    server.looks = 2
    run = Run(tmp_path, server.settings.model_copy(update={"asks": 1}))
    done = run.again()
    (found,) = run.read()
    assert found.fields == extract(TEXT).fields
    assert failures.NOT_YET.en in run.reasons()[0]
    assert done.deferral is not None
    assert (done.deferral.under_way, done.deferral.unsent, len(server.batches)) == (1, 0, 1)
    with pytest.raises(BatchError, match="would be asked twice"):
        run.again(deferred=False)
    done = run.again(wait=0.05)
    assert done.deferral is not None
    assert (done.now, done.deferral.under_way) == (1, 0)
    assert run.told.waited
    (found,) = run.read()
    live = serve(httpserver, playing(PLAYERS["copied"])).settings.model_copy(update={"asks": 1})
    at_once = extract(TEXT, llm=Endpoint(live))
    assert (found.fields, found.run.llm) == (at_once.fields, at_once.run.llm)
    assert [one.message for one in found.findings] == [one.message for one in at_once.findings]
    assert (set(server.processed.values()), server.files) == ({1}, {})
    assert run.again().now == 0
    assert run.again(deferred=False).now == 0


def test_another_endpoint_as_second_reader_is_told(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, said("{}"))
    other = SecondReader(base_url="http://127.0.0.1:9/v1", model="other")
    with pytest.raises(BatchError, match="asks one endpoint"):
        Run(tmp_path, server.settings.model_copy(update={"second": other})).again()
    assert server.seen == []


def command(tmp_path: Path, server: BatchServer, *words: str) -> subprocess.Popen[str]:
    """The real command, over the reports of a run, with a server of this machine."""
    environment = os.environ | {
        "EXTRACTOR_LLM_BASE_URL": server.settings.base_url,
        "EXTRACTOR_LLM_MODEL": "test",
        "EXTRACTOR_LLM_MODE": "json_schema",
        "EXTRACTOR_LLM_CACHE": "off",
        "EXTRACTOR_LLM_ASKS": "1",
        "EXTRACTOR_LLM_API_KEY": "sk-hunter2hunter2",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
    )


def said_by(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=300)
    return said


@pytest.mark.long
def test_killed_again_and_again_a_run_goes_on_and_nothing_is_sent_twice(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, playing(PLAYERS["copied"]))
    undisturbed = Run(tmp_path, server.settings.model_copy(update={"asks": 1}), count=3)
    undisturbed.again(wait=0.05)
    expected = [(one.fields, one.findings, one.run) for one in undisturbed.read()]
    server.processed.clear()
    words = ("batch", "reports", "--out", "killed", "--jobs", "1", "--llm", "batch", "--llm-wait")
    running: list[subprocess.Popen[str]] = []

    def kill_later_each_time(_: Request) -> None:
        """Kills it at its second request, the next time at its third: each was answered, and is not told of."""
        if len(server.seen) == 1 + len(running):
            running[-1].kill()

    server.after = kill_later_each_time
    while not running or running[-1].returncode != 0:
        server.seen.clear()
        running.append(command(tmp_path, server, *words))
        told = said_by(running[-1])
        assert running[-1].returncode in (0, -signal.SIGKILL), told
    assert len(running) > 3
    with open_run(tmp_path / "killed") as run:
        read = [one.extraction for one in run.documents() if one.extraction is not None]
    assert [(one.fields, one.findings, one.run) for one in read] == expected
    assert set(server.processed.values()) == {1}
    assert server.files == {}
    written = b"".join(path.read_bytes() for path in (tmp_path / "killed").rglob("*") if path.is_file())
    assert b"hunter2" not in written


@pytest.mark.long
def test_the_command_says_how_its_batches_stand_and_ends_them(tmp_path: Path, httpserver: HTTPServer) -> None:
    server = BatchServer(httpserver, said("{}"))
    server.looks = 1000
    Run(tmp_path, server.settings)
    words = ("batch", "reports", "--out", "RUN", "--llm", "batch")
    told = said_by(command(tmp_path, server, *words))
    assert "1 questions in batches of the provider's" in told
    assert "extractor batch reports --out RUN --llm batch (with --llm-wait it waits for them)" in told
    assert "batch_1" in (shown := said_by(command(tmp_path, server, "llm", "batches", "RUN")))
    assert "in progress, 0 of 1 answered" in shown
    assert "cancelling" in said_by(command(tmp_path, server, "llm", "batches", "RUN", "--cancel"))
    told = said_by(command(tmp_path, server, *words))
    assert failures.CANCELLED.en in told
    assert server.batches["batch_1"]["status"] == "cancelled"
    assert len(server.batches) == 1


@pytest.mark.long
def test_what_was_asked_and_what_was_remembered_is_told(tmp_path: Path, httpserver: HTTPServer) -> None:
    prices = {"test": Price(sent=1.0, written=2.0)}
    cache = str(tmp_path / "answers.sqlite")
    server = BatchServer(httpserver, playing(PLAYERS["all_zeros"]))
    settings = server.settings.model_copy(update={"asks": 1, "cache": cache, "prices": prices})
    serve(httpserver, playing(PLAYERS["all_zeros"]))
    frugal = Run(tmp_path, settings.model_copy(update={"budget_tokens": 1}))
    told = summary(frugal.request(deferred=False), frugal.again(deferred=False), 1.0)
    assert "1 questions at localhost" in told
    assert "the answers to these files took 150 tokens, 0.0002 USD" in told
    assert "the budget is spent" in told
    assert "with more budget the same command asks about the rest" in told
    (tmp_path / "other").mkdir()
    deferred = Run(tmp_path / "other", settings)
    told = summary(deferred.request(), deferred.again(), 1.0)
    # The first answer is remembered, which the other run was given by itself; the second comes in a batch.
    assert "1 questions at localhost" in told
    assert len(server.processed) == 1
    assert "the answers to these files took 300 tokens, 0.0002 USD" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--llm-wait",), "--llm-wait is for --llm batch"),
        (("--llm", "batch", "--llm-wait", "--limit", "3"), "--llm-wait and --limit do not go together"),
        (("--llm", "batch", "--engine", "ray"), "--llm batch works on one machine"),
    ],
)
def test_what_does_not_go_together_is_told_before_anything_is_read(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    done = CliRunner().invoke(app, ["batch", str(tmp_path / "a.txt"), "--out", str(tmp_path / "RUN"), *words])
    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "RUN").exists()
