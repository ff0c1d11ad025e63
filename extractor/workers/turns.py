"""Whose turn it is: what several people wait for is handed out so that nobody keeps it from the others."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterable
from itertools import count
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Turns(Generic[_Thing]):
    """A number of things that one after the other uses, in any number of threads.

    Nobody holds more than `each` of them at once. Of those who wait it is the turn of the one who holds fewest, then of
    the one who had none for longest: somebody who asks for a hundred waits behind somebody who asks for one.
    """

    def __init__(self, things: Iterable[_Thing], each: int) -> None:
        self._free = list(things)
        self._all = len(self._free)
        self._each = each
        self._changed = threading.Condition()
        self._numbers = count(1)
        self._waiting: dict[int, Hashable] = {}
        self._held = Counter[Hashable]()
        self._last: dict[Hashable, int] = {}
        self._is_closed = False

    @property
    def held(self) -> int:
        """How many are held."""
        return self._all - len(self._free)

    def take(self, who: Hashable, patience: float | None = None) -> _Thing | None:
        """The next that is free, when it is the turn of `who`; None where that is not within `patience` seconds, or
        nothing is handed out any more.
        """
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = who
            try:
                self._changed.wait_for(lambda: self._is_closed or self._next() == number, patience)
                if self._is_closed or self._next() != number:
                    return None
                self._held[who] += 1
                self._last[who] = number
                return self._free.pop()
            finally:
                del self._waiting[number]
                self._changed.notify_all()

    def give_back(self, who: Hashable, thing: _Thing) -> None:
        """Gives back what `who` took."""
        with self._changed:
            self._held[who] -= 1
            self._free.append(thing)
            self._changed.notify_all()

    def close(self) -> None:
        """Hands out nothing any more; who waits is told so."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def wait_for_all(self, seconds: float) -> bool:
        """Waits until all were given back, so many seconds at most; whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._free) == self._all, seconds)

    def _next(self) -> int | None:
        """Whose turn it is, by number; None where it is nobody's."""
        if not self._free:
            return None
        fitting = [number for number, who in self._waiting.items() if self._held[who] < self._each]
        return min(fitting, key=self._rank, default=None)

    def _rank(self, number: int) -> tuple[int, int, int]:
        who = self._waiting[number]
        return self._held[who], self._last.get(who, 0), number
