"""From readings and arithmetic to one verdict a field: its value, what vouches for it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from extractor.judging.confidence import THRESHOLD, confidence_of
from extractor.judging.doubts import Doubt
from extractor.judging.evidence import RESTS, Evidence, Kind, Surroundings, kind_of
from extractor.judging.facts import Facts, find_facts
from extractor.judging.resolve_placements import Value
from extractor.judging.zeros import by_convention, fill_blanks, read_strokes
from extractor.reading.model import BLANK, Cell, Reading, RowReading, Token

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
    """All verdicts of a report by field, the kind of evidence there is for each, and the facts they rest on."""

    verdicts: dict[str, Verdict]
    kinds: dict[str, Kind]
    facts: Facts

    def doubt(self, field: str) -> Doubt | None:
        """Why the place of a field is in doubt, if it is."""
        rule = self.facts.doubted.get(field)
        return rule.doubt if rule is not None else None


def judge(
    reading: Reading,
    supports: Callable[[Mapping[str, Value | None]], Mapping[str, object]],
    probability_of: Callable[[Token], float] | None = None,
) -> Judgement:
    """Judges every field of the reading's form; `supports` tells for which fields the prose says the same figure,
    `probability_of` with what probability the characters of a token were recognised.
    """
    facts = find_facts(fill_blanks(read_strokes(reading)), probability_of)
    supported = supports(facts.values)
    verdicts: dict[str, Verdict] = {}
    kinds: dict[str, Kind] = {}
    rows: dict[str, RowReading] = {}
    for around in _rows(facts.reading):
        for name in around.row.row.fields:
            evidence = Evidence(name, around, facts)
            kinds[name] = kind_of(evidence)
            verdicts[name] = _verdict(evidence, kinds[name], supported=name in supported)
            rows[name] = around.row
    _withdraw(verdicts, rows, facts)
    for name, verdict in verdicts.items():
        if verdict.accepted and confidence_of(verdict.evidence) < THRESHOLD:
            verdicts[name] = verdict._replace(accepted=False)
    return Judgement(verdicts, kinds, facts)


def _rows(reading: Reading) -> Iterator[Surroundings]:
    for section in reading.sections:
        for _, header, own in section.blocks():
            # Columns tell the forms apart: without one even zeros may be of another form's fields.
            known = section.headed or header.names_all
            tidy = known and not section.leftover and all(_is_tidy(row) for row in own)
            for row in own:
                yield Surroundings(
                    row, tidy or row.in_grid, not section.units.isdisjoint(row.row.fields), by_convention(row)
                )


def _is_tidy(row: RowReading) -> bool:
    """Whether nothing is out of place in a row: its label there, a figure in every slot or every slot blank."""
    if not row.has_own_label or not row.tidy or not row.settled or row.merged_cells:
        return False
    return len({cell.kind == BLANK for cell in row.cells}) == 1


def _verdict(evidence: Evidence, kind: Kind, *, supported: bool) -> Verdict:
    facts, name, value = evidence.facts, evidence.field, evidence.value
    basis: Basis = "none" if value is None else "printed" if evidence.is_printed else "deduced"
    told = {
        "layout": kind.is_layout,
        "habit": name in facts.habitual_zeros,
        "narrative": supported,
    }
    proof = (*facts.vouching.get(name, ()), *(one for one, holds in told.items() if holds))
    accepted = kind.is_enough and bool(proof)
    return Verdict(value, evidence.cell, basis, accepted, kind.name, proof, facts.resolved.open.get(name, ()))


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
                verdicts[name] = verdicts[name]._replace(accepted=False, evidence=RESTS.name)
                moved = True


def spans_of(judgement: Judgement, fields: Iterable[str]) -> list[tuple[int, int]]:
    """Where these fields are printed, as far as that is known."""
    cells = map(judgement.facts.resolved.cells.get, fields)
    return [(cell.token.start, cell.token.end) for cell in cells if cell is not None and cell.token is not None]
