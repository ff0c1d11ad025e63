"""The commands that may ask a model: every one takes the same options, and says what was asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from extractor.llm.masking import host_of
from tests.llm.server import PLAYERS, completion, playing, serve
from tests.llm.variants import variants
from tests.longer import long_but_for

VARIANT = next(one for one in variants() if one.name == "002-rows_fused")
WORDS = {
    "extract": ["extract", "{}"],
    "check": ["check", "{}", "--severity", "info", "--llm", "auto"],
    "show": ["show", "{}"],
    "explain": ["explain", "{}", "applications.new.total"],
}


def run(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("EXTRACTOR_")}
    command = [sys.executable, "-m", "extractor.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=own | environment, timeout=300)


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.txt"
    path.write_text(VARIANT.text, "utf-8")
    return str(path)


@pytest.mark.long
@pytest.mark.parametrize("command", long_but_for(("check", "explain"), WORDS))
def test_every_command_asks_and_says_what_it_cost(command: str, report: str, httpserver: HTTPServer) -> None:
    url = serve(httpserver, playing(PLAYERS["all_zeros"])).settings.base_url
    words = [word.replace("{}", report) for word in WORDS[command]]
    done = run(
        [*words, "--llm-base-url", url, "--llm-model", "test", "--llm-mode", "json_schema"],
        {"EXTRACTOR_LLM_CACHE": "off"},
    )
    assert done.returncode in (0, 1)
    assert "test: 4 questions, 600 tokens" in done.stderr
    assert host_of(url) in done.stderr
    assert len(httpserver.log) == 4


@pytest.mark.long
def test_a_budget_of_the_command_line_is_kept(report: str, httpserver: HTTPServer) -> None:
    url = serve(httpserver, playing(PLAYERS["all_zeros"])).settings.base_url
    given = ["--llm-base-url", url, "--llm-model", "test", "--llm-mode", "json_schema", "--llm-budget-tokens", "150"]
    done = run(["extract", report, *given], {"EXTRACTOR_LLM_CACHE": "off"})
    assert "the budget is spent" in done.stderr
    assert len(httpserver.log) == 1


def test_a_budget_that_is_no_number_is_told(report: str) -> None:
    given = ["--llm-base-url", "http://127.0.0.1:9/v1", "--llm-model", "test", "--llm-budget-tokens", "many"]
    done = run(["check", report, "--llm", "auto", *given], {})
    assert (done.returncode, done.stdout) == (2, "")
    assert "budget_tokens" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_model_is_asked_with_off(report: str, httpserver: HTTPServer) -> None:
    url = serve(httpserver, playing(PLAYERS["all_zeros"])).settings.base_url
    environment = {"EXTRACTOR_LLM_BASE_URL": url, "EXTRACTOR_LLM_MODEL": "test"}
    assert run(["extract", report, "--llm", "off"], environment).returncode == 0
    assert httpserver.log == []


def test_a_draft_goes_to_no_model_that_is_configured_or_named(
    report: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    url = serve(httpserver, playing(PLAYERS["all_zeros"])).settings.base_url
    (tmp_path / "settings.toml").write_text(f'[llm]\nbase_url = "{url}"\nmodel = "test"\nmode = "json_schema"\n')
    variables = {"EXTRACTOR_LLM_BASE_URL": url, "EXTRACTOR_LLM_MODEL": "test", "EXTRACTOR_LLM_MODE": "json_schema"}
    pages = tmp_path / "pages"
    for words, environment in (
        ([], variables),
        ([], {"EXTRACTOR_LLM_CONFIG": str(tmp_path / "settings.toml")}),
        (["--llm-base-url", url, "--llm-model", "test"], {}),
        (["--llm", "off", "--llm-model", "test"], variables),
    ):
        done = run(["check", report, "--pages", str(pages), *words], environment)
        assert done.returncode == 1
        assert ("unless --llm auto" in done.stderr) == (words[:1] == ["--llm-base-url"])
        assert "Read by rules alone; nothing left this machine." in (pages / "report.html").read_text("utf-8")
    assert httpserver.log == []


def test_a_draft_goes_to_the_model_where_that_is_said_and_its_page_says_so(
    report: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    url = serve(httpserver, playing(PLAYERS["all_zeros"])).settings.base_url
    variables = {"EXTRACTOR_LLM_BASE_URL": url, "EXTRACTOR_LLM_MODEL": "test", "EXTRACTOR_LLM_MODE": "json_schema"}
    words = ["check", report, "--pages", str(tmp_path / "pages"), "--lang", "zh", "--llm", "auto"]
    assert run(words, variables | {"EXTRACTOR_LLM_CACHE": "off"}).returncode == 1
    assert httpserver.log
    page = (tmp_path / "pages" / "report.html").read_text("utf-8")
    assert f"其中的表格已出示给主机 {host_of(url)} 上的模型 test。" in page


@pytest.mark.long
@pytest.mark.parametrize("command", WORDS)
def test_no_endpoint_makes_a_command_fail(command: str, report: str, httpserver: HTTPServer) -> None:
    body = json.dumps({**completion(""), "choices": [{"message": None}], "usage": {"prompt_tokens": 1e308}})
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body, headers={"Retry-After": "²"})
    words = [word.replace("{}", report) for word in WORDS[command]]
    environment = {"EXTRACTOR_LLM_BASE_URL": httpserver.url_for("/v1"), "EXTRACTOR_LLM_MODEL": "test"}
    asked, plain = run(words, environment | {"EXTRACTOR_LLM_CACHE": "off"}), run([*words, "--llm", "off"], {})
    assert httpserver.log
    assert asked.returncode == plain.returncode
    assert "Traceback" not in asked.stderr


@pytest.mark.long
@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_a_batch_says_once_why_nothing_more_is_asked_and_keeps_it_nowhere(
    quiet: list[str], report: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data('{"message": "wrong key, friend"}', 401)
    (tmp_path / "second.txt").write_text(VARIANT.text.replace("获嘉县", "另一县"), "utf-8")
    inputs, out = [report, str(tmp_path / "second.txt")], tmp_path / "run"
    environment = {"EXTRACTOR_LLM_BASE_URL": httpserver.url_for("/v1"), "EXTRACTOR_LLM_MODEL": "test"}
    words = ["batch", *inputs, "--out", str(out), "--jobs", "1", "--llm", "auto", *quiet]
    done = run(words, environment | {"EXTRACTOR_LLM_CACHE": "off"})
    assert done.returncode == 0
    assert done.stderr.count("nothing more is asked") == 1
    assert "check EXTRACTOR_LLM_API_KEY" in done.stderr
    assert done.stderr.count("it says: wrong key, friend") == 1
    assert len(httpserver.log) == 1
    assert not [file for file in out.rglob("*") if file.is_file() and b"wrong key" in file.read_bytes()]
