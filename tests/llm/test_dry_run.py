"""A dry run says what would be asked and what it costs, and sends nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from extractor.llm.dry_run import DryEndpoint
from extractor.llm.endpoint import Endpoint
from extractor.pipeline import extract
from tests.llm.asking import TEXT, asked
from tests.llm.server import PLAYERS, playing, serve
from tests.llm.test_commands import VARIANT, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, one of them twice, and a file that is none."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(VARIANT.text, "utf-8")
    (folder / "b.txt").write_text(VARIANT.text, "utf-8")
    (folder / "c.txt").write_text("今天天气很好。", "utf-8")
    return folder


def settings_of(server: HTTPServer) -> dict[str, str]:
    url = serve(server, playing(PLAYERS["all_zeros"])).settings.base_url
    prices = '{"test": {"sent": 1, "written": 2}}'
    return {
        "EXTRACTOR_LLM_BASE_URL": url,
        "EXTRACTOR_LLM_MODEL": "test",
        "EXTRACTOR_LLM_CACHE": "off",
        "EXTRACTOR_LLM_PRICES": prices,
    }


def test_every_question_is_noted_as_it_would_be_sent(httpserver: HTTPServer) -> None:
    endpoint = serve(httpserver, playing(PLAYERS["all_zeros"]))
    dry = DryEndpoint(endpoint.settings)
    extract(TEXT, llm=dry)
    noted = dry.take()
    assert httpserver.log == []
    assert dry.take() == []
    _, really = asked(endpoint.settings)
    sent = [request.get_json()["messages"] for request, _ in httpserver.log]
    assert all(list(one.messages) in sent for one in noted)
    assert sum(one.tokens for one in noted if not one.is_again) > 100
    assert (dry.spending.calls, really.spending.calls) == (0, len(sent))


def test_what_is_remembered_costs_nothing(tmp_path: Path, httpserver: HTTPServer) -> None:
    base = serve(httpserver, playing(PLAYERS["copied"])).settings
    settings = base.model_copy(update={"cache": str(tmp_path / "answers.sqlite")})
    dry = DryEndpoint(settings)
    extract(TEXT, llm=dry)
    assert not [one for one in dry.take() if one.is_remembered]
    extract(TEXT, llm=Endpoint(settings))
    extract(TEXT, llm=dry)
    noted = dry.take()
    assert noted
    assert all(one.is_remembered for one in noted)


def test_extract_says_what_each_file_would_cost(folder: Path, httpserver: HTTPServer) -> None:
    done = run(["extract", str(folder), "--llm-dry-run"], settings_of(httpserver))
    assert (done.returncode, httpserver.log) == (0, [])
    assert f"{folder / 'a.txt'}:\n  applications: table" in done.stdout
    assert f"{folder / 'c.txt'}: nothing to ask" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines() if "/" not in line) <= 100
    first = re.findall(r"^  \w+: table +at most ([\d,]+) \+ ([\d,]+) tokens, ([\d.]+) USD$", done.stdout, re.MULTILINE)
    whole = re.search(
        r"^3 files, (\d+) questions, nothing sent\n  at most ([\d,]+) \+ ([\d,]+) tokens, ([\d.]+) USD$",
        done.stdout,
        re.MULTILINE,
    )
    assert whole is not None
    assert int(whole[1]) == len(first)
    for column in (0, 1):
        summed = sum(int(row[column].replace(",", "")) for row in first)
        assert int(whole[2 + column].replace(",", "")) == summed
    assert float(whole[4]) == pytest.approx(sum(float(row[2]) for row in first), abs=1e-4)


@pytest.mark.long
def test_the_words_are_shown_where_that_is_wanted(folder: Path, httpserver: HTTPServer) -> None:
    (folder / "a.txt").write_text(VARIANT.text.replace("1.属于国家秘密", "1.属于国家秘密\x1b[31m", 1), "utf-8")
    environment = settings_of(httpserver)
    shown = run(["extract", str(folder / "a.txt"), "--llm-dry-run", "-v"], environment).stdout
    assert "    [system]" in shown
    assert "本年新收政府信息公开申请数量" in shown
    assert "\x1b" not in shown
    assert "[system]" not in run(["extract", str(folder / "a.txt"), "--llm-dry-run"], environment).stdout
    assert httpserver.log == []


def test_a_batch_says_it_for_every_file_once_and_begins_no_run(
    folder: Path, tmp_path: Path, httpserver: HTTPServer
) -> None:
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inside.txt", VARIANT.text.replace("获嘉县", "另一县"))
    out = tmp_path / "run"
    done = run(["batch", str(folder), "--out", str(out), "--llm-dry-run"], settings_of(httpserver))
    assert (done.returncode, httpserver.log) == (0, [])
    assert not out.exists()
    assert f"{folder / 'a.txt'}:" in done.stdout
    assert f"{folder / 'b.txt'}:" not in done.stdout
    assert "more.zip/inside.txt:" in done.stdout
    assert "3 files, " in done.stdout


def test_a_dry_run_without_a_model_is_told(folder: Path, tmp_path: Path) -> None:
    for words in (["extract", str(folder)], ["batch", str(folder), "--out", str(tmp_path / "run")]):
        done = run([*words, "--llm-dry-run"], {})
        assert (done.returncode, done.stdout) == (2, "")
        assert "none is configured" in done.stderr


@pytest.mark.long
def test_a_file_that_cannot_be_read_costs_no_other_its_questions(folder: Path, httpserver: HTTPServer) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    environment = settings_of(httpserver)
    done = run(["extract", str(folder), "--llm-dry-run"], environment)
    assert done.returncode == 2
    assert "bad.pdf" in done.stderr
    assert "3 files, " in done.stdout
    again = run(["batch", str(folder), "--out", str(folder / "run"), "--llm-dry-run"], environment)
    assert again.returncode == 1
    assert "bad.pdf" in again.stderr
