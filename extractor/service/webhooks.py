"""Tells addresses that the operator set of what happens to reports; no other address is ever spoken to.

Each event is a message of its own, in the order of the event feed, signed as Standard Webhooks has it: HMAC-SHA256 over
its id, the moment it is sent and its body. What is not taken (anything but 2xx; a redirect is not followed) is sent
again later, and the events behind it wait.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import threading
from binascii import Error as Garbled
from contextlib import suppress

from extractor.errors import ServiceError, StoreError
from extractor.service.models import EventOut
from extractor.service.settings import WebhookSettings
from extractor.store import Store
from extractor.store.webhooks import Due, claim, not_taken, set_addresses, taken

_LOOK_SECONDS = 1.0
_MOST_AT_ONCE = 100
"""So many events are sent to one address before it is the next one's turn."""
_PATIENCE_SECONDS = 10.0
_PREFIX = "whsec_"
_log = logging.getLogger("extractor.service.webhooks")


class Webhooks:
    """A thread that sends what is due; it does nothing where no address is set."""

    def __init__(self, store: Store, settings: WebhookSettings) -> None:
        self._store = store
        self._settings = settings
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begins to send; a new address is told what happens from now on."""
        if self._settings.addresses:
            self.begin()
            self._thread.start()

    def begin(self) -> None:
        """Keeps which addresses are told."""
        with self._store.writing() as session:
            set_addresses(session, self._settings.addresses, self._store.now())

    def close(self) -> None:
        """Stops; what was not sent is sent after the next start."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._closing.wait(_LOOK_SECONDS):
            with suppress(StoreError):  # a full or absent store is told of by whoever writes
                self.send_due()

    def send_due(self) -> int:
        """Sends what is due; how many messages that were."""
        return sum(self._send_to(address) for address in self._settings.addresses)

    def _send_to(self, address: str) -> int:
        sent = 0
        while sent < _MOST_AT_ONCE and not self._closing.is_set():
            with self._store.writing() as session:
                due = claim(session, address, self._store.now())
            if due is None:
                break
            sent += 1
            why = self._deliver(due)
            with self._store.writing() as session:
                if why is None:
                    taken(session, due, self._store.now())
                elif not not_taken(session, due, why, self._store.now()):
                    _log.error("webhook %s: event %d was never taken, and is given up: %s", address, due.event.id, why)
            if why is not None:
                break
        return sent

    def _deliver(self, due: Due) -> str | None:
        """Sends one message; why it was not taken, None where it was."""
        import httpx2

        body = message(due)
        moment = int(self._store.now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "extractor",
            **signed(self._settings.secret.get_secret_value(), f"evt_{due.event.id}", moment, body),
        }
        try:
            with (
                httpx2.Client(timeout=_PATIENCE_SECONDS, follow_redirects=False) as client,
                client.stream("POST", due.address, content=body, headers=headers) as answer,
            ):  # of the answer only the status is read
                return None if answer.is_success else f"it answered {answer.status_code}"
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            return f"it did not answer ({type(error).__name__})"


def message(due: Due) -> bytes:
    """The body of a message: the kind of the event, when it happened, and the event as the event feed has it."""
    event = event_out(due)
    told = {"type": event.action, "timestamp": event.at.isoformat(), "data": event.model_dump(mode="json")}
    return json.dumps(told, ensure_ascii=False).encode()


def event_out(due: Due) -> EventOut:
    """An event, as the event feed has it."""
    row = due.event
    return EventOut(id=row.id, at=row.at, who=due.who, action=row.action, subject=row.subject, details=row.details)


def signed(secret: str, name: str, moment: int, body: bytes) -> dict[str, str]:
    """The headers with which a message says what it is, when it was sent, and that it is ours."""
    content = f"{name}.{moment}.".encode() + body
    proof = base64.b64encode(hmac.digest(_key(secret), content, hashlib.sha256)).decode()
    return {"webhook-id": name, "webhook-timestamp": str(moment), "webhook-signature": f"v1,{proof}"}


def _key(secret: str) -> bytes:
    """The bytes of a secret: what stands behind `whsec_` is base64, anything else is taken as it is."""
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except Garbled:
        raise ServiceError("EXTRACTOR_WEBHOOK_SECRET: what stands behind whsec_ is no base64.") from None
