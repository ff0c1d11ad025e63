"""How many figures a right answer could prove at the most: those that could be nothing else.

With every figure in its true place, two rows, two columns or two neighbouring figures are exchanged. An exchange is
refuted where an identity breaks, or where the text shows the order: a row's own label stands whole right before its
figures, or the header names the columns. A figure that some exchange changes and nothing refutes cannot be proved.

A row of which the text does not show every cell may also be spread over its slots in another way: its figures in their
order, some blank before, between or behind them. A figure that is another one in some spread by which all sums of the
table come out cannot be proved either.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.exchanges import Exchange, unseen_by_sums
from benchmarks.model_players import Task
from benchmarks.printed_places import Piece
from extractor.arithmetic import check, fields_of
from extractor.forms import Block, Column, Row
from extractor.judging.resolve_placements import resolve_placements
from extractor.lexicon.folding import fold_label
from extractor.reading.assign_cells import make_cell, placements_of_too_few
from extractor.reading.labels import ROW, labels_to_find
from extractor.reading.model import (
    NUMBER,
    TEXT,
    ColumnBasis,
    Header,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
    Token,
)


class Ceiling(NamedTuple):
    """Of one table's figures in review that are not 0 and stand in its text: how many there are, those that could be
    proved, and how many could not because of an identity that the report itself breaks, of each kind of exchange, or of
    another spread of a row's figures over its slots.
    """

    section: str
    figures: int
    provable: frozenset[str]
    open_by: Mapping[str, int]


def ceiling_of(task: Task, headers: Sequence[Header], waiting: Sequence[str]) -> Ceiling:
    """The ceiling of one table."""
    wanted = {key for key in waiting if task.places.of_field.get(key) and task.values.get(key)}
    text = _Text(task, headers)
    left = [one for one in unseen_by_sums(task.section, task.form, task.values) if not text.refutes(one)]
    violated = fields_of(one.identity for one in check(task.form.identities, task.values) if one.violated)
    open_by = {"broken sums": wanted & violated, "rows": set(), "columns": set(), "neighbours": set()}
    for one in left:
        open_by[one.kind] |= one.moved(task.values) & wanted
    open_by["spreads"] = wanted - text.settled
    provable = frozenset(wanted.difference(*open_by.values()))
    return Ceiling(task.section.key, len(wanted), provable, {kind: len(own) for kind, own in open_by.items()})


class _Line(NamedTuple):
    """One row's figures: where that of each column stands, and whether every cell of the row is shown."""

    places: Mapping[int, tuple[int, int]]
    is_whole: bool


class _Columns:
    """In which order a block's columns are printed, where the text names them: by its header as the rules read it, or
    because the whole labels of all columns stand before the first figure, in the order of the figures.
    """

    def __init__(self, task: Task, header: Header, block: Block) -> None:
        self._unnamed = header.unnamed
        self._order = _columns_in_text(task, block)
        if self._order is None and header.basis == ColumnBasis.NAMED:
            self._order = list(range(len(block.columns)))
        elif self._order is not None:
            self._unnamed = frozenset[int]()

    def refute(self, row: _Line, one: int, other: int) -> bool:
        """Whether two columns' figures of a row, exchanged, would stand in another order than the columns that the text
        names, or in other cells than it shows.
        """
        if self._order is None or {one, other} <= self._unnamed:
            return False
        exchanged = {one: other, other: one}
        places = [row.places.get(exchanged.get(column, column)) for column in self._order]
        printed = [place for place in places if place is not None]
        return row.is_whole or printed != sorted(printed)


def _columns_in_text(task: Task, block: Block) -> list[int] | None:
    """The columns in the order of their whole labels, if the figures of a whole row stand in the same order."""
    places = [[task.places.of_field.get(field) for field in row.fields] for row in block.rows]
    whole = next((row for row in places if all(row)), None)
    if whole is None:
        return None
    first = min(_at(own) for row in places for own in row if own)[0]
    words = [token.text for token in task.shown.tokens if token.kind == TEXT and token.start < first]
    text = "".join(map(fold_label, words))

    def place(labels: Sequence[str]) -> int:
        return max(text.rfind(fold_label(label)) for label in labels)

    gathering = [span for span in task.section.spans if len(span.over) < len(block.columns)]
    spans = {key: place([span.label]) for span in gathering for key in span.over if span.label in text}
    named = [(spans.get(one.key, place(one.labels)), place(one.labels)) for one in block.columns]
    order = _order(named)
    agrees = order == _order([_at(own) for own in whole if own])
    return order if agrees and len(set(named)) == len(named) and all(-1 not in one for one in named) else None


def _order(places: Sequence[tuple[int, int]]) -> list[int]:
    return sorted(range(len(places)), key=places.__getitem__)


class _Text:
    """What the text of a table shows: of each row the rows whose label stands before it, and its columns' order."""

    def __init__(self, task: Task, headers: Sequence[Header]) -> None:
        self._task = task
        self._labels = _row_labels(task)
        self._columns = [_Columns(task, *one) for one in zip(headers, task.section.blocks, strict=True)]
        self._lines = {row.key: _line(task, row) for row in task.section.rows}
        self.settled = _settled(task, self._lines)
        """The fields that are the same in every spread of the rows' figures over their slots."""

    def refutes(self, exchange: Exchange) -> bool:
        """Whether it shows which of the two is which."""
        if exchange.kind == "rows":
            return self._tells_rows(exchange.one, exchange.other)
        values = self._task.values
        moved = [pair for pair in exchange.pairs if values[pair[0]] != values[pair[1]]]
        return any(self._tells(one, other) for one, other in moved)

    def _tells(self, one: str, other: str) -> bool:
        """Whether it shows which of two fields is which."""
        number, rows = next(
            (number, rows)
            for number, block in enumerate(self._task.section.blocks)
            if one in (rows := {field: row for row in block.rows for field in row.fields})
        )
        row = rows[one]
        if row is not rows[other]:
            return self._tells_rows(row.key, rows[other].key)
        places = row.fields.index(one), row.fields.index(other)
        is_known = not row.labels or bool(self._labels[row.key])
        return is_known and self._columns[number].refute(self._lines[row.key], *places)

    def _tells_rows(self, one: str, other: str) -> bool:
        """Whether the label before either row's figures is not the other's as well."""
        labels = self._labels
        return any(labels[row] and other_row not in labels[row] for row, other_row in ((one, other), (other, one)))


def _settled(task: Task, lines: Mapping[str, _Line]) -> frozenset[str]:
    """The fields that have one value in all spreads by which the table's sums come out."""
    section = task.section
    own = frozenset(field for row in section.rows for field in row.fields)
    rows = [_spread(task, row, block.columns, lines[row.key]) for block in section.blocks for row in block.rows]
    reading = SectionReading(section, True, True, 0, 0, tuple(rows), ())
    identities = [one for one in task.form.identities if own.issuperset(one.fields)]
    found = resolve_placements(Reading(task.form, (reading,), ()), identities)
    return frozenset(field for field in own if found.values.get(field) == task.values[field])


def _spread(task: Task, row: Row, columns: Sequence[Column], line: _Line) -> RowReading:
    """A row with its figures in every way in which they may fill its slots."""
    of_field = task.places.of_field
    tokens = {
        i: own[0].token._replace(text="".join(piece.text for piece in own))
        for i, field in enumerate(row.fields)
        if (own := of_field.get(field))
    }
    as_shown = tuple(make_cell(tokens.get(i), column) for i, column in enumerate(columns))
    is_whole = line.is_whole or len(tokens) == len(columns)
    placements = (as_shown,) if is_whole else placements_of_too_few(list(tokens.values()), columns)
    return RowReading(row, RowBasis.EXACT, placements)


def _line(task: Task, row: Row) -> _Line:
    """A row is whole if from the label before its figures to the next there are as many cells as it has."""
    places = {i: _at(own) for i, field in enumerate(row.fields) if (own := task.places.of_field.get(field))}
    starts = {start for start, _ in places.values()}
    stretch: list[Token] = []
    for token in [*task.shown.tokens, None]:
        if token is not None and token.kind != TEXT:
            stretch.append(token)
        elif starts & {one.start for one in stretch}:
            break
        else:
            stretch = []
    return _Line(places, len(stretch) == len(row.fields) and starts <= {one.start for one in stretch})


def _at(pieces: Sequence[Piece]) -> tuple[int, int]:
    return pieces[0].token.start, pieces[0].start


def _row_labels(task: Task) -> dict[str, frozenset[str]]:
    """The rows whose label, letter for letter, is the last before each row's figures; none where it is not its own, or
    where other rows' figures stand among them.
    """
    owner = {
        piece.token.start: row.key
        for row in task.section.rows
        for field in row.fields
        for piece in task.places.of_field.get(field, ())
    }
    found: dict[str, frozenset[str]] = {}
    words: list[str] = []
    before = ""
    for token in task.shown.tokens:
        if token.kind == TEXT:
            words.append(token.text)
        if token.kind == NUMBER or token.start in owner:
            row = owner.get(token.start, "")
            if row and row != before:
                found[row] = frozenset() if row in found else _last_label(task, words)
            before, words = row or before, []
    return {
        row.key: own if row.key in (own := found.get(row.key, frozenset())) else frozenset()
        for row in task.section.rows
    }


def _last_label(task: Task, words: Sequence[str]) -> frozenset[str]:
    """The rows of which a wording ends last in some text, the longest of those that do."""
    text = "".join(map(fold_label, words))
    best: tuple[int, int] = (0, 0)
    keys: set[str] = set()
    for label in labels_to_find(task.section):
        for wording in label.wordings if label.kind == ROW else ():
            at = text.rfind(wording)
            rank = (at + len(wording), len(wording))
            if at >= 0 and rank >= best:
                keys = {label.key} if rank > best else keys | {label.key}
                best = rank
    return frozenset(keys)
