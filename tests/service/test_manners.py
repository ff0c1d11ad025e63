"""How the API behaves everywhere: unknown parameters, requests that come twice, and answers that are known already."""

from __future__ import annotations

from collections import Counter

import pytest
from serving import Service, report


def test_a_parameter_that_an_address_does_not_know_is_refused(service: Service) -> None:
    answer = service.get("/v1/queue?limt=1")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("limt: is no parameter of this address")
    assert service.get("/v1/queue?limit=1&mine=true").status_code == 200


def test_a_request_that_comes_twice_is_done_once(service: Service) -> None:
    sha256 = service.send(report()).json()["document"]
    field = service.get(f"/v1/documents/{sha256}/fields?status=review").json()[0]
    path = f"/v1/documents/{sha256}/fields/{field['field']}/decisions"
    headers = {"If-Match": field["etag"], "Idempotency-Key": f"key-{sha256}"}
    first = service.post(path, json={"value": 3}, headers=dict(headers))
    again = service.post(path, json={"value": 3}, headers=dict(headers))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert first.headers["etag"] == again.headers["etag"]
    assert len(service.get(f"{path}").json()) == 1
    other = service.post(path, json={"value": 4}, headers=dict(headers))
    assert (other.status_code, other.json()["type"]) == (422, "urn:extractor:key-reused")


def test_what_was_refused_may_be_sent_again_with_its_key(service: Service) -> None:
    sha256 = service.send(report()).json()["document"]
    field = service.get(f"/v1/documents/{sha256}/fields?status=review").json()[0]
    path = f"/v1/documents/{sha256}/fields/{field['field']}/decisions"
    key = {"Idempotency-Key": f"again-{sha256}"}
    assert service.post(path, json={"value": 3}, headers=dict(key)).status_code == 428
    answer = service.post(path, json={"value": 3}, headers={**key, "If-Match": field["etag"]})
    assert answer.status_code == 201


def test_a_key_of_somebody_who_is_nobody_is_refused(service: Service) -> None:
    answer = service.client.post("/v1/documents", content=report(), headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401


def test_any_state_of_a_figure_may_be_meant(service: Service) -> None:
    sha256 = service.send(report()).json()["document"]
    field = service.get(f"/v1/documents/{sha256}/fields?status=review").json()[0]["field"]
    path = f"/v1/documents/{sha256}/fields/{field}/decisions"
    for value in (3, 4):
        assert service.post(path, json={"value": value}, headers={"If-Match": "*"}).status_code == 201
    assert service.get(f"/v1/documents/{sha256}/fields/{field}").json()["value"] == 4


@pytest.mark.parametrize("path", ["/v1/forms", "/v1/queue", "/v1/documents"])
def test_what_has_not_changed_is_not_sent_again(service: Service, path: str) -> None:
    first = service.get(path)
    known = service.get(path, headers={"If-None-Match": f"W/{first.headers['etag']}"})
    assert (known.status_code, known.content) == (304, b"")
    other = service.get(path, headers={"If-None-Match": '"0"'})
    assert (other.status_code, other.json()) == (200, first.json())


def test_operations_have_names_of_their_own(service: Service) -> None:
    described = service.get("/v1/openapi.json").json()
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert "get_queue" in names


def test_what_happens_to_reports_can_be_followed(service: Service) -> None:
    after = max((one["id"] for one in service.get("/v1/events?limit=200").json()), default=0)
    while found := service.get(f"/v1/events?after={after}&limit=200").json():
        after = found[-1]["id"]
    sha256 = service.send(report()).json()["document"]
    field = service.get(f"/v1/documents/{sha256}/fields?status=review").json()[0]
    path = f"/v1/documents/{sha256}/fields/{field['field']}/decisions"
    service.post(path, json={"value": 3}, headers={"If-Match": "*"})
    seen = service.get(f"/v1/events?after={after}").json()
    assert [one["action"] for one in seen][:2] == ["document.read", "decision.settle"]
    assert {one["subject"] for one in seen} == {sha256}
    assert all("address" not in one for one in seen)


def test_the_api_is_described_on_a_page_of_its_own(service: Service) -> None:
    page = service.get("/docs", headers={"Accept": "text/html"}).text
    assert "/v1/queue/reports" in page
    assert "https://" not in page
