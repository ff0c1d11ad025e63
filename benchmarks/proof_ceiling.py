"""How many figures a right answer could prove at the most: those that could be nothing else.

With every figure in its true place, two rows, two columns or two neighbouring figures are exchanged. An exchange is
refuted where an identity breaks, or where the text shows the order: a row's own label stands whole right before its
figures, or the header names the columns. A figure that some exchange changes and nothing refutes cannot be proved.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.exchanges import Exchange, unseen_by_sums
from benchmarks.model_players import Task
from benchmarks.printed_places import Piece
from extractor.arithmetic import check, fields_of
from extractor.forms import Block
from extractor.lexicon.folding import fold_label
from extractor.reading.labels import ROW, labels_to_find
from extractor.reading.model import NUMBER, TEXT, ColumnBasis, Header


class Ceiling(NamedTuple):
    """Of one table's figures in review that are not 0 and stand in its text: how many there are, those that could be
    proved, and how many could not because of an identity that the report itself breaks, or of each kind of exchange.
    """

    section: str
    figures: int
    provable: frozenset[str]
    open_by: Mapping[str, int]


def ceiling_of(task: Task, headers: Sequence[Header], waiting: Sequence[str]) -> Ceiling:
    """The ceiling of one table."""
    wanted = {key for key in waiting if task.places.of_field.get(key) and task.values.get(key)}
    shown = _Shown(_row_labels(task), _Columns(task, headers))
    left = [one for one in unseen_by_sums(task.section, task.form, task.values) if not _is_shown(one, task, shown)]
    violated = fields_of(one.identity for one in check(task.form.identities, task.values) if one.violated)
    open_by = {"broken sums": wanted & violated, "rows": set(), "columns": set(), "neighbours": set()}
    for one in left:
        open_by[one.kind] |= one.moved(task.values) & wanted
    provable = frozenset(wanted.difference(*open_by.values()))
    return Ceiling(task.section.key, len(wanted), provable, {kind: len(own) for kind, own in open_by.items()})


class _Columns:
    """Which columns of each block the text names: by its header as the rules read it, or because the whole labels of
    all columns stand before the first figure, in the order of the figures.
    """

    def __init__(self, task: Task, headers: Sequence[Header]) -> None:
        self._headers = headers
        self._in_text = [_names_columns(task, block) for block in task.section.blocks]

    def tell(self, block: int, one: int, other: int) -> bool:
        """Whether it is said of two columns which is which; of one, if the other is the only one not named."""
        header = self._headers[block]
        named = header.basis == ColumnBasis.NAMED and not {one, other} <= header.unnamed
        return named or self._in_text[block]


def _names_columns(task: Task, block: Block) -> bool:
    places = [[task.places.of_field.get(field) for field in row.fields] for row in block.rows]
    whole = next((row for row in places if all(row)), None)
    if whole is None:
        return False
    first = min(_at(own) for row in places for own in row if own)[0]
    words = [token.text for token in task.shown.tokens if token.kind == TEXT and token.start < first]
    text = "".join(map(fold_label, words))

    def place(labels: Sequence[str]) -> int:
        return max(text.rfind(fold_label(label)) for label in labels)

    gathering = [span for span in task.section.spans if len(span.over) < len(block.columns)]
    spans = {key: place([span.label]) for span in gathering for key in span.over if span.label in text}
    named = [(spans.get(one.key, place(one.labels)), place(one.labels)) for one in block.columns]
    starts = [_at(own) for own in whole if own]
    return all(-1 not in one for one in named) and len(set(named)) == len(named) and _order(named) == _order(starts)


def _order(places: Sequence[tuple[int, int]]) -> list[int]:
    return sorted(range(len(places)), key=places.__getitem__)


class _Shown(NamedTuple):
    """What the text shows: of each row the rows whose label stands before it, and the columns."""

    labels: Mapping[str, frozenset[str]]
    columns: _Columns


def _is_shown(exchange: Exchange, task: Task, shown: _Shown) -> bool:
    """Whether the text shows which of the two is which."""
    if exchange.kind == "rows":
        return _tells(shown.labels, exchange.one, exchange.other)
    if exchange.kind == "columns":
        block, i = map(int, exchange.one.split())
        return shown.columns.tell(block, i, int(exchange.other.split()[1]))
    return _shows_neighbours(exchange, task, shown)


def _shows_neighbours(exchange: Exchange, task: Task, shown: _Shown) -> bool:
    one, other = exchange.one, exchange.other
    number, row_of = next(
        (number, row_of)
        for number, block in enumerate(task.section.blocks)
        if one in (row_of := {field: row for row in block.rows for field in row.fields})
    )
    row = row_of[one]
    if row is not row_of[other]:
        return _tells(shown.labels, row.key, row_of[other].key)
    places = [task.places.of_field.get(field) for field in (one, other)]
    in_order = all(places) and list(map(_at, filter(None, places))) == sorted(map(_at, filter(None, places)))
    whole = all(task.places.of_field.get(field) for field in row.fields)
    named = shown.columns.tell(number, row.fields.index(one), row.fields.index(other))
    return named and bool(shown.labels[row.key]) and (in_order or whole)


def _at(pieces: Sequence[Piece]) -> tuple[int, int]:
    return pieces[0].token.start, pieces[0].start


def _tells(labels: Mapping[str, frozenset[str]], one: str, other: str) -> bool:
    """Whether the label before either row's figures is not the other's as well."""
    return any(labels[row] and other_row not in labels[row] for row, other_row in ((one, other), (other, one)))


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
