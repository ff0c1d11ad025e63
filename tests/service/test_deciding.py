"""Several decisions at once and taking them back, over HTTP."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from serving import Service, report

SERVED = """
import sys
from fastapi.testclient import TestClient
from extractor.service.app import make_app, opened
from extractor.service.settings import Settings

with opened(Settings(sys.argv[1])) as service:
    assert "extractor.pipeline" not in sys.modules, "who only looks at a store need not wait for it"
    with TestClient(make_app(service)):
        print("extractor.pipeline" in sys.modules)
"""


def test_no_decision_waits_until_what_it_takes_is_loaded(tmp_path: Path) -> None:
    """It would keep all other writers waiting meanwhile, for seconds on a busy machine."""
    command = [sys.executable, "-c", SERVED, str(tmp_path / "store.db")]
    assert subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout == "True\n"


def waiting(service: Service) -> tuple[str, list[dict[str, Any]]]:
    """A new report, and the figures of it that wait."""
    document = service.send(report()).json()["document"]
    page = service.get("/v1/queue", params={"document": document, "limit": 100}).json()
    return document, [one["figure"] for one in page["items"]]


def entries(figures: list[dict[str, Any]], **entry: Any) -> dict[str, Any]:
    return {"decisions": [{"field": one["field"], "etag": one["etag"], **entry} for one in figures]}


def test_several_figures_are_settled_at_once(service: Service) -> None:
    document, figures = waiting(service)
    path = f"/v1/documents/{document}/decisions"
    answer = service.post(path, params={"document": document}, json=entries(figures[:3], value=3, note="见原文"))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert [one["field"]["field"] for one in made] == [one["field"] for one in figures[:3]]
    assert {(one["field"]["value"], one["field"]["status"]) for one in made} == {(3, "accepted")}
    assert {sum(one["lanes"].values()) for one in made} == {len(figures) - 3}
    assert service.get(path).json() == [one["decision"] for one in made]
    said = service.get("/v1/audit", "admin", params={"limit": 3}).json()["items"]
    assert [one["action"] for one in said] == ["decision.settle"] * 3


def test_who_has_not_seen_the_last_decision_changes_nothing_and_is_told_of_all(service: Service) -> None:
    document, figures = waiting(service)
    path = f"/v1/documents/{document}/decisions"
    assert service.post(path, json=entries(figures[1:3], value=4)).status_code == 201
    late = service.post(path, json=entries(figures[:3], value=5))
    assert late.status_code == 412
    problem = late.json()
    assert [one["field"]["field"] for one in problem["changed"]] == [one["field"] for one in figures[1:3]]
    assert [one["decision"]["after"]["value"] for one in problem["changed"]] == [4, 4]
    assert problem["decision"] == problem["changed"][0]["decision"]
    assert problem["field"] == problem["changed"][0]["field"]
    assert late.headers["ETag"] == problem["field"]["etag"]
    assert len(service.get(path).json()) == 2


@pytest.mark.parametrize("count", [0, 2, 101])
def test_each_figure_is_decided_once_and_at_most_a_hundred_are(service: Service, count: int) -> None:
    document, figures = waiting(service)
    answer = service.post(f"/v1/documents/{document}/decisions", json=entries(figures[:1] * count, value=1))
    assert answer.status_code == 422
    assert "decisions" in answer.json()["detail"]


def test_a_decision_is_taken_back_by_who_made_it(service: Service) -> None:
    document, figures = waiting(service)
    figure = figures[0]
    path = f"/v1/documents/{document}/fields/{figure['field']}/decisions"
    first = service.post(path, json={"value": 41}, headers={"If-Match": figure["etag"]}).json()
    undo = {"action": "undo"}
    other = service.post(path, "admin", json=undo, headers={"If-Match": first["field"]["etag"]})
    assert other.status_code == 403
    assert other.json()["type"] == "urn:extractor:not-yours"
    with_value = service.post(path, json={**undo, "value": 1}, headers={"If-Match": first["field"]["etag"]})
    assert with_value.status_code == 422
    undone = service.post(path, json=undo, headers={"If-Match": first["field"]["etag"]})
    assert undone.status_code == 201
    made = undone.json()
    assert (made["decision"]["action"], made["decision"]["restores"]) == ("undo", None)
    assert {**made["field"], "etag": "", "decision": None} == {**figure, "etag": "", "decision": None}
    late = service.post(path, json=undo, headers={"If-Match": first["field"]["etag"]})
    assert late.status_code == 412
    assert "took a decision back" in late.json()["detail"]
    assert [one["action"] for one in service.get(path).json()] == ["settle", "undo"]


def test_an_offer_is_taken_as_one_decision_and_undone_as_one(service: Service) -> None:
    document = service.send(report()).json()["document"]
    offer = service.get(f"/v1/documents/{document}/offers").json()[0]
    now = {one["field"]: one for one in service.get(f"/v1/documents/{document}/fields").json()}
    decisions = [
        {"field": one["field"], "value": one["value"], "etag": now[one["field"]]["etag"]} for one in offer["figures"]
    ]
    body = {"kind": offer["kind"], "decisions": decisions}
    made = service.post(f"/v1/documents/{document}/decisions", json=body).json()
    assert len({one["decision"]["group"] for one in made}) == 1
    last = service.get("/v1/undo", "reviewer").json()
    assert (last["document"], last["kind"]) == (document, offer["kind"])
    assert {one["field"] for one in last["figures"]} == {one["field"] for one in offer["figures"]}
    undo = {"decisions": [{**one, "action": "undo"} for one in last["figures"]]}
    assert service.post(f"/v1/documents/{document}/decisions", json=undo).status_code == 201
    after = {one["field"]: one for one in service.get(f"/v1/documents/{document}/fields").json()}
    assert {field: one["status"] for field, one in after.items()} == {
        field: one["status"] for field, one in now.items()
    }


def test_a_figure_that_is_lost_has_no_value(service: Service) -> None:
    document = service.send(report()).json()["document"]
    figure = service.get("/v1/queue", params={"document": document, "limit": 1}).json()["items"][0]["figure"]
    path = f"/v1/documents/{document}/fields/{figure['field']}"
    headers = {"If-Match": figure["etag"]}
    refused = service.post(f"{path}/decisions", json={"value": 3, "answer": "lost"}, headers=headers)
    assert refused.status_code == 422
    assert service.post(f"{path}/decisions", json={"answer": "lost"}, headers=headers).status_code == 201
    now = service.get(path).json()
    assert (now["value"], now["answer"], now["basis"]) == (None, "lost", "reviewed")
