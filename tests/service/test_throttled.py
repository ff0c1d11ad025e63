"""Wrong tokens, over HTTP; in a file of its own, for the address must wait afterwards."""

from __future__ import annotations

from serving import SMALL, Service


def test_wrong_tokens_make_their_address_wait_and_are_logged_and_counted(service: Service) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    failures = service.service.throttle._times  # pyright: ignore[reportPrivateUsage]
    failures.clear()
    try:
        statuses = [service.client.get("/v1/me", headers=wrong).status_code for _ in range(SMALL.failures + 2)]
        assert statuses == [401] * SMALL.failures + [429] * 2
        waiting = service.client.get("/v1/me", headers=wrong)
        assert 0 < int(waiting.headers["Retry-After"]) <= 60
        assert service.client.get("/healthz").status_code == 200
    finally:
        failures.clear()
    last = service.get("/v1/audit", "admin", params={"limit": 1}).json()["items"][0]
    assert (last["action"], last["address"]) == ("authentication.throttled", "testclient")
    metrics = service.get("/metrics").text
    assert "extractor_refused_tokens_total" in metrics
    assert 'extractor_requests_total{method="GET",route="/v1/me",status="429"}' in metrics
