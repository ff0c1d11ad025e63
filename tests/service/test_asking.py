"""A model that is asked: by a job, after the rules; one that does not answer costs nothing but time."""

from __future__ import annotations

import time
from pathlib import Path

import httpx2
import pytest
from serving import report
from starting import serving

from extractor.store import open_store
from extractor.store.people import grant, person_named


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
            answer = client.post("/v1/documents", params={"ask": "auto"}, content=report())
            assert answer.status_code == 202
            job = answer.json()
            assert (job["kind"], job["ask"], job["total"]) == ("read", "auto", 1)
            while client.get(f"/v1/jobs/{job['id']}").json()["state"] != "done":
                time.sleep(0.1)
            (item,) = client.get(f"/v1/jobs/{job['id']}/items").json()["items"]
            assert item["state"] == "done"
            rules, asked = client.get(f"/v1/documents/{item['document']}/extractions").json()
            assert (asked["id"], asked["current"]) == (item["extraction"], True)
            assert asked["run"]["settings"]["llm_model"] == "nobody"
            assert rules["run"]["settings"] == {}
            first, second = (client.get(f"/v1/extractions/{one['id']}").json()["result"] for one in (rules, asked))
            assert second["fields"] == first["fields"]
            assert "model-without-answer" in {one["code"] for one in second["findings"]}
