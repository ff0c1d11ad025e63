"""The rules' reading and a model's, field by field: what is gained, where they agree, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.arithmetic import check
from extractor.findings import UnplacedFinding, make_finding
from extractor.forms import Form
from extractor.judging.verdicts import Judgement, Verdict, spans_of
from extractor.reading.assign_cells import cell
from extractor.reading.model import Cell

if TYPE_CHECKING:
    from extractor.llm.reader import TableRead

MODEL = "model"


def said(tables: Sequence[TableRead]) -> dict[str, Cell]:
    """The cell a model names for each field of the rows of which it names all; an answer that is void names none."""
    named: dict[str, Cell] = {}
    for table in tables:
        if table.resolved is None:
            continue
        for block in table.section.blocks:
            for row in block.rows:
                own = table.resolved.rows.get(row.key, ())
                if len(own) == len(block.columns):
                    cells = (cell(token, column) for token, column in zip(own, block.columns, strict=True))
                    named.update(zip(row.fields, cells, strict=True))
    return named


def merge(first: Judgement, second: Judgement, named: Mapping[str, Cell], form: Form) -> Judgement:
    """What the rules accepted, and what is accepted with the model's rows and contradicts nothing.

    `first` rests on the rules alone, `second` on the model's rows where the rules prove nothing; `named` is what the
    model says. Where both read a figure and differ, both are kept, and what is not accepted stays so.
    """
    gained = {
        name
        for name, verdict in second.verdicts.items()
        if verdict.accepted and not first.verdicts[name].accepted and _agree(first.verdicts[name], verdict)
    }
    accepted = {name: verdict.value for name, verdict in first.verdicts.items() if verdict.accepted}
    gained -= _contradicting(gained, accepted | {name: second.verdicts[name].value for name in gained}, form)
    merged: dict[str, Verdict] = {}
    for name, verdict in first.verdicts.items():
        best = second.verdicts[name] if name in gained else verdict
        if name in gained:
            best = best._replace(proof=(*best.proof, MODEL))
        merged[name] = _compared(best, named.get(name))
    return first._replace(verdicts=merged)


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


def _agree(one: Verdict, other: Verdict) -> bool:
    """Whether the rules read nothing, or the same figure in the same place."""
    return one.cell is None or one.cell.value is None or (one.cell == other.cell and one.value == other.value)


def _contradicting(gained: set[str], values: Mapping[str, object], form: Form) -> set[str]:
    """The gained figures in identities that fail among what is accepted."""
    whole = {name: value for name, value in values.items() if isinstance(value, int)}
    failing = {name for one in check(form.identities, whole) if one.violated for name in one.identity.fields}
    return gained & failing
