"""A report's text with its figures, as far as a result keeps them: enough to hold its prose against last year's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.findings import UnplacedFinding
from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn, compare_with_last_year
from extractor.result import Extraction, Number, Place

_HALF_WIDTH = str.maketrans("，；：（）！？　", ",;:()!? ")


class WrittenReport(NamedTuple):
    """A report to be held against another: what it says, where its lines begin."""

    draft: Draft
    line_starts: list[int]

    def since(self, before: WrittenReport) -> Iterator[tuple[UnplacedFinding, list[Place]]]:
        """What its prose says that does not fit with the report of the year before, and where."""
        for one in compare_with_last_year(self.draft, before.draft):
            yield one, [self._place(*span) for span in one.spans]

    def _place(self, start: int, end: int) -> Place:
        line = bisect_right(self.line_starts, start)
        return Place(0, start, end, line, start - self.line_starts[line - 1] + 1, None, None, None)


def written_report(extraction: Extraction, text: str) -> WrittenReport | None:
    """The report; None where it has no form. `text` is its file's, as places count it."""
    form = next((one for one in load_forms() if one.id == extraction.report.form), None)
    if form is None:
        return None
    values = {key: _exact(field.value) for key, field in extraction.fields.items()}
    report = ReportOn(extraction.report.unit, extraction.report.year, values, {})
    figures = sorted(field.place.start for field in extraction.fields.values() if field.place is not None)
    starts, spans, at = [0], list[tuple[int, int]](), 0
    for line in text.split("\n"):
        end = at + len(line)
        holds_figure = bisect_right(figures, end) > bisect_right(figures, at - 1)
        if line.strip() and not holds_figure and "\t" not in line:
            spans.append((at, end))
        at = end + 1
        starts.append(at)
    return WrittenReport(Draft(text.translate(_HALF_WIDTH), spans, form, report), starts)


def _exact(value: Number | None) -> Decimal | int | None:
    return Decimal(str(value)) if isinstance(value, float) else value
