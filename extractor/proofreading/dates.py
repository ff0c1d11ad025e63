"""Dates that cannot be, and a signature's date against the period it reports on and the law's deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.findings import UnplacedFinding, make_finding
from extractor.proofreading.days import Day, days_in, signature_of
from extractor.proofreading.document_rules import load_document_rules
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted

_BARE = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


def check_dates(draft: Draft) -> Iterator[UnplacedFinding]:
    """The findings about dates."""
    for line in draft.lines:
        if "\t" in line.text:
            continue
        for day in days_in(line.text, line.start):
            if not day.is_possible:
                yield make_finding("date-impossible", (), [(day.start, day.end)], quoted=day.printed)
        for match in _BARE.finditer(line.text):
            month, number = int(match["month"]), int(match["day"])
            if not Day(2024, month, number, 0, 0, "").is_possible:
                span = (line.start + match.start(), line.start + match.end())
                yield make_finding("date-impossible", (), [span], quoted=match[0])
    yield from _signature(draft)


def _signature(draft: Draft) -> Iterator[UnplacedFinding]:
    day = signature_of(draft.lines)
    if day is None or draft.own_year is None or day.day is None or not day.is_possible:
        return
    span = [(day.start, day.end)]
    if day.year <= draft.own_year:
        yield make_finding("date-early", (), span, quoted=day.printed, year=draft.own_year)
        return
    which = "bureau" if draft.is_of_bureau else "government"
    month, last = load_document_rules().deadlines[which]
    if (day.year, day.month, day.day) > (draft.own_year + 1, month, last):
        yield make_finding("date-late", (), span, quoted=quoted(day.printed), month=month, day=last)
