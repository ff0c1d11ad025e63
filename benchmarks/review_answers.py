"""A reviewer who knows the truth, and sees what is offered for whole tables: what each costs, and what it settles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.review_singly import digits
from benchmarks.truth import Truth
from extractor.store.offers import Offer, Report, offers_of

Value = int | float | None


class Table(NamedTuple):
    """A report as it stands, and what is true of it."""

    report: Report
    truth: Truth

    def right(self, field: str) -> Value:
        """The figure as a person keys it."""
        value = self.truth.values[field]
        return int(value) if value == value.to_integral_value() else float(value)


class Way(NamedTuple):
    """One decision that a reviewer may make now: the values, by so many keys; `settled`: so many of them wait."""

    kind: str
    values: dict[str, Value]
    keys: int
    settled: int


def ways(table: Table) -> list[Way]:
    """What could be decided now: each offer with its exceptions typed, each table keyed by hand but for its totals."""
    waiting = {state.field for state in table.report.states if state.status == "review"}
    made = [_taken(table, offer, waiting) for offer in offers_of(table.report)]
    for section in table.report.form.sections:
        fields = [field for row in section.rows for field in row.fields if field in waiting]
        inner = [field for field in fields if not _is_total(field)]
        made.append(_keyed(table, inner or fields))
    return [one for one in made if one.settled]


def _is_total(field: str) -> bool:
    *_, row, column = field.split(".")
    return field.startswith("applications.") and ("total" in (column, row))


def _taken(table: Table, offer: Offer, waiting: set[str]) -> Way:
    """An offer with those of its figures typed that it has wrong: a letter, the way to each, its digits, Enter."""
    values = {one.field: one.value for one in offer.figures if one.is_waiting}
    wrong = [field for field, value in values.items() if value != table.right(field)]
    keys = 2 + _typed(table, wrong)
    return Way(offer.kind, {field: table.right(field) for field in values}, keys, len(values.keys() & waiting))


def _keyed(table: Table, fields: Sequence[str]) -> Way:
    """Figures typed one after the other into the table: digits and Tab, and Enter at the end."""
    values = {field: table.right(field) for field in fields}
    return Way("grid", values, 1 + sum(digits(table.truth, field) + 1 for field in fields), len(fields))


def _typed(table: Table, fields: Sequence[str]) -> int:
    """The keys for some figures of a table: arrows from one to the next, and digits."""
    at = _positions(table.report)
    keys, here = 0, None
    for field in sorted(fields, key=lambda one: at[one]):
        there = at[field]
        away = 1 if here is None or here[0] != there[0] else abs(here[1] - there[1]) + abs(here[2] - there[2])
        keys += away + digits(table.truth, field)
        here = there
    return keys


def _positions(report: Report) -> dict[str, tuple[int, int, int]]:
    """Section, line and column of each figure, as the page has them."""
    found: dict[str, tuple[int, int, int]] = {}
    for number, section in enumerate(report.form.sections):
        lines: dict[str, int] = {}
        for row in section.rows:
            for field in row.fields:
                line = lines.setdefault(field.rpartition(".")[0], len(lines))
                column = sum(place[:2] == (number, line) for place in found.values())
                found[field] = (number, line, column)
    return found
