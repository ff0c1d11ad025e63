"""From readings and arithmetic to one verdict a field: its value, what vouches for it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from extractor.arithmetic import Check, Deduction, check, deduce
from extractor.forms import Form
from extractor.judging.confidence import THRESHOLD, confidence_of
from extractor.judging.convention import by_convention, fill_blanks
from extractor.judging.evidence import Around, Facts, evidence_for, find_suspects, vouching_identities
from extractor.judging.habit import habitual_zeros
from extractor.judging.ocr_confidence import sureness, unvouched
from extractor.judging.position import Doubt, find_doubts, names_all
from extractor.judging.resolve_placements import Resolved, Value, resolve_placements
from extractor.judging.strokes import read_strokes
from extractor.judging.unread import identities_without, unread_fields
from extractor.reading.model import Cell, Label, Reading, RowReading
from extractor.reading.numbers import states_unit
from extractor.reading.tokenize import BLANK, MARK, Token

Basis = Literal["printed", "deduced", "none"]


class Verdict(NamedTuple):
    """One field judged. `evidence` names the kind of evidence, the key of the confidence table.

    `open` are the cells that could be the field's, `second` is what a model reads there where the rules differ,
    `agreed` says that it names the same cell.
    """

    value: Value | None
    cell: Cell | None
    basis: Basis
    accepted: bool
    evidence: str
    proof: tuple[str, ...]
    open: tuple[Cell, ...] = ()
    second: Cell | None = None
    agreed: bool = False


class Judgement(NamedTuple):
    """All verdicts of a report by field, and what they rest on.

    `sure` is the probability with which each figure that was recognised in a picture is what it is read as; `unread`
    are the fields whose printed number is larger than any figure.
    """

    form: Form
    verdicts: dict[str, Verdict]
    values: dict[str, Value | None]
    checks: tuple[Check, ...]
    deduction: Deduction
    doubts: dict[str, Doubt]
    settled: Resolved
    sure: Mapping[str, float]
    unread: Mapping[str, Token]


def judge(
    reading: Reading,
    supports: Callable[[Mapping[str, Value | None]], Mapping[str, object]],
    sure_of: Callable[[Token], float] | None = None,
) -> Judgement:
    """Judges every field of the reading's form; `supports` tells for which fields the prose says the same figure,
    `sure_of` with what probability the characters of a token were recognised.
    """
    facts = _facts(fill_blanks(read_strokes(reading)), sure_of)
    supported = supports(facts.values)
    verdicts: dict[str, Verdict] = {}
    rows: dict[str, RowReading] = {}
    for around in _rows(facts.reading):
        for name in around.row.row.fields:
            verdicts[name] = _verdict(name, around, facts, name in supported)
            rows[name] = around.row
    _withdraw(verdicts, rows, facts)
    for name, verdict in verdicts.items():
        if verdict.accepted and confidence_of(verdict.evidence) < THRESHOLD:
            verdicts[name] = verdict._replace(accepted=False)
    known = facts.values, facts.checks, facts.deduction, facts.doubts, facts.settled, facts.sure, facts.unread
    return Judgement(facts.form, verdicts, *known)


def _facts(reading: Reading, sure_of: Callable[[Token], float] | None) -> Facts:
    """Settles the figures of a reading, deduces what follows from them, and asks what speaks against each."""
    form = reading.form
    unread = unread_fields(reading)
    identities = identities_without(form, unread)
    settled = resolve_placements(reading, identities)
    whole = {name: value for name, value in settled.values.items() if isinstance(value, int)}
    deduction = deduce(identities, whole)
    # What is recognised in a picture may have been overlooked where a cell looks blank.
    habit = habitual_zeros(reading, settled, deduction, whole) if sure_of is None else {}
    habit = {name: value for name, value in habit.items() if name not in unread}
    if habit:
        whole |= habit
        deduction = deduce(identities, whole)
    values = {name: settled.values.get(name) for name in form.fields} | habit | deduction.values
    checks = tuple(check(form.identities, whole | deduction.values))
    violated = frozenset(name for one in checks if one.violated for name in one.identity.fields)
    # A stroke stands for 0 or for nothing at all, so what holds with another figure in its place does not hold.
    strokes = {name: 0 for name, cell in settled.cells.items() if cell.token and cell.token.kind == MARK}
    strict = check(form.identities, whole | deduction.values | strokes) if strokes else checks
    vouching = vouching_identities(checks, deduction, lambda name: bool(settled.values.get(name)))
    sure = {} if sure_of is None else sureness(reading, settled, sure_of)
    doubts = find_doubts(reading, values, settled.values, violated, identities)
    doubts |= dict.fromkeys(unvouched(form, sure, vouching) - doubts.keys(), Doubt.RECOGNISED)
    return Facts(
        reading=reading,
        values=values,
        settled=settled,
        deduction=deduction,
        checks=checks,
        doubts=doubts,
        suspects=find_suspects(strict, deduction.conflicts, values),
        vouching=vouching,
        form=form,
        habit=frozenset(habit),
        sure=sure,
        unread=unread,
    )


def _rows(reading: Reading) -> Iterator[Around]:
    for section in reading.sections:
        by_row = {row.row.key: row for row in section.rows}
        for block, header in zip(section.section.blocks, section.headers, strict=True):
            own = [by_row[row.key] for row in block.rows]
            # Columns tell the forms apart: without one even zeros may be of another form's fields.
            known = section.headed or names_all(header)
            tidy = known and not section.leftover and all(_is_tidy(row) for row in own)
            for row in own:
                yield Around(row, tidy, not section.units.isdisjoint(row.row.fields), by_convention(row))


def _is_tidy(row: RowReading) -> bool:
    """Whether nothing is out of place in a row: its label there, a figure in every slot or every slot blank."""
    if row.label not in (Label.EXACT, Label.FUZZY) or not row.tidy or not row.settled or row.merged_cells:
        return False
    blank = [cell.token is not None and cell.token.kind == BLANK for cell in row.placements[0]]
    return all(blank) or not any(blank)


def _verdict(name: str, around: Around, facts: Facts, supported: bool) -> Verdict:
    value = facts.values[name]
    cell = facts.settled.cells.get(name)
    printed = cell is not None and cell.value is not None and not _is_stroke(cell)
    basis: Basis = "none" if value is None else "printed" if printed else "deduced"
    evidence = evidence_for(name, around, facts, basis)
    if (
        evidence.startswith("layout")
        and facts.form.columns[name].kind == "money"
        and value
        and not around.unit
        and not _states_unit(cell)
    ):
        evidence = "review.unit"
    proof = facts.vouching.get(name, ())
    if evidence.startswith("layout"):
        proof += ("layout",)
    if name in facts.habit:
        proof += ("habit",)
    if supported and value is not None:
        proof += ("narrative",)
    accepted = value is not None and bool(proof) and not evidence.startswith("review")
    return Verdict(value, cell, basis, accepted, evidence, proof, facts.settled.open.get(name, ()))


def _is_stroke(cell: Cell) -> bool:
    return cell.token is not None and cell.token.kind == MARK


def _states_unit(cell: Cell | None) -> bool:
    return cell is not None and cell.token is not None and states_unit(cell.token.text)


def _withdraw(verdicts: dict[str, Verdict], rows: Mapping[str, RowReading], facts: Facts) -> None:
    """Takes acceptance back from inferred figures that rest on figures which are not accepted, until none is left.

    Two rows misplaced alike balance each other; so what joins an inferred figure with other rows has to be sure itself.
    """
    waiting = [name for name, row in rows.items() if row.inferred or not row.settled]
    waiting = [name for name in waiting if any(facts.values[field] != 0 for field in rows[name].row.fields)]
    moved = bool(waiting)
    while moved:
        moved = False
        for name in waiting:
            sure = all(verdicts[field].accepted for one in facts.form.across[name] for field in one.fields)
            if verdicts[name].accepted and not sure:
                verdicts[name] = verdicts[name]._replace(accepted=False, evidence="review.rests")
                moved = True
