"""Cells that are printed blank, or with a mark for nothing, at a place that is certain: the report says nothing there.

That is a fact of its own, whether it means 0 or not. Certain are the cells of the file's own tables, and in converted
text those of rows in which every cell was seen beside the row's own label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.forms import Column
from extractor.judging.resolve_placements import Resolved
from extractor.lexicon.figure import NOT_APPLICABLE
from extractor.reading.model import BLANK, MARK, Cell, Reading, RowReading


class Blanks(NamedTuple):
    """The fields whose cells were `seen` and hold no figure, and those among them that are blank for `certain`."""

    seen: frozenset[str]
    certain: frozenset[str]


NO_BLANKS = Blanks(frozenset(), frozenset())
"""Where a cell without text may hold what is no text."""


def find_blanks(reading: Reading, resolved: Resolved) -> Blanks:
    """The cells without a figure in rows each of whose cells was seen."""
    columns = reading.form.columns
    rows = [row for section in reading.sections if not section.leftover for row in section.rows]
    seen = {
        field: row
        for row in rows
        if row.in_grid or _is_whole(row)
        for field in row.row.fields
        if _is_nil(resolved.cells.get(field), columns[field])
    }
    printing = [row for section in reading.sections if any(map(_shows_zeros, section.rows)) for row in section.rows]
    losing = {row.row.key for row in printing if _shows_zeros(row) or (not row.in_grid and not row.filled)}
    certain = (one for one, row in seen.items() if resolved.cells[one].kind != BLANK or row.row.key not in losing)
    return Blanks(frozenset(seen), frozenset(certain))


def _is_whole(row: RowReading) -> bool:
    """Whether each of its cells was seen beside its own label; where all are empty it is no matter which is which."""
    is_seen = row.tidy or (not row.filled and len(row.tokens) >= len(row.cells) > 0)
    return row.has_own_label and row.settled and is_seen and not (row.inferred or row.merged_cells or row.repeated)


def _shows_zeros(row: RowReading) -> bool:
    """Whether a row of converted text prints its zeros, or marks for nothing: an empty cell beside these may have lost
    what it held, and so may a row without a figure in such a table.
    """
    return not row.in_grid and any(cell.kind == MARK or cell.value == 0 for cell in row.cells)


def _is_nil(cell: Cell | None, column: Column) -> bool:
    """Whether a cell is blank or holds a mark for nothing; words (不适用) say more, a dash may be a change's sign."""
    if cell is None or cell.value is not None or cell.kind != MARK:
        return cell is not None and cell.kind == BLANK
    return column.kind != "change" and re.fullmatch(NOT_APPLICABLE, cell.printed) is None


def zeros_of(fields: Iterable[str], values: Mapping[str, object]) -> dict[str, int]:
    """Those of these fields that have no value, each with the 0 that a blank usually means."""
    return {field: 0 for field in fields if values.get(field) is None}
