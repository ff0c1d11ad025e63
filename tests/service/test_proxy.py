"""Behind a proxy: the public address, whose word about others is believed, and what follows for pages and cookies."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx2
import pytest
from serving import report
from starting import serving

from extractor.errors import ServiceError
from extractor.service.settings import Settings, proxies, public_url


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://reports.example.cn", "https://reports.example.cn"),
        ("https://Reports.Example.CN:443/", "https://reports.example.cn"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://报告.中国", "https://xn--4rrx74a.xn--fiqs8s"),
    ],
)
def test_a_public_url_is_what_browsers_call_the_origin_of_its_pages(given: str, origin: str) -> None:
    assert public_url(given) == origin
    assert Settings("store.db", public_url=origin).address == origin


@pytest.mark.parametrize(
    "given",
    [
        *("", "reports.example.cn", "ftp://a.cn", "https://", "https://a.cn/path", "https://a.cn:x", "https://a@b.cn"),
        *("https://" + "a" * 70 + ".cn", "https://a.cn?x=1", "https://a..cn"),
    ],
)
def test_what_is_no_public_url_is_refused_with_a_sentence(given: str) -> None:
    with pytest.raises(ServiceError, match=r"is no public URL|has more than a host"):
        public_url(given)


def test_proxies_are_addresses_or_networks() -> None:
    assert proxies("127.0.0.1, 172.30.0.0/24") == ("127.0.0.1", "172.30.0.0/24")
    for given in ("", "*", "proxy.example.cn", "127.0.0.1,"):
        with pytest.raises(ServiceError, match="is no proxy's address"):
            proxies(given)


def test_behind_a_proxy_only_its_own_pages_change_anything_and_the_cookie_needs_tls(tmp_path: Path) -> None:
    public = "https://reports.example.cn"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--port", str(port), "--public-url", public, "--behind-proxy", "127.0.0.1")
    with serving(tmp_path / "store.db", *options) as (_, link):
        assert link.startswith(f"{public}/login?token=")
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
            asked = {"Host": "reports.example.cn", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
            signed_in = client.get(f"/login?{link.partition('?')[2]}", headers=asked)
            cookie = signed_in.headers["set-cookie"]
            assert "Secure" in cookie
            asked["Cookie"] = cookie.partition(";")[0]
            for origin, status in (("https://evil.example", 403), (f"http://127.0.0.1:{port}", 403), (public, 201)):
                sent = client.post("/v1/documents", content=report(), headers={**asked, "Origin": origin})
                assert sent.status_code == status
            log = client.get("/v1/audit", headers=asked).json()["items"]
            assert {one["address"] for one in log if one["action"] == "session.begin"} == {"203.0.113.7"}


def test_an_address_behind_the_proxy_that_must_wait_keeps_nobody_else_out(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "store.db", "--behind-proxy", "127.0.0.1") as (_, link),
        httpx2.Client(base_url=link.partition("/login")[0]) as client,
    ):

        def show(address: str) -> int:
            asked = {"Authorization": "Bearer wrong", "X-Forwarded-For": address}
            return client.get("/v1/me", headers=asked).status_code

        assert [show("203.0.113.7") for _ in range(11)][-1] == 429
        assert show("203.0.113.8") == 401
