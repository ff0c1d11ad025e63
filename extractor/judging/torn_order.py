"""Figures of tables that are not in the order in which they are read: alone, left out of a row, or before a header.

Rules of `doubts.DOUBTS`: each gives the fields of a table that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.judging.read_table import ReadTable, fields_of_rows
from extractor.reading.labels import COLUMN, ROW
from extractor.reading.model import NUMBER, Placement, RowReading
from extractor.reading.numbers import is_figure


def lone_figures(table: ReadTable) -> Iterator[str]:
    """Figures alone on a line behind a label, where other rows have theirs beside it and some have lost their cells."""
    filled = [row for row in table.rows if row.tokens]
    if len(filled) == len(table.rows) or 2 * sum(row.label_on_line for row in filled) < len(filled):
        return
    alone = (row for row in filled if len(row.tokens) == len(row.row.fields) == 1)
    yield from fields_of_rows(row for row in alone if not row.label_on_line)


def left_out_of_rows(table: ReadTable) -> Iterator[str]:
    """Rows with a figure too many of which every placement that agrees with what follows leaves one out that stands
    between two others: no page number does.
    """
    for row in table.rows:
        is_read = all(is_figure(token.text) for token in row.figures)
        if len(row.figures) > len(row.row.fields) and is_read and not row.settled:
            agreeing = [placement for placement in row.placements if table.agrees(row, placement)]
            if agreeing and all(_leaves_one_out(row, placement) for placement in agreeing):
                yield from row.row.fields


def _leaves_one_out(row: RowReading, placement: Placement) -> bool:
    """Whether a figure other than 0 is left out that stands on one line between two others that are not."""
    used = [cell.token for cell in placement if cell.token is not None and cell.token.kind == NUMBER]
    return any(
        token not in used
        and token.text.strip("0")
        and any(one.line == token.line and one.start < token.start for one in used)
        and any(one.line == token.line and one.start > token.start for one in used)
        for token in row.figures
    )


def before_their_header(table: ReadTable) -> Iterator[str]:
    """Rows whose figures stand apart from their label, and that before the first name of a column of their block: what
    is behind a label there need not be its own.
    """
    matches = table.section.label_matches
    named = [(match.form_label.block, match.start) for match in matches if match.form_label.kind == COLUMN]
    first = {block: min(at for own, at in named if own == block) for block, _ in named}
    labels = {match.form_label.key: match for match in matches if match.form_label.kind == ROW}
    for row in table.rows:
        match = labels.get(row.row.key)
        is_apart = bool(row.filled) and not row.label_on_line and not row.in_grid
        if match is not None and is_apart and match.start < first.get(match.form_label.block, -1):
            yield from row.row.fields
