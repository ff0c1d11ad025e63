"""Webhooks: what happens is told to the addresses that were set, signed, once taken never again, and to no other."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.errors import ServiceError
from extractor.service.settings import webhooks
from extractor.service.webhooks import Webhooks, signed
from extractor.store import Store, open_store
from extractor.store.audit import Deed, record
from extractor.store.webhooks import MOST_ATTEMPTS, list_webhooks, pause

SECRET = "a-secret-of-at-least-24-characters"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now


class Listener:
    """Somebody who is told, and answers with what they are to answer."""

    def __init__(self, server: HTTPServer) -> None:
        self.heard: list[Request] = []
        self.answers: list[Response] = []
        self.address = server.url_for("/told")
        server.expect_request("/told").respond_with_handler(self._hear)

    def _hear(self, request: Request) -> Response:
        request.get_data()
        self.heard.append(request)
        return self.answers.pop(0) if self.answers else Response(status=204)

    @property
    def told(self) -> list[str]:
        """The kinds of events of the messages."""
        return [json.loads(request.data)["type"] for request in self.heard]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(str(tmp_path_factory.mktemp("webhooks") / "store.db"))
    yield store
    store.close()


@pytest.fixture
def store(opened: Store, clock: Clock) -> Store:
    opened.now = clock
    happen(opened, "document.read")  # before anybody is told
    return opened


@pytest.fixture
def listener(httpserver: HTTPServer) -> Listener:
    return Listener(httpserver)


@pytest.fixture
def sender(store: Store, listener: Listener) -> Webhooks:
    with store.writing() as session:
        for row in list_webhooks(session):
            session.delete(row)
    sender = Webhooks(store, webhooks([listener.address], SECRET))
    sender.begin()
    return sender


def happen(store: Store, *actions: str) -> None:
    with store.writing() as session:
        for action in actions:
            record(session, Deed(action, "a" * 64, {"name": "报告"}), store.now())


def test_what_happens_from_then_on_is_told_once_in_order_and_signed(
    sender: Webhooks, store: Store, listener: Listener
) -> None:
    assert sender.send_due() == 0
    happen(store, "document.read", "session.begin", "decision.settle")
    assert sender.send_due() == 2
    assert listener.told == ["document.read", "decision.settle"], "and not who came in"
    assert sender.send_due() == 0
    for request in listener.heard:
        name, moment = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        proof = hmac.new(SECRET.encode(), f"{name}.{moment}.".encode() + request.data, hashlib.sha256).digest()
        assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(proof).decode()}"
        assert moment == str(int(BEGAN.timestamp()))
    data = json.loads(listener.heard[0].data)["data"]
    assert (data["subject"], data["details"], f"evt_{data['id']}") == (
        "a" * 64,
        {"name": "报告"},
        listener.heard[0].headers["webhook-id"],
    )


@pytest.mark.parametrize("answer", [Response(status=500), Response(status=302, headers={"Location": "/elsewhere"})])
def test_what_is_not_taken_is_sent_again_later_and_no_redirect_followed(
    sender: Webhooks, store: Store, listener: Listener, clock: Clock, answer: Response
) -> None:
    listener.answers = [answer]
    happen(store, "document.read", "decision.settle")
    assert (sender.send_due(), sender.send_due()) == (1, 0)
    with store.reading() as session:
        (row,) = list_webhooks(session)
    assert (row.attempts, row.error, row.next_at) == (1, f"it answered {answer.status_code}", BEGAN + pause(1))
    clock.now += pause(1)
    assert sender.send_due() == 2
    assert listener.told == ["document.read", "document.read", "decision.settle"]
    assert len({request.headers["webhook-id"] for request in listener.heard}) == 2


def test_an_event_that_is_never_taken_is_given_up_and_the_next_is_sent(
    sender: Webhooks, store: Store, listener: Listener, clock: Clock
) -> None:
    listener.answers = [Response(status=503) for _ in range(MOST_ATTEMPTS)]
    happen(store, "document.read", "decision.settle")
    for _ in range(MOST_ATTEMPTS + 1):
        sender.send_due()
        clock.now += timedelta(hours=6)
    assert listener.told == ["document.read"] * MOST_ATTEMPTS + ["decision.settle"]
    with store.reading() as session:
        (row,) = list_webhooks(session)
    assert (row.given_up, row.attempts, row.error) == (1, 0, None)


def test_who_does_not_answer_at_all_is_told_of_too(sender: Webhooks, store: Store) -> None:
    nobody = Webhooks(store, webhooks(["http://127.0.0.1:9/"], SECRET))
    nobody.begin()
    happen(store, "document.read")
    assert nobody.send_due() == 1
    with store.reading() as session:
        (row,) = list_webhooks(session)
    assert (row.address, row.error) == ("http://127.0.0.1:9/", "it did not answer (ConnectError)")


def test_pauses_grow_to_six_hours() -> None:
    seconds = [pause(attempts).total_seconds() for attempts in range(1, MOST_ATTEMPTS)]
    assert seconds[:4] == [5, 20, 80, 320]
    assert seconds[-1] == 6 * 3600
    assert 18 * 3600 < sum(seconds) < 30 * 3600


def test_a_secret_of_the_standards_own_form_is_base64() -> None:
    """The example of the specification's libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    with pytest.raises(ServiceError, match="no base64"):
        signed("whsec_?" + "x" * 24, "a", 1, b"")


@pytest.mark.parametrize("address", ["ftp://host/", "http://", "example.cn", "http://a b/", "http://host:99999/", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ServiceError, match="no address"):
        webhooks([address], SECRET)


def test_without_a_secret_nothing_is_sent() -> None:
    with pytest.raises(ServiceError, match="EXTRACTOR_WEBHOOK_SECRET"):
        webhooks(["https://example.cn/"], "short")
    assert webhooks([], "").addresses == ()


def test_the_secret_is_in_no_print_of_the_settings() -> None:
    assert SECRET not in repr(webhooks(["https://example.cn/"], SECRET))


def test_a_new_store_tells_nobody(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.db"))
    sender = Webhooks(store, webhooks([], ""))
    sender.start()
    sender.close()
    assert sender.send_due() == 0
    store.close()
