"""The grid reader: reads a table whose cells the file itself shows, as a person does, and guesses nothing.

A row is known by the cell with its label, before which stand the cells of its groups; a column by the nearest cell
above with its name, and where the form groups columns, by the cell of the group above that. A figure is what stands in
the one cell that is below the one and beside the other. A table counts as read where that is so for every row of the
form but a few of the file's own table, which are as the text decoder reads them; else nothing of it does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from operator import itemgetter

from extractor.forms import Row, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.assign_cells import in_units
from extractor.reading.grid_block import BlockReader, FoundRow, wordings
from extractor.reading.grid_rows import GridRow, grid_rows
from extractor.reading.header_rules import NAMED_IN_GRID
from extractor.reading.label_words import (
    context_of,
    context_of_header,
)
from extractor.reading.model import (
    Cell,
    ColumnBasis,
    Header,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
    Token,
)
from extractor.reading.own_row import HEAD, Choice, choose_row, without_body
from extractor.sources.grid import Grid

# Of so many rows one may not be whole.
_FEW = 4
# How the text decoder knows a row by its label, damaged, or by those of the rows around it.
_BY_LABEL = (RowBasis.EXACT, RowBasis.FUZZY, RowBasis.ANCHORED)


def with_grids(reading: Reading, grids: Sequence[Grid], text: str, year: int | None) -> Reading:
    """The reading with the tables that the grids of its text show as the grids show them; `year` is the report's.

    The text decoder has read them too: where it reads another figure, both are handed on.
    """
    rows = grid_rows(grids, text)
    head = fold_label(text[:HEAD])
    return reading._replace(sections=tuple(_of_two_readers(section, rows, year, head) for section in reading.sections))


def _of_two_readers(decoded: SectionReading, rows: Sequence[GridRow], year: int | None, head: str) -> SectionReading:
    rows = [row for row in rows if not any(map(row.is_within, decoded.passed_over))]
    in_grid = read_grids(decoded, rows, year, head) if rows else None
    if in_grid is None:
        return decoded
    rows_shown = in_units(decoded.section, in_grid.rows, decoded.counted_in)
    in_grid = in_grid._replace(rows=rows_shown, counted_in=decoded.counted_in)
    settled = (zip(row.row.fields, row.placements[0], strict=True) for row in in_grid.rows if row.settled)
    shown = dict(chain.from_iterable(settled))
    otherwise = {
        field: cell
        for field, cell in _sure_cells(decoded)
        if field in shown and not _agree(shown[field], cell) and not _is_within(cell, in_grid.passed_over)
    }
    if not all(row.in_grid for row in in_grid.rows):
        in_grid = _with_strays(in_grid, decoded, rows)
    headers = zip(in_grid.headers, decoded.headers, strict=True)
    return in_grid._replace(
        read_otherwise=otherwise,
        headers=tuple(own._replace(foreign_words=other.foreign_words) for own, other in headers),
        label_matches=decoded.label_matches,
        other_year=decoded.other_year,
        passed_over=decoded.passed_over,
    )


def _with_strays(in_grid: SectionReading, decoded: SectionReading, grid: Sequence[GridRow]) -> SectionReading:
    """The table with the figures that stand between the lines of a typed grid: one may be of the row above it."""
    cells = sorted(part for row in grid for cell in row.cells for part in cell.parts)

    def is_stray(token: Token) -> bool:
        at = bisect_right(cells, token.start, key=itemgetter(0)) - 1
        return at < 0 or token.start >= cells[at][1]

    strays = {row.row.key: tuple(filter(is_stray, row.figures)) for row in decoded.rows}
    rows = (
        row._replace(placements=(), tokens=row.tokens + strays[row.row.key]) if strays[row.row.key] else row
        for row in in_grid.rows
    )
    return in_grid._replace(rows=tuple(rows), leftover=tuple(filter(is_stray, decoded.leftover)))


def _sure_cells(decoded: SectionReading) -> Iterator[tuple[str, Cell]]:
    """The cells that the text decoder has read without a doubt of its own: label, columns and slot were all seen."""
    for _, header, rows in decoded.blocks():
        if header.names_all and not header.possible_columns:
            for row in rows:
                if row.settled and row.tidy and row.has_own_label and not row.merged_cells:
                    yield from zip(row.row.fields, row.placements[0], strict=True)


def _is_within(cell: Cell, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a cell stands in a row that the words beside it make none of the form's."""
    return cell.token is not None and any(start <= cell.token.start < end for start, end in stretches)


def _agree(one: Cell, other: Cell) -> bool:
    """Whether two readings of a cell do not contradict each other: one that has no number contradicts nothing."""
    return one.value is None or other.value is None or one.value == other.value


def read_grids(
    decoded: SectionReading, rows: Sequence[GridRow], year: int | None, head: str = ""
) -> SectionReading | None:
    """The table of a section as the grids show it; None where they do not show nearly every row of it.

    A row without a cell for each column is as the text decoder reads it (`decoded`), and so is known a row whose label
    is not letter for letter the form's. Where a row is there more than once the words beside say which is the report's
    (`choose_row`). `copies_differ` says that the whole table is, and that it cannot be told.
    """
    section, known = decoded.section, _known_otherwise(decoded, rows)
    if not _is_there(section, rows, {row.row for row in known.values()}):
        return None
    found: dict[str, list[FoundRow]] = {}
    for block in section.blocks:
        reader = BlockReader(section, block, year, known)
        for one in reader.unlabelled(rows) if not block.rows[0].labels else reader.labelled(rows):
            found.setdefault(one.row.key, []).append(one)
    torn = _torn_rows(decoded, rows, found)
    if torn is None:
        return None
    choices = {row.key: _choose(section, row, year, found[row.key], head) for row in section.rows if row.key in found}
    return _table(section, found, choices, torn)


def _table(
    section: Section,
    found: Mapping[str, Sequence[FoundRow]],
    choices: Mapping[str, Choice],
    torn: Mapping[str, RowReading],
) -> SectionReading:
    """The table of the rows that are chosen among those `found`, and of the `torn` ones."""
    chosen = {key: found[key][choice.chosen] for key, choice in choices.items()}
    twice = all(choice.rivals > 1 for choice in choices.values())
    differing = {key for key, choice in choices.items() if choice.is_open}
    own = {
        key: one.reading(choices[key].foreign_words, repeated=not twice and key in differing)
        for key, one in chosen.items()
    }
    tokens = [token for one in chosen.values() for token in one.tokens]
    stated = (zip(one.row.fields, one.units, strict=True) for one in chosen.values())
    return SectionReading(
        section=section,
        found=True,
        title=True,
        start=min(token.start for token in tokens),
        end=max(token.end for token in tokens),
        rows=tuple(own[row.key] if row.key in own else torn[row.key] for row in section.rows),
        headers=(Header(ColumnBasis.NAMED, rule=NAMED_IN_GRID.name),) * len(section.blocks),
        units=frozenset(field for field, unit in chain.from_iterable(stated) if unit is not None),
        copies_differ=bool(differing) and twice,
        headed=True,
        passed_over=tuple(
            (one.tokens[0].start, one.tokens[-1].end)
            for key, choice in choices.items()
            for i, one in enumerate(found[key])
            if i != choice.chosen and not choice.is_open and one.tokens
        ),
    )


def _torn_rows(
    decoded: SectionReading, rows: Sequence[GridRow], found: Mapping[str, Sequence[FoundRow]]
) -> dict[str, RowReading] | None:
    """The few rows of the form that are not `found`, as the text decoder reads them, each in a row of the grid that is
    no other's and of which it has left nothing over; None where there are more, or they do not stand so.
    """
    torn = [row for row in decoded.rows if row.row.key not in found]
    starts = [grid_row.start for grid_row in rows]
    taken = {bisect_right(starts, token.start) for own in found.values() for one in own for token in one.tokens[:1]}
    places = [{bisect_right(starts, token.start) for token in row.tokens} for row in torn]
    taken |= {bisect_right(starts, token.start) for token in decoded.leftover}
    is_apart = all(len(own) == 1 and own.isdisjoint(taken) for own in places)
    is_shown = is_apart and all(one.is_certain for own in found.values() for one in own)
    if torn and (len(torn) * _FEW > len(decoded.rows) or not is_shown):
        return None
    return {row.row.key: row for row in torn}


def _choose(section: Section, row: Row, year: int | None, found: Sequence[FoundRow], head: str) -> Choice:
    """Which of several rows is the row of the form; one without a label has the names of its columns about it."""
    context = context_of(section, row, year) if row.labels else context_of_header(section, year)
    return choose_row([without_body(one.candidate, head) for one in found], context)


def _is_there(section: Section, rows: Sequence[GridRow], known: Set[Row]) -> bool:
    """Whether every label of a row that is not known besides stands in some cell, and most names of the columns."""
    words = {word for grid_row in rows for word, _ in grid_row.words}
    labels = [wordings(row.labels) for row in section.rows if row.labels and row not in known]
    names = [wordings(column.labels) for block in section.blocks for column in block.columns]
    return not any(map(words.isdisjoint, labels)) and 2 * sum(map(words.isdisjoint, names)) < len(names)


def _known_otherwise(decoded: SectionReading, rows: Sequence[GridRow]) -> dict[GridRow, RowReading]:
    """The rows that the text decoder knows by a label which stands in no cell as the form prints it, by the row of the
    grid that all its cells stand in.
    """
    words = {word for grid_row in rows for word, _ in grid_row.words}
    starts = [grid_row.start for grid_row in rows]
    found: dict[GridRow, RowReading] = {}
    for row in decoded.rows:
        if row.basis in _BY_LABEL and row.tokens and words.isdisjoint(wordings(row.row.labels)):
            places = {bisect_right(starts, token.start) - 1 for token in row.tokens}
            if len(places) == 1 and min(places) >= 0:
                found[rows[min(places)]] = row
    return found
