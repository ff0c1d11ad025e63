"""What the cell of each figure holds in the document: a matter of what is printed, and not of what is made of it."""

from __future__ import annotations

from extractor.judging.verdicts import Judgement
from extractor.lexicon.cell_kind import CellKind
from extractor.reading.model import RowReading


def content_of(field: str, row: RowReading, judgement: Judgement) -> CellKind:
    """What the cell of a figure in this row holds.

    Where nobody can say which of the figures printed in the row is its own, and that makes a difference, it is unread.
    """
    verdict = judgement.verdicts[field]
    if verdict.cell is not None and verdict.cell.token is not None:
        return verdict.cell.content
    may_be_printed = row.tokens and (verdict.open or field in judgement.facts.unread)
    return "unread" if may_be_printed else "lost"
