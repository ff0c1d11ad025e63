"""Places figures by the column of characters they stand in, where a converter laid the table out with spaces.

In such text a blank cell is only a wider gap, and the order of a row's figures does not say which cells they are. But
the figures stand under the words of the header, and under the figures of rows that have one in every column.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from extractor.forms import Column
from extractor.lexicon.folding import fold_label
from extractor.reading.assign_cells import make_cell
from extractor.reading.model import NUMBER, Placement, RowReading, Token

Span = tuple[int, int]

_WORD = re.compile(r"[^\s|]+")

# A header lies at most this many lines above its first row, and is itself at most so many lines high.
_HEADER_HEIGHT = 9
# Its words must name this share of the columns.
_NAMED = 0.5
# A figure this many characters off its column is still its own if every other column is so much further away.
_OFF = 3
_CLEAR = 3
# So many of a page's rows must stand in line with its columns.
_IN_LINE = 0.75


class TextLayout(NamedTuple):
    """The lines of a document as they stand below each other, and the lines after which a new page begins.

    `printed_text` is `text` with the characters it was printed with, one for one: a full-width digit takes two columns.
    """

    text: str
    printed_text: str
    starts: Sequence[int]
    breaks: frozenset[int]

    def words(self, number: int, width: int) -> list[tuple[str, Span]]:
        """The words of one line, each with the columns of characters it takes."""
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        words = list(_WORD.finditer(self.text, start, end))
        spans = self._columns(start, [word.span() for word in words], width)
        return list(zip([word.group() for word in words], spans, strict=True))

    def keeps_spaces(self, number: int) -> bool:
        """Whether a line is laid out with spaces: it is indented, or has gaps between its words."""
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        line = self.text[self.starts[number] : end].rstrip()
        return "  " in line and "\t" not in line and "|" not in line

    def spaced(self, row: RowReading) -> bool:
        """Whether spaces alone part the figures of a row: tabs have no width of their own, and pipes show the cells."""
        start = self.starts[row.tokens[0].line]
        end = row.tokens[-1].end
        line = self.text[start:end].lstrip(" |")
        return "\t" not in line and "|" not in line

    def spans(self, tokens: Sequence[Token], width: int) -> Iterator[Span]:
        """The columns of characters that the tokens of one line take, in their order; a Chinese character takes
        `width` of them.
        """
        start = self.starts[tokens[0].line] if tokens else 0
        return self._columns(start, [(token.start, token.end) for token in tokens], width)

    def _columns(self, start: int, stretches: Sequence[Span], width: int) -> Iterator[Span]:
        """The columns of each stretch of the line that begins at `start`, one behind the other."""
        at, left = start, 0
        for begin, end in stretches:
            left += _columns(self.printed_text[at:begin], width)
            right = left + _columns(self.printed_text[begin:end], width)
            yield left, right
            at, left = end, right


@dataclass(slots=True)
class _Ruler:
    """For each column the stretches of characters that are known to be its own; `whole` if every column has one."""

    spans: dict[int, list[Span]] = field(default_factory=dict[int, list[Span]])
    whole: bool = False
    _reach: list[Span] | None = field(default=None, init=False)

    def column_of(self, span: Span) -> int | None:
        """The one column a figure is clearly nearest to; where the place of a column is not known, which could be
        nearer, the one it stands under.
        """
        if not self._reaches(span):
            return None
        near = sorted((min(_gap(span, own) for own in spans), column) for column, spans in self.spans.items())
        nearest, column = near[0]
        if not self.whole:
            return column if nearest == 0 and (len(near) == 1 or near[1][0] > 0) else None
        margin = near[1][0] - nearest if len(near) > 1 else nearest + 1
        if (nearest <= 1 and margin >= 1) or (nearest <= _OFF and margin >= nearest + _CLEAR):
            return column
        return None

    def _reaches(self, span: Span) -> bool:
        """Whether a figure stands no further off than it may from any stretch: on a long line nearly all stand so."""
        if self._reach is None:
            self._reach = []
            for start, end in sorted(span for spans in self.spans.values() for span in spans):
                if self._reach and start - _OFF <= self._reach[-1][1]:
                    self._reach[-1] = self._reach[-1][0], max(self._reach[-1][1], end + _OFF)
                else:
                    self._reach.append((start - _OFF, end + _OFF))
        nearest = bisect_left(self._reach, span[1], key=itemgetter(0)) - 1
        return nearest >= 0 and _gap(span, self._reach[nearest]) == 0


def place_by_columns(
    rows: Sequence[RowReading], columns: Sequence[Column], layout: TextLayout
) -> tuple[RowReading, ...]:
    """The rows with one placement each where the characters' columns tell which figure stands in which slot."""
    open_rows = [row for row in rows if len(row.placements) != 1 and _on_one_line(row) and layout.spaced(row)]
    if not open_rows:
        return tuple(rows)
    narrow, wide = (_by_width(rows, open_rows, columns, layout, width) for width in (1, 2))
    best = narrow if len(narrow) > len(wide) else wide
    if any(narrow[key] != wide[key] for key in narrow.keys() & wide.keys()):
        # How wide a Chinese character is makes a difference, and only what it makes none for is known.
        best = {key: placement for key, placement in narrow.items() if wide.get(key) == placement}
    return tuple(
        row._replace(placements=(best[row.row.key],), inferred=True) if row.row.key in best else row for row in rows
    )


def _by_width(
    rows: Sequence[RowReading],
    open_rows: Sequence[RowReading],
    columns: Sequence[Column],
    layout: TextLayout,
    width: int,
) -> dict[str, Placement]:
    """The placements of open rows if a Chinese character takes so many columns of characters."""
    found: dict[str, Placement] = {}
    for between, own in _by_page(open_rows, layout).items():
        ruler = _ruler(rows, columns, layout, between, width)
        found.update(_placements_by_ruler(own, ruler, columns, layout, width))
    return found


def mend_broken(rows: Sequence[RowReading], columns: Sequence[Column], layout: TextLayout) -> tuple[RowReading, ...]:
    """The rows with a further placement where a figure too long for its column was broken over two lines (1402 / 6).

    What stands alone on the next line, right under one figure, may be its last digits; the identities tell.
    """
    return tuple(_mended(row, columns, layout) for row in rows)


def _mended(row: RowReading, columns: Sequence[Column], layout: TextLayout) -> RowReading:
    heads = [one.token for one in row.cells if one.token is not None and one.value is not None]
    if not row.settled or len(heads) < len(columns) or heads[0].line != heads[-1].line:
        return row
    placements = [row.placements[0]]
    for width in (1, 2):
        ends = _ends_below(heads, row.tokens, layout, width)
        joined = [head._replace(text=head.text + ends[head].text) if head in ends else head for head in heads]
        if ends:
            placements.append(tuple(map(make_cell, joined, columns)))
    return row if len(placements) == 1 else row._replace(placements=tuple(dict.fromkeys(placements)), inferred=True)


def _ends_below(heads: Sequence[Token], tokens: Sequence[Token], layout: TextLayout, width: int) -> dict[Token, Token]:
    """The figures on the line below that stand right under one of the heads and under no other."""
    ends: dict[Token, Token] = {}
    strays = [one for one in tokens if one.text.isdecimal() and one.line == heads[0].line + 1]
    above = list(layout.spans(heads, width))
    for stray, below in zip(strays, layout.spans(strays, width), strict=True):
        over = [head for head, span in zip(heads, above, strict=True) if _gap(span, below) == 0]
        if len(over) == 1:
            ends.setdefault(over[0], stray)
    return ends


def _on_one_line(row: RowReading) -> bool:
    return bool(row.tokens) and row.tokens[0].line == row.tokens[-1].line


def _by_page(rows: Sequence[RowReading], layout: TextLayout) -> dict[tuple[int, int], list[RowReading]]:
    """The rows by the lines that their page stands between; rows on such a line are on no page."""
    breaks = [-1, *sorted(layout.breaks), len(layout.starts)]
    found: dict[tuple[int, int], list[RowReading]] = {}
    for row in rows:
        behind = bisect_left(breaks, row.tokens[0].line)
        if breaks[behind] != row.tokens[0].line:
            found.setdefault((breaks[behind - 1], breaks[behind]), []).append(row)
    return found


def _placements_by_ruler(
    rows: Sequence[RowReading], ruler: _Ruler, columns: Sequence[Column], layout: TextLayout, width: int
) -> dict[str, Placement]:
    """The placements of a page's rows; none where the ruler puts two figures of one row into one column, or has no
    column for those of many rows: a converter that had no room for its spaces has pushed them out of line.
    """
    found: dict[str, Placement] = {}
    for row in rows:
        figures = [token for token in row.tokens if token.kind == NUMBER]
        known: list[int] = []
        for span in layout.spans(figures, width):
            column = ruler.column_of(span)
            if column is not None and known and column <= known[-1]:
                return {}
            known += [] if column is None else [column]
        if len(known) == len(figures):
            by_slot = dict(zip(known, figures, strict=True))
            found[row.row.key] = tuple(make_cell(by_slot.get(i), column) for i, column in enumerate(columns))
    return found if len(found) >= _IN_LINE * len(rows) else {}


def _ruler(
    rows: Sequence[RowReading], columns: Sequence[Column], layout: TextLayout, between: tuple[int, int], width: int
) -> _Ruler:
    """The ruler of one page: its header, if it stands there, and its rows with a figure in every slot."""
    top, bottom = between
    ruler = _Ruler()
    for other in rows:
        full = _on_one_line(other) and sum(token.kind == NUMBER for token in other.tokens) == len(columns)
        if full and other.settled and top < other.tokens[0].line < bottom:
            for i, span in enumerate(layout.spans(other.tokens, width)):
                ruler.spans.setdefault(i, []).append(span)
    first = min(other.tokens[0].line for other in rows if other.tokens and top < other.tokens[0].line)
    for i, span in _header_words(max(top + 1, first - _HEADER_HEIGHT), first, columns, layout, width).items():
        ruler.spans.setdefault(i, []).append(span)
    if len(ruler.spans) < len(columns) - 1 or len(columns) - 1 not in ruler.spans:
        return _Ruler()
    ruler.whole = len(ruler.spans) == len(columns)
    return ruler


def _header_words(top: int, bottom: int, columns: Sequence[Column], layout: TextLayout, width: int) -> dict[int, Span]:
    """Where the header names each column, by the first characters of its label.

    Nowhere, where the rest of a label broken over lines does not stand below its beginning: in this measure of width
    the lines are out of line with one another. What stands one space after other words may have been pushed along by
    them: a name there names its column, and does not say where that is, unless the rest of it stands below.
    """
    left = [[fold_label(label) for label in column.labels] for column in columns]
    found: dict[int, Span] = {}
    pushed: set[int] = set()
    for number in range(top, bottom):
        end, foreign = -2, False
        for word, span in layout.words(number, width):
            foreign = foreign and span[0] - end <= 1
            end = span[1]
            going_on = [i for i in found if any(label.startswith(word) for label in left[i])]
            begun = [i for i, labels in enumerate(left) if i not in found and any(la.startswith(word) for la in labels)]
            at = min(going_on, key=lambda i: _gap(found[i], span), default=None)
            if at is not None and _gap(found[at], span) > 1 and not begun:
                return {}
            at = begun[0] if begun else at
            if at is not None:
                if at not in found and foreign:
                    pushed.add(at)
                elif at in found and not foreign and _gap(found[at], span) == 0:
                    pushed.discard(at)
                found.setdefault(at, span)
                left[at] = [label.removeprefix(word) for label in left[at] if label.startswith(word)]
            else:
                foreign = True
    in_order = [found[i][0] for i in sorted(found)]
    if in_order != sorted(in_order) or len(found) < _NAMED * len(columns):
        return {}
    return {i: span for i, span in found.items() if i not in pushed}


def _columns(text: str, width: int) -> int:
    return len(text) if width == 1 else sum(2 if c >= "ᄀ" else 1 for c in text)


def _gap(one: Span, other: Span) -> int:
    """How many columns lie between two stretches; 0 where they overlap."""
    return max(0, one[0] - other[1] + 1, other[0] - one[1] + 1)
