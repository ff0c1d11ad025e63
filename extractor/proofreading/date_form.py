"""The form of the date that a draft is signed with: whole, in Arabic figures, months and days without a nought before.

Source: GB/T 9704-2012, 党政机关公文格式, 7.3.5.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.findings import UnplacedFinding, make_finding
from extractor.proofreading.days import signature_of
from extractor.proofreading.draft import Draft


def check_date_form(draft: Draft) -> Iterator[UnplacedFinding]:
    """What is told of a signature's date in another form, such as 2025-01-20; one in Chinese numerals is let alone."""
    day = signature_of(draft.lines)
    if day is None or day.day is None or not day.is_possible or not day.printed[:4].isdecimal():
        return
    right = f"{day.year}年{day.month}月{day.day}日"
    if day.printed != right:
        yield make_finding("date-form", (), [(day.start, day.end)], quoted=day.printed, right=right)
