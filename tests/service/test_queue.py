"""The queue over HTTP: its lanes, its counts, and what it can be asked for."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from serving import Service, report

from extractor.store.lanes import Lane


def test_the_lanes_are_those_of_what_is_listed(service: Service) -> None:
    document = service.send(report()).json()["document"]
    query: dict[str, str | int] = {"document": document, "limit": 200}
    page = service.get("/v1/queue", params=query).json()
    counted = Counter(one["lane"] for one in page["items"])
    assert page["lanes"] == {lane: counted[lane] for lane in get_args(Lane)}
    assert page["waiting"] == len(page["items"]) > 0
    for lane, count in page["lanes"].items():
        of_lane = service.get("/v1/queue", params={**query, "lane": lane}).json()
        assert of_lane["waiting"] == len(of_lane["items"]) == count
        assert of_lane["lanes"] == page["lanes"], "a lane does not cut the counts of the others"
        assert {one["lane"] for one in of_lane["items"]} <= {lane}
    assert service.get("/v1/queue", params={"lane": "fast"}).status_code == 422


def test_a_decision_tells_how_many_are_left_by_the_same_filters(service: Service) -> None:
    document = service.send(report()).json()["document"]
    page = service.get("/v1/queue", params={"document": document}).json()
    first = page["items"][0]
    path = f"/v1/documents/{document}/fields/{first['figure']['field']}/decisions"
    made = service.post(
        path, params={"document": document}, json={"value": 3}, headers={"If-Match": first["figure"]["etag"]}
    )
    assert made.status_code == 201
    lanes = dict(page["lanes"])
    lanes[first["lane"]] -= 1
    assert made.json()["lanes"] == lanes
    everywhere = service.get("/v1/queue", params={"limit": 1}).json()["lanes"]
    assert all(everywhere[lane] >= count for lane, count in lanes.items())


def test_what_the_queue_can_be_asked_for_is_listed(service: Service) -> None:
    document = service.send(report()).json()["document"]
    page = service.get("/v1/queue", params={"document": document, "limit": 200}).json()
    filters = service.get("/v1/queue/filters", params={"document": document}).json()
    assert {one["value"] for one in filters["units"]} == {one["unit"] for one in page["items"]} - {None}
    for name, key in (("kinds", "kind"), ("years", "year")):
        counted = Counter(one[key] for one in page["items"])
        assert {one["value"]: one["count"] for one in filters[name]} == counted
    sections = Counter(one["figure"]["section"] for one in page["items"])
    assert {one["value"]: one["count"] for one in filters["sections"]} == sections
    none = service.get("/v1/queue/filters", params={"document": "0" * 64}).json()
    assert none == {"units": [], "years": [], "kinds": [], "sections": []}


def test_what_the_store_cannot_hold_is_the_fault_of_who_sent_it(service: Service) -> None:
    document = service.send(report()).json()["document"]
    figure = service.get("/v1/queue", params={"document": document}).json()["items"][0]["figure"]
    path = f"/v1/documents/{document}/fields/{figure['field']}/decisions"
    noted = service.post(path, json={"value": 1, "note": "a\0b"}, headers={"If-Match": figure["etag"]})
    asked = [
        service.get(address, params={name: "a\0b"})
        for address, name in (("/v1/queue", "unit"), ("/v1/queue/filters", "kind"), ("/v1/bodies", "search"))
    ]
    assert noted.status_code in (201, 422)
    assert {one.status_code for one in asked} <= {200, 422}
    assert service.get("/v1/body", params={"unit": "a\0b"}).status_code in (404, 422)
