"""Who showed too many wrong tokens must wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

_MOST_ADDRESSES = 10_000


class Throttle:
    """Counts failures by address, within a window of time; keeps a bounded number of addresses."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """So many seconds this address has to wait; 0 where it need not."""
        with self._lock:
            times = self._recent(address)
            if len(times) < self._failures:
                return 0.0
            return max(times[0] + self._seconds - self._clock(), 0.0)

    def fail(self, address: str) -> bool:
        """Counts a failure; whether it is the one that makes the address wait."""
        with self._lock:
            times = self._recent(address)
            times.append(self._clock())
            self._times[address] = times
            self._times.move_to_end(address)
            while len(self._times) > _MOST_ADDRESSES:
                self._times.popitem(last=False)
            return len(times) == self._failures

    def _recent(self, address: str) -> deque[float]:
        times = self._times.get(address, deque[float](maxlen=self._failures))
        while times and times[0] <= self._clock() - self._seconds:
            times.popleft()
        return times
