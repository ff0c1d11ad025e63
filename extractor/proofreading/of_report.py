"""A report as it was read and judged → the draft that is proofread."""

from __future__ import annotations

from extractor.identity.identify import Identified, Known
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
    unit, year = _as_it_says(identified.unit), _as_it_says(identified.year)
    report = ReportOn(
        unit if isinstance(unit, str) else None, year if isinstance(year, int) else None, judgement.facts.values, cells
    )
    return Draft(source.text, reading.prose, reading.form, report)


def _as_it_says(known: Known) -> str | int | None:
    """What a draft says first of its body or year: where it says two things, one of them is a mistake to be found."""
    if known.value is None and known.candidates:
        return known.candidates[0].value
    return known.value
