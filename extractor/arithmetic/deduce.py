"""What follows from the figures that are known: the second step of the arithmetic.

A blank beside a total of 0 is 0; a blank that is all a total lacks is the difference. Bounds are narrowed from
identity to identity until nothing moves, and a field whose bounds meet is deduced.

Source: bounds propagation over linear constraints; `deductive` and `validate` of R do the same for survey data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, cast

from extractor.arithmetic.propagation import NO_EQUATION, Bound, Equation, Propagation
from extractor.forms import Identity
from extractor.forms.bounds import MOST_COUNT


class Deduction(NamedTuple):
    """What the identities say about the fields that were unknown.

    `values` are the newly known fields only. `reasons` gives for each the names of the identities that forced it:
    first the one or two that set its bounds (`gave` names these alone), then those which the bounds they used rest on,
    in form order.
    `conflicts` are the identities that no values within the bounds satisfy, in form order; nothing is deduced from
    them, but a field that stands in one may still be deduced from others. `bounds` are those of the fields still
    unknown: least and greatest value, None where there is no greatest.
    """

    values: dict[str, int]
    reasons: dict[str, tuple[str, ...]]
    conflicts: tuple[str, ...]
    bounds: dict[str, Bound]
    gave: dict[str, tuple[str, ...]]


def deduce(
    identities: Sequence[Identity],
    values: Mapping[str, int | None],
    bounds: Mapping[str, Bound] | None = None,
) -> Deduction:
    """Every unknown field of the identities whose value they force.

    Values given are taken as true. A field that is None or absent is a whole number of 0 or more, or within
    `bounds` (both ends included; None: no upper end), and in no case more than any count. Fields that stand in no
    identity are not mentioned.

    Raises:
        ValueError: the lower of two given bounds is above the upper one.
    """
    open_identities, violated = _sort_out(identities, values)
    if not open_identities:
        return Deduction({}, {}, tuple(violated), {}, {})
    unknown: dict[str, int] = {}
    equations = [_equation(identities[place], values, unknown) for place in open_identities]
    given = bounds or {}
    for field in unknown:
        low, high = given.get(field, (0, None))
        if high is not None and low > high:
            raise ValueError(f"{field}: bounds {low} and {high} leave no value")
    propagation = Propagation(equations, [given.get(field, (0, None)) for field in unknown], MOST_COUNT)
    propagation.run()
    names = [identities[place].name for place in open_identities]
    refuted = {*violated, *(names[number] for number in propagation.conflicts)}
    conflicts = tuple(identity.name for identity in identities if identity.name in refuted)
    return _report(propagation, unknown, names, conflicts)


def _sort_out(identities: Sequence[Identity], values: Mapping[str, int | None]) -> tuple[list[int], list[str]]:
    """The places of the identities with an unknown term, and the names of those without one that do not hold."""
    # As in `check`: an unknown term makes the sum fail.
    get = cast("Callable[[str], int]", values.get)
    unsettled: list[int] = []
    violated: list[str] = []
    for place, identity in enumerate(identities):
        try:
            if sum(map(get, identity.left)) != sum(map(get, identity.right)):
                violated.append(identity.name)
        except TypeError:
            unsettled.append(place)
    return unsettled, violated


def _equation(identity: Identity, values: Mapping[str, int | None], unknown: dict[str, int]) -> Equation:
    """Left side minus right side = 0 over the unknown fields, which get the next free numbers in `unknown`."""
    constant = 0
    coefficients: dict[int, int] = {}
    for sign, fields in ((1, identity.left), (-1, identity.right)):
        for field in fields:
            value = values.get(field)
            if value is not None:
                constant += sign * value
                continue
            variable = unknown.setdefault(field, len(unknown))
            coefficients[variable] = coefficients.get(variable, 0) + sign
    return Equation(constant, tuple((factor, variable) for variable, factor in coefficients.items() if factor))


def _report(
    propagation: Propagation, unknown: Mapping[str, int], names: Sequence[str], conflicts: tuple[str, ...]
) -> Deduction:
    """The outcome in names of fields and identities."""
    found: dict[str, int] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    gave: dict[str, tuple[str, ...]] = {}
    still: dict[str, Bound] = {}
    for field, variable in unknown.items():
        low, high = propagation.lower[variable], propagation.upper[variable]
        if low == high:
            found[field] = low
            direct, behind = _proof(propagation, variable)
            gave[field] = tuple(names[number] for number in direct)
            reasons[field] = (*gave[field], *(names[number] for number in behind))
        else:
            still[field] = (low, high)
    return Deduction(found, reasons, conflicts, still, gave)


def _proof(propagation: Propagation, variable: int) -> tuple[list[int], list[int]]:
    """The equations behind the bounds of one variable: those that set them, and those these rest on."""
    direct = dict.fromkeys((propagation.upper_from[variable], propagation.lower_from[variable]))
    direct.pop(NO_EQUATION, None)
    mask = propagation.upper_proof[variable] | propagation.lower_proof[variable]
    for number in direct:
        mask &= ~(1 << number)
    behind: list[int] = []
    while mask:
        behind.append((mask & -mask).bit_length() - 1)
        mask &= mask - 1
    return list(direct), behind
