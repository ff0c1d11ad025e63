"""One pass over the documents of a run: what is counted of each before it is put aside."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import NamedTuple

from extractor.exporting.leftout import COPY, LeftOut, NamedByState, copy_reason
from extractor.exporting.overview.findings import Kinds
from extractor.exporting.overview.sureness import Sureness
from extractor.result import Extraction

_MOST_REASONS, MOST_FILES, MOST_NAMED = 10_000, 12, 20
STEPS = (0, 1, 6, 21, 51)
"""Reports are counted by how many of their figures wait: none, 1 to 5, 6 to 20, 21 to 50, and more."""


class ReportEntry(NamedTuple):
    """One file of a run: its extraction, or why there is none; neither, where it was not read yet.

    An extraction without a report in it has no figures; `state` tells a report of another form from what is none.
    `copy_of` names the file of the same bytes whose figures count instead.
    """

    name: str
    reason: str | None
    extraction: Extraction | None
    state: str = "no-report"
    copy_of: str | None = None


class Reason(NamedTuple):
    """Why files were not read, how many, and the first of them."""

    sentence: str
    files: int
    example: str


class Waiting(NamedTuple):
    """A report with figures in review; ordered so that the one with most comes first."""

    fewer: int
    name: str
    unit: str | None
    year: int | None
    figures: int

    @property
    def amount(self) -> int:
        """How many of its figures are in review."""
        return -self.fewer


class Tally:
    """What is counted of the documents of a run, in little memory."""

    def __init__(self) -> None:
        self.files = self.reports = self.no_report = self.copies = self.waiting = self.straight = self.figures = 0
        self.stands = Counter[str]()
        self.in_review = Counter[str]()
        self.by_step = Counter[int]()
        self.versions, self.forms, self.models = Counter[str](), Counter[str](), Counter[str]()
        self.kinds, self.sureness = Kinds(), Sureness()
        self.left_out = NamedByState(MOST_NAMED)
        self._reasons: dict[str, list[int | str]] = {}
        self._most: list[Waiting] = []

    def take(self, entry: ReportEntry) -> None:
        """Takes in one file."""
        self.files += 1
        if entry.copy_of is not None:
            self.copies += 1
            self.left_out.take(LeftOut(entry.name, COPY, copy_reason(entry.copy_of)))
        elif entry.extraction is not None and entry.extraction.holds_report:
            self._take(entry.extraction, entry.name)
        elif entry.extraction is not None:
            self.no_report += 1
            self.left_out.take(LeftOut(entry.name, entry.state, entry.reason or ""))
        elif entry.reason is None:
            self.waiting += 1
            self.left_out.take(LeftOut(entry.name, "waiting", ""))
        else:
            self._refused(entry)

    @property
    def accepted(self) -> int:
        """How many figures are accepted."""
        return self.figures - self.stands["review"]

    @property
    def not_read(self) -> int:
        """How many files could not be read."""
        return self.files - self.reports - self.copies - self.no_report - self.waiting

    def reasons(self) -> list[Reason]:
        """Why files were not read, the most frequent first; after ten thousand different ones, none is added."""
        found = [Reason(sentence, int(count), str(name)) for sentence, (count, name) in self._reasons.items()]
        return sorted(found, key=lambda one: (-one.files, one.sentence))

    def most_waiting(self) -> list[Waiting]:
        """The reports with most figures in review."""
        return sorted(self._most, key=_order)[:MOST_FILES]

    def _take(self, extraction: Extraction, name: str) -> None:
        self.reports += 1
        self.figures += len(extraction.fields)
        waits = [key for key, field in extraction.fields.items() if field.status == "review"]
        for field in extraction.fields.values():
            self.stands["review" if field.status == "review" else field.basis] += 1
        self.in_review.update(waits)
        self.by_step[max(step for step in STEPS if step <= len(waits))] += 1
        self.straight += not waits
        if waits:
            self._keep(
                Waiting(-len(waits), name, extraction.report.unit, extraction.report.year, len(extraction.fields))
            )
        self.versions[extraction.run.version] += 1
        self.forms[extraction.report.form or ""] += 1
        if extraction.run.llm is not None:
            self.models[extraction.run.llm.model] += 1
        self.kinds.take(extraction)
        self.sureness.take(extraction.report.year, extraction.fields)

    def _keep(self, one: Waiting) -> None:
        self._most.append(one)
        if len(self._most) > 4 * MOST_FILES:
            self._most = heapq.nsmallest(MOST_FILES, self._most, key=_order)

    def _refused(self, entry: ReportEntry) -> None:
        reason, name = entry.reason or "", entry.name
        self.left_out.take(LeftOut(name, "failed" if entry.state == "failed" else "unreadable", reason))
        if reason not in self._reasons and len(self._reasons) >= _MOST_REASONS:
            return
        one = self._reasons.setdefault(reason, [0, name])
        one[0] = int(one[0]) + 1


def _order(one: Waiting) -> tuple[int, str]:
    return one.fewer, one.name
