"""What two readings of a table by models say alike, where somebody has chosen to take that for evidence.

Nobody proves a place so: two readers may err alike, most of all where a sentence of the document makes them. It is
taken only where it is asked for (`accept = "readers"`), is told apart wherever the figure goes (proof `readers`), and
its confidence is how often it was right when it was measured (`readers.toml`, docs/llm.md).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache

from extractor.arithmetic import check, deduce, fields_of, integers_in
from extractor.forms import Form
from extractor.judging.confidence import measured, section_of
from extractor.judging.doubts import Doubt
from extractor.judging.model_reading import BEYOND
from extractor.judging.two_readings import MODEL
from extractor.judging.verdicts import Judgement, Verdict
from extractor.reading.model import Cell

# Where a figure stands is asked of readers, and not what its row or column says that it is.
_BEYOND = BEYOND | {f"review.{Doubt.LABEL}"}
READERS = "readers"
"""The name of this evidence among a figure's proofs."""
KIND = "readers.alike"


def with_agreement(judgement: Judgement, one: Mapping[str, Cell], other: Mapping[str, Cell], form: Form) -> Judgement:
    """The judgement with the figures accepted that both readers find in the same place, if a sum they stand in comes
    out and none fails: with figures that are accepted, or that both name, or that follow.

    `one` and `other` are the cells that each names. What is accepted already stays; what waits for something that no
    reader can know (its unit, its year, words that make another thing of its row or column) waits on.
    """
    if not is_often_right():
        return judgement
    accepted = {name: verdict.value for name, verdict in judgement.verdicts.items() if verdict.accepted}
    alike = {name: cell for name, cell in one.items() if _is_alike(cell, other.get(name))}
    own = {
        name: cell
        for name, cell in alike.items()
        if not (verdict := judgement.verdicts[name]).accepted
        and verdict.evidence not in _BEYOND
        and name not in judgement.facts.unread
    }
    proofs = _holding(accepted, own, form)
    verdicts = dict(judgement.verdicts)
    verdicts.update((name, _accepted(verdicts[name], own[name], proof)) for name, proof in proofs.items())
    return judgement._replace(verdicts=verdicts)


def agreement_confidence(field: str) -> float | None:
    """How often a figure of its section that is accepted so was right, at the least."""
    return _measured().get(section_of(field))


def is_often_right() -> bool:
    """Whether figures accepted so were right often enough in any section."""
    return any(share >= measured().threshold for share in _measured().values())


@cache
def _measured() -> Mapping[str, float]:
    with open(os.path.join(os.path.dirname(__file__), "readers.toml"), "rb") as file:
        stored = tomllib.load(file)
    return {section: entry["confidence"] for section, entry in stored["alike"].items()}


def _is_alike(cell: Cell, other: Cell | None) -> bool:
    return other is not None and cell.value is not None and cell.token == other.token


def _holding(accepted: Mapping[str, object], own: Mapping[str, Cell], form: Form) -> dict[str, tuple[str, ...]]:
    """The names of the identities that vouch for each of these figures, with those that are left once every figure is
    taken out that stands in one that fails, or in none that vouches for it.
    """
    left = {name: cell.value for name, cell in own.items() if _may(name)}
    while True:
        vouching = _vouching(form, integers_in({**left, **accepted}))
        kept = {name: value for name, value in left.items() if vouching.get(name)}
        if len(kept) == len(left):
            return {name: vouching[name] for name in kept}
        left = kept


def _may(name: str) -> bool:
    confidence = agreement_confidence(name)
    return confidence is not None and confidence >= measured().threshold


def _vouching(form: Form, known: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The identities that vouch for each field, none where one around it fails.

    A cell that is blank or lost is what follows from the others, where one thing alone does. What it was found from
    does not vouch for anything, unless it is 0: then all that is printed adds up by itself.
    """
    deduction = deduce(form.identities, known)
    checks = check(form.identities, {**known, **deduction.values})
    used = {name for field, value in deduction.values.items() if value for name in deduction.reasons.get(field, ())}
    failing = fields_of(one.identity for one in checks if one.violated)
    vouching: dict[str, list[str]] = {}
    for one in checks:
        if one.holds and one.identity.name not in used:
            for field in one.identity.fields:
                vouching.setdefault(field, []).append(one.identity.name)
    return {field: tuple(names) for field, names in vouching.items() if field not in failing}


def _accepted(verdict: Verdict, cell: Cell, proof: tuple[str, ...]) -> Verdict:
    return verdict._replace(
        value=cell.value,
        cell=cell,
        basis="printed",
        accepted=True,
        evidence=KIND,
        proof=(*proof, MODEL, READERS),
        open=(),
        second=None,
        by_model=True,
        agreed=False,
    )
