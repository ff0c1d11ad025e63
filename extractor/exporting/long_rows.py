"""The rows of the long table and of the reports it is made of."""

from __future__ import annotations

from extractor.exporting.body_years import Observation, file_format
from extractor.exporting.fields import FieldName
from extractor.exporting.known_bodies import KnownBody
from extractor.exporting.obs_status import status_of
from extractor.exporting.sinks import OutputCell
from extractor.exporting.staging import StagedFigure, StagedReport


class ReportRows:
    """The rows of one report: `number` is its place in the panel, `body` whose it is."""

    def __init__(self, number: int, report: StagedReport, body: KnownBody) -> None:
        self._number, self._report, self._body = number, report, body
        self._format = file_format(report.media_type)

    def of_report(self, figures: list[StagedFigure]) -> list[OutputCell]:
        """The report's row, as `REPORTS` names its columns."""
        report, body = self._report, self._body
        accepted = sum(figure.status == "accepted" for figure in figures)
        share = round(accepted / len(figures), 4) if figures else None
        return [
            *(self._number, body.body_id, body.body, report.year, report.unit, *body[2:]),
            *(report.form, self._format, report.name, report.document, len(figures), share, report.version),
        ]

    def of_figure(self, figure: StagedFigure, name: FieldName, chosen: bool) -> list[OutputCell]:
        """The row of one of its figures, as `LONG` names its columns."""
        report, body, parts = self._report, self._body, name.parts
        confidence = None if figure.value is None else figure.confidence
        what = (figure.value, figure.printed, figure.cell, figure.basis, status_of(figure), figure.status, confidence)
        return [
            *(body.body_id, body.body, report.year, figure.field, *parts[:4], *what, chosen),
            *(
                self._number,
                figure.name or report.name,
                figure.page,
                figure.line,
                figure.column,
                name.field_zh,
                name.field_en,
            ),
            *(*parts[4:8], name.short, name.line_number, report.unit, *body[2:]),
            *(report.form, self._format, figure.document or report.document, report.version),
        ]


def bounds_of(figure: StagedFigure, observed: Observation | None) -> list[OutputCell]:
    """The bounds of a figure: what counts for its body and year, or its own value where that is of no body or year."""
    if observed is None:
        value = figure.value if figure.status == "accepted" else None
        return [value, value]
    return [observed.low, observed.high]
