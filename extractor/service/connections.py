"""How many connections there are, and how long each is waited for: who holds a place without using it loses it.

uvicorn ends a connection that stays idle after an answer, and waits for everything else as long as it takes: for the
first request, for the rest of its head or its body, for a client that does not take its answer. Here each connection is
looked at twice a second, and ended if it has shown nothing new for as long as its stage allows. Where there are more
than there may be, a new one is given the place of the one that has waited longest for a request of its client.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import ClassVar, Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from extractor.service.addresses import is_among, network_of
from extractor.service.problems import Refusal, answer
from extractor.service.settings import ConnectionLimits

_LOOK_SECONDS = 0.5

Stage = Literal["idle", "head", "body", "answer", "sending", "rest"]
"""What a connection waits for: a next request (uvicorn ends these), the head of one, its body, the answer (which may
take its time), the client to take what was sent, or the rest of a body that was answered already."""


class Connection(H11Protocol):
    """One connection, which knows what it waits for and since when."""

    among: ClassVar[Connections]
    network: str = ""
    waiting_since: float = 0.0
    """When it was made, or its last request answered."""
    _since: float = 0.0
    """When it was first seen in its stage."""
    _seen: tuple[Stage, RequestResponseCycle | None, int] = ("head", None, 0)
    _moved: int = 0
    """What has come, or was taken, since then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Takes its place among the others, or is told that there is none."""
        super().connection_made(transport)
        self.network = network_of(self.host)
        self.waiting_since = self._since = self.loop.time()
        self.among.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Gives its place to others."""
        super().connection_lost(exc)
        self.among.forget(self)

    def data_received(self, data: bytes) -> None:
        """Takes what has come."""
        self._moved += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Waits for the next request."""
        self.waiting_since = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Goes on sending, for the client has taken most of what was waiting for it."""
        self._moved += 1
        super().resume_writing()

    @property
    def host(self) -> str:
        """The address at its other end: the client's, or a proxy's."""
        return self.client[0] if self.client else ""

    @property
    def request(self) -> RequestResponseCycle | None:
        """The last request that was made here, answered or not."""
        return self.cycle

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is asked of the service here, and nothing on its way to the client."""
        is_answered = self.request is None or self.request.response_complete
        is_idle = self.conn.their_state is h11.IDLE and not self.transport.get_write_buffer_size()
        return is_answered and is_idle and not self.transport.is_closing()

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        request = self.request
        if self.transport.get_write_buffer_size():
            return "sending"
        if request is None or self.is_waiting:
            return "head" if request is None or self.conn.trailing_data[0] else "idle"
        if request.response_complete:
            return "rest"
        is_slow = request.more_body and not self.flow.read_paused and not request.waiting_for_100_continue
        return "body" if is_slow else "answer"

    def look(self) -> None:
        """Ends the connection if nothing new has come for as long as its stage allows."""
        now = self.loop.time()
        seen = (self.stage, self.request, self.transport.get_write_buffer_size())
        seconds, least = self.among.patience(seen[0])
        is_over = now - self._since >= seconds
        if seen != self._seen or (is_over and self._moved >= least):
            self._seen, self._since, self._moved = seen, now, 0
        elif is_over:
            self.among.ended(seen[0])
            self._give_up(seconds)

    def _give_up(self, seconds: float) -> None:
        """Tells a client that is slow to ask why it is not waited for any more; one that does not listen is cut off."""
        stage, request, _ = self._seen
        has_begun = bool(self.conn.trailing_data[0]) if stage == "head" else stage == "body"
        if has_begun and (request is None or request.response_complete or not request.response_started):
            detail = f"the request did not come within {seconds:g} seconds, and was given up; send it again."
            self.close_with(Refusal(408, "too-slow", detail))
        else:
            self.transport.abort()

    def close_with(self, refusal: Refusal) -> None:
        """Ends the connection with a last word; a request that was still coming is as if its client had gone."""
        if self.request is not None and not self.request.response_complete:
            self.request.disconnected = True
            self.request.message_event.set()
        self.transport.write(_spoken(refusal))
        self.transport.close()


class Connections:
    """All connections of one server, which uvicorn makes with `protocol`; `ended` counts who is cut off, by why.

    The connections of `proxies` are many people's, and only counted in all.
    """

    def __init__(self, limits: ConnectionLimits, proxies: Sequence[str], ended: Callable[[str], None]) -> None:
        self.ended = ended
        self._limits = limits
        self._proxies = proxies
        self._open: dict[Connection, None] = {}
        self._looking: asyncio.TimerHandle | None = None
        self._patience: dict[Stage, tuple[float, float]] = {
            "head": (limits.head_seconds, math.inf),
            "body": (limits.body_seconds, limits.body_bytes),
            "sending": (limits.sending_seconds, 1),
            "rest": (limits.body_seconds, math.inf),
        }

    @property
    def protocol(self) -> type[Connection]:
        """The class of these connections."""
        return type("Connection", (Connection,), {"among": self})

    def patience(self, stage: Stage) -> tuple[float, float]:
        """How many seconds a stage may take, and how much must have come by then for it to take as many again."""
        return self._patience.get(stage, (math.inf, 0))

    def admit(self, one: Connection) -> None:
        """Takes a new connection among the others; where there are too many, another is ended, or this one."""
        self._open[one] = None
        if self._looking is None:
            self._looking = one.loop.call_later(_LOOK_SECONDS, self._look, one.loop)
        if not is_among(one.host, self._proxies):
            self._make_place(one, [other for other in self._open if other.network == one.network], self._limits.each)
        self._make_place(one, list(self._open), self._limits.most)

    def _make_place(self, one: Connection, among: Sequence[Connection], most: int) -> None:
        """If there are more than `most`, ends the one that waits longest for a request, first where none was made."""
        if len(among) <= most or one.transport.is_closing():
            return
        self.ended("too-many")
        waiting = [other for other in among if other.is_waiting and other is not one]
        if waiting:
            min(waiting, key=lambda other: (other.request is not None, other.waiting_since)).transport.abort()
        else:
            detail = "too many requests are being answered; try again in a few seconds."
            one.close_with(Refusal(503, "busy", detail, headers={"Retry-After": "5"}))

    def forget(self, one: Connection) -> None:
        """Leaves out a connection that has ended."""
        self._open.pop(one, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        for one in list(self._open):
            one.look()
        self._looking = loop.call_later(_LOOK_SECONDS, self._look, loop) if self._open else None


def _spoken(refusal: Refusal) -> bytes:
    """A refusal as it goes over the wire where no request is there to be answered."""
    response = answer(refusal)
    head = [f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}".encode(), b"connection: close"]
    head += [name + b": " + value for name, value in response.raw_headers]
    return b"\r\n".join([*head, b"", bytes(response.body)])
