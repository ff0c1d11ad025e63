"""What was never filled in: XX, ____, 待补充, empty brackets, the blanks of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.findings import UnplacedFinding, make_finding
from extractor.proofreading.document_rules import load_document_rules
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted

_AROUND = 14


def check_placeholders(draft: Draft) -> Iterator[UnplacedFinding]:
    """The places that a template left open, one finding a line."""
    pattern = _pattern()
    for line in draft.lines:
        found = [match for match in pattern.finditer(line.text) if "\t" not in line.text]
        if found:
            first, last = found[0].start(), found[-1].end()
            start = max(0, first - _AROUND)
            words = quoted(line.text[start : last + _AROUND])
            yield make_finding("left-unfilled", (), [(line.start + first, line.start + last)], quoted=words)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(load_document_rules().placeholders))
