"""Tables without vertical ruling lines, found by figures aligned in columns: labels beside them, the header above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from extractor.sources.grid import Area, Bounds
from extractor.sources.lines import joined, spans_of
from extractor.sources.model import Box
from extractor.sources.tables import Row, TableEntry, TextTable
from extractor.sources.unruled_labels import CLOSE, LabelLine, Spend, deal_out
from extractor.sources.unruled_runs import AlignedRun, by_columns, run_of, runs_of, trailing_figures
from extractor.sources.words import OPENING, Rule, Word, around, centre

# Figures are of one column where their middles are this near, as a share of the step from column to column.
_COLUMN_TOLERANCE = 0.4
# So many figures are a table even without a label.
_MIN_CELLS_UNLABELLED = 5
# So many columns tell a figure that stands alone in its row its own.
_FEWEST_COLUMNS = 4
# A header is at most so many lines high, and labels reach so many lines beyond the first and the last row.
_MAX_HEADER_LINES = 14
_LABEL_MARGIN = 6.0
# Characters of a label that is set downwards, one a line, stand no further apart than this, in heights of the type.
_APART_DOWNWARDS = 3.0
_OPENS = "(（"


class _FigureRow(NamedTuple):
    """The figures of one row, and where they stand."""

    runs: tuple[AlignedRun, ...]
    middle: float


def unruled_tables(
    words: Sequence[Word], rules: Sequence[Rule], other_tables: Sequence[Box], spend: Spend
) -> tuple[list[TextTable], list[Word]]:
    """The tables these words form without lines down them, and the words left; none reaches over another table.

    `spend` takes the steps of what grows faster than the page does; a page of a report needs next to none.
    """
    lines = runs_of(words)
    tables: list[TextTable] = []
    used: set[int] = set()
    for figure_rows in _candidate_tables(lines, other_tables, spend):
        spend(len(lines) + len(rules))
        found, own = _table(figure_rows, lines, rules, spend)
        if found.rows:
            tables.append(found)
            used.update(own)
    return tables, [word for word in words if id(word) not in used]


def _candidate_tables(
    lines: Sequence[Sequence[AlignedRun]], other_tables: Sequence[Box], spend: Spend
) -> list[list[_FigureRow]]:
    """Rows of figures by the tables they are of: their columns are in line, and nothing else crosses these between."""
    groups: list[list[_FigureRow]] = []
    fullest: list[_FigureRow] = []
    open_group = False
    for line in lines:
        figures = trailing_figures(line) or (_lone_figure(line, fullest[-1]) if open_group else ())
        if not figures:
            if open_group and any(run.box[2] > groups[-1][0].runs[0].box[0] for run in line):
                open_group = False
            continue
        row = _FigureRow(figures, centre(around(run.box for run in figures))[1])
        spend(len(other_tables))
        if (
            open_group
            and _fits_columns(row, fullest[-1], spend)
            and not _has_table_between(groups[-1][-1].middle, row.middle, other_tables)
        ):
            groups[-1].append(row)
            fullest[-1] = max(fullest[-1], row, key=lambda one: len(one.runs))
        else:
            groups.append([row])
            fullest.append(row)
        open_group = True
    return groups


def _lone_figure(line: Sequence[AlignedRun], fullest: _FigureRow) -> tuple[AlignedRun, ...]:
    """The one figure that ends a line below a row that shows where the columns are: the others of its row are blank."""
    return (line[-1],) if line[-1].is_figure and len(fullest.runs) >= _FEWEST_COLUMNS else ()


def _has_table_between(upper: float, lower: float, other_tables: Sequence[Box]) -> bool:
    return any(upper < centre(wall)[1] < lower for wall in other_tables)


def _fits_columns(row: _FigureRow, fullest: _FigureRow, spend: Spend) -> bool:
    """Whether the figures of a row stand in the columns of the fullest row above, or those in the columns of this."""
    spend(len(row.runs) * len(fullest.runs))
    fewer, more = sorted((row, fullest), key=lambda one: len(one.runs))
    reach = _reach(more)
    places = [centre(run.box)[0] for run in more.runs]
    return all(min(abs(centre(run.box)[0] - place) for place in places) <= reach for run in fewer.runs)


def _reach(row: _FigureRow) -> float:
    """How far a figure may stand off the middle of its column."""
    places = [centre(run.box)[0] for run in row.runs]
    return _COLUMN_TOLERANCE * min(there - here for here, there in pairwise(places))


def _column_centres(figure_rows: Sequence[_FigureRow]) -> list[float]:
    """The middles of the columns."""
    fullest = max(figure_rows, key=lambda one: len(one.runs))
    return [centre(run.box)[0] for run in fullest.runs]


def _bounds(columns: Sequence[float], left: float) -> list[float]:
    """Where each column begins, and the last one ends: half-way between the middles."""
    inner = [(here + there) / 2 for here, there in pairwise(columns)]
    first = max(columns[0] - (columns[1] - columns[0]) / 2, left)
    return [first, *inner, columns[-1] + (columns[-1] - columns[-2]) / 2]


def _table(
    figure_rows: Sequence[_FigureRow], lines: Sequence[Sequence[AlignedRun]], rules: Sequence[Rule], spend: Spend
) -> tuple[TextTable, set[int]]:
    """The table of these rows of figures, and the words it is made of."""
    columns = _column_centres(figure_rows)
    edge = min(run.box[0] for row in figure_rows for run in row.runs)
    size = figure_rows[0].runs[0].box[3] - figure_rows[0].runs[0].box[1]
    top, bottom = figure_rows[0].middle, figure_rows[-1].middle
    taken = {id(run) for row in figure_rows for run in row.runs}
    beside = by_columns(_labels(lines, edge, (top - _LABEL_MARGIN * size, bottom + _LABEL_MARGIN * size), taken))
    group_labels, own = _split_group_and_row_labels(beside)
    level = [LabelLine(run.box[1], run.box[3], OPENING.match(run.text) is not None) for run in own]
    drawn = sorted(rule.at for rule in rules if rule.across and rule.start < edge < rule.end)
    shares = deal_out(
        level, [row.middle for row in figure_rows], lambda one, other: _has_rule_between(drawn, one, other), spend
    )
    labelled = any(share.first < share.until for share in shares)
    if not labelled and len(columns) * len(figure_rows) < _MIN_CELLS_UNLABELLED:
        return TextTable((0.0, top, 0.0, bottom), (), Bounds.INFERRED), set()
    made: list[tuple[float, Row]] = []
    used: list[AlignedRun] = []
    spend(len(columns) * sum(len(row.runs) for row in figure_rows))
    for share in shares:
        label = own[share.first : share.until]
        figures = figure_rows[share.figures].runs if share.figures is not None else ()
        used += [*label, *figures]
        cells = _placed([*([_entry(label)] if labelled else []), *_cells(figures, columns)], len(made), not labelled)
        middle = figure_rows[share.figures].middle if share.figures is not None else centre(label[0].box)[1]
        made.append((middle, cells))
    if not used:
        return TextTable((0.0, top, 0.0, bottom), (), Bounds.INFERRED), set()
    upper = min(run.box[1] for run in used)
    lower = max(run.box[3] for run in used)
    named = [run for run in group_labels if upper <= centre(run.box)[1] <= lower]
    spend(len(named) * (len(named) + len(made)))
    rows = _with_groups(made, named)
    header, of_header = _header(lines, columns, edge, upper)
    used += [*named, *of_header]
    box = around(run.box for run in used)
    return TextTable(box, (*header, *rows), Bounds.INFERRED), {id(word) for run in used for word in run.words}


def _has_rule_between(drawn: Sequence[float], one: float, other: float) -> bool:
    """Whether one of the lines drawn across, in rising order, is between two heights."""
    below = bisect_right(drawn, min(one, other))
    return below < len(drawn) and drawn[below] < max(one, other)


def _labels(
    lines: Sequence[Sequence[AlignedRun]], edge: float, between: tuple[float, float], taken: Set[int]
) -> list[AlignedRun]:
    """The runs left of the figures, between two heights and as far as nothing else comes between; `taken` are the
    figures of the table.
    """
    top, bottom = between
    found: list[AlignedRun] = []
    for line in lines:
        middle = centre(around(run.box for run in line))[1]
        if not top <= middle <= bottom:
            continue
        figures = tuple(run for run in line if id(run) in taken) or trailing_figures(line)
        own = line[: len(line) - len(figures)]
        if own and any(run.box[2] > edge for run in own):
            if found and figures == () and any(run.is_prose for run in own):
                found = [run for run in found if centre(run.box)[1] > middle] if middle < (top + bottom) / 2 else found
            continue
        found += own
    return found


def _split_group_and_row_labels(runs: Sequence[AlignedRun]) -> tuple[list[AlignedRun], list[AlignedRun]]:
    """Labels of groups of rows, and labels of rows: what ends left of the last column of labels is a group's."""
    if not runs:
        return [], []
    size = runs[0].box[3] - runs[0].box[1]
    innermost = _innermost_left(runs, size / 2)
    groups: list[AlignedRun] = []
    own: list[AlignedRun] = []
    for run in sorted(runs, key=lambda run: centre(run.box)[1]):
        goes_on = (
            bool(own)
            and abs(own[-1].box[0] - run.box[0]) <= size
            and run.box[1] - own[-1].box[3] <= CLOSE * size
            and not OPENING.match(run.text)
        )
        if run.box[2] <= innermost + size / 2 and not goes_on:
            groups.append(run)
        else:
            own.append(run)
    return groups, own


def _innermost_left(runs: Sequence[AlignedRun], slack: float) -> float:
    """Where the last column of labels begins: the place furthest right where two or more do, give or take a little."""
    lefts = sorted(run.box[0] for run in runs)
    return max((here for here, there in pairwise(lefts) if there - here <= slack), default=lefts[0])


def _placed(cells: Iterable[TableEntry], row: int, column: int) -> Row:
    """These cells beside each other from this column on: labels stand in the one numbered 0, figures behind them."""
    return tuple(cell._replace(area=Area(row, row + 1, at, at + 1)) for at, cell in enumerate(cells, column))


def _entry(runs: Sequence[AlignedRun]) -> TableEntry:
    line = joined((spans_of(run.words) for run in runs), "")
    box = around(run.box for run in runs) if runs else (0.0, 0.0, 0.0, 0.0)
    return TableEntry(tuple(span for span in line if span.text), box)


def _cells(figures: Sequence[AlignedRun], columns: Sequence[float]) -> list[TableEntry]:
    """The figures by their columns; blank cells where there are none."""
    cells: list[list[AlignedRun]] = [[] for _ in columns]
    for run in figures:
        middle = centre(run.box)[0]
        cells[min(range(len(columns)), key=lambda at: abs(columns[at] - middle))].append(run)
    return [_figure_entry(cell) for cell in cells]


def _figure_entry(runs: Sequence[AlignedRun]) -> TableEntry:
    """One figure; two that fell into one column are two, for a person to part."""
    line = joined((spans_of(run.words) for run in runs), " ")
    return TableEntry(line, around(run.box for run in runs) if runs else (0.0, 0.0, 0.0, 0.0))


def _with_groups(rows: Sequence[tuple[float, Row]], groups: Sequence[AlignedRun]) -> list[Row]:
    """The rows with the label of each group before the label of the row it stands nearest to."""
    before: dict[int, list[AlignedRun]] = {}
    for stack in _stacks(groups):
        middle = centre(around(run.box for run in stack))[1]
        nearest = min(range(len(rows)), key=lambda at: abs(rows[at][0] - middle))
        before.setdefault(nearest, []).extend(stack)
    made: list[Row] = []
    for at, (_, row) in enumerate(rows):
        # Where a row has no label of its own, what stands there is no group's.
        if at in before:
            row = (*_placed([_entry(before[at])], at, -1), *(row if row[0].line else row[1:]))
        made.append(row)
    return made


def _stacks(runs: Sequence[AlignedRun]) -> list[list[AlignedRun]]:
    """Runs that stand one below the other, as one label broken over lines; single characters may be set further apart,
    and a bracket that opens begins the next label.
    """
    stacks: list[list[AlignedRun]] = []
    for run in sorted(runs, key=lambda run: run.box[1]):
        size = run.box[3] - run.box[1]
        for stack in stacks:
            above = stack[-1].box
            is_downwards = len(run.text) == len(stack[-1].text) == 1 and run.text not in _OPENS
            most = _APART_DOWNWARDS * size if is_downwards else size
            if abs(stack[0].box[0] - run.box[0]) <= size and -size / 2 <= run.box[1] - above[3] <= most:
                stack.append(run)
                break
        else:
            stacks.append([run])
    return stacks


def _header(
    lines: Sequence[Sequence[AlignedRun]], columns: Sequence[float], edge: float, below: float
) -> tuple[list[Row], list[AlignedRun]]:
    """The rows of the header above a table, and the runs they are made of: captions first, then a cell a column."""
    left = max((run.box[2] for line in lines for run in line if run.box[2] < edge and run.box[1] >= below), default=0.0)
    bounds = _bounds(columns, min(left, edge))
    above = [line for line in lines if around(run.box for run in line)[3] <= below + 1][-_MAX_HEADER_LINES:]
    captions: list[AlignedRun] = []
    cells: list[list[AlignedRun]] = [[] for _ in columns]
    taken: list[list[AlignedRun]] = []
    for line in reversed(above):
        if any(run.is_prose for run in line) or trailing_figures(line) or OPENING.match(line[0].text):
            break
        if not any(run.box[2] > bounds[0] for run in line):
            if _is_far(line, taken):
                break
            taken.append(list(line))
            continue
        taken.append(list(line))
    while taken and not any(run.box[2] > bounds[0] for run in taken[-1]):
        taken.pop()
    for line in reversed(taken):
        for run in line:
            for piece in _split(run, bounds):
                at = _column_of(piece, bounds)
                if at is None:
                    captions.append(piece)
                else:
                    cells[at].append(piece)
    rows: list[Row] = []
    if captions:
        rows.append(tuple(_entry([run]) for run in captions))
    if any(cells):
        rows.append(_placed(map(_entry, cells), -1, 1))
    return rows, [run for line in taken for run in line]


def _is_far(line: Sequence[AlignedRun], taken: Sequence[Sequence[AlignedRun]]) -> bool:
    if not taken:
        return False
    box = around(run.box for run in line)
    return around(run.box for run in taken[-1])[1] - box[3] > 2 * (box[3] - box[1])


def _split(run: AlignedRun, bounds: Sequence[float]) -> list[AlignedRun]:
    """A run parted where a gap falls on the side of a column: the labels of narrow columns nearly touch."""
    gaps = [there.box[0] - here.box[2] for here, there in pairwise(run.words)]
    least = min(gaps, default=0.0) + 0.12 * (run.box[3] - run.box[1])
    pieces: list[list[Word]] = [[run.words[0]]]
    for gap, (here, there) in zip(gaps, pairwise(run.words), strict=True):
        if gap > least and any(centre(here.box)[0] < bound < centre(there.box)[0] for bound in bounds):
            pieces.append([])
        pieces[-1].append(there)
    return [run_of(piece) for piece in pieces]


def _column_of(run: AlignedRun, bounds: Sequence[float]) -> int | None:
    """The one column a run of the header stands over; None over none or several, or beside them."""
    left, right = run.box[0], run.box[2]
    slack = 0.5 * (run.box[3] - run.box[1])
    for at, (start, end) in enumerate(pairwise(bounds)):
        if start - slack <= left and right <= end + slack and start <= centre(run.box)[0] <= end:
            return at
    return None
