"""From readings and arithmetic to one verdict a field: its value, what vouches for it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.arithmetic import fields_of
from extractor.judging.amounts import in_each_unit, weigh_amounts
from extractor.judging.confidence import is_often_right
from extractor.judging.evidence import Evidence, Kind, Surroundings, kind_of, kind_of_blank
from extractor.judging.facts import NO_PROSE, Facts, Prose, find_facts
from extractor.judging.resolve_placements import Value
from extractor.judging.zeros import by_convention, fill_blanks, read_strokes
from extractor.reading.model import BLANK, NUMBER, Cell, Reading, RowReading, Token

Basis = Literal["printed", "blank", "deduced", "none"]


class Verdict(NamedTuple):
    """One field judged. `evidence` names the kind of evidence, the key of the confidence table.

    `open` are the cells that could be the field's, `second` is what a model reads there where the rules differ,
    `agreed` says that it names the same cell, `by_model` that the value, which is in review, is its alone. `withdrawn`
    is the rule by which it is not accepted although its evidence was enough.
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
    by_model: bool = False
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A way in which a figure is not accepted although its evidence is enough: `holds` asks it of all verdicts so far.

    `says` tells a user; `case` is the file of tests/cases that fails without it, empty where the counts of
    `confidence.toml` decide; `evidence` is the kind of evidence that the figure is left with, where that is another.
    """

    name: str
    says: str
    case: str
    holds: Callable[[Evidence, Mapping[str, Verdict]], bool]
    evidence: str = ""


class Judgement(NamedTuple):
    """All verdicts of a report by field, the kind of evidence there is for each, and the facts they rest on."""

    verdicts: dict[str, Verdict]
    kinds: dict[str, Kind]
    facts: Facts


def judge(
    reading: Reading,
    prose: Prose = NO_PROSE,
    probability_of: Callable[[Token], float] | None = None,
    *,
    shows_blanks: bool = True,
    by_confidence: bool = True,
) -> Judgement:
    """Judges every field of the reading's form beside what the prose says; `probability_of` tells with what probability
    the characters of a token were recognised, `shows_blanks` that a cell without text is blank. Without `by_confidence`
    the evidence alone decides: that is how it is measured how often it is right.
    """
    reading = weigh_amounts(fill_blanks(read_strokes(reading)), prose.supports)
    facts = find_facts(reading, prose, probability_of, shows_blanks=shows_blanks and probability_of is None)
    supported = prose.supports(facts.values)
    rows = _rows(facts.reading)
    evidence = {name: Evidence(name, around, facts) for around in rows for name in around.row.row.fields}
    kinds = {name: kind_of(one) for name, one in evidence.items()}
    verdicts = {name: _verdict(one, kinds[name], supported=name in supported) for name, one in evidence.items()}
    _withdraw(verdicts, evidence, [rule for rule in WITHDRAWALS if by_confidence or rule.case])
    return Judgement(verdicts, kinds, facts)


def _rows(reading: Reading) -> Iterator[Surroundings]:
    keeps_blanks = any(row.shows_blanks or _has_a_hole(row) for row in reading.rows)
    for section in reading.sections:
        for _, header, own in section.blocks():
            # Columns tell the forms apart: without one even zeros may be of another form's fields.
            known = section.headed or header.names_all
            tidy = known and not section.leftover and all(_is_tidy(row, keeps_blanks=keeps_blanks) for row in own)
            for row in own:
                yield Surroundings(
                    row, tidy or row.in_grid, not section.units.isdisjoint(row.row.fields), by_convention(row)
                )


def _is_tidy(row: RowReading, *, keeps_blanks: bool) -> bool:
    """Whether nothing is out of place in a row: its label there, a figure in every slot or every slot blank; both only
    where blank cells are never left out.
    """
    is_whole = row.has_own_label and row.tidy and row.settled and not row.merged_cells
    return is_whole and (keeps_blanks or len({cell.kind == BLANK for cell in row.cells}) == 1)


def _has_a_hole(row: RowReading) -> bool:
    """Whether a blank cell was seen before a figure: whoever leaves blank cells out leaves no such place."""
    kinds = [cell.kind for cell in row.cells] if row.settled and row.tidy and row.has_own_label else []
    return BLANK in kinds and NUMBER in kinds[kinds.index(BLANK) :]


def _verdict(evidence: Evidence, kind: Kind, *, supported: bool) -> Verdict:
    facts, name = evidence.facts, evidence.field
    value = None if kind.family == "blank" else evidence.value
    basis: Basis = "none" if value is None else "printed" if evidence.is_printed else "deduced"
    basis = "blank" if kind.family == "blank" else basis
    told = {
        "layout": kind.family in ("layout", "blank"),
        "habit": evidence.is_zero_by_habit,
        "narrative": supported or name in facts.denied,
    }
    proof = (*facts.vouching[name], *(one for one, holds in told.items() if holds))
    return Verdict(value, evidence.cell, basis, kind.is_enough, kind.name, proof, _candidates(evidence))


def _withdraw(verdicts: dict[str, Verdict], evidence: Mapping[str, Evidence], rules: Sequence[Withdrawal]) -> None:
    """Takes acceptance back from every figure that a rule is true of, until none is left. Of the 0 that a blank cell is
    said to mean the blank stays.
    """
    moved = True
    while moved:
        moved = False
        for name, verdict in verdicts.items():
            rule = next((one for one in rules if verdict.accepted and one.holds(evidence[name], verdicts)), None)
            if rule is None:
                continue
            moved, kind = True, rule.evidence or verdict.evidence
            blank = None if verdict.basis == "blank" else kind_of_blank(evidence[name])
            if blank is not None:
                verdicts[name] = _verdict(evidence[name], blank, supported=False)
            else:
                basis: Basis = "none" if verdict.value is None else verdict.basis
                verdicts[name] = verdict._replace(accepted=False, basis=basis, evidence=kind, withdrawn=rule)


def _rests_on_unaccepted(one: Evidence, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether an inferred figure in a row that is not all 0 stands in an identity with figures that are not accepted.

    Two rows misplaced alike balance each other; so what joins an inferred figure with other rows has to be sure itself.
    """
    inferred = one.row.inferred or not one.row.settled
    if not inferred or all(one.facts.values[field] == 0 for field in one.row.row.fields):
        return False
    joined = (verdicts[field] for field in fields_of(one.facts.form.across[one.field]))
    return not all(other.accepted and other.value is not None for other in joined)


WITHDRAWALS: tuple[Withdrawal, ...] = (
    Withdrawal(
        "rests-on-figures-not-accepted",
        "it rests on figures that are not accepted",
        "figure-added-where-blanks-are-lost",
        _rests_on_unaccepted,
        "review.rests",
    ),
    Withdrawal(
        "evidence-seldom-right",
        "figures with such evidence were not right often enough",
        "",
        lambda one, verdicts: not is_often_right(verdicts[one.field].evidence, one.field),
    ),
)
"""The rules, first match first."""


def _candidates(evidence: Evidence) -> tuple[Cell, ...]:
    """The cells that may be a field's instead: where its row leaves it open, where two readers differ, and an amount in
    each of the units it may be in.
    """
    facts, name = evidence.facts, evidence.field
    other = facts.reading.read_otherwise.get(name)
    sized = in_each_unit(evidence.cell, facts.form.columns[name]) if evidence.cell and evidence.lacks_unit else ()
    return (*facts.resolved.open.get(name, ()), *([other] if other is not None else []), *sized)


def spans_of(judgement: Judgement, fields: Iterable[str]) -> list[tuple[int, int]]:
    """Where these fields are printed, as far as that is known."""
    cells = map(judgement.facts.resolved.cells.get, fields)
    return [(cell.token.start, cell.token.end) for cell in cells if cell is not None and cell.token is not None]
