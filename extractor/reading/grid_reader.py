"""The grid reader: reads a table whose cells the file itself shows, as a person does, and guesses nothing.

A row is known by the cell with its label, before which stand the cells of its groups; a column by the nearest cell
above with its name, and where the form groups columns, by the cell of the group above that. A figure is what stands in
the one cell that is below the one and beside the other. A table counts as read where that is so for every row of the
form; else nothing of it does, and the text decoder reads it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from extractor.forms import Block, Row, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.assign_cells import make_cell
from extractor.reading.grid_rows import GridRow, are_apart, columns_of, grid_rows
from extractor.reading.model import (
    Cell,
    ColumnBasis,
    Header,
    Placement,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
    Token,
)
from extractor.sources.grid import Grid, GridCell

_UNITS = ("亿元", "万元", "元")
_Labelled = TypeVar("_Labelled")
_CONTRADICTED = ColumnBasis.CONTRADICTED


class _Named(NamedTuple):
    """A column as the grid names it: which of the grid's columns it is, and the unit that its name states."""

    columns: range
    unit: str | None


class _FoundRow(NamedTuple):
    """A row of the form in a grid: what stands in its slots, and the units that the header states for them."""

    row: Row
    placement: Placement
    units: tuple[str | None, ...]
    is_certain: bool
    is_in_order: bool

    @property
    def figures(self) -> list[object]:
        """Its figures, or what is printed where there is none."""
        return [cell.printed if cell.value is None else cell.value for cell in self.placement]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """What is printed in its cells."""
        return tuple(cell.token for cell in self.placement if cell.token is not None)

    def reading(self, *, repeated: bool) -> RowReading:
        """The row as reading hands it on; `repeated` says that it is there once more with other figures."""
        return RowReading(
            row=self.row,
            basis=RowBasis.EXACT,
            placements=(self.placement,),
            tidy=True,
            label_on_line=True,
            tokens=self.tokens,
            repeated=repeated,
            in_grid=self.is_certain,
        )


def with_grids(reading: Reading, grids: Sequence[Grid], text: str) -> Reading:
    """The reading with the tables that the grids of its text show as the grids show them.

    The text decoder has read them too: where it reads another figure, both are handed on.
    """
    rows = grid_rows(grids, text)
    return reading._replace(sections=tuple(_of_two_readers(section, rows) for section in reading.sections))


def _of_two_readers(decoded: SectionReading, rows: Sequence[GridRow]) -> SectionReading:
    in_grid = read_grids(decoded.section, rows) if rows else None
    if in_grid is None:
        return decoded
    if not all(row.in_grid for row in in_grid.rows):
        # What is only typed in columns shows no more than its text: an order that is not the form's is in doubt there.
        headers = zip(decoded.headers, in_grid.headers, strict=True)
        decoded = decoded._replace(headers=tuple(seen if seen.basis == _CONTRADICTED else own for own, seen in headers))
        if decoded.leftover or any(one.basis == _CONTRADICTED for one in in_grid.headers):
            return decoded
    shown = {field: cell for row in in_grid.rows for field, cell in zip(row.row.fields, row.placements[0], strict=True)}
    otherwise = {field: cell for field, cell in _sure_cells(decoded) if not _agree(shown[field], cell)}
    return in_grid._replace(read_otherwise=otherwise, label_matches=decoded.label_matches)


def _sure_cells(decoded: SectionReading) -> Iterator[tuple[str, Cell]]:
    """The cells that the text decoder has read without a doubt of its own: label, columns and slot were all seen."""
    for _, header, rows in decoded.blocks():
        if header.names_all and not header.possible_columns:
            for row in rows:
                if row.settled and row.tidy and row.has_own_label and not row.merged_cells:
                    yield from zip(row.row.fields, row.placements[0], strict=True)


def _agree(one: Cell, other: Cell) -> bool:
    """Whether two readings of a cell do not contradict each other: one that has no number contradicts nothing."""
    return one.value is None or other.value is None or one.value == other.value


def read_grids(section: Section, rows: Sequence[GridRow]) -> SectionReading | None:
    """The table of a section as the grids show it; None where they do not show every row of it.

    Where a row is there more than once the first counts. `copies_differ` says that the whole table is, and differs.
    """
    if not _is_there(section, rows):
        return None
    found: dict[str, list[_FoundRow]] = {}
    headers: list[Header] = []
    for block in section.blocks:
        reader = _BlockReader(section, block)
        for one in reader.unlabelled(rows) if not block.rows[0].labels else reader.labelled(rows):
            found.setdefault(one.row.key, []).append(one)
        own = found.get(block.rows[0].key, [])
        headers.append(Header(ColumnBasis.NAMED if all(one.is_in_order for one in own) else _CONTRADICTED))
    if found.keys() != {row.key for row in section.rows}:
        return None
    first = [found[row.key][0] for row in section.rows]
    twice = all(len(same) > 1 for same in found.values())
    differing = {key for key, same in found.items() if any(one.figures != same[0].figures for one in same)}
    tokens = [token for one in first for token in one.tokens]
    stated = (zip(one.row.fields, one.units, strict=True) for one in first)
    return SectionReading(
        section=section,
        found=True,
        title=True,
        start=min(token.start for token in tokens),
        end=max(token.end for token in tokens),
        rows=tuple(one.reading(repeated=not twice and one.row.key in differing) for one in first),
        headers=tuple(headers),
        units=frozenset(field for field, unit in chain.from_iterable(stated) if unit is not None),
        copies_differ=bool(differing) and twice,
        headed=True,
    )


def _is_there(section: Section, rows: Sequence[GridRow]) -> bool:
    """Whether every label of a row and every name of a column stands in some cell."""
    words = {word for grid_row in rows for word, _ in grid_row.words}
    parts = chain((row for row in section.rows if row.labels), *(block.columns for block in section.blocks))
    return not any(words.isdisjoint(_wordings(part.labels)) for part in parts)


class _BlockReader:
    """Reads the rows of one block from the top down, with what names its columns where it has come to."""

    def __init__(self, section: Section, block: Block) -> None:
        self._block = block
        self._rows = _by_word((row.labels, row) for row in block.rows)
        self._columns = _by_word((column.labels, number) for number, column in enumerate(block.columns))
        self._group_keys = _by_word((group.labels, group.key) for group in section.groups)
        self._names: dict[int, _Named | None] = {}
        self._groups: dict[str, range] = {}

    def labelled(self, rows: Sequence[GridRow]) -> Iterator[_FoundRow]:
        """The rows that have labels. What is no such row may name columns."""
        for grid_row in self._walk(rows):
            row, behind = self._row_of(grid_row)
            placed = None if row is None else self._placed(row, grid_row, behind)
            if placed is not None:
                yield placed
            else:
                self._learn_names(grid_row)

    def unlabelled(self, rows: Sequence[GridRow]) -> Iterator[_FoundRow]:
        """The row without a label: right below the names of its columns, each under the name of its group."""
        for grid_row in self._walk(rows):
            row = self._block.rows[0]
            heads = any(word in self._columns or word in self._group_keys for word, _ in grid_row.words)
            if self._names and not heads:
                placed = self._placed(row, grid_row, 0)
                if placed is not None:
                    yield placed
            self._names.clear()
            for word, cell in grid_row.words:
                self._groups.update((key, columns_of(cell)) for key in self._group_keys.get(word, ()))
            self._learn_names(grid_row)

    def _walk(self, rows: Sequence[GridRow]) -> Iterator[GridRow]:
        """The rows; what names columns is forgotten where a grid of another width begins."""
        width = 0
        for grid_row in rows:
            if grid_row.width != width:
                self._names.clear()
                self._groups.clear()
                width = grid_row.width
            yield grid_row

    def _row_of(self, grid_row: GridRow) -> tuple[Row | None, int]:
        """The row of the form whose label stands in a row of a grid, and the first column behind the label.

        Of several with the same label it is the one of the groups whose labels stand before it.
        """
        groups: set[str] = set()
        for word, cell in grid_row.words:
            rows = [row for row in self._rows.get(word, ()) if groups.issubset(row.groups)]
            if rows and grid_row.begins(cell):
                own = max(rows, key=lambda row: len(groups.intersection(row.groups)))
                return own, columns_of(cell).stop
            if word and word not in self._group_keys:
                return None, 0
            groups.update(self._group_keys.get(word, ()))
        return None, 0

    def _learn_names(self, grid_row: GridRow) -> None:
        """Takes up the names of columns in a row, and forgets those over which other words stand; one that stands there
        twice names none.
        """
        spelled = [(word, cell) for word, cell in grid_row.words if word]
        covered = [columns_of(cell) for _, cell in spelled if grid_row.begins(cell)]
        for number, name in list(self._names.items()):
            if name is not None and not all(are_apart(columns, name.columns) for columns in covered):
                del self._names[number]
        found: dict[int, list[GridCell]] = {}
        for word, cell in spelled:
            for number in self._columns.get(word, ()):
                group = self._block.columns[number].group
                if group is None or cell.column in self._groups.get(group, ()):
                    found.setdefault(number, []).append(cell)
        for number, cells in found.items():
            is_money = self._block.columns[number].kind == "money"
            unit = next((unit for unit in _UNITS if is_money and unit in grid_row.text(cells[0])), None)
            self._names[number] = _Named(columns_of(cells[0]), unit) if len(cells) == 1 else None

    def _placed(self, row: Row, grid_row: GridRow, behind: int) -> _FoundRow | None:
        """The row with its cells, where each column has one of its own that is no higher, and no other is filled."""
        names = [self._names.get(number) for number in range(len(self._block.columns))]
        named = [name for name in names if name is not None]
        if len(named) < len(names) or any(name.columns.start < behind for name in named):
            return None
        under = [grid_row.under(name.columns) for name in named]
        cells = [cells[0] for cells in under if len(cells) == 1 and cells[0].row_span == 1]
        others = [cell for cell in grid_row.cells if cell.column >= behind and cell not in cells]
        if len(cells) < len(named) or len(set(cells)) < len(cells) or any(map(grid_row.text, others)):
            return None
        units = tuple(name.unit for name in named)
        tokens = map(grid_row.token, cells)
        placement = tuple(map(make_cell, tokens, self._block.columns, units))
        is_in_order = grid_row.is_certain or all(
            one.columns.start < other.columns.start for one, other in pairwise(named)
        )
        return _FoundRow(row, placement, units, grid_row.is_certain, is_in_order)


def _by_word(labelled: Iterable[tuple[tuple[str, ...], _Labelled]]) -> dict[str, list[_Labelled]]:
    """What has each folded label."""
    found: dict[str, list[_Labelled]] = {}
    for labels, one in labelled:
        for word in _wordings(labels):
            found.setdefault(word, []).append(one)
    return found


@lru_cache(maxsize=512)
def _wordings(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_label, labels))
