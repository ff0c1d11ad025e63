"""Columns by positions: where a converter laid a table out with spaces, what stands below one another is one column.

In such text a blank cell is only a wider gap, and the order of a row's figures does not say which cells they are. But
over the whole table the figures stand under one another, and under the names of their columns. Where all of them do, a
blank is seen as a hole; where some stand beside, a figure is of the column that it is clearly nearest to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import gcd
from typing import NamedTuple

from extractor.forms import Column
from extractor.reading.assign_cells import make_cell
from extractor.reading.blank_rows import Edge, Labels, blank_row
from extractor.reading.header_stacks import Stack, header_stacks, is_clear
from extractor.reading.model import BLANK, Cell, Placement, RowReading, Token
from extractor.reading.text_layout import Span, TextLayout, gap

# A header is at most so many lines high.
_HEADER_HEIGHT = 12
# A figure this many characters off its column is still its own if every other column is so much further away.
_OFF = 3
_CLEAR = 3
# Figures are in line with the names of their columns where nothing but half a character parts them: what lays out a
# page of print in characters puts names and figures some off, and more. Those of full rows are one off at most.
_OFF_NAME = 0.5
_OFF_END = 1
# So many of a page's rows must stand in line with its columns, and so many full rows show these without a header.
_IN_LINE = 0.75
_FEWEST = 2
# So many cells of labels may stand before a row's figures beside the first.
_MOST_LABELS = 2


class ShownRows(NamedTuple):
    """The rows of a block as positions show them: `is_named` says that its header names every column by them, `in_line`
    of how many rows all figures are in line, `out_of_line` of how many they are not; `gaps` are the spaces before the
    figures of each row, `columns` is how many columns there are, `edge` where the last of them begins.
    """

    rows: tuple[RowReading, ...]
    is_named: bool = False
    in_line: int = 0
    out_of_line: int = 0
    gaps: tuple[tuple[int, ...], ...] = ()
    columns: int = 0
    edge: Edge = (0, 1)

    @property
    def in_doubt(self) -> ShownRows:
        """The same where the table may not be laid out by positions: its holes are no blank cells then."""
        return ShownRows(tuple(map(_without_holes, self.rows)))


def _without_holes(row: RowReading) -> RowReading:
    if not row.shows_blanks or len(row.filled) == len(row.tokens):
        return row
    placement = tuple(Cell(None, None) if cell.kind == BLANK else cell for cell in row.placements[0])
    return row._replace(placements=(placement,), tokens=row.filled, tidy=False, inferred=True, shows_blanks=False)


class _Block(NamedTuple):
    """A block: its rows whose figures stand on one line and are parted by spaces alone, the labels of all rows, its
    columns, the first line that may be its header, and the labels of the groups of its columns.
    """

    rows: Sequence[RowReading]
    labels: Labels
    columns: Sequence[Column]
    above: int
    groups: Mapping[str, Sequence[str]]

    def by_page(self, layout: TextLayout) -> Iterator[tuple[list[RowReading], list[int]]]:
        """The rows of each page, and the lines that may be their header, right above them there: how far the columns of
        another page lie apart says nothing.
        """
        breaks = [-1, *sorted(layout.breaks), len(layout.starts)]
        found: dict[int, list[RowReading]] = {}
        for row in self.rows:
            found.setdefault(bisect_left(breaks, row.filled[0].line), []).append(row)
        lines = (*(row.filled[0].line for row in self.rows), *(label.first for label in self.labels.values()))
        for page, own in found.items():
            top = max(breaks[page - 1] + 1, self.above)
            first = min((line for line in lines if line >= top), default=top)
            yield own, self.header(layout, top, first)

    def header(self, layout: TextLayout, top: int, bottom: int) -> list[int]:
        """The last lines between two that show anything."""
        shown = (number for number in range(bottom - 1, top - 1, -1) if layout.is_shown(number))
        return [*islice(shown, _HEADER_HEIGHT)][::-1]

    def stacks(self, layout: TextLayout, header: Sequence[int], width: int) -> list[Stack]:
        """The names of the columns in these lines, if these have kept their spaces."""
        words = [layout.words(number, width) for number in header]
        return header_stacks(words, self.columns, self.groups) if any(map(layout.has_gap, header)) else []


class _Columns(NamedTuple):
    """The columns of one page: stretches of characters from the left, each with the column it is of, None where that is
    not known. `names` are the names of the columns, or the figures of a full row; `is_in_line` says that a header or
    several rows show them all, and that all figures are in line.
    """

    stretches: Sequence[tuple[Span, int | None]]
    names: Sequence[Span] = ()
    is_in_line: bool = False

    def under(self, span: Span) -> int | None:
        """The column that a figure stands under, or touches with no other near."""
        at = [(gap(span, own), column) for own, column in self.stretches if column is not None]
        (nearest, column), *others = sorted(at)
        is_clear = all(away > 2 for away, other in others if other != column)
        return column if nearest == 0 or (nearest == 1 and is_clear) else None

    def near(self, span: Span) -> int | None:
        """The column that a figure is clearly nearest to."""
        near = sorted((gap(span, own), column) for own, column in self.stretches if column is not None)
        nearest, column = near[0]
        margin = min((away for away, other in near if other != column), default=nearest + _OFF + _CLEAR) - nearest
        return column if (nearest <= 1 <= margin) or (nearest <= _OFF and margin >= nearest + _CLEAR) else None


class _Found(NamedTuple):
    """The placements of rows by their keys, and the keys of those whose page has all its figures in line; `unclear` are
    those with a figure that may be of a column beside its own.
    """

    placements: dict[str, Placement]
    in_line: frozenset[str] = frozenset()
    is_named: bool = False
    edge: Edge = (0, 1)
    unclear: frozenset[str] = frozenset()

    def without_unclear(self) -> _Found:
        """The rows that are clear."""
        clear = {key: placement for key, placement in self.placements.items() if key not in self.unclear}
        in_line = self.in_line - self.unclear
        return self._replace(placements=clear, in_line=in_line, is_named=self.is_named and bool(in_line))


def place_by_columns(
    rows: Sequence[RowReading],
    columns: Sequence[Column],
    layout: TextLayout,
    labels: Labels,
    above: int,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> ShownRows:
    """The rows of a block, those in their places that positions tell; `above` is the first line that may be its header,
    `groups` are the labels of the groups of its columns.

    How wide a Chinese character is, nobody says: the width counts that has all in line. Where both have, or none, what
    both tell must be the same.
    """
    block = _Block(rows, labels, columns, above, groups or {})
    gaps = {row: own for row in rows if (own := _gaps(row, len(columns), layout))}
    # Where a line has lost its spaces, or may have lost those before it, nothing shows a hole.
    spaced = [
        row
        for row, own in gaps.items()
        if len(row.filled) == len(columns) or (max(own) > 1 and layout.has_margin(row.filled[0]))
    ]
    if not spaced:
        return _padded(block, layout)
    found = _of_two_widths(*(_by_width(block._replace(rows=spaced), layout, width) for width in (1, 2)))
    found = found.without_unclear()
    shown = ShownRows(
        tuple(_placed(row, found) for row in rows),
        found.is_named,
        len(found.in_line),
        len(spaced) - len(found.in_line),
        tuple(map(tuple, gaps.values())),
        len(columns),
        found.edge,
    )
    return shown if all(layout.is_plain(row.filled[0].line) for row in spaced) else shown.in_doubt


def _of_two_widths(narrow: _Found, wide: _Found) -> _Found:
    best, other = sorted((narrow, wide), key=lambda found: (len(found.in_line), len(found.placements)), reverse=True)
    if bool(best.in_line) != bool(other.in_line):
        return best
    alike = {key: one for key, one in best.placements.items() if other.placements.get(key, one) == one}
    if len(alike) == len(best.placements):
        return best
    return _Found({key: one for key, one in alike.items() if key in other.placements})


def _gaps(row: RowReading, most: int, layout: TextLayout) -> list[int]:
    """The spaces before the figures of a row, no more than so many, that stand on one line with nothing else among them
    or behind.
    """
    is_on_line = 0 < len(row.filled) <= most and row.is_on_one_line and not row.merged_cells
    return layout.gaps(row.filled) if is_on_line else []


def are_laid_out(blocks: Sequence[ShownRows], layout: TextLayout) -> bool:
    """Whether the rows of a table are laid out by positions: all are in line, and the spaces before their figures are
    no pads, each as wide as the next or, behind blank cells, several times as wide. Where no line of the text begins
    with a space each may have lost some, and only several rows show that these stand where they stood. Where cells are
    missing, some are before a figure: whoever leaves blank cells out leaves no such place.
    """
    kinds = [[cell.kind for cell in row.placements[0]] for one in blocks for row in one.rows if row.shows_blanks]
    if any(BLANK in one for one in kinds) and not any(BLANK in one[: _last_figure(one)] for one in kinds):
        return False
    step = gcd(*(gap for one in blocks for row in one.gaps for gap in row))
    rows = [(sum(row), one.columns) for one in blocks for row in one.gaps]
    may_be_pads = step > 1 and all(wide <= step * (columns + _MOST_LABELS) for wide, columns in rows)
    in_line = sum(one.in_line for one in blocks if one.columns > 1)
    is_even = len(blocks) < 2 or not any(one.out_of_line for one in blocks)
    return is_even and not may_be_pads and (layout.has_margins or in_line > _FEWEST or not rows)


def _last_figure(kinds: Sequence[str]) -> int:
    """The place of the last cell that is not blank."""
    return max((i for i, kind in enumerate(kinds) if kind != BLANK), default=0)


def _placed(row: RowReading, found: _Found) -> RowReading:
    placement = found.placements.get(row.row.key)
    if placement is None:
        return row
    if row.row.key in found.in_line:
        tidy = row.tidy or (row.has_own_label and row.label_on_line)
        tokens = tuple(cell.token for cell in placement if cell.token is not None)
        return row._replace(placements=(placement,), tokens=tokens, tidy=tidy, inferred=False, shows_blanks=True)
    return row if row.settled else row._replace(placements=(placement,), inferred=True)


def _by_width(block: _Block, layout: TextLayout, width: int) -> _Found:
    """The placements of rows if a Chinese character takes so many columns of characters."""
    placements: dict[str, Placement] = {}
    in_line: set[str] = set()
    unclear: set[str] = set()
    order: Sequence[int] = ()
    edge = 0
    for rows, header in block.by_page(layout):
        names = block.stacks(layout, header, width)
        order = order or [stack.column for stack in names]
        figures = [list(layout.spans(row.filled, width)) for row in rows]
        firm = [stack.span for stack in names] if all(stack.is_firm for stack in names) else []
        shown = _page_columns(figures, firm, len(block.columns))
        places = None if shown is None else _places_of_rows(shown, figures)
        if shown is None or places is None:
            continue
        edge = max(span[0] for span, column in shown.stretches if column == len(block.columns) - 1)
        if shown.is_in_line:
            in_line.update(row.row.key for row in rows)
        for row, spans, place in zip(rows, figures, places, strict=True):
            if place is not None:
                unclear.update([] if is_clear(spans, place, shown.names) else [row.row.key])
                by_slot = {(order[at] if order else at): token for at, token in zip(place, row.filled, strict=True)}
                placements[row.row.key] = _placement(row, by_slot, block.columns, shown=shown.is_in_line)
    if list(order) != sorted(order) and len(in_line) < len(block.rows):
        return _Found({})
    return _Found(placements, frozenset(in_line), bool(order) and bool(in_line), (edge, width), frozenset(unclear))


def _page_columns(figures: Sequence[Sequence[Span]], names: Sequence[Span], count: int) -> _Columns | None:
    """The columns of a page that its header shows, if the figures are in line with it, or else its full rows."""
    found = [one for known in (names, ()) if (one := _columns(figures, known, count)) is not None]
    return next((one for one in found if one.is_in_line), next(iter(found), None))


def _places_of_rows(columns: _Columns, figures: Sequence[Sequence[Span]]) -> list[list[int] | None] | None:
    """Which columns from the left the figures of each row are of, None where one does not show it; nothing where two
    are of one column, or many rows do not show it: a converter without room for its spaces has pushed them away.
    """
    places = [_places(columns, spans) for spans in figures]
    known = [place for place in places if place is not None]
    is_rising = all(sorted(set(place)) == place for place in known)
    return places if is_rising and len(known) >= _IN_LINE * len(places) else None


def _columns(figures: Sequence[Sequence[Span]], stacks: Sequence[Span], count: int) -> _Columns | None:
    """The columns that names and the figures of full rows show, as far as other figures go on under these; None where
    they do not show all, or one that is two.
    """
    full = [spans for spans in figures if len(spans) == count]
    known = [(span, at) for spans in (stacks, *full) for at, span in enumerate(spans)]
    if not known:
        return None
    stretches: list[tuple[Span, int | None]] = []
    others = [(span, None) for spans in figures if len(spans) < count for span in spans]
    for span, column in sorted((*known, *others), key=lambda one: one[0]):
        if not stretches or span[0] >= stretches[-1][0][1]:
            stretches.append((span, column))
            continue
        (start, end), own = stretches[-1]
        if own is not None and column is not None and own != column:
            return None
        stretches[-1] = (start, max(end, span[1])), column if own is None else own
    columns = _Columns(stretches, stacks or next(iter(full), ()))
    is_known = bool(stacks) or len(full) >= _FEWEST
    limit = _OFF_NAME if stacks else _OFF_END
    return columns._replace(is_in_line=is_known and _are_aligned(columns, figures, limit))


def _are_aligned(columns: _Columns, figures: Sequence[Sequence[Span]], limit: float) -> bool:
    """Whether all figures stand under a column, and with their left ends, right ends or middles below those of its
    name, or of a full row's figure, so many characters off at most.
    """
    under = [(span, columns.under(span)) for spans in figures for span in spans]
    pairs = [(span, columns.names[column]) for span, column in under if column is not None]
    if len(pairs) < len(under):
        return False
    ends = (max((abs(span[end] - name[end]) for span, name in pairs), default=0) for end in (0, 1))
    middles = max((abs(sum(span) - sum(name)) / 2 for span, name in pairs), default=0)
    return min(*ends, middles) <= limit


def _places(columns: _Columns, spans: Iterable[Span]) -> list[int] | None:
    """Which column from the left each figure of a row is of; None where one does not show it."""
    found: list[int] = []
    for span in spans:
        under = columns.under(span)
        place = columns.near(span) if under is None else under
        if place is None:
            return None
        found.append(place)
    return found


def _placement(row: RowReading, by_slot: Mapping[int, Token], columns: Sequence[Column], *, shown: bool) -> Placement:
    """The cells of a row; where all is in line its holes are blank cells."""
    blank = row.filled[0]._replace(kind=BLANK, text="", end=row.filled[0].start)
    made: list[Token | None] = []
    for slot in range(len(columns)):
        if slot in by_slot:
            blank = blank._replace(start=by_slot[slot].end, end=by_slot[slot].end)
        made.append(by_slot.get(slot, blank if shown else None))
    return tuple(map(make_cell, made, columns))


def _padded(block: _Block, layout: TextLayout) -> ShownRows:
    """The rows of a block without figures, all blank where each line is padded as far as the last column: a converter
    that pads no other lines has written every cell.
    """
    if not block.labels or not layout.is_ragged or any(row.filled for row in block.rows):
        return ShownRows(tuple(block.rows))
    header = block.header(layout, block.above, min(label.first for label in block.labels.values()))
    for width in (1, 2):
        stacks = block.stacks(layout, header, width)
        padded = {
            key: label
            for key, label in block.labels.items()
            if stacks and label.is_bare(layout) and label.is_padded(layout, stacks[-1].span[0], width)
        }
        if len(padded) >= _FEWEST:
            own = [(row, padded.get(row.row.key)) for row in block.rows]
            blank = (row if label is None else blank_row(row, block.columns, label) for row, label in own)
            return ShownRows(tuple(blank), is_named=True)
    return ShownRows(tuple(block.rows))


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
        over = [head for head, span in zip(heads, above, strict=True) if gap(span, below) == 0]
        if len(over) == 1:
            ends.setdefault(over[0], stray)
    return ends
