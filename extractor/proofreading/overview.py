"""What the overview of a report has to tell of, by the letter of the form, and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.findings import UnplacedFinding, make_finding
from extractor.lexicon.ordinal import COUNTING
from extractor.proofreading.document_rules import load_document_rules
from extractor.proofreading.draft import Draft
from extractor.proofreading.lines import Line
from extractor.proofreading.quoting import quoted

# The letter of 2021 lists what the overview tells of; the one before it does not.
_FIRST_YEAR = 2021
_LEAST_HEADED = 4
_LEAST_PARTS = 5
_ASPECT_HEAD = re.compile(rf"(?:[({COUNTING}\d]{{1,4}}[、.)]+)(?P<head>[^。,:;]{{2,20}})")


def check_overview(draft: Draft) -> Iterator[UnplacedFinding]:
    """The aspects of which the overview says nothing: a slip where it has headings for the others, else a remark."""
    parts = {line.part for line in draft.lines if line.part}
    if draft.own_year is None or draft.own_year < _FIRST_YEAR or len(parts) < _LEAST_PARTS:
        return
    head, lines = _overview(draft)
    if head is None or not lines:
        return
    body = "".join(lines)
    heads = [match["head"] for line in lines if (match := _ASPECT_HEAD.match(line))]
    aspects = load_document_rules().overview
    missing = [one.name for one in aspects if not one.words.search(body)]
    if not missing:
        return
    headed = sum(any(one.words.search(head) for head in heads) for one in aspects)
    zh, en = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
    span = (head.start, head.end)
    yield make_finding(
        "overview-incomplete.left-out" if headed >= _LEAST_HEADED else "overview-incomplete.short",
        (),
        [span],
        quoted=quoted(head.text),
        missing_zh=zh,
        missing_en=en,
    )


def _overview(draft: Draft) -> tuple[Line | None, list[str]]:
    """The heading of the overview, and the lines below it up to the next part."""
    head: Line | None = None
    body: list[str] = []
    for line in draft.lines:
        if line.part and head is not None:
            break
        if line.part == "overview":
            head = line
        elif head is not None and "\t" not in line.text:
            body.append(line.text)
    return head, body
