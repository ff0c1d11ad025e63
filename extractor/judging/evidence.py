"""What kind of evidence there is for a figure: the name of the kind is what its confidence is measured by.

Kinds that begin with `review` are not enough for acceptance; the others name how the figure's place is known and what
vouches for its value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from extractor.arithmetic import Check, Deduction
from extractor.forms import Form
from extractor.judging.ocr_confidence import SURE
from extractor.judging.position import Doubt
from extractor.judging.resolve_placements import Resolved, Value
from extractor.reading.model import Label, Reading, RowReading
from extractor.reading.tokenize import Token

# Characters that recognition confuses with digits.
_LOOK_ALIKES = str.maketrans("oOQD〇○口囗lI|丨iZzSsBbGg", "000000001111122558869")
_NUMERALS = "零一二三四五六七八九十百千"


class Facts(NamedTuple):
    """Everything known of a report once its figures are placed and the arithmetic has had its turn.

    `habit` are the blank cells that are zeros as all others of the report are.

    `sure` is, for figures that were recognised in a picture, the least probability of their characters; `unread` are
    the fields whose printed number is larger than any figure.
    """

    reading: Reading
    values: dict[str, Value | None]
    settled: Resolved
    deduction: Deduction
    checks: tuple[Check, ...]
    doubts: dict[str, Doubt]
    suspects: frozenset[str]
    vouching: Mapping[str, tuple[str, ...]]
    form: Form
    habit: frozenset[str]
    sure: Mapping[str, float]
    unread: Mapping[str, Token]


class Around(NamedTuple):
    """A row; whether nothing is out of place in its block, and its header states the unit of an amount; whether its
    empty slots were filled by the table's convention.
    """

    row: RowReading
    tidy: bool
    unit: bool
    convention: bool


def evidence_for(name: str, around: Around, facts: Facts, basis: str) -> str:
    """The kind of evidence there is for one field."""
    row = around.row
    if basis == "none":
        return "review.none"
    if name in facts.doubts:
        return f"review.{facts.doubts[name].value}"
    if name in facts.suspects:
        return "review.violated"
    if not facts.form.within[name]:
        good = around.tidy or (basis == "printed" and row.label == Label.UNIFORM)
        how = "habit" if name in facts.habit else "stroke" if basis == "deduced" else "tidy"
        how = "recognised" if name in facts.sure else how
        return f"layout.{how}" if good else "review.layout"
    if not _vouched_within(name, around, facts):
        return "review.alone"
    placed = row.settled and not row.inferred and row.label != Label.ANCHORED
    if not placed and not _vouched_across(name, around, facts):
        return "review.alone"
    if basis == "deduced":
        if not _rests_on_sure(name, facts):
            return "review.rests"
        if not may_stand_for(_printed(name, facts), facts.values[name]):
            return "review.unreadable"
        how = (
            "habit"
            if name in facts.habit
            else "blank"
            if name in facts.settled.cells
            else "agreed"
            if name in facts.settled.agreed
            else "missing"
        )
        return f"deduced.{how}"
    if facts.sure.get(name, 1.0) < SURE:
        return "identities.recognised"
    how = "inferred" if row.inferred else "narrowed" if name in facts.settled.narrowed else row.label.value
    return f"identities.{how}"


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


def _printed(name: str, facts: Facts) -> str:
    """What is printed in a field's cell; nothing where it is blank or was not found."""
    cell = facts.settled.cells.get(name)
    return cell.token.text if cell is not None and cell.token is not None else ""


def may_stand_for(printed: str, value: Value | None) -> bool:
    """Whether characters that are no figure may be this one, misread: each of them is a digit or looks like one.

    What has no digit in it, a stroke or a sentence, says nothing of the figure.
    """
    if not any(character.isdecimal() or character in _NUMERALS for character in printed):
        return True
    return "".join(printed.translate(_LOOK_ALIKES).split()) == str(value)


def _vouched_within(name: str, around: Around, facts: Facts) -> bool:
    """Whether the row's own sum vouches for a figure: columns balance just as well when all of them have moved.

    Of a row whose empty slots the table's convention fills, the sum was a part of the proof.
    """
    vouching = facts.vouching.get(name, ())
    return bool(vouching) and (around.convention or all(one.name in vouching for one in facts.form.within[name]))


def _vouched_across(name: str, around: Around, facts: Facts) -> bool:
    """Whether every identity that joins a figure with other rows holds, and there is one.

    Its own row's sum placed it and cannot vouch. A zero in a row of zeros is vouched for by the table's convention, or,
    in a table without identities across rows, by its own row.
    """
    across = facts.form.across[name]
    if not across or (around.convention and all(facts.values[field] == 0 for field in around.row.row.fields)):
        return facts.values[name] == 0
    vouching = facts.vouching[name]
    holding = {one.identity.name for one in facts.checks if one.holds}
    return all(one.name in holding for one in across) and any(one.name in vouching for one in across)


def _rests_on_sure(name: str, facts: Facts) -> bool:
    """Whether no figure in doubt stands in the identities that a deduced figure follows from."""
    reasons = facts.deduction.reasons.get(name, ())
    fields = {field for one in facts.checks if one.identity.name in reasons for field in one.identity.fields}
    return not any(field in facts.doubts for field in fields)
