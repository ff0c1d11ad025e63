"""What is missing in a panel, and where: by field, form, year, format, level and section.

Figures are counted, not rows. What is missing is not missing at random, so what is known is no sample of all; this
table is what a study says of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from extractor.exporting.body_years import Observation, ObservedYear
from extractor.exporting.fields import FieldName
from extractor.result import Number

BY = ("all", "form", "year", "format", "level", "section", "field")
"""What figures are counted by, in the order of the table."""
_UNKNOWN = "?"


class MissingRow(NamedTuple):
    """The figures of a group: how many the forms have, have a value, are printed blank, and are missing for which
    reason; of the values, and of those that were read and wait, how many are 0; for a field the total and its bounds.

    What is printed blank is not missing, and counts as nothing in totals.
    """

    by: str
    group: str
    figures: int
    with_value: int
    blank: int
    in_review: int
    unread: int
    lost: int
    reports_disagree: int
    share_missing: float | None
    share_zeros: float | None
    share_zeros_waiting: float | None
    total: Number | None
    total_low: Number | None
    total_high: Number | None
    unbounded: int


@dataclass(slots=True)
class _Counts:
    """What is counted of one group."""

    statuses: Counter[str] = field(default_factory=Counter[str])
    values: int = 0
    zeros: int = 0
    waiting: int = 0
    waiting_zeros: int = 0
    open_below: int = 0
    unbounded: int = 0
    total: Number = 0
    low: Number = 0
    high: Number = 0

    def take(self, one: Observation) -> None:
        """Counts an observation."""
        self.statuses[one.status] += 1
        if one.value is not None:
            self.values += 1
            self.zeros += one.value == 0
            self.total += one.value
        elif one.read is not None:
            self.waiting += 1
            self.waiting_zeros += one.read == 0
        low, high = (0, 0) if one.value is None and one.is_known else (one.low, one.high)
        if one.value is not None:
            low = high = one.value
        self.open_below += low is None
        self.unbounded += high is None
        self.low += low or 0
        self.high += high or 0

    def add(self, other: _Counts) -> None:
        """Counts what another group counted."""
        self.statuses.update(other.statuses)
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def row(self, by: str, group: str) -> MissingRow:
        """The group's row."""
        told, figures = self.statuses, self.statuses.total()
        blank = told["blank"] + told["nil_mark"]
        totals: tuple[Number | None, ...] = (None, None, None)
        if by == "field":
            totals = (self.total, None if self.open_below else self.low, None if self.unbounded else self.high)
        total, low, high = totals
        return MissingRow(
            by,
            group,
            figures,
            self.values,
            blank,
            in_review=told["in_review"],
            unread=told["unread"],
            lost=told["lost"],
            reports_disagree=told["reports_disagree"],
            share_missing=_share(figures - self.values - blank, figures),
            share_zeros=_share(self.zeros, self.values),
            share_zeros_waiting=_share(self.waiting_zeros, self.waiting),
            total=total,
            total_low=low,
            total_high=high,
            unbounded=self.unbounded,
        )


_ADDED = tuple(one.name for one in fields(_Counts) if one.name != "statuses")


class Missingness:
    """Counts the figures of body-years as they come."""

    def __init__(self, fields: Mapping[str, FieldName]) -> None:
        self._fields = fields
        self._counts = {by: defaultdict[str, _Counts](_Counts) for by in BY}

    def take(self, year: ObservedYear) -> None:
        """Counts the figures of a body's year that are on its form."""
        sections = defaultdict[str, _Counts](_Counts)
        for key, one in year.observations.items():
            if one.status == "not_on_form" or key not in self._fields:
                continue
            sections[self._fields[key].parts.section].take(one)
            self._counts["field"][key].take(one)
        if not sections:
            return
        whole = _Counts()
        for section, counts in sections.items():
            self._counts["section"][section].add(counts)
            whole.add(counts)
        about = {
            "all": "all",
            "form": year.form,
            "year": str(year.year),
            "format": year.formats,
            "level": year.body.level,
        }
        for by, group in about.items():
            self._counts[by][group or _UNKNOWN].add(whole)

    def rows(self) -> Iterator[MissingRow]:
        """The table, group by group; fields in the forms' order, others by name."""
        order = list(self._fields)
        for by, groups in self._counts.items():
            keys = sorted(groups, key=order.index) if by == "field" else sorted(groups)
            yield from (groups[key].row(by, key) for key in keys)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
