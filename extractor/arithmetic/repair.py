"""The smallest changes that would mend a table: the third step of the arithmetic, where the figures contradict.

The printed figures stay as they are; a repair says where the mistake may be. All smallest repairs are listed, and
what they disagree on is for a person to decide.

Source: Fellegi and Holt, A Systematic Approach to Automatic Edit and Imputation, JASA 71 (1976) 17–35;
`errorlocate` of R does the same for survey data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import chain, islice, pairwise, product
from typing import NamedTuple

from extractor.arithmetic.check import check
from extractor.arithmetic.likeness import likeness
from extractor.arithmetic.order import form_order, independent_parts, printed_order
from extractor.forms import Identity

Weight = Callable[["Change"], float]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell with the figure that is printed and the one that would mend the table.

    `slip` is the kind of mistake that makes the one of the other, as `likeness` names it.
    """

    field: str
    printed: int
    value: int
    slip: str | None = attribute(default=None, compare=False)


class Repair(NamedTuple):
    """Changes, in form order, that together make every identity hold with figures of 0 or more."""

    changes: tuple[Change, ...]


class Repairs(NamedTuple):
    """The smallest repairs of a table.

    `size` is the number of cells each of them changes, 0 where nothing has to change; with no repair found, at least
    so many cells would have to. `complete` says that these are all the repairs of that size.
    """

    size: int
    repairs: tuple[Repair, ...]
    complete: bool


def find_repairs(
    identities: Sequence[Identity],
    values: Mapping[str, int | None],
    limit: int = 64,
    weights: Weight | None = None,
) -> Repairs:
    """All the smallest sets of changes after which every identity holds with figures of 0 or more.

    An identity with an unknown term (None or absent) cannot be checked and is left out. Parts of the table that share
    no field are mended independently, and their repairs combined; if one of them could not be mended within the
    bound on work, no repair is given. Where the cells of a repair leave open which values they take, each choice is
    a repair of its own, those nearest to the printed figures first. At most `limit` repairs are listed.

    The repairs come in order of the sum of `weights` over their changes, least first, and among equals in form order.
    Without `weights`, a change counts 0 if a usual slip explains it and 1 if not. Weights only order, never choose.
    """
    known = {name: value for name, value in values.items() if value is not None}
    negative = {name for name, value in known.items() if value < 0}
    checks = [one for one in check(identities, values) if one.known]
    if not any(one.violated or not negative.isdisjoint(one.identity.fields) for one in checks):
        return Repairs(0, (), True)
    # Loaded here because most reports never come so far.
    from extractor.arithmetic.mending import mend

    checkable = [one.identity for one in checks]
    parts = [mended for part in independent_parts(checkable) if (mended := mend(part, known, limit)).size]
    place = {name: number for number, name in enumerate(form_order(checkable))}
    describe = _describing(place, known, _neighbours(checkable, known))
    rank = _ranking(place, weights or _unexplained)
    listed = [sorted(map(describe, mended.found), key=rank) for mended in parts]
    combined = [_merged(one, place) for one in islice(product(*listed), limit + 1)]
    return Repairs(
        size=sum(mended.size for mended in parts),
        repairs=tuple(Repair(one) for one in sorted(combined[:limit], key=rank)),
        complete=len(combined) <= limit and all(mended.complete for mended in parts),
    )


def _describing(
    place: Mapping[str, int], printed: Mapping[str, int], neighbours: Mapping[str, set[int]]
) -> Callable[[Mapping[str, int]], tuple[Change, ...]]:
    """What makes changes of new values, in form order, with the slip that explains each."""

    def describe(found: Mapping[str, int]) -> tuple[Change, ...]:
        return tuple(
            Change(name, printed[name], found[name], likeness(printed[name], found[name], neighbours.get(name, ())))
            for name in sorted(found, key=place.__getitem__)
        )

    return describe


def _merged(parts: Iterable[tuple[Change, ...]], place: Mapping[str, int]) -> tuple[Change, ...]:
    """One repair of the whole table from one of each part, in form order."""
    return tuple(sorted(chain.from_iterable(parts), key=lambda change: place[change.field]))


def _neighbours(identities: Sequence[Identity], values: Mapping[str, int]) -> dict[str, set[int]]:
    """For each field, the figures that stand next to it in one of its identities."""
    neighbours: dict[str, set[int]] = {}
    for identity in identities:
        for one, other in pairwise(printed_order(identity)):
            neighbours.setdefault(one, set()).add(values[other])
            neighbours.setdefault(other, set()).add(values[one])
    return neighbours


def _unexplained(change: Change) -> float:
    """The weight of a change where the caller gives none."""
    return 0 if change.slip else 1


# The sum of the weights, the places of the cells in the form, and how far each value is from the printed one.
_Rank = tuple[float, tuple[int, ...], tuple[tuple[int, int], ...]]


def _ranking(place: Mapping[str, int], weights: Weight) -> Callable[[tuple[Change, ...]], _Rank]:
    """The order of repairs: the least weight, then form order of the cells, then the values nearest to the printed."""

    def rank(changes: tuple[Change, ...]) -> _Rank:
        return (
            sum(map(weights, changes)),
            tuple(place[change.field] for change in changes),
            tuple((abs(change.value - change.printed), change.value) for change in changes),
        )

    return rank
