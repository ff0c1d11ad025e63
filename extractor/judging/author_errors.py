"""Whose fault it is that an identity fails: the author's arithmetic, or the reading of a table that came apart.

The report is said to be wrong only where every figure of the identity stands in a row that is read for sure: its own
label beside it, its cells all there and none to spare. Of a table in which other rows are in doubt, a few identities
among many that hold may be the author's error; where more fail, figures stand in the wrong rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.arithmetic import Check
from extractor.judging.doubts import Doubt
from extractor.judging.verdicts import Judgement
from extractor.reading.model import Reading, RowBasis, RowReading, SectionReading
from extractor.reading.tokenize import BLANK, NUMBER

# In a table of which not all rows are sure, or whose cells hold several figures, so many identities must hold for each
# one that fails.
_HOLDING_FOR_ONE = 8


def author_errors(reading: Reading, judgement: Judgement) -> tuple[Check, ...]:
    """The identities that fail in the report itself, not only in what could be read of it."""
    found: set[str] = set()
    for section in reading.sections:
        own = frozenset(field for row in section.rows for field in row.row.fields)
        checks = [one for one in judgement.facts.checks if not own.isdisjoint(one.identity.fields)]
        sure = _sure_fields(section, judgement)
        failing = [one for one in checks if one.violated]
        holding = sum(one.holds for one in checks)
        whole = sure == own and not any(row.merged_cells for row in section.rows)
        if whole or _HOLDING_FOR_ONE * len(failing) <= holding:
            found.update(one.identity.name for one in failing if sure.issuperset(one.identity.fields))
    return tuple(one for one in judgement.facts.checks if one.identity.name in found)


def _sure_fields(section: SectionReading, judgement: Judgement) -> frozenset[str]:
    """The fields of the rows that are read for sure, but for those that are in doubt with all of their table."""
    in_lines = 2 * sum(_is_on_one_line(row) for row in section.rows) > len(section.rows)
    rows = [row for row in section.rows if _is_sure(row) and (_is_on_one_line(row) or not in_lines)]
    return frozenset(field for row in rows for field in row.row.fields if judgement.doubt(field) != Doubt.DISORDER)


def _is_sure(row: RowReading) -> bool:
    """Whether a row is read without a choice: by its own label, every figure of it in a slot, no blank left out."""
    if row.basis not in (RowBasis.EXACT, RowBasis.FUZZY) or not row.settled or row.inferred:
        return False
    used = {cell.token for cell in row.placements[0]}
    return all(token in used for token in _telling(row))


def _telling(row: RowReading) -> Sequence[object]:
    """The tokens of a row that have to be in its slots; blanks only where some that could be cells were left out."""
    blanks = [token for token in row.tokens if token.kind == BLANK]
    ragged = not row.tidy and any(cell.token in blanks for cell in row.placements[0])
    return [token for token in row.tokens if token.kind == NUMBER or (ragged and token.kind == BLANK)]


def _is_on_one_line(row: RowReading) -> bool:
    return len({token.line for token in row.tokens if token.kind != BLANK}) == 1
