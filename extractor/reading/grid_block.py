"""The rows of one block of a form in a grid: what names their columns, whose labels stand before them, what beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from extractor.forms import Block, Row, Section
from extractor.lexicon.folding import HAN_RUN, fold_label
from extractor.reading.assign_cells import make_cell
from extractor.reading.grid_rows import GridRow, are_apart, columns_of
from extractor.reading.label_words import (
    YEAR,
    context_of,
    context_of_column,
    left_in_cell,
)
from extractor.reading.model import (
    Placement,
    RowBasis,
    RowReading,
    Token,
)
from extractor.reading.own_row import Candidate
from extractor.reading.table_labels import is_damaged
from extractor.sources.grid import Bounds, GridCell

_UNITS = ("亿元", "万元", "元")
_Labelled = TypeVar("_Labelled")


class _Named(NamedTuple):
    """A column as the grid names it: which of the grid's columns it is, and the unit that its name states."""

    columns: range
    unit: str | None


class FoundRow(NamedTuple):
    """A row of the form in a grid: what stands in its slots, and the units that the header states for them.

    `words` stand in the cells before its label and beside its figures, the latter in the columns `beside`;
    `foreign_words` in the cell of the label. `decoded` is how the text decoder knows it, where its label is damaged.
    """

    row: Row
    placement: Placement
    units: tuple[str | None, ...]
    is_certain: bool
    shows_blanks: bool
    words: tuple[str, ...]
    beside: frozenset[int]
    foreign_words: str
    decoded: RowReading | None

    @property
    def candidate(self) -> Candidate:
        """The row as one of several that may be the form's."""
        return Candidate(self.words, tuple(cell.value for cell in self.placement))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in its cells."""
        return not any(cell.printed for cell in self.placement)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """What is printed in its cells."""
        return tuple(cell.token for cell in self.placement if cell.token is not None)

    def reading(self, foreign_words: str, *, repeated: bool) -> RowReading:
        """The row as reading hands it on; `repeated` says that it is there once more with other figures."""
        return RowReading(
            row=self.row,
            basis=RowBasis.EXACT if self.decoded is None else self.decoded.basis,
            placements=(self.placement,),
            tidy=True,
            label_on_line=True,
            tokens=self.tokens,
            repeated=repeated,
            in_grid=self.is_certain,
            shows_blanks=self.shows_blanks,
            is_doubled=self.decoded is not None and self.decoded.is_doubled,
            foreign_words=self.foreign_words or foreign_words,
        )


class BlockReader:
    """Reads the rows of one block from the top down, with what names its columns where it has come to.

    `decoded` are the rows that the text decoder knows by labels which are not letter for letter the form's, by the rows
    of the grid in which it reads them.
    """

    def __init__(self, section: Section, block: Block, year: int | None, decoded: Mapping[GridRow, RowReading]) -> None:
        self._section = section
        self._block = block
        self._year = year
        self._decoded = {at: row for at, row in decoded.items() if row.row in block.rows}
        self._rows = _by_word((row.labels, row) for row in block.rows)
        self._columns = _by_word((column.labels, number) for number, column in enumerate(block.columns))
        self._group_keys = _by_word((group.labels, group.key) for group in section.groups)
        self._names: dict[int, _Named | None] = {}
        self._groups: dict[str, range] = {}
        self._lead: dict[int, str] = {}

    def labelled(self, rows: Sequence[GridRow]) -> Iterator[FoundRow]:
        """The rows that have labels, with those that go on beside the same label. What is no such row may name
        columns.
        """
        last: FoundRow | None = None
        for grid_row in self._walk(rows):
            row, label = self._row_of(grid_row)
            placed = None if row is None else self._placed(row, grid_row, label)
            if row is None and last is not None:
                placed = self._going_on(last, grid_row)
            if placed is not None:
                if label is None or grid_row.begins(label) or not placed.is_blank:
                    yield placed
            elif row is None or not any(map(str.isdecimal, grid_row.spelled)):
                self._learn_names(grid_row)
            last = placed

    def _going_on(self, last: FoundRow, grid_row: GridRow) -> FoundRow | None:
        """A row of typed cells without a label, right below one, with words where that has some, or with a year."""
        if grid_row.is_certain or not last.beside:
            return None
        placed = self._placed(last.row, grid_row, None)
        return placed if placed is not None and placed.beside and placed.beside <= last.beside else None

    def unlabelled(self, rows: Sequence[GridRow]) -> Iterator[FoundRow]:
        """The row without a label: below the names of its columns, each under the name of its group. Of several there
        each may be the one; those that are blank below a row are none.
        """
        last: FoundRow | None = None
        for grid_row in self._walk(rows):
            row = self._block.rows[0]
            heads = not grid_row.spelled.isdisjoint(self._columns) or not grid_row.spelled.isdisjoint(self._group_keys)
            placed = self._placed(row, grid_row, None) if self._names and not self._names_again(grid_row) else None
            if placed is not None:
                if last is None or not placed.is_blank:
                    yield placed
                last = placed
                continue
            last = None
            if grid_row.is_certain or not heads:
                self._names.clear()
            for word, cell in grid_row.words:
                self._groups.update((key, grid_row.spanned(cell)) for key in self._group_keys.get(word, ()))
            self._learn_names(grid_row)

    def _names_again(self, grid_row: GridRow) -> bool:
        """Whether the name of a column or a group stands in one of the columns that are named."""
        named = self._named_columns().values()
        return any(
            (word in self._columns or word in self._group_keys)
            and any(not are_apart(columns_of(cell), columns) for columns in named)
            for word, cell in grid_row.words
        )

    def _named_columns(self) -> dict[int, range]:
        return {number: name.columns for number, name in self._names.items() if name is not None}

    def _walk(self, rows: Sequence[GridRow]) -> Iterator[GridRow]:
        """The rows; what names columns is forgotten where a grid of another width begins."""
        width = 0
        for grid_row in rows:
            if grid_row.width != width:
                self._names.clear()
                self._groups.clear()
                self._lead.clear()
                width = grid_row.width
            yield grid_row

    def _row_of(self, grid_row: GridRow) -> tuple[Row | None, GridCell | None]:
        """The row of the form whose label stands in a row of a grid, and the cell of the label: the last before the
        figures that is one.

        Of several with the same label it is the one of the groups whose labels stand before it.
        """
        limit = min((columns.start for columns in self._named_columns().values()), default=0)
        if self._rows.keys().isdisjoint(grid_row.spelled):
            decoded = self._decoded.get(grid_row)
            before = [cell for word, cell in grid_row.words if word and columns_of(cell).stop <= limit]
            if decoded is None or not before or any(one.start < before[-1].parts[-1][1] for one in decoded.tokens):
                return None, None  # A figure among the words of a label was pushed into its cell.
            return decoded.row, before[-1]
        groups: set[str] = set()
        found: tuple[Row | None, GridCell | None] = (None, None)
        for word, cell in grid_row.words:
            rows = [row for row in self._rows.get(word, ()) if groups.issubset(row.groups)]
            if rows and columns_of(cell).stop <= limit:
                found = max(rows, key=lambda row: len(groups.intersection(row.groups))), cell
            groups.update(self._group_keys.get(word, ()))
        return found

    def _learn_names(self, grid_row: GridRow) -> None:
        """Takes up the names of columns in a row, and forgets those over which other words stand; one that stands there
        twice names none.
        """
        if not self._names and self._columns.keys().isdisjoint(grid_row.spelled):
            return
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
            context = context_of_column(self._section, self._block.columns[number], self._year)
            cells = [] if any(left_in_cell(grid_row.text(cell), context) for cell in cells) else cells
            self._names[number] = self._named(number, grid_row, cells[0]) if len(cells) == 1 else None
        self._learn_damaged(grid_row)

    def _learn_damaged(self, grid_row: GridRow) -> None:
        """Takes the one cell beside or between named columns for the damaged name of what the form has there."""
        columns = self._named_columns()
        for number, column in enumerate(self._block.columns):
            beside = {number - 1, number + 1}.intersection(range(len(self._block.columns)))
            if number in self._names or not beside or not beside <= columns.keys():
                continue
            cell = _between(grid_row, columns.get(number - 1), columns.get(number + 1))
            if cell is None:
                continue
            text, context = grid_row.text(cell), context_of_column(self._section, column, self._year)
            if not text or is_damaged(text, context):
                self._names[number] = self._named(number, grid_row, cell)

    def _named(self, number: int, grid_row: GridRow, cell: GridCell) -> _Named:
        is_money = self._block.columns[number].kind == "money"
        unit = next((unit for unit in _UNITS if is_money and unit in grid_row.text(cell)), None)
        return _Named(columns_of(cell), unit)

    def _placed(self, row: Row, grid_row: GridRow, label: GridCell | None) -> FoundRow | None:
        """The row with its cells, where each column has one of its own that is no higher, and no other has a figure."""
        names = [self._names.get(number) for number in range(len(self._block.columns))]
        named = [name for name in names if name is not None]
        behind = 0 if label is None else columns_of(label).stop
        if len(named) < len(names) or any(name.columns.start < behind for name in named):
            return None
        under = [grid_row.under(name.columns) for name in named]
        cells = [cells[0] for cells in under if len(cells) == 1 and cells[0].row_span == 1]
        taken = {cell.column for cell in cells}
        if len(cells) < len(named) or len(taken) < len(cells):
            return None
        if label is not None:
            taken.add(label.column)
        others = [cell for cell in grid_row.cells if cell.column not in taken and grid_row.text(cell)]
        if any(cell.column >= behind and not _says_something(grid_row.text(cell)) for cell in others):
            return None
        lead = self._lead_of(grid_row, label, others)
        beside = {cell.column: grid_row.text(cell) for cell in others if cell.column >= behind}
        units = tuple(name.unit for name in named)
        tokens = map(grid_row.token, cells)
        placement = tuple(map(make_cell, tokens, self._block.columns, units))
        decoded = self._decoded.get(grid_row)
        return FoundRow(
            row,
            placement,
            units,
            grid_row.is_certain,
            grid_row.shows_blanks,
            (*lead.values(), *beside.values()),
            frozenset(beside),
            self._foreign_words(row, grid_row, label) if decoded is None else decoded.foreign_words,
            decoded,
        )

    def _foreign_words(self, row: Row, grid_row: GridRow, label: GridCell | None) -> str:
        """The words in the cell of a label that make another thing of the row."""
        context = context_of(self._section, row, self._year)
        return "" if label is None else left_in_cell(grid_row.text(label), context)

    def _lead_of(self, grid_row: GridRow, label: GridCell | None, others: Sequence[GridCell]) -> dict[int, str]:
        """The words before a label, by their column: those beside it, and to the left of these those of a row above,
        as long as nothing stands below them. Where nothing bounds the cells a group's label stands in their middle.
        """
        if label is not None:
            before = {cell.column: grid_row.text(cell) for cell in others if cell.column < label.column}
            if grid_row.bounds == Bounds.INFERRED:
                return before
            first = min((*before, label.column))
            self._lead = {at: words for at, words in self._lead.items() if at < first} | before
        return self._lead


def _between(grid_row: GridRow, before: range | None, behind: range | None) -> GridCell | None:
    """The one cell behind one column and before another; without a column before, the next to the other. In typed
    cells only one with words may be a name.
    """
    cells = [cell for word, cell in grid_row.words if word or (grid_row.is_certain and before is not None)]
    if before is None:
        own = [cell for cell in cells if behind is not None and columns_of(cell).stop == behind.start]
    else:
        stop = grid_row.width if behind is None else behind.start
        own = [cell for cell in cells if before.stop <= cell.column and columns_of(cell).stop <= stop]
    return own[0] if len(own) == 1 else None


def _says_something(text: str) -> bool:
    """Whether there are words in a cell, or a year."""
    return HAN_RUN.search(text) is not None or YEAR.fullmatch(text) is not None


def _by_word(labelled: Iterable[tuple[tuple[str, ...], _Labelled]]) -> dict[str, list[_Labelled]]:
    """What has each folded label."""
    found: dict[str, list[_Labelled]] = {}
    for labels, one in labelled:
        for word in wordings(labels):
            found.setdefault(word, []).append(one)
    return found


@lru_cache(maxsize=512)
def wordings(labels: tuple[str, ...]) -> frozenset[str]:
    """Labels, folded."""
    return frozenset(map(fold_label, labels))
