"""Rows whose labels stand apart from their figures, read by their sums: of all ways in which a converter writes a
table, the one in which every total comes out.

Converters of PDF write a page block by block (docs/reading-order.md). So a table is taken to be cut across into bands
of whole rows, from the top down; a band is written row by row, or it is cut down into a few groups of columns, from the
left to the right, each written row by row or column by column. The form says which figures are sums: of all ways to
cut, few let every row end in its own, and of these the one of the fewest pieces is taken.

Sums do not see two rows of results exchanged, or two columns. What is written row by row has its columns in order, and
its rows where behind each label, or behind several together, just the figures of these rows stand. A band that is
written otherwise may have its columns in another order, and bands may be; and rows that are a line each may have lost
their order since. So a figure is sure only if no exchange of columns in such bands, of bands, or of such lines puts
another in its place and lets all sums hold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations, permutations, product, repeat
from typing import NamedTuple

from extractor.forms import Block, Identity, Row, Section
from extractor.reading.assign_cells import assign_cells
from extractor.reading.labels import ROW, LabelMatch, LabelText
from extractor.reading.model import NUMBER, TEXT, RowBasis, RowReading, Token
from extractor.reading.numbers import whole_number
from extractor.reading.rows import without_page_numbers

# A band is cut down into so many groups of columns at most.
_MOST_GROUPS = 3
# More arrangements than this say nothing.
_MOST_WAYS = 500
# For each piece behind the first so many figures that are not 0 have to be there.
_FIGURES_A_PIECE = 8
# An arrangement of so many pieces more is no other reading of the same text.
_MORE_PIECES = 2
# All orders of so many bands are tried.
_MOST_BANDS = 6

Grid = tuple[tuple[int, ...], ...]
"""Numbers by row and column: figures, or which figure of the text stands there."""


class _Way(NamedTuple):
    """How a band may be written: its groups of columns, each by its first column, how many it has, and whether it is
    written column by column.
    """

    groups: tuple[tuple[int, int, bool], ...]

    def row(self, row: int, rows: int) -> list[int]:
        """The places in the text of the figures of one of the band's rows."""
        return [
            first * rows + (at * rows + row if downwards else row * width + at)
            for first, width, downwards in self.groups
            for at in range(width)
        ]


class _Band(NamedTuple):
    """Rows from the `first` to before `behind`, written row by row or not."""

    first: int
    behind: int
    by_rows: bool


class _Arrangement(NamedTuple):
    """Where each figure of the text stands: `pieces` it is cut into, and its bands."""

    places: Grid
    pieces: int
    bands: tuple[_Band, ...]


def read_by_sums(
    section: Section,
    identities: Sequence[Identity],
    label_matches: Sequence[LabelMatch],
    label_text: LabelText,
    tokens: Sequence[Token],
) -> tuple[RowReading, ...] | None:
    """The rows of a table of which every label was seen, letter for letter and in the order of the form, and every
    figure is there; None where its sums do not say which figure is whose.
    """
    if not _can_be_summed(section) or not _all_labelled(section, label_matches):
        return None
    block = section.blocks[0]
    figures = _figures(tokens, len(block.rows) * len(block.columns))
    values = [number for token in figures if (number := whole_number(token.text)) is not None]
    if not any(values) or len(values) != len(block.rows) * len(block.columns):
        return None
    fitting = _fitting(section, identities, values)
    if not fitting or any(len(one.bands) > _MOST_BANDS for one in fitting.values()):
        return None
    others = chain.from_iterable(_exchanged(grid, one.bands, block) for grid, one in fitting.items())
    grids = [*fitting, *(other for other in others if _holds(section, identities, other))]
    best = min(fitting, key=lambda grid: fitting[grid].pieces)
    labels = [label_text.tokens[label_text.token_at(one.start)].start for one in label_matches if _is_of_row(one)]
    written = [[figures[at] for at in own] for own in fitting[best].places]
    if not _stand_behind_labels(best, written, labels):
        return None
    moved = _with_lines_exchanged(best, _lines_apart(written, labels))
    grids += (other for other in moved if _holds(section, identities, other))
    return tuple(map(_row, block.rows, repeat(block), written, _movable(grids)))


def _stand_behind_labels(grid: Grid, written: Sequence[Sequence[Token]], labels: Sequence[int]) -> bool:
    """Whether behind each label, or behind several together, just the figures of these rows stand; `labels` are the
    places of the labels. Else some were written before those of a row above them. A row of zeros may stand anywhere.
    """
    behind = [{bisect_left(labels, token.start) for token in tokens} for tokens in written]
    ends = sorted(set[int]().union(*behind))
    return all(
        ends[bisect_right(ends, at) :][:1] == [*own]
        for at, (row, own) in enumerate(zip(grid, behind, strict=True))
        if any(row)
    )


def _lines_apart(written: Sequence[Sequence[Token]], labels: Sequence[int]) -> list[int]:
    """The rows of which each is one line, behind the labels of several rows: nothing but their order says whose they
    are.
    """
    behind = [bisect_left(labels, tokens[0].start) for tokens in written]
    rows = Counter(behind)
    return [
        at for at, tokens in enumerate(written) if len({token.line for token in tokens}) == 1 and rows[behind[at]] > 1
    ]


def _with_lines_exchanged(grid: Grid, lines: Sequence[int]) -> Iterator[Grid]:
    """The table with two of these rows exchanged, where that makes a difference."""
    for one, other in combinations(lines, 2):
        if grid[one] != grid[other]:
            made = list(grid)
            made[one], made[other] = grid[other], grid[one]
            yield tuple(made)


def _figures(tokens: Sequence[Token], slots: int) -> list[Token]:
    """The figures of a table, without page numbers where there are more than slots; none where anything else is."""
    if any(token.kind not in (NUMBER, TEXT) for token in tokens):
        return []
    figures = [token for token in tokens if token.kind == NUMBER]
    return figures if len(figures) == slots else without_page_numbers(tokens)


def _fitting(section: Section, identities: Sequence[Identity], values: Sequence[int]) -> dict[Grid, _Arrangement]:
    """The tables that these figures make in which all sums hold: those of the fewest pieces, and of a few more."""
    columns = len(section.blocks[0].columns)
    most = 1 + sum(map(bool, values)) // _FIGURES_A_PIECE
    limit = 1 + _MORE_PIECES
    while True:
        made = _arrange(values, columns, limit)
        fitting = {grid: one for grid, one in made.items() if _holds(section, identities, grid)}
        best = min((one.pieces for one in fitting.values()), default=limit)
        if best > most or limit > most + _MORE_PIECES:
            return {}
        if fitting and best + _MORE_PIECES <= limit:
            return {grid: one for grid, one in fitting.items() if one.pieces <= best + _MORE_PIECES}
        limit = best + _MORE_PIECES if fitting else limit + 1


def agrees_with(arranged: Sequence[RowReading], beside_labels: Sequence[RowReading]) -> bool:
    """Whether every row that has all its figures on the line of its own label has the same in the arrangement."""
    pairs = zip(arranged, beside_labels, strict=True)
    return all(one.tokens == other.tokens for one, other in pairs if other.tidy and other.label_on_line)


def _can_be_summed(section: Section) -> bool:
    """Whether it is one block, and every row ends in the sum of its other figures."""
    first, *others = section.blocks
    totals = {row.total for row in first.rows}
    return not others and len(first.rows) > 1 and totals == {len(first.columns) - 1}


def _all_labelled(section: Section, label_matches: Sequence[LabelMatch]) -> bool:
    seen = [one.form_label.key for one in label_matches if _is_of_row(one) and one.share == 1.0]
    return seen == [row.key for row in section.rows]


def _is_of_row(label_match: LabelMatch) -> bool:
    return label_match.form_label.kind == ROW


def _holds(section: Section, identities: Sequence[Identity], grid: Grid) -> bool:
    """Whether all identities over the figures of this table come out."""
    fields = chain.from_iterable(row.fields for row in section.rows)
    values = dict(zip(fields, chain.from_iterable(grid), strict=True))
    own = [one for one in identities if values.keys() >= set(one.fields)]
    return bool(own) and all(_sum(values, one.left) == _sum(values, one.right) for one in own)


def _sum(values: Mapping[str, int], fields: Sequence[str]) -> int:
    return sum(values[field] for field in fields)


def _arrange(values: Sequence[int], columns: int, most: int) -> dict[Grid, _Arrangement]:
    """Every table that these figures make, in so many pieces at most, in which each row ends in its sum; each as it
    takes the fewest. None where there are too many.
    """
    rows = len(values) // columns
    found: list[dict[Grid, _Arrangement]] = [{} for _ in range(rows + 1)]
    found[0][()] = _Arrangement((), 0, ())
    for first, behind in combinations(range(rows + 1), 2):
        if not found[first]:
            continue
        for band, one in _bands(values, (first, behind), columns).items():
            for above, before in found[first].items():
                if before.pieces + one.pieces > most:
                    continue
                made = _Arrangement(
                    before.places + one.places, before.pieces + one.pieces, _joined(before.bands, one.bands)
                )
                known = found[behind].get(above + band)
                if known is None or made.pieces < known.pieces:
                    found[behind][above + band] = made
        if len(found[behind]) > _MOST_WAYS:
            return {}
    return found[rows]


def _joined(above: tuple[_Band, ...], below: tuple[_Band, ...]) -> tuple[_Band, ...]:
    """Bands below one another; those that are written row by row are one."""
    if above and above[-1].by_rows and below[0].by_rows:
        return (*above[:-1], _Band(above[-1].first, below[0].behind, True), *below[1:])
    return above + below


def _bands(values: Sequence[int], band: tuple[int, int], columns: int) -> dict[Grid, _Arrangement]:
    """The rows of a band, in each way in which all of them end in their sums."""
    first, behind = band
    rows, start = behind - first, first * columns
    made: dict[Grid, _Arrangement] = {}
    for way in _ways(columns):
        places: list[tuple[int, ...]] = []
        for row in range(rows):
            own = [start + at for at in way.row(row, rows)]
            if sum(values[at] for at in own[:-1]) != values[own[-1]]:
                break
            places.append(tuple(own))
        else:
            grid = tuple(tuple(values[at] for at in own) for own in places)
            if grid not in made:
                by_rows = rows == 1 or way.groups == ((0, columns, False),)
                made[grid] = _Arrangement(tuple(places), len(way.groups), (_Band(*band, by_rows),))
    return made


@lru_cache(maxsize=8)
def _ways(columns: int) -> tuple[_Way, ...]:
    """The ways to write a band, those of the fewest groups first: row by row, column by column, or in groups."""
    made: list[_Way] = []
    for count in range(1, _MOST_GROUPS + 1):
        for cuts in combinations(range(1, columns), count - 1):
            edges = (0, *cuts, columns)
            groups = [(edges[at], edges[at + 1] - edges[at]) for at in range(count)]
            for downwards in product((False, True), repeat=count):
                if not any(down and width == 1 for (_, width), down in zip(groups, downwards, strict=True)):
                    shaped = ((first, width, down) for (first, width), down in zip(groups, downwards, strict=True))
                    made.append(_Way(tuple(shaped)))
    return tuple(made)


def _exchanged(grid: Grid, bands: Sequence[_Band], block: Block) -> Iterator[Grid]:
    """The table with two columns exchanged in one or several bands that are not written row by row, or with its bands
    in another order, where that makes a difference.
    """
    terms = [at for at, column in enumerate(block.columns) if not column.is_total]
    by_columns = [band for band in bands if not band.by_rows]
    several = (some for count in range(1, len(by_columns) + 1) for some in combinations(by_columns, count))
    for some, (one, other) in product(list(several), list(combinations(terms, 2))):
        order = list(range(len(block.columns)))
        order[one], order[other] = other, one
        rows = {row for band in some for row in range(band.first, band.behind)}
        made = tuple(tuple(own[column] for column in order) if row in rows else own for row, own in enumerate(grid))
        if made != grid:
            yield made
    for order in permutations(bands):
        made = tuple(row for band in order for row in grid[band.first : band.behind])
        if made != grid:
            yield made


def _movable(grids: Sequence[Grid]) -> list[frozenset[int]]:
    """For each row the columns in which these tables do not all have one figure."""
    rows = zip(*grids, strict=True)
    return [frozenset(at for at, values in enumerate(zip(*own, strict=True)) if len(set(values)) > 1) for own in rows]


def _row(row: Row, block: Block, tokens: Sequence[Token], movable: frozenset[int]) -> RowReading:
    placements, tidy = assign_cells(tokens, block.columns)
    return RowReading(row, RowBasis.ARRANGED, placements, tidy, tokens=tuple(tokens), movable=movable)
