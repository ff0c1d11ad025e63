"""Runs the service: opens its parts, prints the link to sign in with, and listens."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

import uvicorn

from extractor.errors import ServiceError
from extractor.service.app import make_app, opened
from extractor.service.connections import Connections
from extractor.service.settings import Settings
from extractor.service.state import ServiceState
from extractor.store import Store
from extractor.store.audit import Deed, record
from extractor.store.people import count_tokens, grant, person_named

_GRACE_SECONDS = 5
_MOST_FILES = 65_536
_BACKLOG = 128
"""So many connections at once the system hands over before any is seen here; they need files as well."""
_KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""After a minute of silence the system asks whether a client is there, and ends what has not answered for another."""
_LOCAL_PERSON = "local"


def serve(settings: Settings) -> None:
    """Serves until it is interrupted.

    Raises:
        StoreError: the store cannot be opened, has no space left, or another server works on it.
        ServiceError: it may not listen there, or cannot.
    """
    with opened(settings) as service:
        if not settings.is_local:
            _check_guarded(service.store, settings)
        service.store.check_space()
        listening = _listen(settings)
        settings = settings._replace(port=listening.getsockname()[1])
        _tell(service, settings)
        uvicorn.Server(_config(service, settings)).run(sockets=[listening])


def _config(service: ServiceState, settings: Settings) -> uvicorn.Config:
    """How uvicorn is to serve; of the files that this process may have open, half may be connections."""
    files, limits = _files(), settings.limits.connections
    limits = limits._replace(most=min(limits.most, files // 2))
    connections = Connections(limits, settings.proxies, lambda why: service.metrics.ended.labels(why).inc())
    return uvicorn.Config(
        make_app(service),
        http=connections.protocol,
        ws="none",
        backlog=min(_BACKLOG, files // 16),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
    )


def _check_guarded(store: Store, settings: Settings) -> None:
    """Refuses to listen where others can reach it as long as nobody has a token."""
    with store.reading() as session:
        if count_tokens(session, store.now()) == 0:
            raise ServiceError(
                f"{settings.host}: others can reach this address, and nobody has a token; "
                "make one first: extractor token create NAME --role admin"
            )


def _files() -> int:
    """How many files and connections this process may have open, after it has asked for as many as it may ask for."""
    try:
        import resource
    except ImportError:  # where the system knows no such limit
        return _MOST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # macOS promises more than it gives
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Said to be TCP, or asyncio would not switch off Nagle's delay, and each answer would wait 40 ms for nothing.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, number in _KEEPALIVE.items():
        if hasattr(socket, name):  # what is accepted inherits these
            listening.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), number)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        where = f"{settings.host}:{settings.port}"
        raise ServiceError(f"{where}: cannot listen there ({error.strerror or error}); name another --port.") from None
    return listening


def _tell(service: ServiceState, settings: Settings) -> None:
    """Prints where it listens; on this machine alone, with a link that signs in once."""
    if settings.is_local:
        print(f"extractor is at {settings.address}/login?token={_link(service.store)}")
        print("The link signs in once, within 15 minutes, as admin. Ctrl-C ends the service.")
    else:
        print(f"extractor is at {settings.address}/ for those who have a token. Ctrl-C ends the service.")
    sys.stdout.flush()


def _link(store: Store) -> str:
    with store.writing() as session:
        now = store.now()
        person = person_named(session, _LOCAL_PERSON, now)
        record(session, Deed("link.create", None, {"role": "admin"}, person), now)
        return grant(session, person, "admin", now, kind="link").secret
