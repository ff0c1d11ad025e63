"""Wrong tokens, over HTTP; in a file of its own, for the address must wait afterwards. Threads of a person's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serving import SMALL, Service

from extractor.service.throttle import AtOnce
from extractor.store.people import grant, person_named, revoke_token

WRONG = {"Authorization": "Bearer wrong"}
OWN = {"Origin": "http://127.0.0.1:8000"}


@pytest.fixture(autouse=True)
def fresh(service: Service) -> Iterator[None]:
    """Nobody has guessed before a test, and nobody is signed in."""
    failures = service.service.throttle._times  # pyright: ignore[reportPrivateUsage]
    failures.clear()
    yield
    failures.clear()
    service.client.cookies.clear()


def guess(service: Service, times: int) -> list[int]:
    return [service.client.get("/v1/me", headers=WRONG).status_code for _ in range(times)]


def test_wrong_tokens_make_their_address_wait_and_are_logged_and_counted(service: Service) -> None:
    assert guess(service, SMALL.failures + 2) == [401] * SMALL.failures + [429] * 2
    waiting = service.client.get("/v1/me", headers=WRONG)
    assert 0 < int(waiting.headers["Retry-After"]) <= 60
    assert waiting.headers["RateLimit-Policy"] == f'"wrong-tokens";q={SMALL.failures};w=60'
    assert waiting.headers["RateLimit"] == f'"wrong-tokens";r=0;t={waiting.headers["Retry-After"]}'
    assert service.client.get("/healthz").status_code == 200
    deeds = service.get("/v1/audit", "admin", params={"limit": 2}).json()["items"]
    throttled = [one for one in deeds if one["action"] == "authentication.throttled"]
    assert [one["address"] for one in throttled] == ["testclient"]
    metrics = service.get("/metrics").text
    assert "extractor_refused_tokens_total" in metrics
    assert 'extractor_requests_total{method="GET",route="/v1/me",status="429"}' in metrics


def test_a_wrong_token_is_told_how_many_more_are_taken(service: Service) -> None:
    told = [service.client.get("/v1/me", headers=WRONG).headers["RateLimit"] for _ in range(2)]
    assert [one.split(";")[1] for one in told] == [f"r={SMALL.failures - 1}", f"r={SMALL.failures - 2}"]
    assert "RateLimit" not in service.get("/v1/me").headers


def test_who_is_signed_in_or_has_a_good_token_is_let_in_from_the_address_of_a_guesser(service: Service) -> None:
    assert guess(service, SMALL.failures + 1)[-1] == 429
    assert service.get("/v1/me", "admin").status_code == 200
    service.client.cookies.set("extractor_session", service.secret("session"))
    assert service.client.get("/v1/me").status_code == 200
    assert service.client.get("/queue", headers={"Accept": "text/html"}).status_code == 200
    assert guess(service, 1) == [429]


def test_who_opens_the_link_at_the_address_of_a_guesser_is_signed_in(service: Service) -> None:
    guess(service, SMALL.failures + 1)
    link = service.secret("link", "admin")
    assert service.client.get("/login", params={"token": link}, follow_redirects=False).status_code == 303
    assert service.client.get("/v1/me").json()["role"] == "admin"


def test_who_shows_nothing_is_asked_to_sign_in_at_the_address_of_a_guesser(service: Service) -> None:
    guess(service, SMALL.failures + 1)
    assert service.client.get("/v1/me").status_code == 401
    page = service.client.get("/queue", headers={"Accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303
    assert service.client.get("/signin").status_code == 200


def test_a_token_that_holds_no_longer_is_no_guess(service: Service) -> None:
    store = service.service.store
    with store.writing() as session:
        made = grant(session, person_named(session, "revoked", store.now()), "reader", store.now())
    with store.writing() as session:
        revoke_token(session, made.id, store.now())
    spent = service.secret("link")
    service.client.get("/login", params={"token": spent}, follow_redirects=False)
    for _ in range(SMALL.failures + 2):
        assert service.client.get("/v1/me", headers={"Authorization": f"Bearer {made.secret}"}).status_code == 401
        assert service.client.get("/login", params={"token": spent}).status_code == 403
        form = {"token": made.secret, "next": "/"}
        assert service.client.post("/signin", data=form, headers=OWN).status_code == 403
    assert guess(service, SMALL.failures + 1) == [401] * SMALL.failures + [429]


def test_each_person_has_threads_of_their_own() -> None:
    at_once = AtOnce(4)
    assert at_once.of(1) is at_once.of(1)
    assert at_once.of(1) is not at_once.of(2)
    assert at_once.of(2).total_tokens == 4
