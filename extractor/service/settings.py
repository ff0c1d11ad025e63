"""How a service is set up: where its store is, where it listens, and what it refuses."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr

from extractor.errors import ServiceError
from extractor.store.offers import BlankRule
from extractor.work import SECONDS, STEPS


class ConnectionLimits(NamedTuple):
    """How many connections there may be, and how long each is waited for."""

    most: int = 1000
    each: int = 250
    """From one address, but for a proxy's: an office may have one for all its people."""
    head_seconds: float = 20.0
    """For a request's head to come whole, from the connection or its first character on."""
    body_seconds: float = 30.0
    body_bytes: int = 15_000
    """So much of a request's body must come in `body_seconds`, each time: half a kilobyte a second."""
    sending_seconds: float = 60.0
    """For a client to take any more of an answer."""
    idle_seconds: int = 150
    """For the next request: longer than proxies keep their connections, or a request may meet its end."""


class Limits(NamedTuple):
    """What is refused, so that nobody can fill memory or disk; bytes, seconds, and counts."""

    document_bytes: int = 20_000_000
    batch_bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    batch_files: int = 2_000
    other_bytes: int = 1_000_000
    steps: int = STEPS
    """Of work, for one document."""
    reading_seconds: float = SECONDS
    drawing_seconds: float = 30.0
    """For one picture of a page; so long a picture also waits for others to be drawn."""
    drawing_memory: int = 3_000_000_000
    failures: int = 10
    """So many wrong tokens from one address within `failure_seconds`, and further wrong ones must wait."""
    failure_seconds: float = 60.0
    spare_bytes: int = 64_000_000
    """So much of a disk is kept free for what was taken on already, or a twentieth of a small one."""
    connections: ConnectionLimits = ConnectionLimits()


class WebhookSettings(NamedTuple):
    """Which addresses are told of events, and the secret that messages to them are signed with."""

    addresses: tuple[str, ...] = ()
    secret: SecretStr = SecretStr("")


class Settings(NamedTuple):
    """What `extractor serve` was told."""

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    limits: Limits = Limits()
    second_keying: float = 0.05
    """The share of what is settled that somebody else keys again."""
    blanks: BlankRule = "none"
    """What a blank means in this house, which all are told who decide."""
    seeded_errors: float = 0.0
    """For this share of what somebody settles in a browser they meet a known error among what waits (`seeding`)."""
    public_url: str | None = None
    """Where browsers find the service when a proxy stands before it, such as `https://reports.example.cn`."""
    proxies: tuple[str, ...] = ()
    """The addresses or networks of proxies that are believed when they say for whom they ask (`X-Forwarded-For`)."""
    webhooks: WebhookSettings = WebhookSettings()

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """The URL of its root: the public one, or as this machine sees it."""
        if self.public_url is not None:
            return self.public_url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def public_url(given: str) -> str:
    """A public URL as browsers name the origin of its pages.

    Raises:
        ServiceError: it is no address of a whole site.
    """
    try:
        found = urlsplit(given.strip())
        port, host = found.port, (found.hostname or "").encode("idna").decode()
    except ValueError:
        raise _no_public_url(given) from None
    if found.scheme not in ("http", "https") or not host or found.username is not None:
        raise _no_public_url(given)
    if found.path not in ("", "/") or found.query or found.fragment:
        raise ServiceError(f"{given}: has more than a host; the service needs a host of its own, without a path.")
    is_usual = port is None or port == {"http": 80, "https": 443}[found.scheme]
    shown = f"[{host}]" if ":" in host else host
    return f"{found.scheme}://{shown}{'' if is_usual else f':{port}'}"


def _no_public_url(given: str) -> ServiceError:
    return ServiceError(f"{given}: is no public URL; give one such as https://reports.example.cn.")


_SHORTEST_SECRET = 24


def webhooks(addresses: Sequence[str], secret: str) -> WebhookSettings:
    """The addresses that are told of events.

    Raises:
        ServiceError: one is no address, or the secret is missing or too short to be one.
    """
    for one in addresses:
        try:
            found = urlsplit(one)
            is_address = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
        except ValueError:
            is_address = False
        if not is_address or not one.isprintable() or " " in one:
            raise ServiceError("--webhook: is no address; give one such as https://example.cn/extractor.")
    if addresses and len(secret) < _SHORTEST_SECRET:
        told = f"set a secret of {_SHORTEST_SECRET} characters or more; messages are signed by it."
        raise ServiceError(f"EXTRACTOR_WEBHOOK_SECRET: {told}")
    return WebhookSettings(tuple(dict.fromkeys(addresses)), SecretStr(secret))


def proxies(given: str) -> tuple[str, ...]:
    """The addresses of proxies, given with commas between them.

    Raises:
        ServiceError: one is no address and no network.
    """
    found = tuple(one.strip() for one in given.split(","))
    for one in found:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise ServiceError(f"{one}: is no proxy's address; give one such as 127.0.0.1 or 10.0.0.0/8.") from None
    return found
