"""The rules' reading and a model's side by side: what is gained, what is shown, where they agree and where they do not.

What the rules accepted stays. What is accepted with the model's rows counts where it contradicts nothing that is
accepted: a reading by rules that was not accepted vetoes nothing. What stays in review shows the model's figure where
it breaks no identity; the rules' is then a candidate. Of an answer that does not account for every figure of the table
only those are shown of which it is known which token is meant (`llm/resolve.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.arithmetic import Check, check, fields_of, integers_in
from extractor.findings import UnplacedFinding, make_finding
from extractor.forms import Form
from extractor.judging.verdicts import Judgement, Verdict, spans_of
from extractor.reading.assign_cells import make_cell
from extractor.reading.model import Cell, TableAnswer

MODEL = "model"


def said(answers: Sequence[TableAnswer], *, with_place: bool = False) -> dict[str, Cell]:
    """The cell a model names for each field for which it names a figure; `with_place` only those of which it is known
    that they stand nowhere else.
    """
    named: dict[str, Cell] = {}
    for table in answers:
        for block in table.section.blocks:
            for row in (row for row in block.rows if row.key not in table.settled):
                places = zip(table.columns.get(row.key, ()), table.rows.get(row.key, ()), strict=True)
                hidden = table.mistakable if with_place else ()
                cells = ((i, token) for i, token in places if i < len(row.fields) and token.start not in hidden)
                named.update((row.fields[i], make_cell(token, block.columns[i])) for i, token in cells)
    return named


def merge(first: Judgement, second: Judgement, named: Mapping[str, Cell], form: Form) -> Judgement:
    """What the rules accepted, and what is accepted with the model's rows and contradicts nothing.

    `first` rests on the rules alone, `second` on the model's rows where the rules prove nothing; `named` is what the
    model says.
    """
    accepted = {name: verdict.value for name, verdict in first.verdicts.items() if verdict.accepted}
    gained = {name for name, verdict in second.verdicts.items() if verdict.accepted and name not in accepted}
    gained -= _broken(accepted | {name: second.verdicts[name].value for name in gained}, form)
    best = dict(first.verdicts)
    for name in gained:
        best[name] = second.verdicts[name]._replace(proof=(*second.verdicts[name].proof, MODEL))
    best = {name: _compared(verdict, named.get(name)) for name, verdict in best.items()}
    # Nobody can say what should stand where a number larger than any figure is printed.
    known = {name: cell for name, cell in named.items() if name not in first.facts.unread}
    return first._replace(verdicts=best | dict(_shown(best, known, form)))


def find_differences(judgement: Judgement) -> list[UnplacedFinding]:
    """One finding for all figures that a model reads elsewhere than the rules do."""
    fields = [name for name, verdict in judgement.verdicts.items() if verdict.second is not None]
    spans = spans_of(judgement, fields[:1])
    return [make_finding("model-disagrees", fields, spans, count=len(fields))] if fields else []


def _compared(verdict: Verdict, other: Cell | None) -> Verdict:
    """The verdict with what the model says beside it."""
    if other is None:
        return verdict
    if verdict.cell is not None and verdict.cell.token == other.token:
        return verdict._replace(agreed=True)
    return verdict if verdict.value == other.value else verdict._replace(second=other)


def _shown(verdicts: Mapping[str, Verdict], named: Mapping[str, Cell], form: Form) -> Iterator[tuple[str, Verdict]]:
    """The figures in review for which a model names one that breaks no identity, with that one as their value."""
    values = {name: cell.value for name, cell in named.items()}
    values |= {name: verdict.value for name, verdict in verdicts.items() if verdict.accepted}
    broken = _broken(values, form)
    for name, cell in named.items():
        verdict = verdicts[name]
        if not verdict.accepted and cell.value is not None and name not in broken:
            yield name, _with_value(verdict, cell, cell.value)


def _with_value(verdict: Verdict, cell: Cell, value: int | Decimal) -> Verdict:
    """The verdict with the model's figure for its value, and the rules' own among the candidates."""
    if verdict.value == value:
        return verdict
    own = () if verdict.cell is None or verdict.cell.value is None else (verdict.cell,)
    others = tuple(one for one in (*own, *verdict.open) if one.token != cell.token)
    return verdict._replace(value=value, cell=cell, basis="printed", proof=(), open=others, by_model=True)


def _broken(values: Mapping[str, object], form: Form) -> frozenset[str]:
    """The fields of the identities that these values break."""
    checks: Sequence[Check] = check(form.identities, integers_in(values))
    return frozenset(fields_of(one.identity for one in checks if one.violated))
