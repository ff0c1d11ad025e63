"""Findings about figures that were recognised in a picture, but not for sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.judging.finding import TableFinding, spans_of
from extractor.judging.ocr_confidence import SURE
from extractor.judging.verdicts import Judgement
from extractor.reading.model import SectionReading

# A sentence names no more figures than this.
_MOST_NAMED = 3


def ocr_findings(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[TableFinding]:
    """The figures of a table that are not sure: those that the identities vouch for, and those that need a person."""
    sure = judgement.facts.sure
    doubtful = [field for row in section.rows for field in row.row.fields if sure.get(field, 1.0) < SURE]
    vouched = [field for field in doubtful if judgement.verdicts[field].accepted]
    others = [field for field in doubtful if not judgement.verdicts[field].accepted]
    if vouched:
        yield TableFinding(
            "recognised-by-identities",
            "info",
            f"{_named(vouched, names)}在图片中辨认不清，按识别结果读取，并由勾稽关系印证。",
            f"{len(vouched)} figures were not recognised for sure; the identities vouch for what they are read as",
            tuple(vouched),
            spans_of(judgement, vouched),
        )
    if others:
        yield TableFinding(
            "recognition-doubtful",
            "warning",
            f"{_named(others, names)}在图片中辨认不清，需人工核对。",
            f"{len(others)} figures were not recognised for sure, and nothing else says what they are",
            tuple(others),
            spans_of(judgement, others),
        )


def _named(fields: Sequence[str], names: dict[str, str]) -> str:
    shown = "、".join(f"“{names[field]}”" for field in fields[:_MOST_NAMED])
    return f"{shown}等 {len(fields)} 个数" if len(fields) > _MOST_NAMED else shown
