"""Links and forms on other sites, in a real browser: a link finds a person signed in, a form does nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from browsing import Site
from playwright.sync_api import Page

PAGE = """<!doctype html><title>mail</title>
<a id="plain" href="{site}/queue">a link</a>
<a id="blank" href="{site}/queue" target="_blank" rel="noopener noreferrer">a link in a window of its own</a>
<a id="through" href="{here}/redirect">a link that leads on</a>
<form id="out" method="post" action="{site}/v1/logout"></form>
<form id="check" method="post" action="{site}/check" enctype="multipart/form-data"></form>
<form id="in" method="post" action="{site}/signin"><input name="token" value="x"></form>
"""


REFUSED = ("401", "403", "blocked by CORS policy", "Failed to load resource")
"""What a browser says of requests that were refused."""


class Elsewhere(NamedTuple):
    """A site of somebody else, with links and forms to ours."""

    address: str


@pytest.fixture
def elsewhere(site: Site) -> Iterator[Elsewhere]:
    """A site at `localhost`, which is another one than `127.0.0.1` for every browser."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://{self.headers['Host']}"
            leads_on = self.path == "/redirect"
            self.send_response(302 if leads_on else 200)
            if leads_on:
                self.send_header("Location", f"{site.address}/queue")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(site=site.address, here=here).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Elsewhere(f"http://localhost:{server.server_address[1]}/")
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def other(page: Page, elsewhere: Elsewhere, complaints: list[str]) -> Iterator[Page]:
    """The other site's page in the browser of a person who is signed in at ours; of what it is refused it complains."""
    other = page.context.new_page()
    other.goto(elsewhere.address)
    yield other
    assert [text for text in complaints if not any(part in text for part in REFUSED)] == []
    complaints.clear()


def is_signed_in(other: Page, site: Site) -> bool:
    """Whether the person is still signed in."""
    own = other.context.new_page()
    own.goto(f"{site.address}/")
    return urlsplit(own.url).path == "/" and other.request.get(f"{site.address}/v1/me").status == 200


@pytest.mark.parametrize("link", ["#plain", "#through"])
def test_a_link_on_another_site_finds_the_person_signed_in(other: Page, site: Site, link: str) -> None:
    other.click(link)
    other.wait_for_url(f"{site.address}/**")
    assert urlsplit(other.url).path == "/queue"
    assert is_signed_in(other, site)


@pytest.mark.long
def test_a_link_to_a_window_of_its_own_finds_the_person_signed_in(other: Page, site: Site) -> None:
    with other.context.expect_page() as opened:
        other.click("#blank")
    opened.value.wait_for_load_state()
    assert urlsplit(opened.value.url).path == "/queue"
    assert is_signed_in(other, site)


@pytest.mark.parametrize("form", ["out", "check", "in"])
def test_a_form_on_another_site_does_nothing_and_signs_nobody_out(other: Page, site: Site, form: str) -> None:
    with other.expect_response(lambda answer: answer.url.startswith(site.address)) as answered:
        other.evaluate(f"document.getElementById('{form}').submit()")
    assert answered.value.status in (401, 403)
    assert "set-cookie" not in answered.value.headers
    assert is_signed_in(other, site)


@pytest.mark.long
def test_a_script_on_another_site_reads_nothing(other: Page, site: Site) -> None:
    asked = f"fetch('{site.address}/v1/me', {{credentials: 'include'}}).then(() => 'read', () => 'refused')"
    assert other.evaluate(asked) == "refused"
    assert is_signed_in(other, site)
