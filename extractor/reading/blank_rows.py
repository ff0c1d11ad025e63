"""Rows without a figure in a table laid out by positions: blank where a figure would be seen, had they one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.forms import Column, Section
from extractor.lexicon.folding import HAN_RUN
from extractor.reading.assign_cells import make_cell
from extractor.reading.model import BLANK, Reading, RowBasis, RowReading, Token
from extractor.reading.text_layout import TextLayout

# What may stand behind the last character of a label.
_CLOSING = " )）。；;:："


class LabelLines(NamedTuple):
    """Where the label of a row stands: its first and last line, where it ends, if it is whole, and its wordings."""

    first: int
    last: int
    end: int
    is_whole: bool
    wordings: tuple[str, ...]

    def is_bare(self, layout: TextLayout) -> bool:
        """Whether nothing stands behind it on any of its lines."""
        words = (HAN_RUN.findall(line) for line in layout.lines(self.first, self.last))
        is_last = all(own and any(own[-1] in wording for wording in self.wordings) for own in words)
        end = layout.text[self.end : layout.line_end(self.last)]
        return not end.strip(_CLOSING) and (self.first == self.last or (self.is_whole and is_last))

    def is_padded(self, layout: TextLayout, column: int, width: int) -> bool:
        """Whether one of its lines is padded with spaces as far as a column of characters."""
        return any(layout.width(number, width) >= column for number in range(self.first, self.last + 1))


Labels = Mapping[str, LabelLines]
"""By the key of a row, where its label stands."""


Edge = tuple[int, int]
"""A column of characters, and how many of them a Chinese character takes."""


def with_blank_rows(
    rows: Sequence[RowReading],
    columns: Mapping[str, tuple[Sequence[Column], Edge]],
    layout: TextLayout,
    labels: Labels,
) -> tuple[RowReading, ...]:
    """The rows with those blank that have a label, and nothing behind it on its line or alone on the lines beside.
    `columns` are those of each row, and where the last of them begins: a line of spaces up to there may be cut off.

    For a table of which positions show the columns: a figure of these rows would be seen. Where labels are broken over
    lines, figures may have lines of their own, and one such line may be lost; the row of totals would tell.
    """
    taken = {row.filled[0].line for row in rows if row.filled and row.is_on_one_line}
    one_line = not any(map(layout.is_of_figures, taken))
    summed = {group for row in rows if row.row.is_total and row.filled for group in row.row.groups}

    def is_blank(row: RowReading, label: LabelLines) -> bool:
        is_safe = label.first == label.last or one_line or not summed.isdisjoint(row.row.groups)
        is_free = taken.isdisjoint(range(label.first, label.last + 1))
        beside = layout.lines_beside(label.first, label.last)
        is_whole = not layout.may_be_cut(label.last, *columns[row.row.key][1])
        return is_safe and is_free and is_whole and label.is_bare(layout) and not any(map(layout.is_of_figures, beside))

    return tuple(
        blank_row(row, columns[row.row.key][0], labels[row.row.key])
        if not row.filled and row.row.key in labels and is_blank(row, labels[row.row.key])
        else row
        for row in rows
    )


def rows_if_blank(section: Section, rows: Sequence[RowReading], labels: Labels) -> tuple[RowReading, ...]:
    """The rows of a table of which nothing but its labels is there, each blank; none where a row has no label."""
    if not all(row.key in labels for row in section.rows):
        return ()
    columns = {row.key: block.columns for block in section.blocks for row in block.rows}
    return tuple(blank_row(row, columns[row.row.key], labels[row.row.key]) for row in rows)


def with_blank_tables(reading: Reading) -> Reading:
    """The reading of a source of which nothing can be lost, as of a page: a table without a figure is blank."""
    sections = (one._replace(rows=one.if_blank) if one.if_blank else one for one in reading.sections)
    return reading._replace(sections=tuple(sections))


def blank_row(row: RowReading, columns: Sequence[Column], label: LabelLines) -> RowReading:
    """The row with a blank cell in each slot."""
    blank = Token(BLANK, "", label.end, label.end, label.first, label.first)
    return row._replace(
        basis=RowBasis.EXACT if label.is_whole else RowBasis.FUZZY,
        placements=(tuple(make_cell(blank, column) for column in columns),),
        tokens=(blank,) * len(columns),
        tidy=True,
        label_on_line=True,
        inferred=False,
        shows_blanks=True,
    )
