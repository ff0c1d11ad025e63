"""Which figure counts where a body has several reports of one year: one at most for each field, never one of two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.exporting.obs_status import ObsStatus, status_of
from extractor.exporting.staging import StagedFigure, StagedReport
from extractor.result import Number


class CountingFigure(NamedTuple):
    """A figure that counts for a body and year, and the report it is from; `value` is None unless it is accepted.

    `is_blank` says that it is accepted as printed blank: it has no value, and nobody is waited for. `status` says where
    the value is from, or why there is none; `read` is what was read, accepted or not.
    """

    value: Number | None
    report: StagedReport
    is_blank: bool = False
    status: ObsStatus = "printed"
    read: Number | None = None

    @property
    def is_known(self) -> bool:
        """Whether it is known what the report prints."""
        return self.value is not None or self.is_blank

    def shown(self, blank: Number | None) -> Number | None:
        """Its value; of one that is printed blank what stands for that."""
        return blank if self.is_blank else self.value


class Difference(NamedTuple):
    """A figure that two reports of one body and year print differently; `field` is None where what is said
    is of the reports as a whole.
    """

    field: str | None
    value: Number | None
    other: Number | None


class SelectedFigures(NamedTuple):
    """What counts for a body and year: by field. `fields_without_value` says how many fields have no value, and
    `disputed` which have none because reports disagree.
    """

    figures: dict[str, CountingFigure]
    fields_without_value: int
    disputed: frozenset[str] = frozenset()

    def chooses(self, report: StagedReport, field: str) -> bool:
        """Whether this report's figure is the one that counts; only one that is accepted is."""
        counting = self.figures.get(field)
        return counting is not None and counting.is_known and counting.report.id == report.id

    def status(self, field: str) -> ObsStatus:
        """Where the field's value is from, or why there is none."""
        if field in self.disputed:
            return "reports_disagree"
        counting = self.figures.get(field)
        return "not_on_form" if counting is None else counting.status


def select_figures(reports: Iterable[tuple[StagedReport, Sequence[StagedFigure]]]) -> SelectedFigures:
    """The figures that count among those of one body and year: accepted ones that no other report contradicts."""
    first_accepted: dict[str, CountingFigure] = {}
    disputed: set[str] = set()
    for report, figures in reports:
        for figure in figures:
            value = accepted(figure)
            is_blank = figure.basis == "blank" and figure.status == "accepted"
            one = CountingFigure(value, report, is_blank, status_of(figure), figure.value)
            known = first_accepted.get(figure.field)
            if known is None or (known.value is None and value is not None) or (not known.is_known and one.is_known):
                first_accepted[figure.field] = one
            elif value is not None and value != known.value:
                disputed.add(figure.field)
    figures = {field: counting for field, counting in first_accepted.items() if field not in disputed}
    # An accepted figure may have the value None without being printed blank (no cell): it is not known either.
    without_value = len(disputed) + sum(not counting.is_known for counting in figures.values())
    return SelectedFigures(figures, without_value, frozenset(disputed))


def accepted(figure: StagedFigure) -> Number | None:
    """The value of a figure that is vouched for; None of one that is not."""
    return figure.value if figure.status == "accepted" else None


def differences(figures: Iterable[StagedFigure], others: Iterable[StagedFigure]) -> list[Difference]:
    """The fields that are accepted in both of two reports, and differ."""
    known = {figure.field: accepted(figure) for figure in figures}
    found: list[Difference] = []
    for other in others:
        value, other_value = known.get(other.field), accepted(other)
        if value is not None and other_value is not None and value != other_value:
            found.append(Difference(other.field, value, other_value))
    return found
