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

from extractor.arithmetic.check import check
from extractor.arithmetic.completion import Changes, Steps, completions
from extractor.arithmetic.likeness import likeness
from extractor.arithmetic.program import Program
from extractor.arithmetic.search import Search, by_signature
from extractor.arithmetic.system import System, build_system, form_order, independent_parts, mask_of, printed_order
from extractor.forms import Identity

# Steps of the exact search in one part of a table: some ten thousandths of a second each, enough for eight wrong cells.
_STEPS = 5_000
# More cells than this are no slip but another table; the solver is not asked.
_MOST_CELLS = 12

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


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes, in form order, that together make every identity hold with figures of 0 or more."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Repairs:
    """The smallest repairs of a table.

    `size` is the number of cells each of them changes, 0 where nothing has to change; with no repair found, at least
    so many cells would have to. `complete` says that these are all the repairs of that size.
    """

    size: int
    repairs: tuple[Repair, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`Repairs` of one independent part, in numbers of cells."""

    size: int
    found: list[Changes]
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
    checks = [one for one in check(identities, values) if one.known]
    checkable = [one.identity for one in checks]
    negative = {name for name, value in known.items() if value < 0}
    if not any(one.violated or not negative.isdisjoint(one.identity.fields) for one in checks):
        return Repairs(0, (), True)
    systems = [build_system(part, known) for part in independent_parts(checkable)]
    broken = [system for system in systems if not system.is_sound]
    outcomes = [_mend(system, limit) for system in broken]
    neighbours = _neighbours(checkable, known)
    listed = [
        [_changes(system, found, neighbours) for found in outcome.found]
        for system, outcome in zip(broken, outcomes, strict=True)
    ]
    rank = _ranking(checkable, weights or _unexplained)
    combined = product(*(sorted(part, key=rank) for part in listed))
    repairs = [tuple(chain.from_iterable(parts)) for parts in islice(combined, limit + 1)]
    return Repairs(
        size=sum(outcome.size for outcome in outcomes),
        repairs=tuple(Repair(changes) for changes in sorted(repairs[:limit], key=rank)),
        complete=len(repairs) <= limit and all(outcome.complete for outcome in outcomes),
    )


def _mend(system: System, limit: int) -> _Outcome:
    """The smallest repairs of one part: by signature, then by exact search, then by integer programming."""
    single = by_signature(system)
    if single:
        return _Outcome(1, single[:limit], len(single) <= limit)
    search = Search(system, Steps(_STEPS), limit)
    size = max(2, search.least_size())
    found = search.of_size(size)
    while not found and not search.exhausted:
        size += 1
        found = search.of_size(size)
    if not search.exhausted:
        return _Outcome(size, found, not search.truncated)
    if size > _MOST_CELLS:
        return _Outcome(size, found, False)
    return _by_program(system, size, found, limit)


def _by_program(system: System, size: int, found: list[Changes], limit: int) -> _Outcome:
    """What the solver adds to the repairs found so far, of which each has `size` cells and none can have fewer."""
    program, steps = Program(system, size), Steps(_STEPS)
    if not program.is_able:
        return _Outcome(size, found, False)
    if found:
        program.at_most(size)
    for changes in found:
        program.cut(mask_of(changes))
    while True:
        proposal = program.solve()
        if proposal.changes is None:
            return _Outcome(size, found, proposal.is_final)
        size = len(proposal.changes)
        cells = mask_of(proposal.changes)
        found = found + list(islice(completions(system, cells, steps), limit - len(found) + 1))
        if len(found) > limit or steps.are_spent:
            return _Outcome(size, found[:limit], False)
        program.at_most(size)
        program.cut(cells)


def _changes(system: System, found: Changes, neighbours: Mapping[str, Iterable[int]]) -> tuple[Change, ...]:
    """One repair in names of fields, in form order."""
    changes: list[Change] = []
    for cell, change in sorted(found.items()):
        name, printed = system.fields[cell], system.printed[cell]
        slip = likeness(printed, printed + change, tuple(neighbours.get(name, ())))
        changes.append(Change(name, printed, printed + change, slip))
    return tuple(changes)


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


def _ranking(
    identities: Sequence[Identity], weights: Weight
) -> Callable[[tuple[Change, ...]], tuple[float, tuple[int, ...], tuple[tuple[int, int], ...]]]:
    """The order of repairs: the least weight, then form order of the cells, then the values nearest to the printed."""
    place = {name: number for number, name in enumerate(form_order(identities))}

    def rank(changes: tuple[Change, ...]) -> tuple[float, tuple[int, ...], tuple[tuple[int, int], ...]]:
        return (
            sum(weights(change) for change in changes),
            tuple(place[change.field] for change in changes),
            tuple((abs(change.value - change.printed), change.value) for change in changes),
        )

    return rank
