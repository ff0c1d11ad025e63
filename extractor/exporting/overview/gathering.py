"""The documents of a run → everything its report shows, in one pass and little memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.exporting.comparing import Comparing
from extractor.exporting.corrections import Correction
from extractor.exporting.overview.bodies import Bodies
from extractor.exporting.overview.coverage import Coverage
from extractor.exporting.overview.findings import FindingKind
from extractor.exporting.overview.measures import Distribution, Measured
from extractor.exporting.overview.shares import Course, Courses
from extractor.exporting.overview.tally import ReportEntry, Tally
from extractor.exporting.staging import Staging
from extractor.identity.bodies import bring_together
from extractor.result import Extraction


class Gathered(NamedTuple):
    """What is known of a run when all of it was seen."""

    tally: Tally
    coverage: Coverage
    distributions: list[Distribution]
    kinds: list[FindingKind]
    courses: list[Course]
    bodies: Bodies


def gather(entries: Iterable[ReportEntry], corrections: Sequence[Correction], room: str) -> Gathered:
    """Takes in a run; `room` is a folder for what is put aside meanwhile.

    Raises:
        OSError: there is no room on the disk; sqlite3.Error likewise.
    """
    tally, coverage, measured, courses, of_bodies = Tally(), Coverage(), Measured(), Courses(), Bodies()
    staging = Staging(os.path.join(room, "spool.db"))
    try:
        staging.add(_counted(entries, tally))
        bodies = bring_together(staging.names())
        staging.settle(bodies, corrections)
        for one in Comparing(staging, bodies, {}, tally.kinds.take_between).years():
            for taking in (coverage, measured, courses, of_bodies):
                taking.take(one)
        for closing in (coverage, courses, of_bodies):
            closing.close()
        for report in staging.open_reports():
            tally.left_out.take(report)
    finally:
        staging.close()
    return Gathered(tally, coverage, measured.distributions(), tally.kinds.kinds(), courses.courses(), of_bodies)


def _counted(entries: Iterable[ReportEntry], tally: Tally) -> Iterator[Extraction]:
    for entry in entries:
        tally.take(entry)
        if entry.copy_of is None and entry.extraction is not None and entry.extraction.holds_report:
            yield entry.extraction
