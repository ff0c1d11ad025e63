"""Known errors over HTTP: shown in a browser as any figure that waits, and to programs as the figures they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from golden import seed
from httpx2 import Response
from serving import Service, running
from storing import FIELD, doubted, put

from extractor.service.cookies import COOKIE
from extractor.service.settings import Settings

ORIGIN = {"Origin": "http://127.0.0.1:8000"}


class Browser(NamedTuple):
    """A reviewer's browser."""

    service: Service
    cookie: dict[str, str]

    def get(self, path: str, **options: Any) -> Any:
        return self.service.client.get(path, headers={**self.cookie, **ORIGIN}, **options).json()

    def decide(self, document: str, *decisions: dict[str, Any]) -> Response:
        headers = {**self.cookie, **ORIGIN}
        body = {"decisions": list(decisions)}
        return self.service.client.post(f"/v1/documents/{document}/decisions", json=body, headers=headers)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that plants an error for every figure that is settled, over two reports."""
    store = str(tmp_path_factory.mktemp("seeded") / "store.db")
    with running(store, Settings(store, workers=1, second_keying=1.0, seeded_errors=1.0)) as service:
        put(service.service.store, doubted())
        put(service.service.store, doubted(), seed(2).read_bytes() + b"\n")
        yield service


@pytest.fixture(scope="module")
def browser(service: Service) -> Browser:
    """Somebody who settled a figure of the first report, and meets an error in the second."""
    browser = Browser(service, {"Cookie": f"{COOKIE}={service.secret('session')}"})
    first = browser.get("/v1/queue")["items"][0]["figure"]
    assert first["field"] == FIELD
    answer = browser.decide(first["document"], {"field": FIELD, "etag": first["etag"], "value": 5})
    assert answer.json()[0]["lanes"]["figures"] == 2, "the one of the second report, and the error"
    return browser


def seeded(browser: Browser) -> dict[str, Any]:
    (figure,) = [one["figure"] for one in browser.get("/v1/queue")["items"] if one["figure"]["field"] != FIELD]
    return figure


def as_it_is(service: Service, document: str) -> dict[str, str]:
    """What everybody is told but who meets the error."""
    addresses = (f"documents/{document}/fields", f"documents/{document}/decisions", "exports/panel.csv")
    more = ("overview", "second-keying", "events", "queue", "queue/filters", "confidence-map", "findings")
    return {one: service.get(f"/v1/{one}").text for one in (*addresses, *more)}


def test_a_browser_is_shown_it_and_a_program_never(service: Service, browser: Browser) -> None:
    figure = seeded(browser)
    path = f"/v1/documents/{figure['document']}/fields"
    assert browser.get(f"{path}/{figure['field']}") == figure
    assert figure in browser.get(path)
    own = service.get(f"{path}/{figure['field']}", "admin").json()
    assert set(own) == set(figure)
    assert (own["status"], figure["status"], own["value"] == figure["value"]) == ("accepted", "review", False)
    assert [one["figure"]["field"] for one in service.get("/v1/queue").json()["items"]] == [FIELD]
    page = service.client.get(f"/documents/{figure['document']}", headers=browser.cookie).text
    assert page != service.get(f"/documents/{figure['document']}").text


def test_what_is_said_of_it_reaches_no_figure_no_count_and_no_export(service: Service, browser: Browser) -> None:
    figure = seeded(browser)
    before = as_it_is(service, figure["document"])
    wrong = {"field": figure["field"], "etag": figure["etag"], "value": figure["value"]}
    (made,) = browser.decide(figure["document"], wrong).json()
    assert (made["field"]["status"], made["field"]["value"]) == ("accepted", figure["value"])
    assert (made["decision"]["action"], made["decision"]["who"]) == ("settle", "李强")
    assert made["lanes"]["figures"] == 1
    assert as_it_is(service, figure["document"]) == before
    assert caught(service) == [("李强", 0, 1)]
    again = browser.decide(figure["document"], wrong)
    assert again.status_code == 201, "an answer that was lost is asked for again"
    (undone,) = browser.decide(figure["document"], {**wrong, "action": "undo", "value": None}).json()
    assert undone["field"] == figure
    assert caught(service) == []


def caught(service: Service) -> list[tuple[str, int, int]]:
    answer = service.get("/v1/seeded-errors", "admin").json()
    assert answer["share"] == 1.0
    return [(one["who"], one["caught"], one["missed"]) for one in answer["people"]]


def test_it_may_be_settled_with_others_and_is_refused_what_they_are(service: Service, browser: Browser) -> None:
    figure = seeded(browser)
    document = figure["document"]
    entry = {"field": figure["field"], "etag": figure["etag"]}
    assert browser.decide(document, {**entry, "value": -1}).status_code == 422
    other = browser.get(f"/v1/documents/{document}/fields/{FIELD}")
    beside = {"field": FIELD, "etag": other["etag"], "value": 5}
    first, second, *_ = browser.decide(document, {**entry, "value": None}, beside).json()
    assert (first["field"]["field"], second["field"]["field"]) == (figure["field"], FIELD)
    assert first["decision"]["group"] == second["decision"]["group"]
    decided = service.get(f"/v1/documents/{document}/decisions").json()
    assert [one["field"] for one in decided] == [FIELD]
    assert caught(service) == [("李强", 1, 0)]


def test_only_admins_are_told_who_caught_how_many(service: Service, browser: Browser) -> None:
    assert browser.get("/v1/rules")["seeded_errors"] == 1.0
    assert service.get("/v1/seeded-errors", "reviewer").status_code == 403
    page = service.get("/people", "admin", params={"lang": "en"}).text
    assert "Known errors among what waits" in page
    assert "Known errors stand among" in service.get("/rules", params={"lang": "en"}).text
