"""A batch that asks a model: what the endpoint does costs no file, and what it did not answer is asked again."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from threading import Event

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.batch.asking import Budget
from extractor.batch.drive import PURSE, run_batch
from extractor.batch.found import NO_MEMBER
from extractor.batch.progress import Progress
from extractor.batch.request import BatchRequest, Done
from extractor.batch.run_folder import open_run
from extractor.batch.tasks import FileReading, Hashed, Setup, Task
from extractor.batch.work import extraction_of
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from extractor.result import Extraction
from extractor.workers.child import Limits
from tests.llm.server import PLAYERS, completion, impatient, playing
from tests.llm.variants import variants

TEXT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()
PATH = "/v1/chat/completions"


def settings_for(server: HTTPServer) -> Settings:
    return impatient(server.url_for("/v1")).model_copy(update={"timeout": 600.0})


def asked(folder: Path, settings: Settings, count: int = 1) -> Done:
    """A run over so many copies of a report that the rules cannot prove whole."""
    if not (folder / "reports").exists():
        (folder / "reports").mkdir()
        for number in range(count):
            (folder / "reports" / f"{number}.txt").write_bytes(TEXT + b"\n" * number)
    inputs, out = (str(folder / "reports"),), str(folder / "run")
    return run_batch(BatchRequest(inputs, out, 2, "auto", settings), Progress(is_quiet=True))


def read(folder: Path) -> list[Extraction]:
    with open_run(folder / "run") as run:
        return [one.extraction for one in run.documents() if one.extraction is not None]


def reasons(found: Extraction) -> list[str]:
    return [one.message.en for one in found.findings if one.code == "model-without-answer"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("status", "body"), [(500, "{}"), (401, "{}"), (307, ""), (200, "null"), (200, json.dumps({"choices": [None]}))]
)
def test_an_endpoint_at_fault_costs_no_file_and_is_asked_again_when_the_batch_is_given_again(
    status: int, body: str, tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(PATH).respond_with_data(body, status)
    assert not asked(tmp_path, settings_for(httpserver)).has_left_out
    (found,) = read(tmp_path)
    assert found.fields == extract(TEXT).fields
    assert reasons(found)
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_handler(
        lambda request: playing(PLAYERS["copied"])(json.loads(request.get_data()))
    )
    assert asked(tmp_path, settings_for(httpserver)).now == 1
    assert httpserver.log
    assert asked(tmp_path, settings_for(httpserver)).now == 0


def test_an_endpoint_that_never_answers_costs_no_file_its_time(tmp_path: Path, httpserver: HTTPServer) -> None:
    is_over = Event()

    def silent(_: Request) -> Response:
        is_over.wait(300)
        return Response("{}")

    httpserver.expect_request(PATH).respond_with_handler(silent)
    (tmp_path / "report.txt").write_bytes(TEXT)
    setup = Setup(Limits(10.0), "auto", settings_for(httpserver), str(tmp_path / "spent.db"))
    asked_back: list[object] = []

    def wanted(what: object) -> bool:
        asked_back.append(what)
        return True

    outcome = FileReading(setup)(Task(str(tmp_path / "report.txt"), NO_MEMBER, "report.txt"), wanted)
    is_over.set()
    assert [type(one) for one in asked_back] == [Hashed]
    assert outcome is not None
    assert (outcome.state, outcome.unanswered) == ("read", True)
    assert outcome.result is not None
    found = extraction_of(zlib.decompress(outcome.result), "report.txt", "report.txt")
    assert found.fields == extract(TEXT).fields
    assert any("time for asking about this report is over" in one for one in reasons(found))


@pytest.mark.long
@pytest.mark.parametrize("usage", [None, {"prompt_tokens": 1e308, "completion_tokens": -1}, {"prompt_tokens": "x"}])
def test_the_budget_of_a_run_is_spent_whatever_is_counted(
    usage: object, tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(PATH).respond_with_json({**completion("{}"), "usage": usage})
    done = asked(tmp_path, settings_for(httpserver).model_copy(update={"budget_tokens": 10_000}), count=6)
    assert (done.has_left_out, done.counts.read) == (False, 6)
    assert 10_000 <= sum(Budget(str(tmp_path / "run" / PURSE)).spent()) < 60_000
    assert any("the budget is spent" in one for found in read(tmp_path) for one in reasons(found))
    count = len(httpserver.log)
    assert 2 <= count <= 5
    assert asked(tmp_path, settings_for(httpserver).model_copy(update={"budget_tokens": 10_000}), count=6).now == 0
    assert len(httpserver.log) == count
