"""Made-up models: each says of a table which printed figure is of which field, from what is true of it.

`perfect` says it as it is; `careful` with a slip now and then, `sloppy` with many; `naive` deals the figures out in
the order of the text; the hostile ones each make one kind of mistake on purpose. None knows in which shape questions
and answers are written.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from benchmarks.exchanges import Exchange, unseen_by_sums
from benchmarks.printed_places import Piece, Places
from extractor.forms import Block, Form, Section
from extractor.llm.table_text import TableText
from extractor.reading.model import NUMBER

_SLIPS, _MANY_SLIPS = 0.02, 0.1
_MOST_EXCHANGES = 3

Placed = Mapping[str, tuple[Piece, ...]]
"""The pieces of the text that each field is said to be written in; what is not said of any field is none of them."""


class Task(NamedTuple):
    """One table that is asked about: what is shown of it, where its figures truly stand, and what they are.

    `name` is the document's; `asked` counts the questions about the table, this one among them.
    """

    name: str
    form: Form
    section: Section
    shown: TableText
    places: Places
    values: Mapping[str, int]
    asked: int = 1

    def once_more(self, asked: int) -> "Task":
        """The table as it is asked about for the `asked`th time: the places of the rows that are asked about alone."""
        own = {key for row in self.section.rows if row.key not in self.shown.settled for key in row.fields}
        return self._replace(asked=asked, places=self.places.among(own))

    def random(self, player: str) -> Random:
        """The chance of one answer: another when it is asked again."""
        return Random(f"{self.name} {self.section.key} {player} {self.asked}")


Player = Callable[[Task], Placed]


def perfect(task: Task) -> Placed:
    """Every figure where it stands."""
    return task.places.of_field


def careful(task: Task) -> Placed:
    """The same with a slip in two cells of a hundred: a neighbour's figure, half of a figure, or no figure."""
    return _with_slips(task, task.random("careful"), _SLIPS)


def sloppy(task: Task) -> Placed:
    """The same with a slip in one cell of ten."""
    return _with_slips(task, task.random("sloppy"), _MANY_SLIPS)


def _with_slips(task: Task, random: Random, share: float) -> Placed:
    placed = dict(task.places.of_field)
    fields = list(placed)
    for i, field in enumerate(fields):
        if random.random() < share:
            slip = random.choice(("neighbour", "digit", "missing"))
            if slip == "neighbour":
                placed[field] = task.places.of_field[fields[i - 1]]
            elif slip == "digit" and len(placed[field][0].text) > 1:
                placed[field] = (placed[field][0]._replace(end=placed[field][0].end - 1),)
            else:
                del placed[field]
    return placed


def naive(task: Task) -> Placed:
    """The figures in the order of the text, as many to a row as it is wide."""
    figures = [Piece(token, 0, len(token.text)) for token in task.shown.shown_figures() if token.kind == NUMBER]
    fields = [field for row in task.section.rows if row.key not in task.shown.settled for field in row.fields]
    return {field: (piece,) for field, piece in zip(fields, figures, strict=False)}


def rows_swapped(task: Task) -> Placed:
    """Two rows in each other's place."""
    random = task.random("rows_swapped")
    block = _a_block(task, random, rows=2)
    return task.places.of_field if block is None else _moved(task, block, _swapped(len(block.rows), random), {})


def rows_rotated(task: Task) -> Placed:
    """A few rows moved along by one."""
    random = task.random("rows_rotated")
    block = _a_block(task, random, rows=3)
    if block is None:
        return task.places.of_field
    first, last = sorted(random.sample(range(len(block.rows)), 2))
    if last == first + 1:
        first, last = (first - 1, last) if first else (first, last + 1)
    stretch = list(range(first, last + 1))
    return _moved(task, block, dict(zip(stretch, [*stretch[1:], first], strict=True)), {})


def columns_permuted(task: Task) -> Placed:
    """Two columns in each other's place, all the way down."""
    random = task.random("columns_permuted")
    block = _a_block(task, random, rows=1, columns=2)
    return task.places.of_field if block is None else _moved(task, block, {}, _swapped(len(block.columns), random))


def neighbours_swapped(task: Task) -> Placed:
    """Two figures that stand beside each other in the text, in each other's place."""
    random = task.random("neighbours_swapped")
    fields = list(task.places.of_field)
    pairs = [
        (one, other)
        for one, other in pairwise(fields)
        if _text(task.places.of_field[one]) != _text(task.places.of_field[other])
    ]
    if not pairs:
        return task.places.of_field
    return _exchanged(task.places.of_field, [Exchange("neighbours", "", "", (random.choice(pairs),))])


def sums_kept(task: Task) -> Placed:
    """Figures moved so that every sum still holds, each time it is asked others."""
    return _with_sums_kept(task, task.random("sums_kept"))


def injected(task: Task) -> Placed:
    """Figures moved so that every sum still holds, the same each time: as by a sentence of the document that every
    reader obeys.
    """
    return _with_sums_kept(task, task._replace(asked=1).random("injected"))


def _with_sums_kept(task: Task, random: Random) -> Placed:
    found = unseen_by_sums(task.section, task.form, task.values)
    random.shuffle(found)
    taken: list[Exchange] = []
    moved: set[str] = set()
    for one in found:
        own = one.moved(task.values)
        if len(taken) < _MOST_EXCHANGES and moved.isdisjoint(own):
            taken.append(one)
            moved |= own
    return _exchanged(task.places.of_field, taken)


def _a_block(task: Task, random: Random, *, rows: int, columns: int = 1) -> Block | None:
    """A block of the table with at least so many rows and columns, the larger the likelier."""
    blocks = [one for one in task.section.blocks if len(one.rows) >= rows and len(one.columns) >= columns]
    return random.choices(blocks, [len(one.rows) for one in blocks])[0] if blocks else None


def _swapped(count: int, random: Random) -> dict[int, int]:
    one, other = random.sample(range(count), 2)
    return {one: other, other: one}


def _moved(task: Task, block: Block, rows: Mapping[int, int], columns: Mapping[int, int]) -> Placed:
    """The true places with each row and column of a block as another one."""
    placed = dict(task.places.of_field)
    for i, row in enumerate(block.rows):
        for j, field in enumerate(row.fields):
            source = block.rows[rows.get(i, i)].fields[columns.get(j, j)]
            if source in task.places.of_field:
                placed[field] = task.places.of_field[source]
            else:
                placed.pop(field, None)
    return placed


def _exchanged(places: Placed, taken: Sequence[Exchange]) -> Placed:
    placed = dict(places)
    for one, other in (pair for exchange in taken for pair in exchange.pairs):
        own = places.get(one), places.get(other)
        for field, pieces in ((one, own[1]), (other, own[0])):
            if pieces is None:
                placed.pop(field, None)
            else:
                placed[field] = pieces
    return placed


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


HOSTILE: Mapping[str, Player] = {
    one.__name__: one for one in (rows_swapped, rows_rotated, neighbours_swapped, columns_permuted, sums_kept, injected)
}
PLAYERS: Mapping[str, Player] = {one.__name__: one for one in (perfect, careful, sloppy, naive)} | dict(HOSTILE)
"""All of them by name."""
