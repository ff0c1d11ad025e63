"""The smallest sets of cells whose change mends a system, by integer programming with HiGHS.

The last resort, where the exact search runs out of steps. Floating point proposes, whole numbers decide: an answer
counts only if it satisfies every equation exactly with the number of changed cells that the solver claims.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from extractor.arithmetic.completion import Changes
from extractor.arithmetic.system import System, bits

# Branch-and-bound nodes for all answers about one table, and what each costs at least: a bound on work, not on time,
# so that the same table gives the same answer.
_NODES, _LEAST_COST = 100, 10
# Beyond this, a cell could change by a whole unit while its switch is off but for the solver's tolerance of 1e-6.
_LARGEST_CHANGE = 400_000


class Proposal(NamedTuple):
    """One answer: `changes` is None where the solver found none, `is_final` where it proved what it says."""

    changes: Changes | None
    is_final: bool


class Program:
    """Minimise Σ switch, subject to: the equations; change = 0 unless the cell's switch is on; nothing below 0.

    Variables are the changes of all cells, then their switches. Sets of cells already found are cut off.
    """

    def __init__(self, system: System, at_least: int) -> None:
        self._system = system
        self._optimize = _module("scipy.optimize")
        self._sparse = _module("scipy.sparse")
        self._rows: list[dict[int, int]] = []
        self._limits: list[tuple[float, float]] = []
        self._nodes = _NODES
        self._largest = _largest_change(system)
        self._add_equations()
        self._add_switches()
        count = len(system.fields)
        self._add({count + cell: 1 for cell in range(count)}, at_least, count)

    @property
    def is_able(self) -> bool:
        """Whether the solver is installed and the figures are small enough for its tolerances."""
        return self._optimize is not None and self._sparse is not None and self._largest <= _LARGEST_CHANGE

    def at_most(self, size: int) -> None:
        """From now on, only repairs of so many cells."""
        count = len(self._system.fields)
        self._add({count + cell: 1 for cell in range(count)}, 0, size)

    def cut(self, cells: int) -> None:
        """From now on, no repair that changes all these cells."""
        count = len(self._system.fields)
        self._add({count + cell: 1 for cell in bits(cells)}, 0, cells.bit_count() - 1)

    def solve(self) -> Proposal:
        """A repair of the fewest cells under the cuts made so far."""
        if self._nodes <= 0:
            return Proposal(None, False)
        answer = self._run()
        self._nodes -= max(_LEAST_COST, int(answer.mip_node_count or 0))
        if answer.status == 2:
            return Proposal(None, True)
        if answer.x is None or answer.status != 0:
            return Proposal(None, False)
        count = len(self._system.fields)
        changes = {cell: round(answer.x[cell]) for cell in range(count) if round(answer.x[cell])}
        claimed = sum(round(switch) for switch in answer.x[count:])
        if not self._is_exact(changes) or len(changes) != claimed:
            return Proposal(None, False)
        return Proposal(changes, True)

    def _run(self) -> Any:
        count = len(self._system.fields)
        places = [(row, column) for row, terms in enumerate(self._rows) for column in terms]
        factors = [factor for terms in self._rows for factor in terms.values()]
        matrix = self._sparse.csr_array((factors, tuple(zip(*places, strict=True))), (len(self._rows), 2 * count))
        least, most = zip(*self._limits, strict=True)
        printed = self._system.printed
        low = [-value for value in printed] + [1 if value < 0 else 0 for value in printed]
        high = [self._largest] * count + [1] * count
        return self._optimize.milp(
            [0] * count + [1] * count,
            integrality=[1] * (2 * count),
            bounds=self._optimize.Bounds(low, high),
            constraints=self._optimize.LinearConstraint(matrix, least, most),
            options={"node_limit": self._nodes, "mip_rel_gap": 0.0},
        )

    def _add(self, terms: dict[int, int], least: float, most: float) -> None:
        self._rows.append(terms)
        self._limits.append((least, most))

    def _add_equations(self) -> None:
        for equation in self._system.equations:
            terms = {cell: factor for factor, cell in equation.terms}
            if terms:
                self._add(terms, -equation.constant, -equation.constant)

    def _add_switches(self) -> None:
        count = len(self._system.fields)
        for cell, value in enumerate(self._system.printed):
            self._add({cell: 1, count + cell: -self._largest}, -float("inf"), 0)
            if value > 0:
                self._add({cell: 1, count + cell: min(value, self._largest)}, 0, float("inf"))

    def _is_exact(self, changes: Changes) -> bool:
        """Whether these changes mend the system, in whole numbers."""
        system = self._system
        if not all(system.can_be(cell, change) for cell, change in changes.items()):
            return False
        if any(cell not in changes for cell in bits(system.negative)):
            return False
        return all(
            equation.constant + sum(factor * changes.get(cell, 0) for factor, cell in equation.terms) == 0
            for equation in system.equations
        )


def _largest_change(system: System) -> int:
    """No cell of a smallest repair need change by more than all that is wrong in the table together.

    The equations of a form are those of a network, so a change is a sum of unit flows, each of which mends one unit
    of a residual (or of a negative figure); a flow that mends none can be left out, and nothing else changes for it.
    """
    negative = sum(-system.printed[cell] for cell in bits(system.negative))
    return sum(abs(equation.constant) for equation in system.equations) + negative


def _module(name: str) -> Any:
    """A module of scipy, or None where scipy is not installed; loaded here because it takes longer than the rest."""
    try:
        return import_module(name)
    except ImportError:
        return None
