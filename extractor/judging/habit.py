"""Blank cells that no equation tells, in a report whose other blank cells are proved to be zeros.

An office that leaves its zeros blank does so throughout a table. Where the layout shows every cell, the equations prove
many of the blank ones to be zero and none to be anything else, a row that is blank from end to end is one of zeros too.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.arithmetic import Deduction, deduce
from extractor.judging.resolve_placements import Resolved
from extractor.reading.model import Reading, RowReading, SectionReading
from extractor.reading.tokenize import BLANK, NUMBER

# So many blank cells must be proved zeros.
_PROVED = 10


def habitual_zeros(
    reading: Reading, settled: Resolved, deduction: Deduction, known: Mapping[str, int]
) -> dict[str, int]:
    """The fields whose blank cells are zeros by the report's habit, each with 0; none where a blank is proved another.

    A table proves its own habit. Another follows it if it prints figures and no 0; in one without identities only rows
    that are blank from end to end, as figures may have moved along the others. `known` are the figures that were read.
    """
    blank = {name for name, cell in settled.cells.items() if cell.token is not None and cell.token.kind == BLANK}
    proved = {name: value for name, value in deduction.values.items() if name in blank}
    if any(proved.values()) or len(proved) < _PROVED:
        return {}
    found: dict[str, int] = {}
    for section in reading.sections:
        own = sum(name in proved for row in section.rows for name in row.row.fields)
        if section.leftover or not (own >= _PROVED or _follows(section)):
            continue
        checked = {name for one in reading.form.identities for name in one.fields}
        for row in section.rows:
            if _is_blank(row) or (row.tidy and checked.issuperset(row.row.fields)):
                found.update((name, 0) for name in row.row.fields if name in blank and name not in proved)
    conflicts = deduce(reading.form.identities, {**known, **found}).conflicts
    return found if set(conflicts) <= set(deduction.conflicts) else {}


def _follows(section: SectionReading) -> bool:
    """Whether a table prints figures, and no 0 in any way (0.00)."""
    figures = [token.text for row in section.rows for token in row.tokens if token.kind == NUMBER]
    return bool(figures) and all(figure.strip("0.") for figure in figures)


def _is_blank(row: RowReading) -> bool:
    return bool(row.tokens) and all(token.kind == BLANK for token in row.tokens)
