"""What asking costs, and how fast it may go: shared by all questions of a run, whatever thread or loop asks them."""

from __future__ import annotations

import threading
from time import monotonic

from extractor.llm.settings import Price, Settings


class Spending:
    """Counts calls and tokens, and says when the budget is spent; a question under way is not broken off."""

    def __init__(self, settings: Settings) -> None:
        self._price: Price | None = settings.prices.get(settings.model)
        self._most_tokens, self._most_usd = settings.budget_tokens, settings.budget_usd
        self._lock = threading.Lock()
        self.calls = self.sent = self.written = self.remembered = 0

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
