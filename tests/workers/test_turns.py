"""Whoever waits comes to their turn, however much others ask for."""

from __future__ import annotations

import threading
import time

from extractor.workers.turns import Turns


class Line:
    """Threads that wait for a turn, each until it is known to wait, and the names of those who had one."""

    def __init__(self, turns: Turns[str]) -> None:
        self.turns = turns
        self.had: list[str] = []
        self._threads: list[threading.Thread] = []

    def wait(self, *names: str) -> None:
        for name in names:
            thread = threading.Thread(target=self._take, args=(name,))
            self._threads.append(thread)
            before = len(self.turns._waiting)  # pyright: ignore[reportPrivateUsage]
            thread.start()
            while len(self.turns._waiting) == before:  # pyright: ignore[reportPrivateUsage]
                time.sleep(0.001)

    def _take(self, name: str) -> None:
        thing = self.turns.take(name[0], 60)
        assert thing is not None
        self.had.append(name)
        self.turns.give_back(name[0], thing)

    def end(self) -> list[str]:
        for thread in self._threads:
            thread.join(60)
        return self.had


def test_who_asks_for_one_does_not_wait_behind_all_that_another_asks_for() -> None:
    turns = Turns(["worker"], each=1)
    assert turns.take("a") == "worker"
    line = Line(turns)
    line.wait("a1", "a2", "a3", "b1", "c1")
    turns.give_back("a", "worker")
    assert line.end() == ["b1", "c1", "a1", "a2", "a3"]


def test_nobody_holds_more_than_they_may() -> None:
    turns = Turns(["one", "other"], each=1)
    held = turns.take("a")
    assert held is not None
    assert turns.take("a", patience=0) is None
    assert turns.take("b", patience=0) is not None
    assert turns.held == 2
    turns.give_back("a", held)
    assert turns.take("a", patience=0) == held


def test_who_waits_is_told_when_nothing_is_handed_out_any_more() -> None:
    turns = Turns(["worker"], each=1)
    assert turns.take("a") == "worker"
    told: list[str | None] = []
    waiting = threading.Thread(target=lambda: told.append(turns.take("b")))
    waiting.start()
    turns.close()
    waiting.join(60)
    assert told == [None]
    assert not turns.wait_for_all(0)
    turns.give_back("a", "worker")
    assert turns.wait_for_all(0)
