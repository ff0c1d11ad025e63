"""Chooses between the placements that the layout left open: the identities decide, where they leave one answer.

A placement that no non-negative figures for its empty slots can balance is out. What all the others agree on is
settled; what they disagree on stays open, and is never chosen at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.arithmetic import deduce
from extractor.forms import Identity
from extractor.reading.model import Cell, Placement, Reading, RowReading

Value = int | Decimal

# Trials of one placement against the identities; a table that needs more stays open.
_MOST_TRIALS = 1500


@dataclass(slots=True)
class Resolved:
    """What stands in each field.

    `cells` holds the cell of every field whose place is known. `values` holds the numbers, among them those that every
    possible placement agrees on although it is not known which token stands where (`agreed`). `open` holds, for fields
    that stay open, the cells that could be theirs. `narrowed` are fields whose placement the identities chose.
    """

    cells: dict[str, Cell]
    values: dict[str, Value | None]
    open: dict[str, tuple[Cell, ...]]
    agreed: set[str]
    narrowed: set[str]


def resolve_placements(reading: Reading, identities: Sequence[Identity]) -> Resolved:
    """Settles every row of a reading by these identities of its form."""
    settled = Resolved({}, {}, {}, set(), set())
    undecided: list[RowReading] = []
    for section in reading.sections:
        for row in section.rows:
            if row.settled:
                _take(settled, row, row.placements[0])
            elif row.placements:
                undecided.append(row)
    left = {row.row.key: list(row.placements) for row in undecided}
    _narrow(undecided, left, identities, settled)
    for row in undecided:
        for i, field in enumerate(row.row.fields):
            if field not in settled.cells and field not in settled.agreed:
                settled.open[field] = _distinct(placement[i] for placement in left[row.row.key])
    return settled


def _take(settled: Resolved, row: RowReading, placement: Placement) -> None:
    for field, cell in zip(row.row.fields, placement, strict=True):
        if cell.token is not None:
            settled.cells[field] = cell
            settled.values[field] = cell.value
        elif cell.value is not None:
            settled.values[field] = cell.value
            settled.agreed.add(field)


def _narrow(
    rows: Sequence[RowReading], left: dict[str, list[Placement]], identities: Sequence[Identity], settled: Resolved
) -> None:
    """Tries the placements of each row against what is known until nothing more falls out."""
    trials = 0
    moved = True
    while moved and trials < _MOST_TRIALS:
        moved = False
        for row in rows:
            key = row.row.key
            if all(field in settled.cells or field in settled.agreed for field in row.row.fields):
                continue
            trials += len(left[key])
            outcomes = _cheapest_outcomes(row, left[key], identities, settled.values)
            if not outcomes:
                continue
            moved |= len(outcomes) < len(left[key])
            left[key] = [placement for placement, _ in outcomes]
            moved |= _agree(row, outcomes, settled)


def _cheapest_outcomes(
    row: RowReading, placements: Sequence[Placement], identities: Sequence[Identity], known: Mapping[str, Value | None]
) -> list[tuple[Placement, dict[str, int | None]]]:
    """By the row's own identities where these leave one answer; else by all that any of its figures stands in."""
    fields = set(row.row.fields)
    near = [identity for identity in identities if not fields.isdisjoint(identity.fields)]
    own = [identity for identity in near if fields.issuperset(identity.fields)]
    outcomes = _outcomes(row, placements, own, known)
    figures = [tuple(figure.values()) for _, figure in outcomes]
    if figures and None not in figures[0] and all(other == figures[0] for other in figures):
        return outcomes
    return _outcomes(row, [placement for placement, _ in outcomes] or placements, near, known)


def _outcomes(
    row: RowReading, placements: Iterable[Placement], near: Sequence[Identity], known: Mapping[str, Value | None]
) -> list[tuple[Placement, dict[str, int | None]]]:
    """The placements that can balance, each with the row's figures it leads to."""
    others = {f: v for identity in near for f in identity.fields if isinstance(v := known.get(f), int)}
    before = set(deduce(near, others).conflicts) if near else set[str]()
    kept: list[tuple[Placement, dict[str, int | None]]] = []
    for placement in placements:
        own = {
            field: cell.value
            for field, cell in zip(row.row.fields, placement, strict=True)
            if isinstance(cell.value, int)
        }
        found = deduce(near, {**others, **own})
        if set(found.conflicts) <= before:
            kept.append((placement, {f: own.get(f, found.values.get(f)) for f in row.row.fields}))
    return kept


def _agree(row: RowReading, outcomes: Sequence[tuple[Placement, dict[str, int | None]]], settled: Resolved) -> bool:
    """Notes what all outcomes agree on: the cells where one placement is left, else the figures."""
    if len(outcomes) == 1:
        _take(settled, row, outcomes[0][0])
        settled.narrowed.update(row.row.fields)
        for field in row.row.fields:
            if field not in settled.cells:
                settled.agreed.add(field)
        return True
    moved = False
    for i, field in enumerate(row.row.fields):
        if field in settled.cells or field in settled.agreed:
            continue
        figures = {figure[field] for _, figure in outcomes}
        tokens = {cell.token for cell in (placement[i] for placement, _ in outcomes)}
        if len(tokens) == 1 and None not in tokens:
            settled.cells[field] = outcomes[0][0][i]
            settled.values[field] = outcomes[0][0][i].value
            settled.narrowed.add(field)
            moved = True
        elif len(figures) == 1 and None not in figures:
            settled.values[field] = figures.pop()
            settled.agreed.add(field)
            moved = True
    return moved


def _distinct(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple({(cell.token, cell.value): cell for cell in cells if cell.token is not None}.values())
