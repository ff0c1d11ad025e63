"""From readings and arithmetic to one verdict a field: its value, what vouches for it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.arithmetic import Check, Deduction, check, deduce
from extractor.forms import Column, Identity
from extractor.judging.convention import by_convention, fill_blanks
from extractor.judging.position import Doubt, find_doubts
from extractor.judging.settle import Settled, Value, settle
from extractor.reading.model import Cell, Columns, Label, Reading, RowReading
from extractor.reading.numbers import states_unit


@dataclass(frozen=True, slots=True)
class Verdict:
    """One field judged. `evidence` names the kind of evidence, the key of the confidence table."""

    value: Value | None
    cell: Cell | None
    basis: str
    accepted: bool
    evidence: str
    proof: tuple[str, ...]
    open: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts of a report by field, and what they rest on."""

    verdicts: dict[str, Verdict]
    values: dict[str, Value | None]
    checks: tuple[Check, ...]
    deduction: Deduction
    doubts: dict[str, Doubt]
    suspects: frozenset[str]
    columns: Mapping[str, Column]
    checked: frozenset[str]
    settled: Settled = field(repr=False)


def judge(reading: Reading, supports: Callable[[Mapping[str, Value | None]], Mapping[str, object]]) -> Judgement:
    """Judges every field of the reading's form; `supports` tells for which fields the prose says the same figure."""
    reading = fill_blanks(reading)
    settled = settle(reading)
    identities = reading.form.identities
    whole = {name: value for name, value in settled.values.items() if isinstance(value, int)}
    deduction = deduce(identities, whole)
    values: dict[str, Value | None] = {name: settled.values.get(name) for name in reading.form.fields}
    values.update(deduction.values)
    checks = tuple(check(identities, {name: v for name, v in values.items() if isinstance(v, int)}))
    suspects = find_suspects(checks, deduction.conflicts, values)
    doubts = find_doubts(reading, values, _fields_violated(checks))
    checked = frozenset(name for identity in identities for name in identity.fields)
    judgement = Judgement({}, values, checks, deduction, doubts, suspects, reading.form.columns, checked, settled)
    vouching = _vouching(checks, deduction)
    supported = supports(values)
    for section in reading.sections:
        for row in section.rows:
            for name in row.row.fields:
                judgement.verdicts[name] = _verdict(name, row, judgement, vouching, _tidy(reading, row), supported)
    _withdraw(judgement, {name: row for section in reading.sections for row in section.rows for name in row.row.fields})
    return judgement


def find_suspects(checks: Sequence[Check], conflicts: Sequence[str], values: Mapping[str, Value | None]) -> frozenset[str]:
    """The figures that could be the wrong ones in the identities that fail.

    Where the left side is too small, a figure of the left is too small or one of the right too large; a zero cannot be
    too large. A zero that could be too small is left alone if an identity that holds says its whole row is zero.
    """
    sure_zero = {name for one in checks if one.holds and one.left == 0 for name in one.identity.fields}
    suspects: set[str] = set()
    for one in checks:
        if one.violated:
            assert one.left is not None and one.right is not None
            low, high = (one.identity.left, one.identity.right) if one.left < one.right else (
                one.identity.right, one.identity.left)
            suspects.update(name for name in low if name not in sure_zero)
            suspects.update(name for name in high if values.get(name) != 0)
        elif one.identity.name in conflicts:
            suspects.update(name for name in one.identity.fields if name not in sure_zero)
    return frozenset(suspects)


def _fields_violated(checks: Sequence[Check]) -> frozenset[str]:
    return frozenset(name for one in checks if one.violated for name in one.identity.fields)


def _vouching(checks: Sequence[Check], deduction: Deduction) -> dict[str, tuple[Identity, ...]]:
    """The identities that hold around each field.

    One that gave a deduced figure other than 0 holds by that, and vouches for nothing. One that gave only zeros does
    vouch: the figures it joins left nothing over.
    """
    spent = {deduction.reasons[name][0] for name, value in deduction.values.items() if value}
    found: dict[str, list[Identity]] = {}
    for one in checks:
        if one.holds and one.identity.name not in spent:
            for name in one.identity.fields:
                found.setdefault(name, []).append(one.identity)
    return {name: tuple(identities) for name, identities in found.items()}


def _tidy(reading: Reading, row: RowReading) -> bool:
    """Whether nothing is out of place around a row that no identity checks: labels, header, and its whole block."""
    for section in reading.sections:
        for block, columns in zip(section.section.blocks, section.columns, strict=True):
            if row.row in block.rows:
                rows = [other for other in section.rows if other.row in block.rows]
                return columns == Columns.NAMED and all(
                    other.tidy and other.label in (Label.EXACT, Label.FUZZY) for other in rows
                )
    return False


def _verdict(
    name: str,
    row: RowReading,
    judgement: Judgement,
    vouching: Mapping[str, tuple[Identity, ...]],
    tidy: bool,
    supported: Mapping[str, object],
) -> Verdict:
    settled, deduction = judgement.settled, judgement.deduction
    value = judgement.values[name]
    cell = settled.cells.get(name)
    printed = cell is not None and cell.value is not None
    basis = "none" if value is None else "printed" if printed else "deduced"
    around = vouching.get(name, ())
    proof = tuple(identity.name for identity in around)
    checked = name in judgement.checked
    if name in supported and value is not None:
        proof += ("narrative",)
    if not checked and (tidy or row.label == Label.UNIFORM):
        proof += ("layout",)
    evidence = _evidence(name, row, judgement, basis, around, tidy)
    if checked and not around and not evidence.startswith("review"):
        evidence = "review.alone"
    if evidence == "layout.tidy" and _lacks_unit(judgement.columns[name], value, cell):
        evidence = "review.unit"
    accepted = value is not None and bool(proof) and not evidence.startswith("review")
    return Verdict(value, cell, basis, accepted, evidence, proof, settled.open.get(name, ()))


def _lacks_unit(column: Column, value: Value | None, cell: Cell | None) -> bool:
    """Whether an amount may be in 元 or 万元: offices print both, and the form's header names neither."""
    printed = cell.token.text if cell is not None and cell.token is not None else ""
    return column.kind == "money" and column.unit == "元" and bool(value) and not states_unit(printed)


def _evidence(
    name: str, row: RowReading, judgement: Judgement, basis: str, identities: Sequence[Identity], tidy: bool
) -> str:
    if basis == "none":
        return "review.none"
    if name in judgement.doubts:
        return f"review.{judgement.doubts[name].value}"
    if name in judgement.suspects:
        return "review.violated"
    if name not in judgement.checked:
        good = basis == "printed" and (tidy or row.label == Label.UNIFORM)
        return "layout.tidy" if good else "review.layout"
    if (row.inferred or not row.settled) and not _vouched_across(name, row, judgement, identities):
        return "review.alone"
    if basis == "deduced":
        if not _rests_on_sure(name, judgement):
            return "review.rests"
        how = "blank" if name in judgement.settled.cells else "agreed" if name in judgement.settled.agreed else "missing"
        return f"deduced.{how}"
    how = "measured" if row.inferred else "narrowed" if name in judgement.settled.narrowed else str(row.label)
    return f"identities.{how}"


def _vouched_across(name: str, row: RowReading, judgement: Judgement, identities: Sequence[Identity]) -> bool:
    """Whether every identity that joins a figure with other rows holds, and there is one.

    Its own row's sum placed it and cannot vouch. A zero in a row of zeros is vouched for by the table's convention, or,
    in a table without identities across rows, by its own row.
    """
    own = set(row.row.fields)
    across = [one for one in judgement.checks if name in one.identity.fields and not own.issuperset(one.identity.fields)]
    if not across or (by_convention(row) and all(judgement.values[field] == 0 for field in own)):
        return judgement.values[name] == 0
    return all(one.holds for one in across) and any(one.identity in identities for one in across)


def _withdraw(judgement: Judgement, rows: Mapping[str, RowReading]) -> None:
    """Takes acceptance back from inferred figures that rest on figures which are not accepted, until none is left.

    Two rows misplaced alike balance each other; so what joins an inferred figure with other rows has to be sure itself.
    """
    verdicts = judgement.verdicts
    joined: dict[str, list[Identity]] = {}
    for one in judgement.checks:
        for name in one.identity.fields:
            joined.setdefault(name, []).append(one.identity)
    waiting = [name for name, row in rows.items() if row.inferred or not row.settled]
    moved = True
    while moved:
        moved = False
        for name in waiting:
            verdict, own = verdicts[name], set(rows[name].row.fields)
            if not verdict.accepted or all(judgement.values[field] == 0 for field in own):
                continue
            across = [identity for identity in joined.get(name, ()) if not own.issuperset(identity.fields)]
            if not all(verdicts[field].accepted for identity in across for field in identity.fields):
                verdicts[name] = replace(verdict, accepted=False, evidence="review.rests")
                moved = True


def _rests_on_sure(name: str, judgement: Judgement) -> bool:
    """Whether no figure in doubt stands in the identities that a deduced figure follows from."""
    reasons = judgement.deduction.reasons.get(name, ())
    fields = {f for one in judgement.checks if one.identity.name in reasons for f in one.identity.fields}
    return not any(f in judgement.doubts for f in fields)
