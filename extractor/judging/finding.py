"""One finding: what a person should know, in both languages, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from extractor.arithmetic import Repair
from extractor.judging.verdicts import Judgement

Severity = Literal["error", "warning", "info"]


class TableFinding(NamedTuple):
    """One finding; `spans` are stretches of the normalised text."""

    code: str
    severity: Severity
    zh: str
    en: str
    fields: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    identity: str | None = None
    left: int | None = None
    right: int | None = None
    repairs: tuple[Repair, ...] = ()


def spans_of(judgement: Judgement, fields: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where these fields are printed, as far as that is known."""
    tokens = [cell.token for field in fields if (cell := judgement.facts.resolved.cells.get(field)) is not None]
    return tuple((token.start, token.end) for token in tokens if token is not None)
