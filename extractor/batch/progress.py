"""How far a batch is: one line that stays where it is on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TextIO

from extractor.batch.engine import Event
from extractor.batch.ledger import Counts
from extractor.batch.work import Outcome

_OFTEN, _SELDOM = 0.1, 10.0
_WINDOW = 60.0
_BAR = 24
_ERASE = "\r\x1b[2K"


class Progress:
    """One batch's progress, to a stream (stderr); `is_quiet` shows none; `clock` tells seconds, `columns` the width,
    and `told` gives what is said in the reader's language.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        is_quiet: bool = False,
        clock: Callable[[], float] = monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
        told: Callable[[str], str] = str,
    ) -> None:
        # The stderr of now, which need not be the one this module was imported under.
        self._stream = sys.stderr if stream is None else stream
        self._is_quiet, self._clock, self._columns = is_quiet, clock, columns
        self._is_live = self._stream.isatty()
        self._total = self._done = 0
        self._counts = Counts()
        self._shown_at = float("-inf")
        self._begun_at = clock()
        self._first_at: float | None = None
        self._past: deque[tuple[float, int]] = deque()
        self._in_words = told
        self._told: set[str] = set()

    @property
    def seconds(self) -> float:
        """How long the reading has taken, with all its passes and what was waited between them."""
        return self._clock() - (self._begun_at if self._first_at is None else self._first_at)

    def finding(self, count: int) -> None:
        """So many files were found."""
        self._show(lambda _: self._in_words(f"Looking for files: {count:,}"))

    def read_again(self, difference: str) -> None:
        """The results are let go, as something else made them: said in a line of its own, which stays."""
        if not self._is_quiet:
            said = self._in_words(f"What is in the run is read again ({difference}).")
            print(said, file=self._stream, flush=True)

    def begin(self, total: int, counts: Counts) -> None:
        """So many files are to be read, beside what the run has."""
        self._total, self._done, self._counts = total, 0, counts
        self._begun_at = self._clock()
        self._first_at = self._begun_at if self._first_at is None else self._first_at
        self._past = deque([(self._begun_at, 0)])
        self._shown_at = self._begun_at if not self._is_live else float("-inf")

    def watch(self, event: Event | None) -> None:
        """A file is done with, or time passes."""
        if event is not None:
            self._done += 1
            if not event.is_known:
                self._counts = _counted(self._counts, event.outcome)
            for sentence in event.outcome.told:
                self.tell(sentence)
        self._show(self._line)

    def waiting(self, how: str) -> None:
        """Answers are waited for; so far that has come to this."""
        self._show(lambda _: how)

    def tell(self, sentence: str) -> None:
        """Says once, in a line that stays, what is wrong with the model's endpoint; quiet or not."""
        if sentence not in self._told:
            self._told.add(sentence)
            erased = _ERASE if self._is_live and not self._is_quiet else ""
            print(f"{erased}extractor: {self._in_words(sentence)}", file=self._stream, flush=True)
            self._shown_at = float("-inf") if self._is_live else self._shown_at

    def end(self) -> None:
        """Takes the line away."""
        if self._is_live and not self._is_quiet:
            self._stream.write(_ERASE)
            self._stream.flush()

    def _show(self, line: Callable[[int], str]) -> None:
        now = self._clock()
        if self._is_quiet or now - self._shown_at < (_OFTEN if self._is_live else _SELDOM):
            return
        self._shown_at = now
        if self._is_live:
            width = max(self._columns() - 1, 20)
            self._stream.write(_ERASE + line(width)[:width])
        else:
            self._stream.write(line(10_000) + "\n")
        self._stream.flush()

    def _line(self, width: int) -> str:
        """The line, with as much in it as the width takes: what matters most comes first."""
        counts, rate = self._counts, self._rate()
        parts = [f"{self._done:,} of {self._total:,}"]
        if rate > 0:
            parts.append(f"{rate:,.1f}/s")
            taken = self._clock() - self._begun_at
            parts.append(f"{duration((self._total - self._done) * taken / max(self._done, 1))} left")
        if counts.figures:
            parts.append(f"{share(counts.accepted, counts.figures)} accepted")
        parts.append(f"{counts.in_review:,} to review")
        if counts.no_report:
            parts.append(holding_none(counts.no_report))
        if counts.unknown_form:
            parts.append(f"{counts.unknown_form:,} of another form")
        if counts.not_read:
            parts.append(f"{counts.not_read:,} not read")
        if counts.tokens:
            spent = "" if counts.cost is None else f", {counts.cost:.2f} USD"
            parts.append(f"{counts.tokens:,} tokens{spent}")
        while len(parts) > 1 and len(" · ".join(parts)) > width:
            parts.pop()
        text = self._in_words(" · ".join(parts))
        room = width - len(text) - 1
        return f"{_bar(self._done, self._total, min(room, _BAR))} {text}" if self._is_live and room >= 8 else text

    def _rate(self) -> float:
        """Files a second, over the last minute."""
        now = self._clock()
        self._past.append((now, self._done))
        while now - self._past[0][0] > _WINDOW and len(self._past) > 2:
            self._past.popleft()
        then, done = self._past[0]
        return (self._done - done) / (now - then) if now > then else 0.0


def _bar(done: int, total: int, width: int) -> str:
    full = width if total == 0 else done * width // total
    return "━" * full + "─" * (width - full)


def _counted(counts: Counts, outcome: Outcome) -> Counts:
    """The counts with one more unit."""
    if outcome.state == "no-report":
        return counts._replace(no_report=counts.no_report + 1)
    if outcome.state == "unknown-form":
        return counts._replace(unknown_form=counts.unknown_form + 1)
    if outcome.state == "unreadable":
        return counts._replace(unreadable=counts.unreadable + 1)
    if outcome.state == "failed":
        return counts._replace(failed=counts.failed + 1)
    cost = counts.cost if outcome.cost is None else (counts.cost or 0.0) + outcome.cost
    return counts._replace(
        read=counts.read + 1,
        figures=counts.figures + outcome.figures,
        accepted=counts.accepted + outcome.accepted,
        in_review=counts.in_review + (outcome.accepted < outcome.figures),
        tokens=counts.tokens + outcome.tokens,
        cost=cost,
    )


def holding_none(files: int) -> str:
    """So many files in which there is no report."""
    return f"{files:,} hold no report" if files != 1 else "1 holds no report"


def share(part: int, whole: int) -> str:
    """A share in percent, rounded down: 100 % is all."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "—"


def duration(seconds: float) -> str:
    """A time as people say it, in its two largest units."""
    whole = round(seconds)
    for unit, name, below, under in ((86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s")):
        if whole >= unit:
            return f"{whole // unit}{name} {whole % unit // below:02}{under}"
    return f"{whole}s"
