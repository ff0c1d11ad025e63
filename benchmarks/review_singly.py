"""A reviewer who knows the truth, and settles one figure or one row at a time with the best key there is for it.

Counted in the reviewer's favour: a placement of a row's printed figures that is right is taken to be proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.truth import Truth
from extractor.store.offers import Report
from extractor.store.states import FieldState, whole

_UNASKED = 20


class Work(NamedTuple):
    """What was done: so many decisions, by so many keys."""

    decisions: int
    keys: int

    def __add__(self, other: object) -> Work:
        """Both together."""
        decisions, keys = other if isinstance(other, Work) else (0, 0)
        return Work(self.decisions + decisions, self.keys + keys)


def singly(report: Report, truth: Truth) -> Work:
    """The decisions and keys with which all that waits is settled: by table, row, proposal, candidate, or typed."""
    by_field = {state.field: state for state in report.states}
    done: set[str] = set()
    work = Work(0, 0)
    for section in report.form.sections:
        states = [by_field[field] for row in section.rows for field in row.fields]
        waiting = [state for state in states if state.status == "review"]
        is_missing = all(state.printed is None and state.status == "review" for state in states)
        if is_missing and all(truth.is_blank(state.field) for state in states):
            work += Work(1, 1 + (len(waiting) > _UNASKED))
            done |= {state.field for state in waiting}
    for section in report.form.sections:
        for row in section.rows:
            for group in _groups(row.fields):
                work += _row([by_field[field] for field in group], truth, done)
    return work


def _groups(fields: Sequence[str]) -> list[list[str]]:
    """The fields of a row that stand in one printed row: of the third table, each group's own."""
    found: dict[str, list[str]] = {}
    for field in fields:
        found.setdefault(field.rpartition(".")[0], []).append(field)
    return list(found.values())


def _row(row: Sequence[FieldState], truth: Truth, done: set[str]) -> Work:
    waiting = [state for state in row if state.status == "review" and state.field not in done]
    if not waiting:
        return Work(0, 0)
    known = all(state.value is not None or state.status != "review" for state in row)
    if len(waiting) > 1 and known and all(_is_so(truth, state.field, state.value) for state in waiting):
        return Work(1, 1)
    if len(waiting) > 1 and _is_placed(row, truth):
        return Work(1, 1)
    return sum((_figure(state, truth) for state in waiting), Work(0, 0))


def _is_so(truth: Truth, field: str, value: float | None) -> bool:
    return value is not None and value == truth.values[field]


def _is_placed(row: Sequence[FieldState], truth: Truth) -> bool:
    """Whether the figures printed in the row, in their order and with zeros between them, are the truth."""
    found: dict[int, int] = {}
    for state in row:
        own = [
            (state.place, state.printed, state.value),
            *((c["place"], c["printed"], c["value"]) for c in state.candidates),
        ]
        for place, printed, value in own:
            if place and printed and whole(value) is not None and place["end"] > place["start"]:
                found[place["start"]] = int(value)
    printed = [found[start] for start in sorted(found)]
    needed = [int(truth.values[state.field]) for state in row]
    if not printed or len(printed) > len(row):
        return False
    zeros = len(row) - len(printed)
    return [one for one in needed if one] == [one for one in printed if one] and needed.count(0) >= zeros


def _figure(state: FieldState, truth: Truth) -> Work:
    """The keys for one figure: accept, pick and accept, choose none and accept, or type and accept."""
    if _is_so(truth, state.field, state.value):
        return Work(1, 1)
    if any(_is_so(truth, state.field, one["value"]) for one in state.candidates):
        return Work(1, 2)
    return Work(1, 1 + digits(truth, state.field))


def digits(truth: Truth, field: str) -> int:
    """How many keys the true figure takes to type; of a blank one, to say that there is none."""
    return len(str(truth.values[field]))
