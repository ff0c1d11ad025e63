"""Who must wait: whoever guesses, and whoever asks for much at once.

Secrets that nobody ever had are counted by where they come from. Only a wrong one is ever counted, and only a wrong
one made to wait: a good one is let in from the same address, for an office has one address and many people. What keeps
a guess from being a good one is the secret's 256 random bits; the count keeps guessers from writing the log full,
tells of them in it, and has well-meaning programs stop.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import NamedTuple

from anyio import CapacityLimiter

_MOST_NETWORKS = 10_000


class Guess(NamedTuple):
    """What follows from a wrong secret: so many seconds to wait (0 where there are none), and whether a wait begins."""

    wait: float
    is_last: bool


class Throttle:
    """Counts wrong secrets by network, within a window of time; keeps a bounded number of networks."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, network: str) -> Guess:
        """Counts a wrong secret; while its network waits nothing more is counted, so that the wait ends."""
        with self._lock:
            now = self._clock()
            times = self._times.setdefault(network, deque())
            self._times.move_to_end(network)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._failures:
                return Guess(times[0] + self._seconds - now, False)
            times.append(now)
            if len(self._times) > _MOST_NETWORKS:
                self._times.popitem(last=False)
            return Guess(0.0, len(times) == self._failures)


class AtOnce:
    """How many requests of one person are worked on at the same time: the others wait outside, in no thread, so that
    there is always one for everybody else.
    """

    def __init__(self, each: int) -> None:
        self._each = each
        self._limiters: dict[int, CapacityLimiter] = {}

    def of(self, person: int) -> CapacityLimiter:
        """The limiter for the threads in which a person's requests are worked on."""
        return self._limiters.setdefault(person, CapacityLimiter(self._each))
