"""What the prose speaks of at a place: the topic, the row or dispute, the year and the scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.narrative.model import Claim, Scope
from extractor.narrative.rules import Rules
from extractor.narrative.wording import occurs

_SCOPE_REACH = 30
_YEAR = re.compile(r"(20[0-9]{2})\s*年")


@dataclass(slots=True)
class Talk:
    """What has been spoken of so far in a paragraph.

    `row` and `whole`: the application row last counted whole, and its claim. `disputes`: the kinds of dispute counted
    since the last outcome (`settled`) was told, with whether there were any. `scope`: whom the last whole counts.
    """

    topic: str = ""
    row: str = ""
    whole: Claim | None = None
    disputes: list[tuple[str, Claim]] = field(default_factory=list[tuple[str, Claim]])
    settled: bool = False
    scope: Scope | None = None

    def turn_to(self, topic: str) -> None:
        """A noun of this topic was passed."""
        if not topic or (topic == "requests" and self.topic == "applications"):
            return
        if topic not in ("applications", "requests"):
            self.row, self.whole = "", None
        self.topic = topic

    def live_disputes(self) -> list[tuple[str, Claim]]:
        """The kinds of dispute an outcome may belong to: those of which there were any."""
        return [(key, claim) for key, claim in self.disputes if claim.value != 0]


class Year:
    """The year the report is about: as told, or else the one its text names most often."""

    def __init__(self, text: str, year: int | None) -> None:
        self._text = text
        self._year = year
        self._counted = year is not None

    def get(self) -> int | None:
        """The year, or None where the text names none. Of equally frequent years the later one."""
        if not self._counted:
            counts: dict[int, int] = {}
            for year in map(int, _YEAR.findall(self._text)):
                counts[year] = counts.get(year, 0) + 1
            self._year = max(counts, key=lambda year: (counts[year], year), default=None)
            self._counted = True
        return self._year


class Setting:
    """The words of one sentence that place its claims in time and say whom they count."""

    def __init__(self, rules: Rules, text: str, start: int, end: int, year: Year) -> None:
        self._rules = rules
        self._text = text
        self._start = start
        self._end = end
        self._year = year
        self._times: list[tuple[int, bool]] | None = None

    def is_of_another_time(self, at: int) -> bool:
        """Whether what stands here is told of another year, or of what is still to come."""
        if self._times is None:
            self._times = list(self._find_times())
        for place, other in reversed(self._times):
            if place <= at:
                if other:
                    return True
                break
        return occurs(self._rules.times.plans, self._text[self._start : at])

    def _find_times(self) -> list[tuple[int, bool]]:
        """Where each word of time ends, and whether it is another time than the report's."""
        times = self._rules.times
        found: list[tuple[int, bool]] = []
        for match in times.pattern.finditer(self._text, self._start, self._end):
            word = match.group()
            if word[0] == "《" or self._text.endswith(times.not_after, self._start, match.start()):
                continue
            if self._text.startswith(times.not_before, match.end()):
                continue
            year = self._year.get() if word[0] == "2" else None
            found.append((match.end(), word in times.other or (year is not None and word != f"{year}年")))
        return found

    def is_of_year(self, words: str, which: str) -> bool:
        """Whether the year named in these words, if any, is `later` or `earlier` than the report's."""
        named = _YEAR.search(words)
        if named is None:
            return True
        year = self._year.get()
        if year is None:
            return False
        return int(named[1]) > year if which == "later" else int(named[1]) < year

    def is_about_disclosure(self, at: int) -> bool:
        """Whether the sentence has spoken of disclosure by here."""
        return occurs(self._rules.disclosure, self._text[self._start : at])

    def scope(self, at: int, whole: bool) -> Scope | None:
        """The word of scope in force here; 其中 is one only where a `whole` is counted."""
        found: str | None = None
        for *_, word in self._rules.scope.find(self._text, max(self._start, at - _SCOPE_REACH), at):
            found = word
        if found is not None:
            return self._rules.scopes[found]
        if whole:
            since = max(self._start, self._text.rfind(";", self._start, at))
            return _first(self._rules.part, lambda scope: self._text.find(scope.word, since, at) >= 0)
        return None


def _first(scopes: tuple[Scope, ...], holds: Callable[[Scope], bool]) -> Scope | None:
    return next(filter(holds, scopes), None)
