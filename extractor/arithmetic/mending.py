"""All smallest repairs of one connected part of a table, by the cheapest means that settles it.

Loaded only for a table that contradicts itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.arithmetic.completion import Changes, Steps, completions
from extractor.arithmetic.program import Program
from extractor.arithmetic.search import Search, by_signature
from extractor.arithmetic.system import System, build_system, mask_of
from extractor.forms import Identity

# Steps of the exact search in one part of a table: some thirty microseconds each, enough for about eight
# wrong cells.
_SEARCH_STEPS = 5_000
# Steps for the values of the cells that the solver names.
_VALUE_STEPS = 5_000
# More cells than this are no slip but another table; the solver is not asked.
_MOST_CELLS = 8


class Mended(NamedTuple):
    """The smallest repairs of one part: each gives the new values of `size` fields.

    `size` is 0 where nothing has to change, and a lower bound where none was `found`; `complete` says that these are
    all of that size.
    """

    size: int
    found: list[dict[str, int]]
    complete: bool


def mend(part: Sequence[Identity], values: Mapping[str, int], limit: int) -> Mended:
    """The smallest repairs of identities that hang together; every term must be known."""
    system = build_system(part, values)
    if system.is_sound:
        return Mended(0, [], True)
    size, found, complete = _mend(system, limit)
    return Mended(
        size,
        [{system.fields[cell]: system.printed[cell] + change for cell, change in one.items()} for one in found],
        complete,
    )


# How many cells, the changes, and whether that is all.
_Outcome = tuple[int, list[Changes], bool]


def _mend(system: System, limit: int) -> _Outcome:
    """The smallest repairs of one part: by signature, then by exact search, then by integer programming."""
    single = by_signature(system)
    if single:
        return (1, single[:limit], len(single) <= limit)
    search = Search(system, Steps(_SEARCH_STEPS), limit)
    size = max(2, search.least_size())
    found = search.of_size(size)
    while not found and not search.exhausted:
        size += 1
        found = search.of_size(size)
    if not search.exhausted:
        return (size, found, not search.truncated)
    if size > _MOST_CELLS:
        return (size, found, False)
    return _by_program(system, size, found, limit)


def _by_program(system: System, size: int, found: list[Changes], limit: int) -> _Outcome:
    """What the solver adds to the repairs found so far, of which each has `size` cells and none can have fewer."""
    program, steps = Program(system, size), Steps(_VALUE_STEPS)
    if not program.is_able:
        return (size, found, False)
    if found:
        program.at_most(size)
    for changes in found:
        program.cut(mask_of(changes))
    while True:
        proposal = program.solve()
        if proposal.changes is None:
            return (size, found, proposal.is_final and bool(found))
        size = len(proposal.changes)
        cells = mask_of(proposal.changes)
        found = found + list(islice(completions(system, cells, steps), limit - len(found) + 1))
        if len(found) > limit or steps.are_spent:
            return (size, found[:limit], False)
        program.at_most(size)
        program.cut(cells)
