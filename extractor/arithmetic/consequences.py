"""What follows from figures that were settled, and is sure enough to settle itself.

Stricter than `deduce`: the author's own sums may be wrong, and then what a single equation forces is wrong as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from extractor.arithmetic.deduce import Deduction, deduce
from extractor.forms import Identity


class Doubted(NamedTuple):
    """The figures that are not known yet: those that nothing is `printed` for but a blank cell or a mark for nothing
    (`empty`) or not even that (`lost`), and those that something is `printed` for, with what that says.
    """

    empty: Collection[str]
    lost: Collection[str]
    printed: Mapping[str, int | None]


class Consequence(NamedTuple):
    """What a figure must be, and the equations that force it and those that vouch for it."""

    value: int
    proof: tuple[str, ...]


def consequences(
    identities: Sequence[Identity], values: Mapping[str, int | None], doubted: Doubted
) -> dict[str, Consequence]:
    """The empty and lost figures that `values` force, where two equations vouch for each.

    One is enough for the zero of an empty cell: there the cell says the same. Nothing follows from an equation that
    fails, or by which a printed figure would be another one.
    """
    found = deduce(identities, values)
    known = {**values, **found.values}
    denied = {field for field, read in doubted.printed.items() if field in found.values and found.values[field] != read}
    failing = {*found.conflicts, *(one.name for one in identities if not denied.isdisjoint(one.fields))}
    empty = frozenset(doubted.empty)
    made: dict[str, Consequence] = {}
    for field in [*doubted.empty, *doubted.lost]:
        if field not in found.values:
            continue
        around = [one for one in identities if field in one.fields]
        vouching = {one.name for one in around if _holds(one, known) and _is_independent(one, field, values, found)}
        proof = tuple(dict.fromkeys([*found.reasons[field], *sorted(vouching)]))
        count = len(vouching) + vouching.isdisjoint(found.reasons[field])
        is_sure = count > 1 or (found.values[field] == 0 and field in empty)
        if is_sure and failing.isdisjoint(proof) and failing.isdisjoint(one.name for one in around):
            made[field] = Consequence(found.values[field], proof)
    return made


def _is_independent(identity: Identity, field: str, values: Mapping[str, int | None], found: Deduction) -> bool:
    """Whether an equation says by itself what a figure is, or checks figures that were found without it."""
    others = [one for one in identity.fields if one != field]
    if all(values.get(one) is not None for one in others):
        return True
    return all(identity.name not in found.reasons.get(one, ()) for one in identity.fields)


def _holds(identity: Identity, known: Mapping[str, int | None]) -> bool:
    sides = [[known.get(field) for field in side] for side in (identity.left, identity.right)]
    if any(value is None for side in sides for value in side):
        return False
    left, right = (sum(value for value in side if value is not None) for side in sides)
    return left == right
