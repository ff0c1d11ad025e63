"""The reports of a spool, a body's year at a time: the figures that count, and what reports say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.exporting.cross_report_checks import CrossFinding, Family, YearBefore, between_years, within_year
from extractor.exporting.figure_selection import SelectedFigures, differences, select_figures
from extractor.exporting.staging import StagedReport, Staging
from extractor.identity.bodies import Body
from extractor.identity.parse import region_of

NOTHING = SelectedFigures({}, 0)


class BodyYear(NamedTuple):
    """One body's reports on one year and the figures that count; nothing counts where body or year is not known."""

    body: str | None
    year: int | None
    region: str | None
    reports: Sequence[StagedReport]
    selected: SelectedFigures


class Comparing:
    """The way through a settled spool; `parents` says under which body each lies, `find` is given every finding."""

    def __init__(
        self,
        staging: Staging,
        bodies: Mapping[str, Body],
        parents: Mapping[str, str],
        find: Callable[[CrossFinding], None],
    ) -> None:
        self._staging, self._find = staging, find
        self._bodies = {body.name: body for body in bodies.values() if body.name is not None}
        self._family = Family(parents)

    def years(self) -> Iterator[BodyYear]:
        """Every report, grouped by body and year, in this order; those whose body or year is not known last."""
        before: tuple[str, YearBefore] | None = None
        for (body, year), found in groupby(self._staging.reports(), key=lambda one: (one.body, one.year)):
            reports = list(found)
            if body is None or year is None:
                yield BodyYear(body, year, self.region(body), reports, NOTHING)
                continue
            selected = self._choose(body, year, reports)
            yield BodyYear(body, year, self.region(body), reports, selected)
            now = YearBefore(year, selected)
            if before is not None and before[0] == body and before[1].year + 1 == year:
                for finding in between_years(body, before[1], now):
                    self._find(finding)
            before = body, now
            self._family.take(body, year, selected)
        for finding in self._family.findings():
            self._find(finding)

    def region(self, body: str | None) -> str | None:
        """Where a body is, as far as its names say."""
        known = self._bodies.get(body or "")
        return known.region if known else region_of(body) if body else None

    def _choose(self, body: str, year: int, reports: Sequence[StagedReport]) -> SelectedFigures:
        """The figures that count in a body's year."""
        selected = select_figures((report, self._staging.figures(report)) for report in reports)
        known = self._bodies.get(body)
        # A name that no rule made is a person's, who vouches for it.
        settled, differ = known is None or known.is_settled, False
        for other in reports[1:]:
            found = differences(self._staging.figures(reports[0]), self._staging.figures(other))
            differ = differ or bool(found)
            for finding in within_year(body, year, (reports[0], other), found, settled):
                self._find(finding)
        if differ and not settled:
            disputed = frozenset(figure.field for report in reports for figure in self._staging.figures(report))
            return SelectedFigures({}, len(disputed), disputed)
        return selected
