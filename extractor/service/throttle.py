"""Who must wait: whoever guesses, and whoever asks for much at once.

Secrets that nobody ever had are counted by where they come from. Only a wrong one is ever counted, and only a wrong
one made to wait: a good one is let in from the same address, for an office has one address and many people. What keeps
a guess from being a good one is the secret's 256 random bits; the count keeps guessers from writing the log full,
tells of them in it, and has well-meaning programs stop.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import NamedTuple

from anyio import CapacityLimiter

_MOST_NETWORKS = 10_000


POLICY = "wrong-tokens"


class Guess(NamedTuple):
    """What follows from a wrong secret: so many seconds to wait (0 where there are none), and whether a wait begins.

    `left` is how many more are taken, and `resets` after how many seconds there are more.
    """

    wait: float
    is_last: bool
    left: int
    resets: float


class Throttle:
    """Counts wrong secrets by network, within a window of time; keeps a bounded number of networks."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def headers(self, guess: Guess) -> dict[str, str]:
        """What a program is told of its limit.

        Source: draft-ietf-httpapi-ratelimit-headers-10: q is the quota, w its window in seconds, r what is left of it,
        t after how many seconds there is more.
        """
        policy = f'"{POLICY}";q={self._failures};w={math.ceil(self._seconds)}'
        return {"RateLimit-Policy": policy, "RateLimit": f'"{POLICY}";r={guess.left};t={math.ceil(guess.resets)}'}

    def count(self, network: str) -> Guess:
        """Counts a wrong secret; while its network waits nothing more is counted, so that the wait ends."""
        with self._lock:
            now = self._clock()
            times = self._times.setdefault(network, deque())
            self._times.move_to_end(network)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._failures:
                wait = times[0] + self._seconds - now
                return Guess(wait, False, 0, wait)
            times.append(now)
            if len(self._times) > _MOST_NETWORKS:
                self._times.popitem(last=False)
            left = self._failures - len(times)
            return Guess(0.0, left == 0, left, times[0] + self._seconds - now)


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
