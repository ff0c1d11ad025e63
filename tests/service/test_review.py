"""Review over HTTP: what waits, deciding it, and never overwriting what another decided."""

from __future__ import annotations

from typing import Any

import pytest
from serving import Service, report


def waiting(service: Service) -> tuple[str, list[dict[str, Any]]]:
    """A new report, and what waits of it."""
    document = service.send(report()).json()["document"]
    page = service.get("/v1/queue", params={"document": document, "limit": 100}).json()
    return document, page["items"]


def decide(service: Service, figure: dict[str, Any], body: dict[str, Any], etag: str | None = None) -> Any:
    path = f"/v1/documents/{figure['document']}/fields/{figure['field']}/decisions"
    return service.post(path, json=body, headers={"If-Match": etag or figure["etag"]})


def test_the_queue_begins_with_what_is_most_worth_settling(service: Service) -> None:
    document, items = waiting(service)
    assert len(items) >= 3
    worth = [one["priority"] for one in items]
    assert worth == sorted(worth, reverse=True)
    first = items[0]
    figure = first["figure"]
    assert first["priority"] == pytest.approx((1 - figure["confidence"]) * figure["stake"])
    assert figure["status"] == "review"
    query = {"unit": first["unit"], "year": first["year"], "kind": first["kind"], "section": figure["section"]}
    page = service.get("/v1/queue", params={**query, "document": document, "limit": 1}).json()
    assert page["items"] == [first]
    assert service.get("/v1/queue", params={**query, "year": 1999}).json()["waiting"] == 0
    if page["next"]:
        more = service.get("/v1/queue", params={**query, "document": document, "cursor": page["next"]}).json()
        assert first not in more["items"]
        assert len(more["items"]) + 1 == page["waiting"]


def test_what_is_decided_leaves_the_queue_and_is_remembered(service: Service) -> None:
    document, items = waiting(service)
    figure = items[0]["figure"]
    answer = decide(service, figure, {"value": 41, "note": "见原文第二页"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["decision"]["before"] == {
        "value": figure["value"],
        "text": None,
        "basis": figure["basis"],
        "status": "review",
    }
    assert (made["decision"]["who"], made["decision"]["after"]) == ("reviewer", {"value": 41, "text": None})
    assert (made["field"]["value"], made["field"]["basis"], made["field"]["status"]) == (41, "reviewed", "accepted")
    assert answer.headers["ETag"] == made["field"]["etag"] != figure["etag"]
    path = f"/v1/documents/{document}"
    now = service.get(f"{path}/fields/{figure['field']}")
    assert now.json() == made["field"]
    assert now.headers["ETag"] == made["field"]["etag"]
    assert service.get("/v1/queue", params={"document": document}).json()["waiting"] == len(items) - 1
    assert service.get(f"{path}/decisions").json() == [made["decision"]]
    assert service.get(f"{path}/fields/{figure['field']}/decisions").json() == [made["decision"]]
    again = decide(service, made["field"], {"action": "reopen"})
    assert again.json()["field"]["status"] == "review"
    in_review = service.get(f"{path}/fields", params={"status": "review"}).json()
    assert figure["field"] in {one["field"] for one in in_review}


def test_who_decides_without_having_seen_the_last_decision_is_told_of_it(service: Service) -> None:
    document, items = waiting(service)
    figure = items[0]["figure"]
    decide(service, figure, {"value": 41})
    late = decide(service, figure, {"value": 42})
    assert late.status_code == 412
    problem = late.json()
    assert problem["type"] == "urn:extractor:outdated"
    assert "reviewer settled it as 41" in problem["detail"]
    assert problem["decision"]["after"] == {"value": 41, "text": None}
    assert problem["field"]["etag"] == late.headers["ETag"]
    path = f"/v1/documents/{document}/fields/{figure['field']}"
    assert service.get(path).json()["value"] == 41
    assert len(service.get(f"{path}/decisions").json()) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"value": -1}, "negative"),
        ({"value": 1.5}, "whole number"),
        ({"value": 1e300}, "larger"),
        ({"value": "7"}, "value"),
        ({"value": True}, "value"),
        ({"value": 1, "action": "reopen"}, "goes with reopen"),
        ({"value": 1, "status": "accepted"}, "status"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(service: Service, body: dict[str, Any], says: str) -> None:
    document = service.send(report()).json()["document"]
    path = f"/v1/documents/{document}/fields/applications.new.total"
    figure = service.get(path).json()
    answer = decide(service, figure, body)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert service.get(path).json() == figure


def test_a_decision_must_say_what_was_looked_at(service: Service) -> None:
    document = service.send(report()).json()["document"]
    path = f"/v1/documents/{document}/fields/applications.new.total/decisions"
    assert service.post(path, json={"value": 1}).status_code == 428
    assert service.post(path, json={"value": 1}, headers={"If-Match": '"0-0"'}).status_code == 412
    assert service.post(path, json={"value": 1}, headers={"If-Match": "*"}).status_code == 201  # whatever stands there
    none = f"/v1/documents/{document}/fields/applications.new.nobody/decisions"
    assert service.post(none, json={"value": 1}, headers={"If-Match": '"1-0"'}).status_code == 404
