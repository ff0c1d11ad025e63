"""Tables that go on over pages: headers that the next page repeats, and rows and labels that the break cuts in two.

Everything stays on the page it is printed on but the halves of a label, which are put together: the half that moves has
no box there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.lexicon.figure import STROKE, WIDE_SIGNS, figure
from extractor.sources.grid import Area, Bounds
from extractor.sources.lattice import nearest_to
from extractor.sources.lines import spans_of
from extractor.sources.model import Box
from extractor.sources.page_content import PageContent
from extractor.sources.tables import Row, TableEntry, TextTable
from extractor.sources.words import OPENING, Line, around, centre, text_of

# In points: sides of a table on two pages are in line.
_IN_LINE = 4.0
_FIGURE = re.compile(figure(signs=WIDE_SIGNS, behind=r"\D{1,2}") + "|" + STROKE)


def continue_tables(contents: Sequence[PageContent]) -> list[PageContent]:
    """The pages with their tables put together."""
    made = list(contents)
    head: TextTable | None = None
    for at in range(1, len(made)):
        below = made[at]
        above = made[at - 1] = _with_spilled(made[at - 1], below)
        if not _go_on(above, below):
            head = None
            continue
        upper = above.tables[-1]
        head = head or upper
        lower = _placed_below(_without_header(below.tables[0], head), upper)
        if upper.rows and lower.rows:
            upper, lower = _mended(upper, lower)
            # Where the one row above the break went below it, nothing is left to go on with.
            lower = lower._replace(goes_on=lower.goes_on and bool(upper.rows))
        made[at - 1] = above._replace(tables=(*above.tables[:-1], upper))
        made[at] = below._replace(tables=(lower, *below.tables[1:]))
        if len(below.tables) > 1:
            head = None
    return made


def _go_on(above: PageContent, below: PageContent) -> bool:
    """Whether the last thing on one page is a table, and the first on the next one of the same width."""
    if not above.tables or not below.tables:
        return False
    upper, lower = above.tables[-1].box, below.tables[0].box
    last = max((centre(around(word.box for word in line))[1] for line in above.lines), default=0.0)
    first = min((centre(around(word.box for word in line))[1] for line in below.lines), default=lower[3])
    return last < upper[3] and first > lower[1] and _in_line(upper, lower)


def _with_spilled(above: PageContent, below: PageContent) -> PageContent:
    """A page whose last table goes on with the lines in its cells that stand below its foot: a browser draws a label
    there that is centred in a cell which the page's end cuts.
    """
    foot = above.tables[-1] if above.tables else None
    spilled = [line for line in above.lines if foot and around(word.box for word in line)[1] >= foot.box[3] - _IN_LINE]
    rest = above._replace(lines=tuple(line for line in above.lines if line not in spilled))
    if foot is None or not spilled or not _go_on(rest, below):
        return above
    for line in spilled:
        place = _cell_above(around(word.box for word in line), foot)
        if place is None:
            return above
        number, column = place
        entry = foot.rows[number][column]
        foot = _with(foot, number, column, entry._replace(line=entry.line + _begun(tuple(spans_of(line)))))
    return rest._replace(tables=(*above.tables[:-1], foot))


def _cell_above(box: Box, table: TextTable) -> tuple[int, int] | None:
    """The cell at the foot of a table, not as wide as it, that holds words and that a line right below it is within."""
    if box[1] - table.box[3] > _IN_LINE + box[3] - box[1]:
        return None
    for number, row in enumerate(table.rows):
        for place, one in enumerate(row):
            is_foot = one.line and one.box[3] >= table.box[3] - _IN_LINE and not _in_line(one.box, table.box)
            if is_foot and one.box[0] <= box[0] and box[2] <= one.box[2]:
                return number, place
    return None


def _in_line(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) <= _IN_LINE and abs(one[2] - other[2]) <= _IN_LINE


def _placed_below(table: TextTable, upper: TextTable) -> TextTable:
    """The table with its cells placed below those of the one that it goes on with; as it is where lines do not say so
    for certain.
    """
    areas = [entry.area for row in upper.rows for entry in row if entry.area]
    if not areas or {upper.bounds, table.bounds} != {Bounds.DRAWN}:
        return table
    own = {side for row in table.rows for entry in row if entry.area for side in (entry.area.left, entry.area.right)}
    columns = _in_line_with(own, {side for area in areas for side in (area.left, area.right)})
    if len(set(columns.values())) < len(columns):
        return table
    down = max(area.bottom for area in areas) + 1 - table.box[1]

    def placed(entry: TableEntry) -> TableEntry:
        if entry.area is None:
            return entry
        top, bottom, left, right = entry.area
        return entry._replace(area=Area(top + down, bottom + down, columns[left], columns[right]))

    return table._replace(rows=tuple(tuple(map(placed, row)) for row in table.rows), goes_on=True)


def _in_line_with(sides: Iterable[float], others: Iterable[float]) -> dict[float, float]:
    """For each of these sides the other that it is in line with, else itself."""
    known = sorted(others)
    nearest = {side: known[nearest_to(side, known)] for side in sides}
    return {side: other if abs(side - other) <= _IN_LINE else side for side, other in nearest.items()}


def _without_header(table: TextTable, head: TextTable) -> TextTable:
    """The rest of a table without the rows that repeat the first rows of its beginning."""
    same = 0
    for row, first in zip(table.rows, head.rows, strict=False):
        texts = [text_of(entry.line) for entry in row]
        if texts != [text_of(entry.line) for entry in first] or any(map(_FIGURE.fullmatch, texts)) or not any(texts):
            break
        same += 1
    return table._replace(rows=table.rows[same:])


def _mended(upper: TextTable, lower: TextTable) -> tuple[TextTable, TextTable]:
    """Two parts of a table with the labels that the break cuts put together, and the row that it cuts."""
    first = lower.rows[0]
    own = _label(first)
    for place, entry in enumerate(first):
        above = _above(entry, upper)
        if above is None or place > own:
            continue
        if not _is_cut(above[2].line, entry.line) and not (place < own and _is_rest(entry, lower)):
            continue
        if place == own:
            return _one_row(upper, lower) if above[0] == len(upper.rows) - 1 else (upper, lower)
        whole = above[2]._replace(line=above[2].line + _moved(entry.line), area=_both(above[2], entry, lower))
        upper = _with(upper, above[0], above[1], whole)
        lower = _with(lower, 0, place, entry._replace(line=(), area=None if lower.goes_on else entry.area))
    return upper, lower


def _label(row: Row) -> int:
    """Which cell of a row is its label: the last one with words that are no figure."""
    texts = [text_of(entry.line) for entry in row]
    return max((at for at, text in enumerate(texts) if text and not _FIGURE.fullmatch(text)), default=-1)


def _above(entry: TableEntry, upper: TextTable) -> tuple[int, int, TableEntry] | None:
    """The cell at the foot of the upper part that a cell at the head of the lower one goes on with."""
    for number in range(len(upper.rows) - 1, -1, -1):
        for place, one in enumerate(upper.rows[number]):
            if one.box[3] >= upper.box[3] - _IN_LINE and _in_line(one.box, entry.box):
                return number, place, one
    return None


def _is_cut(head: Line, tail: Line) -> bool:
    """Whether a numbered label goes on where one without a number follows."""
    before, behind = text_of(head), text_of(tail)
    return bool(behind) and (OPENING.match(before) is not None or _is_open(before)) and not OPENING.match(behind)


def _is_rest(entry: TableEntry, lower: TextTable) -> bool:
    """Whether a cell before a label is blank, as what the break leaves of a group's cell is."""
    return lower.goes_on and not text_of(entry.line).strip()


def _is_open(text: str) -> bool:
    """Whether a bracket is left open."""
    return sum(map(text.count, "(（")) > sum(map(text.count, ")）"))


def _moved(line: Line) -> Line:
    """A line's text as it stands on another page, where it has no box."""
    return tuple(span._replace(box=None) for span in _begun(line))


def _begun(line: Line) -> Line:
    """A line that is joined to another."""
    return tuple(span._replace(begins=span.begins or not at) for at, span in enumerate(line))


def _both(one: TableEntry, other: TableEntry | None, lower: TextTable) -> Area | None:
    """Where a cell stands that goes on with the other, in the lower part of its table."""
    if not lower.goes_on or other is None or one.area is None or other.area is None:
        return one.area
    return one.area._replace(bottom=other.area.bottom)


def _with(table: TextTable, number: int, place: int, entry: TableEntry) -> TextTable:
    row = table.rows[number]
    changed = (*row[:place], entry, *row[place + 1 :])
    return table._replace(rows=(*table.rows[:number], changed, *table.rows[number + 1 :]))


def _one_row(upper: TextTable, lower: TextTable) -> tuple[TextTable, TextTable]:
    """The two halves of a row as one, where its figures stand; both as they are where each half has figures."""
    last, first = upper.rows[-1], lower.rows[0]
    pairs = [(entry, next((one for one in first if _in_line(one.box, entry.box)), None)) for entry in last]
    # What the break left of a group's cell is put to that cell already.
    if sum(other is not None for _, other in pairs) < sum(one.area is not None or bool(one.line) for one in first):
        return upper, lower
    if not _has_figures(first):
        whole = tuple(
            one._replace(line=one.line + _moved(other.line), area=_both(one, other, lower)) if other else one
            for one, other in pairs
        )
        return upper._replace(rows=(*upper.rows[:-1], whole)), lower._replace(rows=lower.rows[1:])
    if not _has_figures(last):
        whole = tuple(
            TableEntry(
                _moved(one.line) + _begun(other.line if other else ()),
                (other or one).box,
                _both(one, other, lower) if lower.goes_on else other and other.area,
            )
            for one, other in pairs
        )
        return upper._replace(rows=upper.rows[:-1]), lower._replace(rows=(whole, *lower.rows[1:]))
    return upper, lower


def _has_figures(row: Row) -> bool:
    return any(_FIGURE.fullmatch(text_of(entry.line)) for entry in row)
