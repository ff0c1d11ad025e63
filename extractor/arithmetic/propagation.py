"""Bounds propagation over linear equations in whole numbers, with a proof for every bound.

The engine below `deduce` and below the values of a repair; it knows equations and variables by number only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# Sound deductions need at most a few rounds for each equation; bounds that still move after this many climb for ever.
_ROUNDS_EACH, _ROUNDS_MORE = 4, 16
NO_EQUATION = -1

Bound = tuple[int, int | None]


class Equation(NamedTuple):
    """`constant` + Σ coefficient · variable = 0; `terms` are pairs (coefficient, variable), coefficients not 0."""

    constant: int
    terms: tuple[tuple[int, int], ...]

    @property
    def is_unit(self) -> bool:
        """Whether all coefficients are 1 or -1: then one pass narrows all that this equation can narrow."""
        return all(abs(coefficient) == 1 for coefficient, _ in self.terms)


# A tighter bound that an equation found: for which of its terms, whether it is the upper one, and the bound.
_Narrowed = tuple[int, bool, int]


class Propagation:
    """The bounds of some variables, narrowed by equations until nothing moves.

    An equation that no values within the bounds can satisfy is in conflict: it is set aside, and whatever it had
    narrowed before is forgotten and found anew without it. So it is with one that would need a value above `most`.
    """

    def __init__(self, equations: Sequence[Equation], bounds: Sequence[Bound], most: int) -> None:
        self.equations = equations
        self._most = most
        self.conflicts: list[int] = []
        self._start = tuple(bounds)
        self._of_variable: list[list[int]] = [[] for _ in bounds]
        for number, equation in enumerate(equations):
            for _, variable in equation.terms:
                self._of_variable[variable].append(number)
        self._reset()

    def _reset(self) -> None:
        """Back to the bounds as given, which rest on nothing; proofs are sets of equations as bit masks."""
        count = len(self._start)
        self.lower = [low for low, _ in self._start]
        self.upper = [high for _, high in self._start]
        self.lower_from = [NO_EQUATION] * count
        self.upper_from = [NO_EQUATION] * count
        self.lower_proof = [0] * count
        self.upper_proof = [0] * count

    def run(self) -> None:
        """Narrows to the fixpoint; equations with the fewest terms first, so that proofs come out short."""
        order = sorted(range(len(self.equations)), key=lambda number: len(self.equations[number].terms))
        dirty = order
        rounds = _ROUNDS_MORE + _ROUNDS_EACH * len(order)
        left = rounds
        while dirty:
            refuted: list[int] = []
            if left:
                dirty = self._round(dirty, refuted)
                left -= 1
            else:
                refuted, dirty = dirty, []
            if not refuted:
                continue
            self.conflicts.extend(refuted)
            if self._used(refuted):
                self._reset()
                dirty, left = [number for number in order if number not in self.conflicts], rounds
            else:
                dirty = [number for number in dirty if number not in self.conflicts]

    def _used(self, equations: Sequence[int]) -> bool:
        """Whether any present bound rests on one of these equations."""
        mask = sum(1 << number for number in equations)
        return any(proof & mask for proof in self.lower_proof) or any(proof & mask for proof in self.upper_proof)

    def _round(self, dirty: Sequence[int], refuted: list[int]) -> list[int]:
        """Narrows by each of these equations once; those that a narrowing concerns make the next round, in order."""
        waiting: set[int] = set()
        for number in dirty:
            waiting.discard(number)
            narrowed = self._narrow(number)
            if narrowed is None:
                refuted.append(number)
                continue
            self._apply(number, narrowed)
            terms = self.equations[number].terms
            for place, _, _ in narrowed:
                waiting.update(self._of_variable[terms[place][1]])
            if narrowed and self.equations[number].is_unit:
                waiting.discard(number)
        return sorted(waiting.difference(self.conflicts, refuted))

    def _activity(self, equation: Equation) -> tuple[int, int, int, int]:
        """Least and greatest sum of the equation, each without its unbounded terms, and how many of those there are."""
        least = greatest = equation.constant
        open_below = open_above = 0
        for coefficient, variable in equation.terms:
            low, high = self.lower[variable], self.upper[variable]
            if coefficient > 0:
                least += coefficient * low
                if high is None:
                    open_above += 1
                else:
                    greatest += coefficient * high
            else:
                greatest += coefficient * low
                if high is None:
                    open_below += 1
                else:
                    least += coefficient * high
        return least, open_below, greatest, open_above

    def _narrow(self, number: int) -> list[_Narrowed] | None:
        """The tighter bounds this equation gives, or None where nothing within the bounds satisfies it."""
        equation = self.equations[number]
        least, open_below, greatest, open_above = self._activity(equation)
        if (not open_below and least > 0) or (not open_above and greatest < 0):
            return None
        found: list[_Narrowed] = []
        for place, (coefficient, variable) in enumerate(equation.terms):
            low, high = self.lower[variable], self.upper[variable]
            if low == high:
                continue
            scale = abs(coefficient)
            # The rest of the equation without this term, seen from the side on which the coefficient is positive.
            if coefficient > 0:
                rest_low, rest_low_open, rest_high, rest_high_open = least, open_below, greatest, open_above
            else:
                rest_low, rest_low_open, rest_high, rest_high_open = -greatest, open_above, -least, open_below
            new_low, new_high = low, high
            if not rest_low_open:
                top = low + (-rest_low) // scale
                new_high = top if high is None else min(high, top)
            if rest_high_open == (high is None):
                bottom = -(rest_high // scale) + (0 if high is None else high)
                new_low = max(low, bottom)
            if new_low > self._most or (new_high is not None and new_low > new_high):
                return None
            if new_low != low:
                found.append((place, False, new_low))
            if new_high is not None and new_high != high:
                found.append((place, True, new_high))
        return found

    def _apply(self, number: int, found: Sequence[_Narrowed]) -> None:
        """Sets the bounds one equation found, and notes what each rests on."""
        terms = self.equations[number].terms
        proofs = self._proofs(number)
        for place, is_upper, bound in found:
            coefficient, variable = terms[place]
            proof = proofs[0] if is_upper == (coefficient > 0) else proofs[1]
            if is_upper:
                self.upper[variable], self.upper_from[variable], self.upper_proof[variable] = bound, number, proof
            else:
                self.lower[variable], self.lower_from[variable], self.lower_proof[variable] = bound, number, proof

    def _proofs(self, number: int) -> tuple[int, int]:
        """What a bound found by this equation rests on: what keeps a term from rising, and what keeps it from falling.

        The first is the equation itself and what makes its terms large; the second, what makes them small.
        """
        rising = falling = 1 << number
        for coefficient, variable in self.equations[number].terms:
            if coefficient > 0:
                rising |= self.lower_proof[variable]
                falling |= self.upper_proof[variable]
            else:
                rising |= self.upper_proof[variable]
                falling |= self.lower_proof[variable]
        return rising, falling
