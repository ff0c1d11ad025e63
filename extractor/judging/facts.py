"""Everything known of a report once its figures are placed and the arithmetic has had its turn.

What judging rests on: the placements that are left, what follows from them, which identities hold around each figure,
which fail, and which figures are in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from extractor.arithmetic import Check, Deduction, check, deduce
from extractor.forms import Form, Identity
from extractor.judging.doubts import OCR_DOUBT, DoubtRule, find_doubts, read_tables
from extractor.judging.habit import habitual_zeros
from extractor.judging.ocr_confidence import sureness, unvouched
from extractor.judging.resolve_placements import Resolved, Value, resolve_placements
from extractor.judging.unread import identities_without, unread_fields
from extractor.reading.model import Reading
from extractor.reading.tokenize import MARK, Token


class Facts(NamedTuple):
    """What is known of a report's figures.

    `habit` are the blank cells that are zeros as all others of the report are; `sure` is, for figures that were
    recognised in a picture, the least probability of their characters; `unread` are the fields whose printed number is
    larger than any figure; `doubted` holds for each field in doubt the rule that says so. `violated` are the fields in
    identities that fail, `checkable` the identities that can be checked.
    """

    reading: Reading
    values: dict[str, Value | None]
    resolved: Resolved
    deduction: Deduction
    checks: tuple[Check, ...]
    doubted: dict[str, DoubtRule]
    suspects: frozenset[str]
    vouching: Mapping[str, tuple[str, ...]]
    habit: frozenset[str]
    sure: Mapping[str, float]
    unread: Mapping[str, Token]
    violated: frozenset[str]
    checkable: tuple[Identity, ...]

    @property
    def form(self) -> Form:
        """The form the report prints."""
        return self.reading.form


def find_facts(reading: Reading, sure_of: Callable[[Token], float] | None) -> Facts:
    """Settles the figures of a reading, deduces what follows from them, and asks what speaks against each."""
    form = reading.form
    unread = unread_fields(reading)
    identities = identities_without(form, unread)
    resolved = resolve_placements(reading, identities)
    whole = {name: value for name, value in resolved.values.items() if isinstance(value, int)}
    deduction = deduce(identities, whole)
    # What is recognised in a picture may have been overlooked where a cell looks blank.
    habit = habitual_zeros(reading, resolved, deduction, whole) if sure_of is None else {}
    habit = {name: value for name, value in habit.items() if name not in unread}
    if habit:
        whole |= habit
        deduction = deduce(identities, whole)
    values = {name: resolved.values.get(name) for name in form.fields} | habit | deduction.values
    checks = tuple(check(form.identities, whole | deduction.values))
    violated = frozenset(name for one in checks if one.violated for name in one.identity.fields)
    # A stroke stands for 0 or for nothing at all, so what holds with another figure in its place does not hold.
    strokes = {name: 0 for name, cell in resolved.cells.items() if cell.token and cell.token.kind == MARK}
    strict = check(form.identities, whole | deduction.values | strokes) if strokes else checks
    vouching = vouching_identities(checks, deduction, lambda name: bool(resolved.values.get(name)))
    sure = {} if sure_of is None else sureness(reading, resolved, sure_of)
    doubted = find_doubts(read_tables(reading, values, resolved.values, violated, identities))
    doubted = dict.fromkeys(unvouched(form, sure, vouching), OCR_DOUBT) | doubted
    return Facts(
        reading=reading,
        values=values,
        resolved=resolved,
        deduction=deduction,
        checks=checks,
        doubted=doubted,
        suspects=find_suspects(strict, deduction.conflicts, values),
        vouching=vouching,
        habit=frozenset(habit),
        sure=sure,
        unread=unread,
        violated=violated,
        checkable=identities,
    )


def vouching_identities(
    checks: Sequence[Check], deduction: Deduction, printed: Callable[[str], bool]
) -> dict[str, tuple[str, ...]]:
    """The names of the identities that hold around each field; `printed` tells which figures are read, not deduced.

    One that gave a deduced figure other than 0, or one of its bounds, holds by that, and vouches for nothing, unless
    another identity that holds confirms the figure with one that was read, and gave no figure itself. One that gave
    only zeros does vouch: the figures it joins left nothing over.
    """
    holding = [one for one in checks if one.holds]
    spent: set[str] = set()
    given = {name for name, value in deduction.values.items() if value}
    givers = {reason for name in given for reason in deduction.reasons[name][:2]}
    for name in given:
        others = [one.identity for one in holding if name in one.identity.fields and one.identity.name not in givers]
        if not any(printed(field) for identity in others for field in identity.fields):
            spent.update(deduction.reasons[name][:2])
    found: dict[str, tuple[str, ...]] = {}
    for one in holding:
        if one.identity.name not in spent:
            label = (one.identity.name,)
            for name in one.identity.fields:
                found[name] = found.get(name, ()) + label
    return found


def find_suspects(
    checks: Sequence[Check], conflicts: Sequence[str], values: Mapping[str, Value | None]
) -> frozenset[str]:
    """The figures that could be the wrong ones in the identities that fail.

    Where the left side is too small, a figure of the left is too small or one of the right too large; a zero cannot be
    too large.
    """
    suspects: set[str] = set()
    for one in checks:
        if one.violated or one.identity.name in conflicts:
            own = set(one.identity.fields)
            if one.left is not None and one.right is not None:
                high = one.identity.right if one.left < one.right else one.identity.left
                own.difference_update(name for name in high if values.get(name) == 0)
            suspects |= own
    return frozenset(suspects)
