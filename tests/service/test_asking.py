"""A model that is asked: by a job, after the rules; one that does not answer costs nothing but time.

A draft is shown to none unless that is asked for.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from starting import serving

from extractor.llm.failures import CALLED_OFF
from extractor.service.workers import DocumentReading, Question, Spent
from extractor.store import open_store
from extractor.store.people import grant, person_named
from extractor.workers.child import Ask, Limits
from tests.llm.server import PLAYERS, is_question, playing, serve
from tests.llm.variants import variants

DRAFT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()


@pytest.mark.long
def test_a_model_that_cannot_be_reached_leaves_what_the_rules_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("EXTRACTOR_LLM_MODEL", "nobody")
    monkeypatch.setenv("EXTRACTOR_LLM_CACHE", "off")
    store = open_store(str(tmp_path / "store.db"))
    with store.writing() as session:
        token = grant(session, person_named(session, "王芳", store.now()), "reviewer", store.now()).secret
    store.close()
    with serving(tmp_path / "store.db") as (_, link):
        base, headers = link.partition("/login")[0], {"Authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=base, headers=headers, timeout=60) as client:
            answer = client.post("/v1/documents", params={"ask": "auto"}, content=DRAFT)
            assert answer.status_code == 202
            job = answer.json()
            assert (job["kind"], job["ask"], job["total"]) == ("read", "auto", 1)
            while client.get(f"/v1/jobs/{job['id']}").json()["state"] != "done":
                time.sleep(0.1)
            (item,) = client.get(f"/v1/jobs/{job['id']}/items").json()["items"]
            assert item["state"] == "done"
            cost = client.get(f"/v1/jobs/{job['id']}").json()["model"]
            assert cost["calls"] > 0
            assert (cost["tokens"], cost["cost"]) == (0, None), "nobody heard a question"
            rules, asked = client.get(f"/v1/documents/{item['document']}/extractions").json()
            assert (asked["id"], asked["current"]) == (item["extraction"], True)
            assert asked["run"]["settings"]["llm_model"] == "nobody"
            assert rules["run"]["settings"] == {}
            first, second = (client.get(f"/v1/extractions/{one['id']}").json()["result"] for one in (rules, asked))
            assert second["fields"] == first["fields"]
            assert "model-without-answer" in {one["code"] for one in second["findings"]}


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_worker_tells_what_it_spends_and_asks_before_each_question(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    monkeypatch.setenv("EXTRACTOR_LLM_BASE_URL", serve(httpserver, playing(PLAYERS["copied"])).settings.base_url)
    monkeypatch.setenv("EXTRACTOR_LLM_MODEL", "test")
    monkeypatch.setenv("EXTRACTOR_LLM_MODE", "json_schema")
    monkeypatch.setenv("EXTRACTOR_LLM_CACHE", "off")
    heard: list[Spent] = []

    def hear(spent: Spent) -> bool:
        heard.append(spent)
        return goes_on

    read = DocumentReading(Limits(), 1)
    result = json.loads(read(Question("result", DRAFT, "draft.txt", "auto", is_watched=True), cast(Ask, hear)).text)
    questions = [request for request, _ in httpserver.log if is_question(request)]
    assert sum(one.calls for one in heard) == len(questions)
    assert bool(questions) == goes_on
    assert sum(one.tokens for one in heard) == 150 * len(questions)
    assert (CALLED_OFF.en in json.dumps(result["findings"])) == (not goes_on)
    before = len(heard)
    read(Question("result", DRAFT, "draft.txt", "auto"), cast(Ask, hear))
    assert len(heard) == before, "nobody watches the next"


BOX = 'type="checkbox" name="ask" value="auto"'


@contextmanager
def reader_of(folder: Path) -> Iterator[httpx2.Client]:
    """The real server, as somebody sees it who may have drafts checked."""
    store = open_store(str(folder / "store.db"))
    with store.writing() as session:
        token = grant(session, person_named(session, "王芳", store.now()), "reader", store.now()).secret
    store.close()
    with serving(folder / "store.db") as (_, link):
        base, headers = link.partition("/login")[0], {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        with httpx2.Client(base_url=base, headers=headers, timeout=120) as client:
            yield client


@pytest.fixture
def model(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A model that is configured for the service; the host it is at."""
    url = serve(httpserver, playing(PLAYERS["copied"])).settings.base_url
    host = url.partition("://")[2].partition("/")[0]
    monkeypatch.setenv("EXTRACTOR_LLM_BASE_URL", url.replace("http://", "http://wang:hunter2@"))
    monkeypatch.setenv("EXTRACTOR_LLM_MODEL", "test")
    monkeypatch.setenv("EXTRACTOR_LLM_MODE", "json_schema")
    monkeypatch.setenv("EXTRACTOR_LLM_CACHE", str(tmp_path / "answers.sqlite"))
    return host


def test_a_draft_is_shown_to_the_model_only_where_that_is_asked_for(
    model: str, tmp_path: Path, httpserver: HTTPServer
) -> None:
    with reader_of(tmp_path) as client:
        for query in ({}, {"ask": "off"}):
            plain = client.post("/v1/checks", params=query, content=DRAFT).json()
            assert plain["shown_to"]["en"] == "Read by rules alone; nothing left this machine."
            assert plain["result"]["run"]["llm"] is None
        assert httpserver.log == []
        asked = client.post("/v1/checks", params={"ask": "auto"}, content=DRAFT).json()
        assert len(httpserver.log) == asked["result"]["run"]["llm"]["calls"] > 0
        assert asked["shown_to"]["en"] == f"Tables of it were shown to the model test at the host {model}."
        assert asked["shown_to"]["zh"] == f"其中的表格已出示给主机 {model} 上的模型 test。"
        assert "hunter2" not in json.dumps(asked)
        assert client.get("/v1/documents").json()["items"] == []
    with sqlite3.connect(tmp_path / "answers.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM answers").fetchone() == (0,)


def test_the_page_asks_the_model_only_where_its_box_is_ticked_and_says_which(
    model: str, tmp_path: Path, httpserver: HTTPServer
) -> None:
    with reader_of(tmp_path) as client:
        page = client.get("/check").text
        assert BOX in page
        assert "checked" not in page[page.index(BOX) :].partition(">")[0]
        assert f"are sent to the host {model}" in page
        assert "nothing leaves this machine" in page
        file = {"file": ("draft.txt", DRAFT, "text/plain")}
        for sent in ({}, {"ask": "off"}, {"ask": "always"}):
            assert (
                "Read by rules alone; nothing left this machine." in client.post("/check", files=file, data=sent).text
            )
        assert httpserver.log == []
        shown = client.post("/check", files=file, data={"ask": "auto"}, headers={"Accept-Language": "zh"}).text
        assert f"其中的表格已出示给主机 {model} 上的模型 test。" in shown
        assert httpserver.log
        assert "hunter2" not in page + shown


def test_the_page_offers_no_model_where_none_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXTRACTOR_LLM_BASE_URL", raising=False)
    monkeypatch.delenv("EXTRACTOR_LLM_CONFIG", raising=False)
    with reader_of(tmp_path) as client:
        assert BOX not in client.get("/check").text
        file = {"file": ("draft.txt", DRAFT, "text/plain")}
        refused = client.post("/check", files=file, data={"ask": "auto"})
        assert refused.status_code == 422
        assert "No model is configured" in refused.text
        other = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/check", content=b"ask=auto", headers=other).status_code == 200


@pytest.mark.long
def test_a_setting_of_the_model_that_is_wrong_stops_no_draft_that_is_read_by_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_LLM_BASE_URL", "wang:hunter2@host")
    monkeypatch.setenv("EXTRACTOR_LLM_MODEL", "test")
    with reader_of(tmp_path) as client:
        assert BOX not in client.get("/check").text
        assert client.post("/v1/checks", content=DRAFT).status_code == 200
        refused = client.post("/v1/checks", params={"ask": "auto"}, content=DRAFT)
        assert refused.status_code == 422
        assert "base_url" in refused.json()["detail"]
        assert "hunter2" not in refused.text
