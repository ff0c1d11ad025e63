"""Gives each row of a section its tokens: those between its label and the next, or, where labels are lost or stand
apart from their figures, those that the count of the rows around leaves for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from extractor.forms import Column, Row, Section
from extractor.lexicon.folding import fold_label
from extractor.lexicon.page_number import MOST_PAGES_OF_TABLE, page_number
from extractor.reading.assign_cells import assign_cells, cut_by_count, placements_of_too_few, without_lone_figures
from extractor.reading.labels import COLUMN, ROW, LabelMatch, LabelText
from extractor.reading.model import BLANK, NUMBER, TEXT, RowBasis, RowReading, Token

# The share of rows that must have the same number of cells before blank cells are trusted.
_REGULAR = 0.75
# So many rows show which of their cells are no figures.
_ROWS_SHOW_PADS = 5


@dataclass(slots=True)
class _Stretch:
    """One labelled row (or a header) with the tokens up to the next label, and the unlabelled rows that follow it."""

    label_match: LabelMatch | None
    row: Row | None
    tokens: list[Token]
    unlabelled: list[Row] = field(default_factory=list[Row])


class RowSlots(NamedTuple):
    """The columns of each row of the form, and over how many cells its header repeats each of them.

    `alike` are the damaged labels that are printed alike for several rows: they name none of them.
    """

    columns: dict[str, tuple[Column, ...]]
    spans: dict[str, tuple[int, ...]]
    alike: frozenset[LabelMatch] = frozenset()


def read_rows(
    section: Section,
    label_matches: Sequence[LabelMatch],
    label_text: LabelText,
    end: int,
    merged_cells: frozenset[int],
    *,
    is_guessed: bool = False,
) -> tuple[RowReading, ...]:
    """The rows of a section in the order of the form, each with its placements.

    `end` is the position of the label text where the table ends; `merged_cells` are rows of the layout whose
    cells hold several figures; `is_guessed` says that the converter has guessed the cells (`has_guessed_tables`).
    """
    spans = [_spans(number, label_matches, label_text) for number in range(len(section.blocks))]
    blocks = list(zip(section.blocks, spans, strict=True))
    grid = RowSlots(
        {row.key: block.columns for block in section.blocks for row in block.rows},
        {row.key: span for block, span in blocks for row in block.rows},
        _alike(label_matches, label_text),
    )
    stretches = _stretches(section, label_matches, label_text, end)
    _drop_pads(stretches)
    readings: dict[str, RowReading] = {}
    for stretch in stretches:
        for reading in _read_stretch(stretch, grid, label_text):
            readings[reading.row.key] = reading
    _read_bulks(section.rows, stretches, grid, readings)
    rows = [readings.get(row.key, RowReading(row, RowBasis.MISSING)) for row in section.rows]
    rows = [row._replace(merged_cells=not merged_cells.isdisjoint(t.row for t in row.tokens)) for row in rows]
    # One cell that holds several figures is enough to show that the layout's cells are not the table's.
    torn = is_guessed or any(row.merged_cells for row in rows)
    regular = {} if torn else _regular_widths(rows)
    return _doubt_full_rows(tuple(row if _is_regular(row, regular) else _without_blanks(row, grid) for row in rows))


def _alike(label_matches: Sequence[LabelMatch], label_text: LabelText) -> frozenset[LabelMatch]:
    """The damaged labels of rows that read the same as another row's: what is left of both does not tell them apart."""
    of_rows = [one for one in label_matches if one.form_label.kind == ROW]
    printed = Counter(label_text.text[one.start : one.end] for one in of_rows)
    return frozenset(one for one in of_rows if one.share < 1.0 and printed[label_text.text[one.start : one.end]] > 1)


def _doubt_full_rows(rows: tuple[RowReading, ...]) -> tuple[RowReading, ...]:
    """Where more rows have lost blank cells than print a 0, these may be full by a figure that is not their own; and
    where most have lost some, a figure a line is no row that the layout shows: it may be the end of a column.
    """
    short = sum(len(row.tokens) < len(row.row.fields) for row in rows)
    zeros = {row.row.key for row in rows if row.settled and any(token.text == "0" for token in row.tokens)}
    doubtful = zeros if 0 < len(zeros) < short else set[str]()
    if 2 * short > len(rows):
        doubtful |= {row.row.key for row in rows if row.settled and len({token.line for token in row.tokens}) > 1}
    return tuple(row._replace(inferred=True) if row.row.key in doubtful else row for row in rows)


def _spans(block: int, label_matches: Sequence[LabelMatch], label_text: LabelText) -> tuple[int, ...]:
    """How often each column's label is repeated, cell by cell, on the header's line of a block."""
    of_block = [s for s in label_matches if s.form_label.kind == COLUMN and s.form_label.block == block]
    if not of_block:
        return ()
    row = label_text.tokens[label_text.token_at(of_block[0].start)].row
    start = bisect_left(label_text.tokens, row, key=lambda token: token.row)
    end = bisect_right(label_text.tokens, row, key=lambda token: token.row)
    labels = [token.text for token in label_text.tokens[start:end] if token.kind == TEXT]
    first = next((i for i, label in enumerate(labels) if fold_label(label) in of_block[0].form_label.wordings), 0)
    return tuple(len(list(same)) for _, same in groupby(labels[first:]))


def _regular_widths(rows: Sequence[RowReading]) -> dict[tuple[int, int], int]:
    """How many cells the layout shows behind the label, for rows of each depth: the number most of them have."""
    widths: dict[tuple[int, int], Counter[int]] = {}
    shown = [row for row in rows if row.tokens]
    if len(shown) < _REGULAR * len(rows):
        return {}
    for row in shown:
        widths.setdefault(_depth(row), Counter())[_width(row)] += 1
    regular = {
        depth: width
        for depth, found in widths.items()
        for width, times in found.most_common(1)
        if times >= _REGULAR * found.total()
    }
    if sum(_width(row) in (regular.get(_depth(row)), len(row.row.fields)) for row in shown) < _REGULAR * len(shown):
        return {}
    # Where the rows of one depth have too few cells, a column is gone, and the others are filled up by their labels.
    narrow = {slots for (_, slots), width in regular.items() if width < slots}
    return {depth: width for depth, width in regular.items() if depth[1] not in narrow}


def _depth(row: RowReading) -> tuple[int, int]:
    return len(row.row.groups), len(row.row.fields)


def _width(row: RowReading) -> int:
    """The number of cells in the fullest row that the layout shows of this row of the form."""
    return max(Counter(token.row for token in row.tokens).values())


def _is_regular(row: RowReading, regular: dict[tuple[int, int], int]) -> bool:
    """Whether the layout's cells are the table's, so that what looks blank is a blank cell."""
    return bool(regular) and bool(row.tokens) and _width(row) in (regular.get(_depth(row)), len(row.row.fields))


def _without_blanks(row: RowReading, grid: RowSlots) -> RowReading:
    """The row with its figures alone, where what looks like blank cells cannot be trusted."""
    if not any(cell.kind == BLANK for shown in row.placements[:1] for cell in shown):
        return row
    placements = placements_of_too_few(row.tokens, grid.columns[row.row.key])
    return row._replace(placements=placements, tidy=False)


def _stretches(
    section: Section, label_matches: Sequence[LabelMatch], label_text: LabelText, end: int
) -> list[_Stretch]:
    by_key = {row.key: row for row in section.rows}
    order = {row.key: i for i, row in enumerate(section.rows)}
    made = [_Stretch(None, None, [])]
    for i, label_match in enumerate(label_matches):
        until = end if i + 1 == len(label_matches) else label_matches[i + 1].start
        row = by_key[label_match.form_label.key] if label_match.form_label.kind == ROW else None
        inside = tokens_between(label_text, label_match.start, until)
        made.append(_Stretch(label_match, row, [token for token in inside if token.kind != TEXT]))
    seen = {stretch.row.key for stretch in made if stretch.row is not None}
    for row in section.rows:
        if row.key not in seen:
            before = [s for s in made if s.row is not None and order[s.row.key] < order[row.key]]
            _last_header_or(before, made, section, row).unlabelled.append(row)
    for stretch in made:
        if stretch.row is not None and stretch.label_match is not None and not stretch.unlabelled:
            stretch.tokens = _without_foreign_rows(
                stretch.tokens, stretch.label_match, label_text, len(stretch.row.fields)
            )
    return made


def _drop_pads(stretches: Sequence[_Stretch]) -> None:
    """Takes out the cells that a converter made of what a label or a header spans, and that are no figures.

    They are blank in all rows that have as many cells. Where no others are, or the first and the last figure stand in
    one row or another, it is seen which they are. Rows that do not show it have them where the others of the table have
    theirs: before all figures, or behind them.
    """
    alike: dict[tuple[int, int], list[_Stretch]] = {}
    for stretch in stretches:
        if stretch.row is not None and not stretch.unlabelled and len({token.row for token in stretch.tokens}) == 1:
            alike.setdefault((len(stretch.row.fields), len(stretch.tokens)), []).append(stretch)
    for slots in {slots for slots, _ in alike}:
        wide = {width: rows for (own, width), rows in alike.items() if own == slots and width > slots}
        blank = {width: _always_blank(rows) for width, rows in wide.items()}
        many = [width for width, rows in wide.items() if len(rows) >= _ROWS_SHOW_PADS]
        before, behind = (
            any(_are_there(slots, width, blank[width], before=side) for width in many) for side in (True, False)
        )
        for width, rows in wide.items():
            pads = blank[width] if width in many else set[int]()
            if len(pads) != width - slots:
                pads = _pads(slots, width, before=before) if before != behind else set[int]()
            if pads <= blank[width]:
                for row in rows:
                    row.tokens = [token for i, token in enumerate(row.tokens) if i not in pads]


def _pads(slots: int, width: int, *, before: bool) -> set[int]:
    """Which of a row's cells are no figures, where these stand before all figures, or behind them."""
    return set(range(width - slots) if before else range(slots, width))


def _are_there(slots: int, width: int, blank: set[int], *, before: bool) -> bool:
    """Whether cells that are always blank stand there, and the first and the last figure are not always blank."""
    first = width - slots if before else 0
    return _pads(slots, width, before=before) <= blank and blank.isdisjoint((first, first + slots - 1))


def _always_blank(rows: Sequence[_Stretch]) -> set[int]:
    """The cells that are blank in all of these rows, by their number behind the label."""
    return {i for i in range(len(rows[0].tokens)) if all(row.tokens[i].kind == BLANK for row in rows)}


def _without_foreign_rows(tokens: list[Token], own: LabelMatch, label_text: LabelText, slots: int) -> list[Token]:
    """Without the figures of rows that the form does not have, in a table in which all its own labels were found.

    Such a row stands on a line of its own behind a row that has all its figures, and begins with another label. It has
    as many figures itself: fewer may be the ends of figures that were broken over two lines.
    """
    first = tokens[0].row if tokens else -1
    widths = Counter(token.row for token in tokens)
    if widths[first] < slots:
        return tokens
    begin = label_text.first_token(own.end)
    last = bisect_right(label_text.tokens, tokens[-1].row, lo=begin, key=lambda token: token.row)
    named = {token.row for token in label_text.tokens[begin:last] if token.kind == TEXT}
    named = {row for row in named if widths[row] >= slots}
    return [token for token in tokens if token.row == first or token.row not in named]


def _last_header_or(before: list[_Stretch], made: list[_Stretch], section: Section, row: Row) -> _Stretch:
    """The stretch in which the figures of an unlabelled row must stand: behind the row or header before it."""
    block = next(i for i, block in enumerate(section.blocks) if row in block.rows)
    headers = [
        s for s in made if s.row is None and s.label_match is not None and s.label_match.form_label.block == block
    ]
    behind = before[-1] if before else made[0]
    if headers and made.index(headers[-1]) > made.index(behind):
        return headers[-1]
    return behind


def tokens_between(label_text: LabelText, start: int, end: int) -> Sequence[Token]:
    """The tokens behind position `start` of the label text, up to and at `end`."""
    return label_text.tokens[bisect_right(label_text.at, start) : bisect_right(label_text.at, end)]


def _read_stretch(stretch: _Stretch, grid: RowSlots, label_text: LabelText) -> list[RowReading]:
    row, label_match = stretch.row, stretch.label_match
    own = RowBasis.EXACT if label_match is not None and label_match.share == 1.0 else RowBasis.FUZZY
    if label_match is not None and label_match in grid.alike:
        own = RowBasis.PRESUMED
    if row is not None and label_match is not None and not stretch.unlabelled:
        label_on_line = _is_beside(label_match, without_lone_figures(stretch.tokens, len(row.fields)), label_text)
        return [_reading(row, own, stretch.tokens, grid, label_on_line)]
    rows = ([row] if row is not None else []) + stretch.unlabelled
    shares = _shares(stretch.tokens, [len(grid.columns[r.key]) for r in rows])
    if shares is None:
        return [_reading(row, RowBasis.PRESUMED, stretch.tokens, grid)] if row is not None else []
    lost = RowBasis.ANCHORED if len(stretch.unlabelled) == 1 else RowBasis.PRESUMED
    labels = ([own] if row is not None else []) + [lost] * len(stretch.unlabelled)
    return [_reading(r, label, share, grid) for r, label, share in zip(rows, labels, shares, strict=True)]


def _is_beside(label_match: LabelMatch, tokens: Sequence[Token], label_text: LabelText) -> bool:
    """Whether the figures stand on one line, and on it a piece of the label, or pieces of it before and behind."""
    if not tokens or tokens[0].line != tokens[-1].line:
        return False
    first, last = label_text.token_at(label_match.start), label_text.token_at(label_match.end - 1)
    lines = {token.line for token in label_text.tokens[first : last + 1] if token.kind == TEXT}
    return tokens[0].line in lines or min(lines) < tokens[0].line < max(lines)


def _shares(tokens: list[Token], slots: list[int]) -> list[list[Token]] | None:
    """The tokens of each of several rows: by the rows that the layout shows, else by count."""
    by_row: dict[int, list[Token]] = {}
    for token in tokens:
        by_row.setdefault(token.row, []).append(token)
    shown = [share for share in by_row.values() if any(token.kind != BLANK for token in share) or len(share) in slots]
    if len(shown) == len(slots):
        return shown
    return cut_by_count(tokens, slots) if len(tokens) == sum(slots) else None


def _read_bulks(
    rows: Sequence[Row], stretches: Sequence[_Stretch], grid: RowSlots, readings: dict[str, RowReading]
) -> None:
    """Rows whose labels stand together and their figures after them: read by count, where both are complete."""
    labelled = {s.row.key: s for s in stretches if s.row is not None and not s.unlabelled}
    run: list[Row] = []
    for row in rows:
        stretch = labelled.get(row.key)
        if stretch is None:
            run = []
            continue
        run.append(row)
        if not stretch.tokens:
            continue
        slots = [len(grid.columns[r.key]) for r in run]
        torn = len(run) > 1 and len(stretch.tokens) == sum(slots)
        shares = _shares(stretch.tokens, slots) if torn else None
        if shares is not None:
            for r, share in zip(run, shares, strict=True):
                readings[r.key] = _reading(r, RowBasis.BULK, share, grid)
        run = []


def read_by_count(section: Section, tokens: Sequence[Token]) -> tuple[RowReading, ...] | None:
    """The rows of a table by the order of its figures alone, one for each slot; None where there are more or fewer."""
    slots = [len(row.fields) for row in section.rows]
    figures = [token for token in tokens if token.kind == NUMBER]
    if len(figures) != sum(slots):
        figures = without_page_numbers(tokens)
    if len(figures) != sum(slots):
        return None
    label = RowBasis.UNIFORM if all(token.text == "0" for token in figures) else RowBasis.BULK
    made: list[RowReading] = []
    columns = [block.columns for block in section.blocks for _ in block.rows]
    for row, own, slots_of_row in zip(section.rows, cut_by_count(figures, slots), columns, strict=True):
        placements, tidy = assign_cells(own, slots_of_row)
        made.append(RowReading(row, label, placements, tidy, tokens=tuple(own)))
    return tuple(made)


def without_page_numbers(tokens: Sequence[Token]) -> list[Token]:
    """The figures without those alone on a line that count up by one from the first to the last of them.

    Between a row's label and its figures such a number may as well be the beginning of a figure that a line end broke.
    """
    shown = [token for token in tokens if token.kind in (NUMBER, TEXT)]
    figures = [token for token in shown if token.kind == NUMBER]
    per_line = Counter(token.line for token in shown)
    alone = [
        token
        for before, token, after in zip([None, *shown], shown, [*shown[1:], None], strict=False)
        if token.text.isdecimal() and token.text != "0" and per_line[token.line] == 1
        if before is None or before.kind == NUMBER or after is None or after.kind == TEXT
    ]
    numbers = [page_number(token.text) for token in alone]
    first = numbers[0] if 0 < len(numbers) <= MOST_PAGES_OF_TABLE else None
    if first is None or numbers != list(range(first, first + len(numbers))):
        return figures
    return [token for token in figures if token not in alone]


def _reading(row: Row, label: RowBasis, tokens: list[Token], grid: RowSlots, label_on_line: bool = False) -> RowReading:
    if not tokens:
        return RowReading(row, label)
    placements, tidy = assign_cells(tokens, grid.columns[row.key], grid.spans[row.key])
    return RowReading(row, label, placements, tidy, label_on_line, tuple(tokens))
