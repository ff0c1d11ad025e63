"""`extractor llm check` says of every mode and parameter whether the endpoint takes it, in 80 columns."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from rich.cells import cell_len
from werkzeug import Request, Response

from tests.llm.asking import PATH
from tests.llm.batch_server import BatchServer
from tests.llm.server import completion, said
from tests.llm.test_commands import run

COPY = '{"numbers": ["8000001", "8000002", "8000003"]}'
KEY = "sk-0123456789abcdef"


def check(server: HTTPServer, answer: Any, **settings: str) -> tuple[int, str]:
    """The exit code of the command and what it prints, where a server answers so."""
    server.expect_request(PATH, method="POST").respond_with_handler(answer)
    environment = {
        "EXTRACTOR_LLM_BASE_URL": server.url_for("/v1"),
        "EXTRACTOR_LLM_MODEL": "test",
        "EXTRACTOR_LLM_CACHE": "off",
        "EXTRACTOR_LLM_API_KEY": KEY,
    }
    done = run(["llm", "check"], environment | {f"EXTRACTOR_LLM_{name}": value for name, value in settings.items()})
    assert "Traceback" not in done.stderr
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert KEY not in done.stdout + done.stderr
    return done.returncode, done.stdout


def lines(shown: str) -> dict[str, str]:
    """What the table says of each mode and parameter."""
    rows = [line for line in shown.splitlines() if line and not line.startswith(" ")]
    return {row[:23].strip(): " ".join(row[23:].split()) for row in rows}


def good(content: str = COPY, **usage: Any) -> Response:
    body = completion(content)
    body["usage"] |= usage
    return Response(json.dumps(body), content_type="application/json")


def refusal(sentence: str, status: int = 400) -> Response:
    return Response(json.dumps({"error": {"message": sentence}}), status, content_type="application/json")


def test_an_endpoint_that_takes_all_is_shown_whole(httpserver: HTTPServer) -> None:
    code, shown = check(
        httpserver,
        lambda _: good(prompt_tokens_details={"cached_tokens": 64}),
        PRICES='{"test": {"sent": 1, "written": 2, "cached": 0.1}}',
    )
    found = lines(shown)
    assert code == 0
    for mode in ("json_schema", "strict", "json", "md_json"):
        assert found[mode].startswith("works")
        assert found[mode].endswith("told told (64)")
    assert found["tools"] == "no answer"
    assert found["temperature"] == found["seed"] == "works"
    assert found["reasoning_effort"] == found["extra_body"] == "not sent"
    assert found["max_completion_tokens"].startswith("works")
    assert found["strict schemas"] == "enforced"
    assert "a report costs at most 0.00660 USD" in shown
    assert "and 0.00309 USD where all that is sent was in the provider's cache" in shown


def test_a_parameter_that_is_refused_is_found_and_how_to_leave_it_out(httpserver: HTTPServer) -> None:
    def no_seed(request: Request) -> Response:
        body = json.loads(request.get_data())
        return refusal(f"参数 seed 不受支持 {KEY}" + "，很长" * 100) if "seed" in body else good()

    code, shown = check(httpserver, no_seed)
    found = lines(shown)
    assert code == 1
    assert {found[mode] for mode in ("json_schema", "strict", "tools", "json", "md_json")} == {"refused"}
    assert found["json_schema alone"].startswith("works")
    assert found["temperature"].startswith("works")
    assert found["seed"] == "refused"
    assert "it says: 参数 seed 不受支持" in shown
    assert "to leave it out: EXTRACTOR_LLM_SEED=off" in shown
    assert check(httpserver, no_seed, SEED="off")[0] == 0


def test_a_schema_that_is_not_kept_to_is_told(httpserver: HTTPServer) -> None:
    def obedient(request: Request) -> Response:
        return good(COPY if "照抄" in json.loads(request.get_data())["messages"][-1]["content"] else '{"numbers": 8}')

    code, shown = check(httpserver, obedient)
    assert (code, lines(shown)["strict schemas"]) == (0, "not kept")


@pytest.mark.parametrize(("status", "advice"), [(401, "EXTRACTOR_LLM_API_KEY"), (404, "EXTRACTOR_LLM_BASE_URL")])
def test_nothing_more_is_tried_where_a_setting_is_wrong(status: int, advice: str, httpserver: HTTPServer) -> None:
    code, shown = check(httpserver, lambda _: refusal(f"bad {KEY}\x1b[2J", status))
    assert (code, len(httpserver.log)) == (1, 1)
    assert advice in shown
    assert "it says: bad *** [2J" in shown


def test_a_provider_that_was_never_tried_is_told_as_such(httpserver: HTTPServer) -> None:
    code, shown = check(httpserver, lambda _: good(), PROVIDER="deepseek")
    assert code == 0
    assert "DeepSeek: never tried by this project" in shown
    assert next(name for name in lines(shown) if name in ("json", "json_schema")) == "json"
    assert lines(shown)["seed"] == "not sent"
    assert (
        check(httpserver, lambda _: good(), PROVIDER="llama-cpp")[1].splitlines()[1].endswith("tried by this project")
    )


def test_an_endpoint_that_counts_nothing_is_told(httpserver: HTTPServer) -> None:
    body = {**completion(COPY), "usage": None}
    _, shown = check(httpserver, lambda _: Response(json.dumps(body), content_type="application/json"))
    assert lines(shown)["json"] == "works not told not told"


@pytest.mark.long
def test_whether_it_answers_in_batches_is_looked_at_and_none_is_begun(httpserver: HTTPServer) -> None:
    assert lines(check(httpserver, lambda _: good())[1])["batches"] == "none there"
    server = BatchServer(httpserver, said(COPY))
    _, shown = check(httpserver, lambda _: good(), BATCH_PRICE="0.6")
    assert lines(shown)["batches"] == "there"
    assert "at 60% of the price" in shown
    assert (server.seen, server.batches) == (["GET /v1/batches"], {})
    assert lines(check(httpserver, lambda _: good(), BATCH_PATH="off")[1])["batches"] == "none known"
