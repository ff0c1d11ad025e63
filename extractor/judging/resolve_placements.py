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


def resolve_placements(reading: Reading, identities: Sequence[Identity]) -> Resolved:
    """Settles every row of a reading by these identities of its form."""
    resolved = Resolved({}, {}, {}, set(), set())
    undecided: list[RowReading] = []
    for section in reading.sections:
        for row in section.rows:
            if row.settled:
                _record(resolved, row, row.placements[0])
            elif row.placements:
                undecided.append(row)
    remaining = {row.row.key: list(row.placements) for row in undecided}
    _narrow(undecided, remaining, identities, resolved)
    for row in undecided:
        for i, field in enumerate(row.row.fields):
            if field not in resolved.cells and field not in resolved.without_token:
                resolved.open[field] = _possible_cells(placement[i] for placement in remaining[row.row.key])
    return resolved


def _record(resolved: Resolved, row: RowReading, placement: Placement) -> None:
    for field, cell in zip(row.row.fields, placement, strict=True):
        if cell.token is not None:
            resolved.cells[field] = cell
            resolved.values[field] = cell.value
        elif cell.value is not None:
            resolved.values[field] = cell.value
            resolved.without_token.add(field)


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
            if all(field in resolved.cells or field in resolved.without_token for field in row.row.fields):
                continue
            trials += len(remaining[key])
            outcomes = _outcomes_by_nearest_identities(row, remaining[key], identities, resolved.values)
            if not outcomes:
                continue
            progress |= len(outcomes) < len(remaining[key])
            remaining[key] = [placement for placement, _ in outcomes]
            progress |= _agree(row, outcomes, resolved)


def _outcomes_by_nearest_identities(
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


def _agree(row: RowReading, outcomes: Sequence[tuple[Placement, dict[str, int | None]]], resolved: Resolved) -> bool:
    """Notes what all outcomes agree on: the cells where one placement is left, else the figures."""
    if len(outcomes) == 1:
        _record(resolved, row, outcomes[0][0])
        resolved.narrowed.update(row.row.fields)
        for field in row.row.fields:
            if field not in resolved.cells:
                resolved.without_token.add(field)
        return True
    progress = False
    for i, field in enumerate(row.row.fields):
        if field in resolved.cells or field in resolved.without_token:
            continue
        figures = {figure[field] for _, figure in outcomes}
        tokens = {cell.token for cell in (placement[i] for placement, _ in outcomes)}
        if len(tokens) == 1 and None not in tokens:
            resolved.cells[field] = outcomes[0][0][i]
            resolved.values[field] = outcomes[0][0][i].value
            resolved.narrowed.add(field)
            progress = True
        elif len(figures) == 1 and None not in figures:
            resolved.values[field] = figures.pop()
            resolved.without_token.add(field)
            progress = True
    return progress


def _possible_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple({(cell.token, cell.value): cell for cell in cells if cell.token is not None}.values())
