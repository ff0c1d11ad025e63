"""The smallest sets of cells whose change mends a system, by exact search in whole numbers.

Source: Fellegi and Holt, A Systematic Approach to Automatic Edit and Imputation, JASA 71 (1976) 17–35; for branch
and bound on the cells, de Waal, Pannekoek and Scholtus, Handbook of Statistical Data Editing and Imputation (2011).
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from extractor.arithmetic.completion import Changes, Steps, completions
from extractor.arithmetic.system import System, bits, union_of


def by_signature(system: System) -> list[Changes]:
    """The single cells whose change mends everything.

    One wrong cell breaks exactly the identities it stands in, each by its own error times its coefficient there.
    """
    if system.negative & (system.negative - 1):
        return []
    found: list[Changes] = []
    for cell, equations in enumerate(system.equations_of):
        if equations == system.violated and system.negative in (0, 1 << cell):
            found.extend(completions(system, 1 << cell, Steps(0)))
    return found


class _Node(NamedTuple):
    """A part of the repairs: those that change all `chosen` cells and `left` more, all of them `allowed`.

    `open` are the chosen cells whose new value is not settled yet; the changes of the others are already counted in
    `residuals`, one for each equation.
    """

    chosen: int
    open: int
    allowed: int
    residuals: tuple[int, ...]
    left: int


class Search:
    """Looks for all repairs of a given number of cells, with so many steps for the whole of its life.

    `truncated` says that there are more repairs than the limit.
    """

    def __init__(self, system: System, steps: Steps, limit: int) -> None:
        self.truncated = False
        self._system = system
        self._steps = steps
        self._limit = limit
        self._found: list[Changes] = []
        self._residuals = tuple(equation.constant for equation in system.equations)
        self._factors = [{cell: factor for factor, cell in equation.terms} for equation in system.equations]

    @property
    def exhausted(self) -> bool:
        """Whether the steps ran out, so that there may be repairs which were not found."""
        return self._steps.are_spent

    def least_size(self) -> int:
        """A number of cells that every repair needs at least."""
        everything = (1 << len(self._system.fields)) - 1
        needed, _ = self._needed(self._system.violated, everything)
        return max(needed, self._system.negative.bit_count())

    def of_size(self, size: int) -> list[Changes]:
        """All repairs of exactly `size` cells, where it is known that fewer cells do not suffice.

        As many as the steps and the limit allow; see `exhausted` and `truncated`.
        """
        self._found = []
        forced = self._system.negative
        left = size - forced.bit_count()
        if left >= 0:
            allowed = ((1 << len(self._system.fields)) - 1) & ~forced
            self._visit(_Node(forced, forced, allowed, self._residuals, left))
        return self._found

    def _visit(self, node: _Node) -> None:
        """Collects the repairs of a node: narrows it, then tries each cell that may have to change next."""
        if not self._steps.take():
            return
        narrowed = self._narrow(node)
        if narrowed is None:
            return
        node, uncovered = narrowed
        if not node.left:
            self._collect(node.chosen)
            return
        allowed = node.allowed
        for cell in bits(self._candidates(node, uncovered)):
            allowed &= ~(1 << cell)
            self._visit(_Node(node.chosen | 1 << cell, node.open | 1 << cell, allowed, node.residuals, node.left - 1))
            if self.exhausted or self.truncated:
                return

    def _narrow(self, node: _Node) -> tuple[_Node, int] | None:
        """The node with fewer allowed cells and more settled values, and the equations that need another cell."""
        while True:
            uncovered = self._uncovered(node)
            needed, reach = self._needed(uncovered, node.allowed)
            if needed > node.left:
                return None
            if needed == node.left:
                # Each of these disjoint equations gets exactly one more cell, and nothing else changes.
                node = node._replace(allowed=node.allowed & reach)
            settled = self._settle(node)
            if settled is None:
                return None
            if settled is node:
                return node, uncovered
            node = settled

    def _uncovered(self, node: _Node) -> int:
        """The equations that need another changed cell.

        Those that do not hold and have no cell left open, and those that hold but for a single open cell, which must
        change.
        """
        members = self._system.members
        uncovered = 0
        for number, residual in enumerate(node.residuals):
            open_cells = members[number] & node.open
            if (not open_cells and residual) or (open_cells and not residual and not open_cells & (open_cells - 1)):
                uncovered |= 1 << number
        return uncovered

    def _needed(self, equations: int, allowed: int) -> tuple[int, int]:
        """How many more cells these equations need at least, and the allowed cells that can serve so many.

        That is the size of a set of equations of which no two share an allowed cell. An equation without any counts
        for more than there can be.
        """
        neighbours, members = self._system.neighbours, self._system.members
        order = sorted(bits(equations), key=lambda number: (neighbours[number] & equations).bit_count())
        reach = count = 0
        for number in order:
            cells = members[number] & allowed
            if not cells:
                return len(self._system.fields) + 1, 0
            if not cells & reach:
                reach |= cells
                count += 1
        return count, reach

    def _settle(self, node: _Node) -> _Node | None:
        """Settles one open cell that is alone in an equation to which no cell can be added; None if it cannot be."""
        members = self._system.members
        for number in bits(union_of(self._system.equations_of, node.open)):
            open_cells = members[number] & node.open
            if (members[number] & node.allowed and node.left) or open_cells & (open_cells - 1):
                continue
            cell = open_cells.bit_length() - 1
            change, remainder = divmod(-node.residuals[number], self._factors[number][cell])
            if remainder or not change or not self._system.can_be(cell, change):
                return None
            residuals = list(node.residuals)
            for equation in bits(self._system.equations_of[cell]):
                residuals[equation] += self._factors[equation][cell] * change
            return node._replace(open=node.open & ~(1 << cell), residuals=tuple(residuals))
        return node

    def _candidates(self, node: _Node, uncovered: int) -> int:
        """Cells of which at least one more must change."""
        members = self._system.members
        if uncovered:
            return min((members[equation] & node.allowed for equation in bits(uncovered)), key=int.bit_count)
        # Fewer cells than were sought do not suffice, so what is chosen so far leaves one of its equations open.
        return union_of(members, union_of(self._system.equations_of, node.chosen)) & node.allowed

    def _collect(self, chosen: int) -> None:
        """Keeps the changes of exactly the chosen cells that mend the system."""
        room = self._limit - len(self._found)
        solutions = list(islice(completions(self._system, chosen, self._steps), room + 1))
        self._found.extend(solutions[:room])
        self.truncated = len(solutions) > room
