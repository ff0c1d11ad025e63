"""Runs the service: opens its parts, prints the link to sign in with, and listens."""

from __future__ import annotations

import socket
import sys

import uvicorn

from extractor.errors import ServiceError
from extractor.service.app import make_app, opened
from extractor.service.settings import Settings
from extractor.service.state import ServiceState
from extractor.store import Store
from extractor.store.audit import Deed, record
from extractor.store.people import count_tokens, grant, person_named

_GRACE_SECONDS = 5
_IDLE_SECONDS = 150
"""How long a connection waits for the next request: longer than proxies keep theirs, or a request may meet its end."""
_LOCAL_PERSON = "local"


def serve(settings: Settings) -> None:
    """Serves until it is interrupted.

    Raises:
        StoreError: the store cannot be opened.
        ServiceError: it may not listen there, or cannot.
    """
    with opened(settings) as service:
        if not settings.is_local:
            _check_guarded(service.store, settings)
        listening = _listen(settings)
        settings = settings._replace(port=listening.getsockname()[1])
        _tell(service, settings)
        config = uvicorn.Config(
            make_app(service),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
        )
        uvicorn.Server(config).run(sockets=[listening])


def _check_guarded(store: Store, settings: Settings) -> None:
    """Refuses to listen where others can reach it as long as nobody has a token."""
    with store.reading() as session:
        if count_tokens(session, store.now()) == 0:
            raise ServiceError(
                f"{settings.host}: others can reach this address, and nobody has a token; "
                "make one first: extractor token create NAME --role admin"
            )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Said to be TCP, or asyncio would not switch off Nagle's delay, and each answer would wait 40 ms for nothing.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
