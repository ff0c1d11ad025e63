"""Chooses between the placements that the layout left open: the identities decide, where they leave one answer.

A placement that no non-negative figures for its empty slots can balance is out. What all the others agree on is
settled; what they disagree on stays open, and is never chosen at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from extractor.arithmetic import Bound, deduce, fields_of, integers_in
from extractor.forms import Identity
from extractor.reading.model import Cell, Placement, Reading, RowReading

Value = int | Decimal

# Trials of one placement against the identities; a table that needs more stays open.
_MOST_TRIALS = 1500


@dataclass(slots=True)
class Resolved:
    """What stands in each field.

    `cells` holds the cell of every field whose place is known, `values` the numbers. `without_token` are the fields
    settled without a known token: a value all placements agree on, or an empty slot of the one placement left.
    `open` holds, for fields that stay open, the cells that could be theirs. `narrowed` are fields whose placement the
    identities chose.
    """

    cells: dict[str, Cell]
    values: dict[str, Value | None]
    open: dict[str, tuple[Cell, ...]]
    without_token: set[str]
    narrowed: set[str]

    def open_slots(self, row: RowReading) -> list[tuple[int, str]]:
        """The slots of a row that are not settled, each with its field."""
        settled = self.cells.keys() | self.without_token
        return [(i, field) for i, field in enumerate(row.row.fields) if field not in settled]

    def bounds(self) -> dict[str, Bound]:
        """The least and the largest figure that may stand in each open field of which every possible cell can be read:
        one that has no cell there may be 0.
        """
        found: dict[str, Bound] = {}
        for field, cells in self.open.items():
            values = [cell.value for cell in cells]
            counts = [value for value in values if isinstance(value, int) and value >= 0]
            if counts and len(counts) == len(values):
                found[field] = (0, max(counts))
        return found

    def record(self, row: RowReading, placement: Placement) -> None:
        """Settles the slots of a row by the one placement that is left."""
        for field, cell in zip(row.row.fields, placement, strict=True):
            if cell.token is not None:
                self.cells[field] = cell
                self.values[field] = cell.value
            elif cell.value is not None:
                self.values[field] = cell.value
                self.without_token.add(field)


class _Outcome(NamedTuple):
    """A placement of a row that can balance, and the row's figures it leads to by field."""

    placement: Placement
    values: dict[str, int | None]


def resolve_placements(reading: Reading, identities: Sequence[Identity]) -> Resolved:
    """Settles every row of a reading by these identities of its form."""
    resolved = Resolved({}, {}, {}, set(), set())
    undecided: list[RowReading] = []
    for row in reading.rows:
        if row.settled:
            resolved.record(row, row.placements[0])
        elif row.placements:
            undecided.append(row)
    remaining = {row.row.key: list(row.placements) for row in undecided}
    _narrow(undecided, remaining, identities, resolved)
    for row in undecided:
        for i, field in resolved.open_slots(row):
            resolved.open[field] = _possible_cells(placement[i] for placement in remaining[row.row.key])
    return resolved


def _narrow(
    rows: Sequence[RowReading],
    remaining: dict[str, list[Placement]],
    identities: Sequence[Identity],
    resolved: Resolved,
) -> None:
    """Tries the placements of each row against what is known until a round rules nothing out."""
    trials = 0
    progress = True
    while progress and trials < _MOST_TRIALS:
        progress = False
        for row in rows:
            key = row.row.key
            if not resolved.open_slots(row):
                continue
            trials += len(remaining[key])
            outcomes = _outcomes_by_nearest_identities(row, remaining[key], identities, resolved.values)
            if outcomes:
                progress |= len(outcomes) < len(remaining[key])
                remaining[key] = [outcome.placement for outcome in outcomes]
                progress |= _record_agreement(row, outcomes, resolved)


def _outcomes_by_nearest_identities(
    row: RowReading, placements: Sequence[Placement], identities: Sequence[Identity], known: Mapping[str, Value | None]
) -> list[_Outcome]:
    """By the row's own identities where these leave one answer; else by all that any of its figures stands in."""
    fields = set(row.row.fields)
    touching = [identity for identity in identities if not fields.isdisjoint(identity.fields)]
    row_identities = [identity for identity in touching if fields.issuperset(identity.fields)]
    outcomes = _outcomes(row, placements, row_identities, known)
    answers = {tuple(outcome.values.values()) for outcome in outcomes}
    if len(answers) == 1 and None not in next(iter(answers)):
        return outcomes
    return _outcomes(row, [outcome.placement for outcome in outcomes] or placements, touching, known)


def _outcomes(
    row: RowReading, placements: Iterable[Placement], identities: Sequence[Identity], known: Mapping[str, Value | None]
) -> list[_Outcome]:
    """The placements that can balance, each with the row's figures it leads to."""
    others = integers_in({field: known.get(field) for field in fields_of(identities)})
    conflicts_without_row = set(deduce(identities, others).conflicts)
    possible: list[_Outcome] = []
    for placement in placements:
        own = integers_in({field: cell.value for field, cell in zip(row.row.fields, placement, strict=True)})
        deduction = deduce(identities, others | own)
        if conflicts_without_row.issuperset(deduction.conflicts):
            figures = deduction.values | own
            possible.append(_Outcome(placement, {field: figures.get(field) for field in row.row.fields}))
    return possible


def _record_agreement(row: RowReading, outcomes: Sequence[_Outcome], resolved: Resolved) -> bool:
    """Records what all outcomes agree on: the cells where one placement is left, else the figures; whether any is."""
    first = outcomes[0]
    if len(outcomes) == 1:
        resolved.record(row, first.placement)
        resolved.narrowed.update(row.row.fields)
        resolved.without_token.update(set(row.row.fields) - resolved.cells.keys())
        return True
    open_slots = resolved.open_slots(row)
    for i, field in open_slots:
        cell, figure = first.placement[i], first.values[field]
        if cell.token is not None and all(outcome.placement[i].token == cell.token for outcome in outcomes):
            resolved.cells[field] = cell
            resolved.values[field] = cell.value
            resolved.narrowed.add(field)
        elif figure is not None and all(outcome.values[field] == figure for outcome in outcomes):
            resolved.values[field] = figure
            resolved.without_token.add(field)
    return len(resolved.open_slots(row)) < len(open_slots)


def _possible_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple({(cell.token, cell.value): cell for cell in cells if cell.token is not None}.values())
