"""Who may do what: tokens, roles, a browser's session, and what keeps others out."""

from __future__ import annotations

import pytest
from serving import Service, report

from extractor.service.settings import Settings
from extractor.service.throttle import Throttle
from extractor.store.people import Role

OPEN = {"/healthz", "/readyz", "/v1/openapi.json", "/", "/login"}


def test_nothing_but_the_health_is_told_without_a_token(service: Service) -> None:
    described = service.client.get("/v1/openapi.json").json()["paths"]
    tried = 0
    for path, methods in described.items():
        for method in methods:
            filled = path.replace("{sha256}", "0" * 64).replace("{extraction}", "1").replace("{job}", "0" * 16)
            answer = service.client.request(method, filled.replace("{field}", "a.b").replace("{form}", "2021"))
            assert answer.status_code == (200 if path in OPEN else 401), f"{method} {path}"
            tried += 1
    assert tried > 25


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("reader", "/v1/documents", 403),
        ("reader", "/v1/batches", 403),
        ("reader", f"/v1/documents/{'0' * 64}/fields/a.b/decisions", 403),
        ("reader", f"/v1/jobs/{'0' * 16}/cancel", 403),
        ("reviewer", f"/v1/jobs/{'0' * 16}/cancel", 404),
    ],
)
def test_a_role_may_do_what_is_its_own(service: Service, role: Role, path: str, status: int) -> None:
    answer = service.post(path, role, json={})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_an_admin_sees_who_did_what(service: Service) -> None:
    service.send(report())
    document = service.send(report()).json()["document"]
    assert service.get("/v1/audit", "reviewer").status_code == 403
    page = service.get("/v1/audit", "admin", params={"limit": 1}).json()
    (deed,) = page["items"]
    assert (deed["action"], deed["subject"], deed["who"]) == ("document.read", document, "reviewer")
    assert service.get("/v1/audit", "admin", params={"cursor": page["next"]}).json()["items"][0]["id"] < deed["id"]
    assert service.get("/v1/me", "admin").json() == {"name": "admin", "role": "admin"}


def test_a_link_signs_a_browser_in_once(service: Service) -> None:
    link = service.secret("link", "admin")
    answer = service.client.get("/login", params={"token": link}, follow_redirects=False)
    try:
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert link not in cookie
        assert service.client.get("/v1/me").json()["role"] == "admin"
        assert service.client.get("/login", params={"token": link}, follow_redirects=False).status_code == 403
        own = {"Origin": "http://127.0.0.1:8000"}
        assert service.client.post("/v1/logout", headers=own).status_code == 204
        service.client.cookies.set("extractor_session", cookie.partition("=")[2].partition(";")[0])
        assert service.client.get("/v1/me").status_code == 401
    finally:
        service.client.cookies.clear()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_page_of_another_site_changes_nothing_in_the_name_of_who_is_signed_in(
    service: Service, headers: dict[str, str]
) -> None:
    service.client.cookies.set("extractor_session", service.secret("session"))
    try:
        assert service.client.get("/v1/me").status_code == 200
        answer = service.client.post("/v1/documents", content=report(), headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:extractor:other-origin")
        own = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
        assert service.client.post("/v1/documents", content=report(), headers=own).status_code == 201
    finally:
        service.client.cookies.clear()


def test_a_secret_of_one_kind_is_good_for_nothing_else(service: Service) -> None:
    for kind in ("link", "session"):
        answer = service.client.get("/v1/me", headers={"Authorization": f"Bearer {service.secret(kind)}"})
        assert answer.status_code == 401


def test_a_browser_is_told_to_be_careful(service: Service) -> None:
    for path in ("/", "/healthz", "/v1/nothing"):
        headers = service.client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


def test_an_address_that_shows_too_many_wrong_tokens_must_wait_and_no_other() -> None:
    now = 0.0
    throttle = Throttle(3, 60, lambda: now)
    assert [throttle.count("a")[:2] for _ in range(4)] == [(0, False), (0, False), (0, True), (60, False)]
    assert throttle.count("b")[:2] == (0, False)
    now = 59.0
    assert throttle.count("a")[:2] == (1, False)
    now = 61.0
    assert throttle.count("a")[:2] == (0, False)


def test_a_guesser_who_goes_on_guessing_waits_no_longer_for_that() -> None:
    moments = iter([*range(60), 60.5])
    throttle = Throttle(3, 60, lambda: next(moments))
    assert [throttle.count("a").wait for _ in range(60)] == [0, 0, 0, *range(57, 0, -1)]
    assert throttle.count("a")[:2] == (0, True)


def test_many_addresses_do_not_fill_the_memory() -> None:
    throttle = Throttle(3, 60)
    for i in range(30_000):
        throttle.count(str(i))
    assert len(throttle._times) <= 10_000  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_only_the_loopback_is_local(host: str, is_local: bool) -> None:
    assert Settings("store.db", host).is_local is is_local
