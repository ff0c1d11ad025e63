"""The line that says how far a batch is fits the terminal, and is a line now and then elsewhere."""

from __future__ import annotations

import io

import pytest

from extractor.batch.engine import Event
from extractor.batch.ledger import Counts
from extractor.batch.progress import Progress, duration, share
from extractor.batch.tasks import Task
from extractor.batch.work import Outcome

READ = Event(Task("a", -1, "a"), Outcome("read", figures=200, accepted=199, tokens=1000, cost=0.5))
BAD = Event(Task("b", -1, "b"), Outcome("unreadable", "is empty."))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _progress(stream: io.StringIO, columns: int = 120) -> Progress:
    ticks = iter(range(0, 1_000_000, 2))
    made = Progress(stream, clock=lambda: next(ticks), columns=lambda: columns)
    made.begin(10, Counts())
    return made


def test_the_line_says_what_is_done_left_accepted_in_review_failed_and_spent() -> None:
    stream = Terminal()
    progress = _progress(stream)
    progress.watch(READ)
    progress.watch(BAD)
    line = stream.getvalue().split("\r\x1b[2K")[-1]
    for part in (
        "━",
        "2 of 10",
        "/s",
        "left",
        "99.5 % accepted",
        "1 to review",
        "1 not read",
        "1,000 tokens, 0.50 USD",
    ):
        assert part in line


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_line_is_never_wider_than_the_terminal(columns: int) -> None:
    stream = Terminal()
    progress = _progress(stream, columns)
    for _ in range(5):
        progress.watch(READ)
    assert all(len(line) < max(columns, 21) for line in stream.getvalue().split("\r\x1b[2K"))


def test_what_a_narrow_terminal_has_no_room_for_is_left_out_whole() -> None:
    said: list[set[str]] = []
    for columns in (200, 44):
        stream = Terminal()
        progress = _progress(stream, columns)
        for _ in range(5):
            progress.watch(READ)
        line = stream.getvalue().split("\r\x1b[2K")[-1].lstrip("━─ ")
        said.append(set(line.split(" · ")))
    assert said[1] < said[0]


def test_elsewhere_there_is_a_line_every_ten_seconds_and_no_escape() -> None:
    stream = io.StringIO()
    progress = _progress(stream)
    for _ in range(10):
        progress.watch(READ)
    assert "\x1b" not in stream.getvalue()
    assert 1 <= stream.getvalue().count("\n") <= 8


def test_times_and_shares_are_said_as_people_say_them() -> None:
    assert [duration(seconds) for seconds in (5, 65, 3660, 90_000)] == ["5s", "1m 05s", "1h 01m", "1d 01h"]
    assert share(9999, 10_000) == "99.9 %"
    assert share(0, 0) == "—"
