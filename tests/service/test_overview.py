"""The overview, the map of confidence and the bodies, over HTTP."""

from __future__ import annotations

from serving import Service, report


def test_the_overview_counts_what_was_sent(service: Service) -> None:
    before = service.get("/v1/overview").json()
    sent = service.send(report()).json()
    now = service.get("/v1/overview").json()
    assert (now["documents"], now["read"]) == (before["documents"] + 1, before["read"] + 1)
    statuses = [one["status"] for one in sent["result"]["fields"].values()]
    assert now["figures"] == before["figures"] + len(statuses)
    assert now["accepted"] == before["accepted"] + statuses.count("accepted")
    assert now["waiting"] == before["waiting"] + statuses.count("review") == sum(now["lanes"].values())
    assert 0 <= now["straight_through"] < 1
    assert sum(one["reports"] for one in now["years"]) == now["read"]
    assert sum(one["count"] for one in now["findings"]) >= len(sent["result"]["findings"])
    assert (now["jobs"], now["second_keying"]["share"]) == (0, 1.0)


def test_the_map_is_turned_over_page_by_page(service: Service) -> None:
    sent = [service.send(report()).json() for _ in range(2)]
    page = service.get("/v1/confidence-map", params={"limit": 1}).json()
    assert page["items"][0]["sha256"] == sent[1]["document"]
    more = service.get("/v1/confidence-map", params={"limit": 1, "cursor": page["next"]}).json()
    assert more["items"][0]["sha256"] == sent[0]["document"]
    fields = sent[0]["result"]["fields"]
    for row in more["items"][0]["rows"]:
        mine = [one for key, one in fields.items() if key.rpartition(".")[0] == row["key"]]
        assert row["confidence"] == min(one["confidence"] for one in mine)
        assert row["status"] == ("review" if "review" in {one["status"] for one in mine} else "accepted")
    assert service.get("/v1/confidence-map", params={"limit": 61}).status_code == 422
    none = service.get("/v1/confidence-map", params={"year": 1999}).json()
    assert none == {"items": [], "next": None, "total": None}


def test_a_body_is_found_and_shown_through_the_years(service: Service) -> None:
    sent = service.send(report()).json()
    unit = sent["result"]["report"]["unit"]
    (body,) = service.get("/v1/bodies", params={"search": unit[1:4], "limit": 1}).json()["items"]
    assert (body["unit"], body["years"]) == (unit, [sent["result"]["report"]["year"]])
    whole = service.get("/v1/body", params={"unit": unit}).json()
    assert len(whole["reports"]) == body["reports"]
    assert sent["document"] in {one["document"] for one in whole["reports"]}
    assert set(whole["series"]) == set(sent["result"]["fields"])
    assert whole["carry_over"] == []
    unknown = service.get("/v1/body", params={"unit": "无此单位"})
    assert unknown.status_code == 404
    assert service.get("/v1/body").status_code == 422
