"""How quickly a person decides, by what they decided last: so it can be said how long is left."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.store.tables import DecisionGroup, DecisionRow

_LOOKED_AT = 200
_LEAST = 5
_PAUSE = timedelta(minutes=5)
"""Whoever decides nothing for so long is doing something else."""


class Pace(NamedTuple):
    """Seconds for one figure, null where too little was decided; `decisions`: so many pauses between were measured."""

    seconds: float | None
    decisions: int


def pace_of(session: Session, person: int) -> Pace:
    """A person's pace: the time between decisions that follow each other, for each figure of the later one."""
    made = select(DecisionGroup.made_at, func.count(DecisionRow.id))
    made = made.join(DecisionRow, DecisionRow.group_id == DecisionGroup.id)
    made = made.where(DecisionGroup.person_id == person, DecisionRow.action == "settle")
    made = made.group_by(DecisionGroup.id, DecisionGroup.made_at).order_by(DecisionGroup.id.desc()).limit(_LOOKED_AT)
    groups = [(when, int(figures)) for when, figures in session.execute(made)]
    spent = [((later - earlier), figures) for (later, figures), (earlier, _) in pairwise(groups)]
    paces = [one.total_seconds() / figures for one, figures in spent if timedelta() < one < _PAUSE]
    return Pace(median(paces) if len(paces) >= _LEAST else None, len(paces))
