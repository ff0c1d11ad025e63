"""Second keying over HTTP: blind, for somebody else, and once."""

from __future__ import annotations

from serving import Service, report


def settle_one(service: Service, value: int) -> str:
    """A figure that the reviewer settled; the address of its document."""
    document = service.send(report()).json()["document"]
    page = service.get("/v1/queue", params={"document": document, "limit": 1}).json()
    figure = page["items"][0]["figure"]
    path = f"/v1/documents/{document}/fields/{figure['field']}/decisions"
    assert service.post(path, json={"value": value}, headers={"If-Match": figure["etag"]}).status_code == 201
    return document


def test_what_is_keyed_again_tells_nothing_and_is_kept_once(service: Service) -> None:
    document = settle_one(service, 41)
    none = service.get("/v1/second-keying/next", "reviewer")
    assert (none.status_code, none.content) == (204, b"")
    item = service.get("/v1/second-keying/next", "admin").json()
    assert set(item) == {"id", "document", "extraction", "field", "section", "place", "unit", "year"}
    assert item["document"] == document
    path = f"/v1/second-keying/{item['id']}"
    assert service.post(path, "reviewer", json={"value": 41}).status_code == 403
    assert service.post(path, "admin", json={}).status_code == 422
    assert service.post(path, "admin", json={"value": 41}).json() == {"agrees": True}
    assert service.post(path, "admin", json={"value": 41}).status_code == 412


def test_what_comes_after_one_that_is_not_sent_yet_can_be_asked_for(service: Service) -> None:
    settle_one(service, 41)
    settle_one(service, 42)
    path = "/v1/second-keying/next"
    first = service.get(path, "admin").json()["id"]
    assert service.get(path, "admin", params={"after": first}).json()["id"] > first
    assert service.get(path, "admin", params={"after": 2**31 - 1}).status_code == 204
    assert service.get(path, "admin").json()["id"] == first
    assert service.get(path, "admin", params={"after": -1}).status_code == 422


def test_where_two_differ_the_figure_waits_again(service: Service) -> None:
    settle_one(service, 41)
    before = service.get("/v1/second-keying").json()
    item = service.get("/v1/second-keying/next", "admin").json()
    assert service.post(f"/v1/second-keying/{item['id']}", "admin", json={"value": 14}).json() == {"agrees": False}
    page = service.get("/v1/queue", params={"document": item["document"], "kind": "second-disagrees"}).json()
    assert [one["figure"]["field"] for one in page["items"]] == [item["field"]]
    after = service.get("/v1/second-keying").json()
    assert (after["keyed"], after["agreed"]) == (before["keyed"] + 1, before["agreed"])
    assert after["waiting"] == before["waiting"] - 1
    assert after["share"] == 1.0
