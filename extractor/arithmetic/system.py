"""A connected part of a table as a linear system in the changes of its cells: what the searches for repairs work on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.arithmetic.order import form_order
from extractor.arithmetic.propagation import Equation
from extractor.forms import Identity
from extractor.forms.bounds import MOST_COUNT


class System(NamedTuple):
    """Cells by number, in form order, and for each identity: residual + Σ coefficient · change = 0.

    Sets of cells and sets of equations are bit masks. `members[e]` are the cells of equation `e`, `equations_of[c]`
    the equations of cell `c`, `neighbours[e]` the equations that share a cell with `e` (and `e` itself).
    """

    fields: tuple[str, ...]
    printed: tuple[int, ...]
    equations: tuple[Equation, ...]
    members: tuple[int, ...]
    equations_of: tuple[int, ...]
    neighbours: tuple[int, ...]
    violated: int
    negative: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to change: every identity holds and no cell is negative."""
        return not self.violated and not self.negative

    def can_be(self, cell: int, change: int) -> bool:
        """Whether a cell may be what is printed and this much more: not below 0, and no more than any count."""
        return 0 <= self.printed[cell] + change <= MOST_COUNT


def build_system(identities: Sequence[Identity], values: Mapping[str, int]) -> System:
    """The system of these identities; every term must be known."""
    order = {field: place for place, field in enumerate(form_order(identities))}
    printed = tuple(values[field] for field in order)
    equations = tuple(_equation(identity, values, order) for identity in identities)
    members = tuple(mask_of(cell for _, cell in equation.terms) for equation in equations)
    containing = [0] * len(order)
    for number, equation in enumerate(equations):
        for _, cell in equation.terms:
            containing[cell] |= 1 << number
    neighbours = tuple(union_of(containing, mask) | 1 << number for number, mask in enumerate(members))
    return System(
        fields=tuple(order),
        printed=printed,
        equations=equations,
        members=members,
        equations_of=tuple(containing),
        neighbours=neighbours,
        violated=mask_of(number for number, equation in enumerate(equations) if equation.constant),
        negative=mask_of(cell for cell, value in enumerate(printed) if value < 0 and containing[cell]),
    )


def _equation(identity: Identity, values: Mapping[str, int], order: Mapping[str, int]) -> Equation:
    residual = sum(values[field] for field in identity.left) - sum(values[field] for field in identity.right)
    coefficients: dict[int, int] = {}
    for sign, fields in ((1, identity.left), (-1, identity.right)):
        for field in fields:
            coefficients[order[field]] = coefficients.get(order[field], 0) + sign
    return Equation(residual, tuple((factor, cell) for cell, factor in sorted(coefficients.items()) if factor))


def mask_of(numbers: Iterable[int]) -> int:
    """The set of these numbers as a bit mask."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def bits(mask: int) -> Iterator[int]:
    """The numbers in a bit mask, ascending."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def union_of(masks: Sequence[int], of: int) -> int:
    """The union of those of `masks` whose numbers are in `of`."""
    union = 0
    for number in bits(of):
        union |= masks[number]
    return union
