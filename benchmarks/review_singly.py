"""A reviewer who knows the truth, and settles one figure or one row at a time with the best key there is for it.

The keys are those of the page of single figures: Enter, a candidate's letter, `R` for a row as it is shown (its blanks
as the house's rule has them), a row's proposal, `T` for a table that is not there, and digits where nothing else is.
Counted in the reviewer's favour: a placement of a row's printed figures that is right is taken to be proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from benchmarks.truth import Truth
from extractor.result import Number
from extractor.store.offers import BlankRule, Report
from extractor.store.states import FieldState, whole

_UNASKED = 20
"""So many figures are settled at once without asking once more."""
_MOST_CANDIDATES = 9


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
                work += _row([by_field[field] for field in group], report, truth, done)
    return work


def _groups(fields: Sequence[str]) -> list[list[str]]:
    """The fields of a row that stand in one printed row: of the third table, each group's own."""
    found: dict[str, list[str]] = {}
    for field in fields:
        found.setdefault(field.rpartition(".")[0], []).append(field)
    return list(found.values())


def _row(row: Sequence[FieldState], report: Report, truth: Truth, done: set[str]) -> Work:
    waiting = [state for state in row if state.status == "review" and state.field not in done]
    if not waiting:
        return Work(0, 0)
    if len(waiting) > 1 and _is_placed(row, truth):
        return Work(1, 1)
    shown = [state for state in waiting if _shown(state, report.blanks) is not None]
    work = Work(0, 0)
    if len(shown) > 1 and all(is_right(truth, state.field, _shown(state, report.blanks)) for state in shown):
        work += Work(1, 1)  # `R`; what is not known goes on waiting
        waiting = [state for state in waiting if state not in shown]
    return sum((_figure(state, report, truth) for state in waiting), work)


def _shown(state: FieldState, blanks: BlankRule) -> Number | None:
    """What a row that is accepted as shown settles a figure to: of an empty cell what the house's rule says; None where
    that is not known.
    """
    if state.value is None and state.cell in ("blank", "nil-mark") and blanks == "zero":
        return 0
    return state.value


def is_right(truth: Truth, field: str, value: object) -> bool:
    """Whether a figure was settled as the report has it; a blank may be settled as 0 or as nothing."""
    if value is None:
        return field not in truth.values or truth.is_blank(field)
    number = Decimal(str(value))
    return number in truth.right_values(field) or (number == 0 and truth.is_blank(field))


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


def _figure(state: FieldState, report: Report, truth: Truth) -> Work:
    """The keys for one figure: accept what is shown, or take a candidate by its letter; else type it and accept."""
    if state.value is not None and is_right(truth, state.field, state.value):
        return Work(1, 1)
    if any(is_right(truth, state.field, value) for value in _candidates(state, report)):
        return Work(1, 1)
    return Work(1, 1 + digits(truth, state.field))


def _candidates(state: FieldState, report: Report) -> list[Number | None]:
    """The values that have a letter, as the page has them: smallest repairs, what was read, what readers propose; the
    last is that none is printed.
    """
    changes = [change for finding in report.findings for repair in finding.get("repairs") or () for change in repair]
    proposed = [change["value"] for change in changes if change["field"] == state.field]
    numbers = [state.value, *proposed, state.read_value, *(one["value"] for one in state.candidates)]
    return [*dict.fromkeys(one for one in numbers if one is not None), None][:_MOST_CANDIDATES]


def digits(truth: Truth, field: str) -> int:
    """How many keys the true figure takes to type; of a blank one, to say that there is none."""
    return len(str(truth.values[field]))
