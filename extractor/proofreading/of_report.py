"""A report as it was read and judged → the draft that is proofread."""

from __future__ import annotations

from extractor.identity.identify import Identified
from extractor.judging.verdicts import Judgement
from extractor.proofreading.draft import Draft, PrintedCell, ReportOn
from extractor.reading.model import BLANK, Reading
from extractor.sources import Source


def draft_of(source: Source, identified: Identified, reading: Reading, judgement: Judgement) -> Draft:
    """The draft: its text and prose, whose it is, what its tables say and how their cells are printed."""
    tokens = {field: cell.token for field, cell in judgement.facts.resolved.cells.items() if cell.token is not None}
    cells = {
        field: PrintedCell(
            "" if token.kind == BLANK else source.printed(token.start, token.end), (token.start, token.end)
        )
        for field, token in tokens.items()
    }
    report = ReportOn(identified.unit, identified.year, judgement.facts.values, cells)
    return Draft(source.text, reading.prose, reading.form, report)
