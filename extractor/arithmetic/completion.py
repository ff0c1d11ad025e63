"""Every way to change exactly these cells so that the identities hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.arithmetic.propagation import Bound, Equation, Propagation
from extractor.arithmetic.system import System, bits, union_of
from extractor.forms.bounds import MOST_COUNT

# The changes of some cells: cell → new value minus printed value, never 0.
Changes = dict[int, int]


class Steps:
    """A bound on work, counted down by all who share it: no clock, so that the same table gives the same answer."""

    def __init__(self, left: int) -> None:
        self._left = left

    @property
    def are_spent(self) -> bool:
        """Whether somebody wanted a step when there was none left."""
        return self._left < 0

    def take(self) -> bool:
        """Takes one step; False where none is left."""
        self._left -= 1
        return self._left >= 0


def completions(system: System, cells: int, steps: Steps) -> Iterator[Changes]:
    """The changes of all these cells (a bit mask) that satisfy every equation they stand in.

    Each cell changes, and none becomes negative. Where several values are possible, those nearest to the printed
    ones come first; there may be no end of them, so take as many as are wanted. They are all there are unless the
    steps ran out.
    """
    equations = [
        Equation(equation.constant, tuple(term for term in equation.terms if cells >> term[1] & 1))
        for equation in (system.equations[number] for number in bits(union_of(system.equations_of, cells)))
    ]
    return _complete(system, equations, {}, tuple(bits(cells)), steps)


def _complete(
    system: System, equations: Sequence[Equation], known: Changes, cells: Sequence[int], steps: Steps
) -> Iterator[Changes]:
    """Settles what is forced, then tries the values of one cell that is not."""
    changes = _settle(system, equations, dict(known))
    if changes is None:
        return
    free = [cell for cell in cells if cell not in changes]
    if not free:
        yield changes
        return
    bound = _bounds(system, equations, changes, free)
    if bound is None:
        return
    for change in _outward(*bound):
        if not steps.take():
            return
        yield from _complete(system, equations, {**changes, free[0]: change}, cells, steps)


def _settle(system: System, equations: Sequence[Equation], changes: Changes) -> Changes | None:
    """Adds the change of every cell that is alone in an equation; None where that is not possible."""
    moved = True
    while moved:
        moved = False
        for equation in equations:
            rest = equation.constant
            alone: tuple[int, int] | None = None
            count = 0
            for factor, cell in equation.terms:
                change = changes.get(cell)
                if change is None:
                    alone = (factor, cell)
                    count += 1
                else:
                    rest += factor * change
            if alone is None:
                if rest:
                    return None
            elif count == 1:
                factor, cell = alone
                change, remainder = divmod(-rest, factor)
                if remainder or not change or not system.can_be(cell, change):
                    return None
                changes[cell] = change
                moved = True
    return changes


def _bounds(system: System, equations: Sequence[Equation], changes: Changes, free: Sequence[int]) -> Bound | None:
    """Least and greatest change of the first free cell, or None where the free cells cannot be completed."""
    number = {cell: place for place, cell in enumerate(free)}
    reduced: list[Equation] = []
    for equation in equations:
        rest = equation.constant + sum(factor * changes[cell] for factor, cell in equation.terms if cell in changes)
        terms = tuple((factor, number[cell]) for factor, cell in equation.terms if cell in number)
        if terms:
            reduced.append(Equation(rest, terms))
    propagation = Propagation(reduced, [(-system.printed[cell], None) for cell in free], MOST_COUNT)
    propagation.run()
    return None if propagation.conflicts else (propagation.lower[0], propagation.upper[0])


def _outward(low: int, high: int | None) -> Iterator[int]:
    """The whole numbers from `low` to `high` but 0, nearest to 0 first, the smaller value of two equally near."""
    distance = max(low, 1 if high is None or high > 0 else -high, 1)
    while high is None or distance <= max(high, -low):
        if low <= -distance and (high is None or -distance <= high):
            yield -distance
        if low <= distance and (high is None or distance <= high):
            yield distance
        distance += 1
