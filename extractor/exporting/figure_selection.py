"""Which figure counts where a body has several reports of one year: one at most for each field, never one of two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.exporting.staging import StagedFigure, StagedReport
from extractor.result import Number


class Course(NamedTuple):
    """A figure that counts for a body and year, and the report it is from; `value` is None unless it is accepted."""

    value: Number | None
    report: StagedReport


class Change(NamedTuple):
    """A figure that two reports of one body and year print differently."""

    field: str | None
    value: Number | None
    other: Number | None


class Choice(NamedTuple):
    """What counts for a body and year: by field. `waiting` says how many fields have no value."""

    figures: dict[str, Course]
    waiting: int

    def has(self, report: StagedReport, field: str) -> bool:
        """Whether this report's figure is the one that counts."""
        course = self.figures.get(field)
        return course is not None and course.report.id == report.id


def choose(reports: Iterable[tuple[StagedReport, Sequence[StagedFigure]]]) -> Choice:
    """The figures that count among those of one body and year: accepted ones that no other report contradicts."""
    best: dict[str, Course] = {}
    disputed: set[str] = set()
    for report, figures in reports:
        for figure in figures:
            value = accepted(figure)
            known = best.get(figure.field)
            if known is None or (known.value is None and value is not None):
                best[figure.field] = Course(value, report)
            elif value is not None and value != known.value:
                disputed.add(figure.field)
    figures = {field: course for field, course in best.items() if field not in disputed}
    # A figure may be accepted as none: the report prints none. It is not known either.
    return Choice(figures, len(disputed) + sum(course.value is None for course in figures.values()))


def accepted(figure: StagedFigure) -> Number | None:
    """The value of a figure that is vouched for; None of one that is not."""
    return figure.value if figure.status == "accepted" else None


def changes(figures: Iterable[StagedFigure], others: Iterable[StagedFigure]) -> list[Change]:
    """The fields that are accepted in both of two reports, and differ."""
    known = {figure.field: accepted(figure) for figure in figures}
    found: list[Change] = []
    for other in others:
        value, changed = known.get(other.field), accepted(other)
        if value is not None and changed is not None and value != changed:
            found.append(Change(other.field, value, changed))
    return found
