"""Signing in with a token in a browser, and coming back to where one was going: never to another site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from serving import SMALL, Service

from extractor.service.returning import local_path
from extractor.store.people import begin_session, grant, person_named, revoke_token, visitor_with

OWN = {"Origin": "http://127.0.0.1:8000"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(autouse=True)
def stranger(service: Service) -> Iterator[None]:
    """Nobody is signed in before or after a test, and nobody has to wait."""
    yield
    service.client.cookies.clear()
    service.service.throttle._times.clear()  # pyright: ignore[reportPrivateUsage]


def sign_in(service: Service, token: str, back: str = "/", origin: dict[str, str] | None = None) -> Response:
    form = {"token": token, "next": back}
    return service.client.post("/signin", data=form, headers=OWN if origin is None else origin, follow_redirects=False)


def test_a_token_signs_a_browser_in_as_the_link_does(service: Service) -> None:
    answer = sign_in(service, f" {service.tokens['reviewer']}\n", "/queue?unit=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/queue?unit=1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=43200" in cookie
    assert service.tokens["reviewer"] not in cookie
    assert service.client.get("/v1/me").json() == {"name": "reviewer", "role": "reviewer"}
    (deed,) = service.get("/v1/audit", "admin", params={"limit": 1}).json()["items"]
    assert (deed["action"], deed["who"], deed["details"]["with"]) == ("session.begin", "reviewer", "token")


def test_the_form_asks_in_two_languages_and_is_careful(service: Service) -> None:
    answer = service.client.get("/signin", params={"next": '/a"><script>alert(1)</script>'})
    assert answer.status_code == 200
    assert "登录" in answer.text
    english = service.client.get("/signin", headers={"Accept-Language": "en-GB"})
    assert "Sign in" in english.text
    assert "<script>alert" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5000, "令牌\x00"])
def test_a_wrong_token_is_refused_and_the_form_shown_again(service: Service, token: str) -> None:
    answer = sign_in(service, token, "/queue")
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert 'value="/queue"' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_link_or_a_session_is_no_token(service: Service) -> None:
    assert sign_in(service, service.secret("link")).status_code == 403
    assert sign_in(service, service.secret("session")).status_code == 403


def test_who_shows_too_many_wrong_tokens_must_wait_and_who_shows_a_good_one_need_not(service: Service) -> None:
    for _ in range(SMALL.failures):
        assert sign_in(service, "wrong").status_code == 403
    answer = sign_in(service, "wrong")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 60
    assert "秒后重试" in answer.text
    assert sign_in(service, service.tokens["admin"]).status_code == 303


@pytest.mark.parametrize("origin", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_a_page_of_another_site_signs_nobody_in(service: Service, origin: dict[str, str]) -> None:
    answer = sign_in(service, service.tokens["admin"], origin=origin)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:extractor:other-origin")
    assert "set-cookie" not in answer.headers


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\x00/evil.example",
    "evil.example",
    "@evil.example",
    "",
    "/" + "a" * 3000,
    "/signin",
    "/login?token=x",
]


@pytest.mark.parametrize("back", ELSEWHERE)
def test_nobody_is_sent_to_another_site(service: Service, back: str) -> None:
    assert local_path(back) == "/"
    assert sign_in(service, service.tokens["reader"], back).headers["Location"] == "/"
    assert 'name="next" value="/"' in service.client.get("/signin", params={"next": back}).text


@pytest.mark.parametrize("back", ["/", "/queue", "/documents/1?page=2&x=//y", "/%2F/evil", "/a:b@c", "/文件"])
def test_a_page_of_this_service_is_come_back_to(back: str) -> None:
    assert local_path(back) == back


def test_a_browser_that_asks_for_a_page_is_sent_to_sign_in_and_back(service: Service) -> None:
    service.client.cookies.set("extractor_session", "old")
    answer = service.client.get("/metrics", params={"a": "b&c"}, headers=BROWSER, follow_redirects=False)
    assert answer.status_code == 303
    where = urlsplit(answer.headers["Location"])
    assert (where.path, where.netloc) == ("/signin", "")
    assert parse_qs(where.query)["next"] == ["/metrics?a=b%26c"]
    assert 'extractor_session="";' in answer.headers["set-cookie"]


def test_a_session_that_a_browser_holds_back_is_not_forgotten(service: Service) -> None:
    for path in ("/metrics", "/queue", "/", "/documents?search=a"):
        answer = service.client.get(path, headers=BROWSER, follow_redirects=False)
        assert answer.status_code == 303, path
        assert "set-cookie" not in answer.headers


def test_a_wrong_link_from_anywhere_signs_nobody_out(service: Service) -> None:
    service.client.cookies.set("extractor_session", service.secret("session"))
    for _ in range(SMALL.failures + 2):
        answer = service.client.get("/login", params={"token": "wrong"}, headers=BROWSER, follow_redirects=False)
        assert answer.status_code in (403, 429)
        assert "set-cookie" not in answer.headers
    assert service.client.get("/v1/me").status_code == 200


def test_a_program_is_told_instead_of_sent(service: Service) -> None:
    for path, headers in (("/metrics", {}), ("/v1/documents", BROWSER), ("/v1/me", BROWSER)):
        answer = service.client.get(path, headers=headers, follow_redirects=False)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_a_revoked_token_ends_the_sessions_of_its_person(service: Service) -> None:
    store = service.service.store
    with store.writing() as session:
        made = grant(session, person_named(session, "revoked", store.now()), "reader", store.now())
    assert sign_in(service, made.secret).status_code == 303
    assert service.client.get("/v1/me").status_code == 200
    with store.writing() as session:
        revoke_token(session, made.id, store.now())
    assert service.client.get("/v1/me").status_code == 401


def test_a_session_ends_no_later_than_the_token_that_began_it(service: Service) -> None:
    store = service.service.store
    with store.writing() as session:
        now = store.now()
        person = person_named(session, "short", now)
        short, lasting = grant(session, person, "reader", now, days=1 / 24), grant(session, person, "reader", now)
        secrets: list[str] = []
        for token in (short, lasting):
            visitor = visitor_with(session, token.secret, "token", now)
            assert visitor is not None
            secrets.append(begin_session(session, visitor, now).secret)
        later = now + timedelta(hours=2)
        holds = [visitor_with(session, secret, "session", later) is not None for secret in secrets]
    assert holds == [False, True]
