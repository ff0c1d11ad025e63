"""Cells that stand one a line, the blank ones as blank lines: how many lines part two figures says how many cells do.

Converters that write every cell as a paragraph of its own keep a blank one as one more line break, or as two. How many
a step from cell to cell takes, and a blank cell, is the same throughout a table, and each row adds up to the columns of
the form: so all rows of a table show it together, or none does. What stands behind the last row of a block may be
parted from it by any number of line breaks, so blank cells at its end show nothing by themselves; behind all such rows
it is the same number, as behind all others, where no labels of groups stand between.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from extractor.forms import Column, Section
from extractor.reading.assign_cells import make_cell
from extractor.reading.labels import COLUMN, ROW, LabelMatch, LabelText
from extractor.reading.model import BLANK, TEXT, Placement, RowBasis, RowReading, Token
from extractor.reading.text_layout import TextLayout

# No converter writes more line breaks for a step; so many rows with blank cells at least show how many it writes.
_MOST = 9
_FEWEST = 2
# So many blank cells may stand before the label of the next row, for the groups it is in.
_GROUPS = 4
_BARS = re.compile(r"(?m)^\|+$")


class _Step(NamedTuple):
    """Line breaks: from a cell to the next, from a row's last cell to what follows, and more for each blank cell."""

    cell: int
    end: int
    blank: int


class _Line(NamedTuple):
    """A row as its lines show it: the label before its figures, these, and what stands behind them; `is_last` says that
    this is no row of the same block.
    """

    match: LabelMatch | None
    columns: Sequence[Column]
    label: Token
    figures: tuple[Token, ...]
    behind: Token
    pads: Sequence[int] = ()
    is_last: bool = True

    @property
    def gaps(self) -> list[int]:
        """The line breaks before each figure."""
        return [self._between(left, right) for left, right in pairwise((self.label, *self.figures))]

    @property
    def last_gap(self) -> int:
        """The line breaks behind its last figure, or behind its label where it has none."""
        return self._between((self.figures or (self.label,))[-1], self.behind)

    def _between(self, left: Token, right: Token) -> int:
        return right.line - left.line - (bisect_left(self.pads, right.line) - bisect_left(self.pads, left.line))


def place_by_line_breaks(
    section: Section,
    rows: tuple[RowReading, ...],
    label_matches: Sequence[LabelMatch],
    label_text: LabelText,
    layout: TextLayout,
    end: int,
) -> tuple[RowReading, ...]:
    """The rows of a table with every cell in its place, the blank ones too, where line breaks show all of them, and in
    one way only.
    """
    if all(row.settled for row in rows):
        return rows
    between_names = _between_names(label_matches, label_text)
    for pads in dict.fromkeys((_pads(layout), ())):
        lines = _lines(section, label_matches, label_text, end, pads)
        is_grouped = any(row.groups for row in section.rows)
        steps = (step for step in _steps(lines, between_names) if is_grouped or _ends_alike(lines, step))
        shown = [found for step in steps if (found := _shown(lines, step))]
        if shown and all(found == shown[0] for found in shown):
            return tuple(_placed(row, shown[0].get(row.row.key)) for row in rows)
    return rows


def _pads(layout: TextLayout) -> tuple[int, ...]:
    """The lines of nothing but bars, in order: where a cell ends with a bar they make up for merged ones."""
    return tuple(bisect_right(layout.starts, match.start()) - 1 for match in _BARS.finditer(layout.text))


def place_unlabelled(
    columns: Sequence[Column], header: Sequence[Token], figures: Sequence[Token], behind: Token
) -> Placement | None:
    """The cells of a row without a label, right behind the names of its columns; None where line breaks do not show
    them.
    """
    texts = [token for token in header if token.kind == TEXT]
    filled = tuple(token for token in figures if token.kind not in (TEXT, BLANK))
    if not texts:
        return None
    line = _Line(None, columns, texts[-1], filled, behind)
    steps = sorted({right.line - left.line for left, right in pairwise(texts)} - {0})[:_MOST]
    found = {
        tuple(slots)
        for cell in steps
        for end in (gap for gap in steps if gap >= cell)
        for blank in range(1, _MOST)
        if (slots := _slots_without_label(line, _Step(cell, end, blank))) is not None
    }
    return _placement(line, found.pop()) if len(found) == 1 else None


def _slots_without_label(line: _Line, step: _Step) -> list[int] | None:
    """The same for a row that begins as another ends: what names its columns is the row above."""
    if not line.figures:
        return [] if line.last_gap >= step.end + len(line.columns) * step.blank else None
    lead = line.gaps[0] - step.end + step.cell
    return _slots(line, step, (lead, *line.gaps[1:]))


def _lines(
    section: Section, label_matches: Sequence[LabelMatch], label_text: LabelText, end: int, pads: Sequence[int]
) -> list[_Line]:
    """The rows, each with nothing but figures on lines of their own; none where one is not so."""
    columns = {row.key: block.columns for block in section.blocks for row in block.rows}
    of_rows = sorted((match for match in label_matches if match.form_label.kind == ROW), key=lambda match: match.start)
    last = min(label_text.first_token(end) + 1, len(label_text.tokens))
    found: list[_Line] = []
    for match, following in zip_longest(of_rows, of_rows[1:]):
        if match.form_label.key not in columns:
            continue
        begun, first = label_text.token_at(match.start), label_text.token_at(match.end - 1)
        if any(token.kind != TEXT for token in label_text.tokens[begun:first]):
            first = begun  # A label may be broken around the figures of its row.
        stop = last if following is None else label_text.token_at(following.start) + 1
        line = _line(match, columns[match.form_label.key], label_text.tokens[first:stop], pads)
        if line is None:
            return []
        is_last = following is None or following.form_label.block != match.form_label.block
        found.append(line._replace(is_last=is_last))
    return found


def _line(match: LabelMatch, columns: Sequence[Column], tokens: Sequence[Token], pads: Sequence[int]) -> _Line | None:
    tokens = [token for token in tokens if token.kind != BLANK]
    at = [i for i, token in enumerate(tokens) if token.kind != TEXT]
    if not at and len(tokens) > 1:
        # What the form explains of a row may stand behind its label; its blank cells are the widest gap.
        before = max(range(len(tokens) - 1), key=lambda i: tokens[i + 1].line - tokens[i].line)
        return _Line(match, columns, tokens[before], (), tokens[before + 1], pads)
    if not at or at[-1] - at[0] >= len(at) or not at[0] or at[-1] + 1 >= len(tokens):
        return None
    made = _Line(match, columns, tokens[at[0] - 1], tuple(tokens[at[0] : at[-1] + 1]), tokens[at[-1] + 1], pads)
    return made if min((*made.gaps, made.last_gap)) > 0 else None


def _between_names(label_matches: Sequence[LabelMatch], label_text: LabelText) -> set[int]:
    """The line breaks between the names of two columns that stand one behind the other."""
    names = [match for match in label_matches if match.form_label.kind == COLUMN]
    at = [(label_text.token_at(match.start), label_text.token_at(match.end - 1)) for match in names]
    tokens = label_text.tokens
    return {
        tokens[right].line - tokens[left].line for (_, left), (right, _) in pairwise(sorted(at)) if right == left + 1
    }


def _steps(lines: Sequence[_Line], between_names: Collection[int]) -> Iterator[_Step]:
    """The steps that are possible by the fewest line breaks before a figure, behind a row, and between names."""
    cells = sorted({*[min(line.gaps) for line in lines if line.gaps], *between_names} - {0})
    ends = [line.last_gap for line in lines if line.figures]
    blank_rows = [line for line in lines if not line.figures]
    for cell in cells[:_MOST]:
        for blank in range(1, _MOST):
            width = min(((line.last_gap, len(line.columns)) for line in blank_rows), default=(0, 0))
            end = min(ends, default=width[0] - blank * width[1])
            if cell < _MOST and cell <= end:
                yield _Step(cell, end, blank)


def _shown(lines: Sequence[_Line], step: _Step) -> dict[str, tuple[LabelMatch, Placement]]:
    """Each row's label and placement if a step takes so many line breaks; none where a row does not add up."""
    found: dict[str, tuple[LabelMatch, Placement]] = {}
    telling = 0
    for line in lines:
        slots = _slots(line, step, line.gaps)
        if slots is None or line.match is None or line.match.form_label.key in found:
            return {}
        has_hole = slots != list(range(len(slots)))
        telling += len(line.columns) > 1 and (has_hole or (len(slots) < len(line.columns) and not line.is_last))
        found[line.match.form_label.key] = line.match, _placement(line, slots)
    return found if telling >= _FEWEST else {}


def _slots(line: _Line, step: _Step, gaps: Sequence[int]) -> list[int] | None:
    """The slot of each figure of a row; None where its line breaks are those of no row of this width."""
    slots: list[int] = []
    width = len(line.columns)
    at = -1
    for gap in gaps:
        blanks, rest = divmod(gap - step.cell, step.blank)
        if rest or blanks < 0:
            return None
        at += 1 + blanks
        slots.append(at)
    return slots if at < width and 0 <= _breaks_over(line, step, at) <= _GROUPS * step.blank else None


def _breaks_over(line: _Line, step: _Step, last: int) -> int:
    """The line breaks behind a row that are those of no blank cell of its own, its `last` figure in this slot."""
    return line.last_gap - step.end - (len(line.columns) - 1 - last) * step.blank


def _ends_alike(lines: Sequence[_Line], step: _Step) -> bool:
    """Whether what follows is parted from all rows alike, and from all that are the last of a block."""
    over: dict[bool, set[int]] = {True: set(), False: {0}}
    for line in lines[:-1]:
        slots = _slots(line, step, line.gaps)
        if slots is not None:
            over[line.is_last].add(_breaks_over(line, step, slots[-1] if slots else -1))
    return all(len(breaks) <= 1 for breaks in over.values())


def _placement(line: _Line, slots: Sequence[int]) -> Placement:
    by_slot = dict(zip(slots, line.figures, strict=True))
    made: list[Token] = []
    before = line.label
    for slot in range(len(line.columns)):
        before = by_slot.get(slot) or Token(BLANK, "", before.end, before.end, before.line, before.row)
        made.append(before)
    return tuple(map(make_cell, made, line.columns))


def _placed(row: RowReading, shown: tuple[LabelMatch, Placement] | None) -> RowReading:
    if shown is None:
        return row
    match, placement = shown
    return row._replace(
        basis=RowBasis.EXACT if match.share == 1.0 else RowBasis.FUZZY,
        placements=(placement,),
        tokens=tuple(cell.token for cell in placement if cell.token is not None),
        tidy=True,
        label_on_line=True,
        inferred=False,
        shows_blanks=True,
    )
