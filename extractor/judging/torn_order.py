"""Figures of tables that are not in the order in which they are read: alone, left out of a row, or before a header.

Rules of `doubts.DOUBTS`: each gives the fields of a table that it touches.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from extractor.arithmetic import check, integers_in
from extractor.forms import Identity
from extractor.judging.read_table import ReadTable, fields_of_rows
from extractor.judging.resolve_placements import Value
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
    behind another on its line and before a third: no page number does.
    """
    for row in table.rows:
        is_read = all(is_figure(token.text) for token in row.figures)
        if len(row.figures) > len(row.row.fields) and is_read and not row.settled:
            agreeing = [placement for placement in row.placements if table.agrees(row, placement)]
            if agreeing and all(_leaves_one_out(row, placement) for placement in agreeing):
                yield from row.row.fields


def _leaves_one_out(row: RowReading, placement: Placement) -> bool:
    """Whether a figure other than 0 is left out that stands behind one on its line that is not, and before another."""
    used = [cell.token for cell in placement if cell.token is not None and cell.token.kind == NUMBER]
    return any(
        token not in used
        and token.text.strip("0")
        and any(one.line == token.line and one.start < token.start for one in used)
        and any(one.start > token.start for one in used)
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


def above_their_row(table: ReadTable) -> Iterator[str]:
    """Figures of rows of which a line holds fewer than one below it, that would be others if the figure above stood
    further on in the row, and all sums held: a cell of two lines, or higher than the others, comes before all of them.
    """
    for row in table.rows:
        for at in _apart(row, operator.gt):
            yield from _if_moved(table, row, at, range(at + 1, len(row.row.fields)))


def below_their_row(table: ReadTable) -> Iterator[str]:
    """The same of figures on a line below that of the others, if they stood further to the front: a cell of two lines,
    or lower than the others, comes behind all of them.
    """
    for row in table.rows:
        for at in _apart(row, operator.lt):
            yield from _if_moved(table, row, at, range(at))


def _if_moved(table: ReadTable, row: RowReading, at: int, places: Iterable[int]) -> Iterator[str]:
    """The fields of a row that have another figure where the one at `at` stands at one of these places, and all sums
    hold.
    """
    values = [table.figure(row, i) for i in range(len(row.row.fields))]
    own = [one for one in table.identities if not set(row.row.fields).isdisjoint(one.fields)]
    others = [*values[:at], *values[at + 1 :]]
    for to in places:
        moved = [*others[:to], values[at], *others[to:]]
        if not _breaks(own, table.values, dict(zip(row.row.fields, moved, strict=True))):
            pairs = zip(row.row.fields, values, moved, strict=True)
            yield from (field for field, value, other in pairs if value != other)


def _apart(row: RowReading, is_beside: Callable[[int, int], bool]) -> list[int]:
    """Which cells of a row hold a figure on a line with fewer figures than another line has that lies so; none where it
    is open in which way they fill it.
    """
    (placement,) = row.placements if len(row.placements) == 1 and not row.in_grid else ((),)
    at = {i: cell.token.line for i, cell in enumerate(placement) if cell.token is not None and cell.kind == NUMBER}
    lines = Counter(at.values())
    return [
        i for i, own in at.items() if any(is_beside(line, own) and count > lines[own] for line, count in lines.items())
    ]


def _breaks(
    identities: Sequence[Identity], values: Mapping[str, Value | None], moved: Mapping[str, Value | None]
) -> bool:
    """Whether an identity fails that does not fail otherwise, with some figures of a table moved."""
    as_read = {one.identity.name for one in check(identities, integers_in(values)) if one.violated}
    with_moved = check(identities, integers_in({**values, **moved}))
    return any(one.violated and one.identity.name not in as_read for one in with_moved)
