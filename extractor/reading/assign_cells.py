"""Places the tokens that stand beside one row's label into the row's slots, each as a cell with its number.

Where the layout shows one token a slot there is one placement. Otherwise all placements that keep the printed order are
handed on, for the identities to choose from. Amounts are in the unit of the form: offices print another, and where a
header states it (采购总金额（万元）, 本年收费金额（单位：元）) the cells follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, combinations, product

from extractor.forms import Column, Section
from extractor.forms.bounds import YUAN_IN
from extractor.reading.labels import COLUMN, LabelMatch, LabelText
from extractor.reading.model import BLANK, MARK, NUMBER, Cell, Placement, RowReading, Token
from extractor.reading.numbers import is_too_large, parse_figure

# A row with more tokens too many than this is left open.
_MOST_EXTRA = 2
# A cell that spans its whole table stands so often where it is repeated: the widest block has so many columns.
_TABLE_WIDTH = 3
# More placements than this say nothing; the row is then left open.
_MOST_PLACEMENTS = 64
_UNIT = re.compile(rf"(?:单位|人民币)*({'|'.join(sorted(YUAN_IN, key=len, reverse=True))})")


def make_cell(token: Token | None, column: Column, unit: str | None = None) -> Cell:
    """The cell a token makes in a column; a figure that cannot be of this column is there without a value.

    `unit` is what an amount without one is in, where that is not the column's.
    """
    if token is None or token.kind != NUMBER:
        return Cell(token, None)
    value = parse_figure(token.text, column, unit)
    return Cell(token, value, too_large=value is None and is_too_large(token.text, column, unit))


def assign_cells(
    tokens: Sequence[Token], columns: Sequence[Column], spans: Sequence[int] = (), *, labelled: bool = True
) -> tuple[tuple[Placement, ...], bool]:
    """The placements of a row's tokens over its columns, and whether it was tidy: one token a slot, nothing but empty
    cells at the ends and repeats left out.

    `spans` says over how many cells the header repeats each column, where it does; `labelled`, whether a label stands
    before the figures, whose span may leave blanks. A number beyond every figure is no page number, and no part of
    another figure: where it has no slot of its own, there is no placement.
    """
    placements, tidy = _assign(tokens, columns, spans, labelled=labelled)
    shown = [{one.token.text for one in placement if one.token is not None} for placement in placements]
    left_out = [token for token in tokens if any(token.text not in texts for texts in shown)]
    return ((), False) if numbers_too_large(left_out, columns) else (placements, tidy)


def numbers_too_large(tokens: Iterable[Token], columns: Sequence[Column]) -> list[Token]:
    """The numbers that are larger than the figures of any of these columns."""
    return [token for token in tokens if all(make_cell(token, column).too_large for column in columns)]


def _assign(
    tokens: Sequence[Token], columns: Sequence[Column], spans: Sequence[int], *, labelled: bool
) -> tuple[tuple[Placement, ...], bool]:
    slots = len(columns)
    filled = _without_blank_rows(tokens)
    is_split = _is_blank_before_figure(tokens, slots) or _is_split(filled)
    kept, tidy = _choose(filled, slots, spans, labelled=labelled)
    if len(kept) < slots:
        return placements_of_too_few(kept, columns), False
    if len(kept) > slots:
        return _placements_of_too_many(kept, columns), False
    windows = _windows(filled, slots) if labelled and not tidy else []
    if len(windows) > 1 and kept in windows:
        # How many of the blanks at its ends the label's span has left, and how many a merged cell, is not seen.
        return _fitting_and_distinct([tuple(map(make_cell, own, columns)) for own in windows]), False
    as_shown = tuple(map(make_cell, kept, columns))
    first_is_blank, *others_are_blank = (cell.kind == BLANK for cell in as_shown)
    if others_are_blank and first_is_blank and not any(others_are_blank):
        # A filler of the label's span with the last cell cut off looks just like this.
        return _fitting_and_distinct([as_shown, *placements_of_too_few(kept, columns)]), False
    return (as_shown,), tidy and not is_split


def _choose(tokens: list[Token], slots: int, spans: Sequence[int], *, labelled: bool) -> tuple[list[Token], bool]:
    """The tokens that may be a row's cells, and whether they are tidy: one a slot, and no figure left out for it."""
    kept = without_lone_figures(tokens, slots)
    if len(kept) > slots:
        # Then what stands alone may be the end of a figure broken over two lines.
        kept = tokens
    is_spanned = len(spans) == slots
    if len(kept) > slots and not (is_spanned and sum(spans) == len(kept)):
        kept = _without_fillers(kept, slots, leading=labelled)
        kept = _figures_only(kept, slots) or kept
    if len(kept) > slots:
        is_whole_width = slots == 1 and len(kept) == _TABLE_WIDTH
        kept, tidy = _without_repeats(kept, spans if is_spanned else (len(kept) // slots,) * slots)
        # Where the header repeats nothing, 1 1 may be 11 with blanks between its digits.
        is_one_figure = is_spanned or is_whole_width or all(one.text == "0" or len(one.text) > 1 for one in kept)
        tidy = tidy and is_one_figure
    else:
        is_whole = all(token.kind != NUMBER for token in set(tokens).difference(kept))
        tidy = len(kept) == slots and is_whole and (len(tokens) == slots or all(one.kind != BLANK for one in kept))
    return _one_digit_per_slot(kept, slots), tidy


def _is_blank_before_figure(tokens: Sequence[Token], slots: int) -> bool:
    """Whether a blank cell stands in one row and a figure in the next: which is the slot's, the layout does not say."""
    return slots == 1 and tokens[0].kind == BLANK and tokens[0].row != tokens[-1].row


def _is_split(tokens: Sequence[Token]) -> bool:
    """Whether the row stands in several rows of the layout that are not one a cell: a figure may have been broken."""
    per_row = Counter(token.row for token in tokens)
    return len(per_row) > 1 and max(per_row.values()) > 1


def _without_blank_rows(tokens: Sequence[Token]) -> list[Token]:
    """Without the blank cells beside the second half of a label that a page or line break cut in two."""
    filled = {token.row for token in tokens if token.kind != BLANK}
    if not filled:
        return list(tokens)
    return [token for token in tokens if token.row in filled]


def without_lone_figures(tokens: Sequence[Token], slots: int) -> list[Token]:
    """Without figures alone on a line of their own, such as a page number, where another line holds the row."""
    counts = Counter(token.line for token in tokens)
    if len(tokens) == slots or len(counts) < 2 or max(counts.values()) == 1:
        return list(tokens)
    return [token for token in tokens if counts[token.line] > 1]


def _without_fillers(tokens: list[Token], slots: int, *, leading: bool) -> list[Token]:
    """Without the blanks that a spanning label leaves before the first figure, then those behind the last."""
    first, last = 0, len(tokens)
    while leading and last - first > slots and tokens[first].kind == BLANK:
        first += 1
    while last - first > slots and tokens[last - 1].kind == BLANK:
        last -= 1
    return tokens[first:last]


def _windows(tokens: Sequence[Token], slots: int) -> list[list[Token]]:
    """Each stretch of so many cells beside which nothing but blanks stands, the last first."""
    filled = [i for i, token in enumerate(tokens) if token.kind != BLANK]
    first, last = (filled[0], filled[-1]) if filled else (len(tokens), -1)
    starts = range(min(first, len(tokens) - slots), max(0, last + 1 - slots) - 1, -1)
    return [list(tokens[i : i + slots]) for i in starts]


def _figures_only(tokens: Sequence[Token], slots: int) -> list[Token] | None:
    """The figures alone, where one line holds one for each slot and nothing else but blanks."""
    figures = [token for token in tokens if token.kind != BLANK]
    kinds, rows = {token.kind for token in figures}, {token.row for token in figures}
    return figures if len(figures) == slots and kinds == {NUMBER} and len(rows) == 1 else None


def cut_by_count(tokens: Sequence[Token], counts: Sequence[int]) -> list[list[Token]]:
    """The tokens in pieces of so many each, one behind the other."""
    return [list(tokens[end - count : end]) for count, end in zip(counts, accumulate(counts), strict=True)]


def _without_repeats(tokens: list[Token], spans: Sequence[int]) -> tuple[list[Token], bool]:
    """One of each where every figure is repeated over the columns its cell spans (行政许可 828 828 828), and whether
    that is so.
    """
    if sum(spans) != len(tokens) or tokens[0].row != tokens[-1].row:
        return tokens, False
    groups = cut_by_count(tokens, spans)
    if all(len({(token.kind, token.text) for token in group}) == 1 for group in groups):
        return [group[0] for group in groups], all(group[0].kind == NUMBER for group in groups)
    return tokens, False


def _one_digit_per_slot(tokens: list[Token], slots: int) -> list[Token]:
    """The digits of `000` alone as one figure each, where there are as many digits as slots."""
    text = "".join(token.text for token in tokens)
    if len(tokens) > 1 or len(text) != slots or not text.isdigit():
        return tokens
    start = tokens[0].start
    return [tokens[0]._replace(text=digit, start=start + i, end=start + i + 1) for i, digit in enumerate(text)]


def _placements_of_too_many(tokens: list[Token], columns: Sequence[Column]) -> tuple[Placement, ...]:
    """Every placement of one or two tokens too many: each of these left out (a page number, an ordinal), or joined to
    the one before (a figure broken over two cells).

    Either way may balance, and where both do, neither is chosen.
    """
    extra = len(tokens) - len(columns)
    if extra > _MOST_EXTRA:
        return ()
    ways = product(combinations(range(len(tokens)), extra), product((False, True), repeat=extra))
    kept = (_left_out_or_joined(tokens, dict(zip(changed, joined, strict=True))) for changed, joined in ways)
    return _fitting_and_distinct([tuple(map(make_cell, one, columns)) for one in kept if one is not None])


def _left_out_or_joined(tokens: list[Token], changes: dict[int, bool]) -> list[Token] | None:
    """The tokens without those named in `changes`, joined to the one before where that says True and it can be."""
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        if i not in changes:
            kept.append(token)
        elif changes[i]:
            before = kept[-1] if kept else None
            if before is None or before.text == "0" or not (before.text.isdecimal() and token.text.isdecimal()):
                return None
            kept[-1] = before._replace(text=before.text + token.text, end=token.end)
    return kept


def placements_of_too_few(tokens: Sequence[Token], columns: Sequence[Column]) -> tuple[Placement, ...]:
    """Every placement of too few tokens that keeps their order; the slots left over have no cell.

    A blank among too few tokens may be a filler of the label's span or a cell: it is no evidence, so only the figures
    are spread.
    """
    figures = [token for token in tokens if token.kind in (NUMBER, MARK)]
    made: list[Placement] = []
    for slots in combinations(range(len(columns)), len(figures)):
        by_slot = dict(zip(slots, figures, strict=True))
        made.append(tuple(make_cell(by_slot.get(i), column) for i, column in enumerate(columns)))
        if len(made) > _MOST_PLACEMENTS:
            return ()
    return _fitting_and_distinct(made)


def _fitting_and_distinct(placements: list[Placement]) -> tuple[Placement, ...]:
    """Without placements that put a figure where it cannot be (a signed one among counts), if others do not, and of
    those that put equal figures in equal slots only one: which of two equal tokens stands there is the same.
    """
    fitting = [placement for placement in placements if not any(map(_misfit, placement))]
    seen: dict[tuple[object, ...], Placement] = {}
    for placement in fitting or placements:
        seen.setdefault(tuple((c.token is not None, c.value) for c in placement), placement)
    return tuple(seen.values())


def _misfit(one: Cell) -> bool:
    return one.kind == NUMBER and one.value is None


def state_units(
    section: Section,
    rows: tuple[RowReading, ...],
    labels: tuple[Sequence[LabelMatch], LabelText],
    counted_in: Mapping[str, str],
) -> tuple[tuple[RowReading, ...], frozenset[str]]:
    """The rows with their figures in the unit of the form, and the fields whose unit a header states.

    `labels` are those of the table, with the label text they stand on; `counted_in` are the fields of counts whose
    counting unit is said, such as 万.
    """
    stated = dict(counted_in)
    for block in section.blocks:
        for place, column in enumerate(block.columns):
            if column.kind == "money" and (unit := _unit_in_header(column, *labels)) is not None:
                stated.update((row.fields[place], unit) for row in block.rows)
    return in_units(section, rows, stated), frozenset(stated)


def in_units(section: Section, rows: tuple[RowReading, ...], stated: Mapping[str, str]) -> tuple[RowReading, ...]:
    """The rows with the figures of these fields in the units that are stated for them."""
    if not stated:
        return rows
    columns = {row.key: block.columns for block in section.blocks for row in block.rows}
    return tuple(_converted(row, stated, columns[row.row.key]) for row in rows)


def _unit_in_header(column: Column, label_matches: Sequence[LabelMatch], label_text: LabelText) -> str | None:
    for label_match in label_matches:
        if label_match.form_label.kind == COLUMN and label_match.form_label.key == column.key:
            match = _UNIT.match(label_text.text, label_match.end)
            label = label_text.text[label_match.start : label_match.end]
            return match.group(1) if match else "万元" if "万元" in label else None
    return None


def _converted(row: RowReading, stated: Mapping[str, str], columns: Sequence[Column]) -> RowReading:
    if stated.keys().isdisjoint(row.row.fields):
        return row

    def convert(shown: Cell, field: str, column: Column) -> Cell:
        unit = stated.get(field, column.unit)
        return shown if unit == column.unit else make_cell(shown.token, column, unit)

    placements = tuple(tuple(map(convert, placement, row.row.fields, columns)) for placement in row.placements)
    return row._replace(placements=placements)
