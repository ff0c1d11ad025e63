"""What asking costs, and how fast it may go: shared by all questions of a run, whatever thread or loop asks them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from extractor.llm.settings import Price, Settings

_LONGEST_TOKEN = 128
"""Characters: no vocabulary has a longer token, so a text is at least so many tokens."""
_MOST_A_CHARACTER = 4
"""Tokens: no more than its bytes."""
_AROUND = 2_000
"""Tokens that a server may put around a question: its template, how to use tools."""
_THOUGHT = 131_072
"""Tokens that a model may write and not show."""


class Charge:
    """The tokens of one question over all its attempts; the attempt under way counts as the most that it may take.

    What a server says it counted is believed where it can be so; else every character is taken for a token, which is
    two to four times what the models of today make of such tables. So a budget is spent whatever a server says.
    """

    def __init__(self) -> None:
        self._done = (0, 0)
        self._open = (0, 0)

    @property
    def sent(self) -> int:
        """The tokens sent."""
        return self._done[0] + self._open[0]

    @property
    def written(self) -> int:
        """The tokens written."""
        return self._done[1] + self._open[1]

    def begin(self, sent: int, written: int) -> None:
        """Counts an attempt that is about to be made: so many characters are sent, so many tokens may be written."""
        self._done = (self.sent, self.written)
        self._open = (sent, written)

    def drop(self) -> None:
        """Takes the attempt back: nobody worked on it."""
        self._open = (0, 0)

    def settle(self, sent: int, written: int, length: int) -> None:
        """Counts for the attempt what the server says, of an answer of so many characters, where that can be."""
        most_sent, most_written = self._open
        estimate = max(length, most_written)
        self._open = (
            sent if _can_be(sent, most_sent, _AROUND) else most_sent,
            written if _can_be(written, length, max(_THOUGHT, most_written)) else estimate,
        )


def _can_be(tokens: int, characters: int, more: int) -> bool:
    """Whether a text of so many characters, and some that is not known, can have so many tokens."""
    return max(1, characters // _LONGEST_TOKEN) <= tokens <= _MOST_A_CHARACTER * characters + more


class Spending:
    """Counts calls and tokens, and says when the budget is spent; a question under way is not broken off."""

    def __init__(self, settings: Settings) -> None:
        # Of two models the dearer: a budget is rather spent too early than too late.
        self._price: Price | None = settings.dearest
        self._most_tokens, self._most_usd = settings.budget_tokens, settings.budget_usd
        self._lock = threading.Lock()
        self.calls = self.sent = self.written = self.remembered = 0
        self.goes_on: Callable[[], bool] | None = None
        """Is asked before each question whether there is to be one; it may look at what was spent so far."""

    def count(self, sent: int, written: int) -> None:
        """Counts one question that was sent and answered."""
        with self._lock:
            self.calls += 1
            self.sent += sent
            self.written += written

    def count_remembered(self) -> None:
        """Counts one answer that had been given before and cost nothing."""
        with self._lock:
            self.remembered += 1

    @property
    def usd(self) -> float | None:
        """What was spent, in US dollars; None where the model's price is not in the settings."""
        return None if self._price is None else cost(self._price, self.sent, self.written)

    @property
    def is_called_off(self) -> bool:
        """Whether nothing more is to be asked, whatever the budget allows."""
        return self.goes_on is not None and not self.goes_on()

    @property
    def over(self) -> bool:
        """Whether nothing more may be spent."""
        if self._most_tokens is not None and self.sent + self.written >= self._most_tokens:
            return True
        return self._most_usd is not None and self.usd is not None and self.usd >= self._most_usd


def cost(price: Price, sent: int, written: int) -> float:
    """US dollars for so many tokens."""
    return (sent * price.sent + written * price.written) / 1e6


class Pace:
    """How long a question has to wait: so many a minute are sent, and none while the endpoint asks for a rest."""

    def __init__(self, per_minute: float | None) -> None:
        self._between = 60.0 / per_minute if per_minute else 0.0
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> float:
        """The seconds until the next question may be sent; it is then counted as sent."""
        with self._lock:
            now = monotonic()
            at = max(now, self._next)
            self._next = at + self._between
            return at - now

    def rest(self, seconds: float) -> None:
        """Lets all questions wait so long from now."""
        with self._lock:
            self._next = max(self._next, monotonic() + seconds)
