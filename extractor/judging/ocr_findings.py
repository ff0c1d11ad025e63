"""Findings about figures that were recognised in a picture, but not for sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.judging.ocr_confidence import SURE
from extractor.judging.verdicts import Judgement, spans_of
from extractor.reading.model import SectionReading

# A sentence names no more figures than this.
_MOST_NAMED = 3


def ocr_findings(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[UnplacedFinding]:
    """The figures of a table that are not sure: those that the identities vouch for, and those that need a person."""
    sure = judgement.facts.ocr_probability
    doubtful = [field for row in section.rows for field in row.row.fields if sure.get(field, 1.0) < SURE]
    for is_vouched in (True, False):
        if fields := [field for field in doubtful if judgement.verdicts[field].accepted is is_vouched]:
            yield make_finding(
                "recognised-by-identities" if is_vouched else "recognition-doubtful",
                fields,
                spans_of(judgement, fields),
                figures=_named(fields, names),
                count=len(fields),
            )


def _named(fields: Sequence[str], names: dict[str, str]) -> str:
    shown = "、".join(f"“{names[field]}”" for field in fields[:_MOST_NAMED])
    return f"{shown}等 {len(fields)} 个数" if len(fields) > _MOST_NAMED else shown
