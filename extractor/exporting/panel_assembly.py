"""One panel while it is written: every table is given its rows, in one way through the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.errors import PanelError
from extractor.exporting.body_year_tables import BodyYearTable
from extractor.exporting.body_years import file_format, observed_year
from extractor.exporting.columns import FIGURES, LONG
from extractor.exporting.comparing import BodyYear, Comparing
from extractor.exporting.cross_report_checks import CrossFinding
from extractor.exporting.fields import field_table
from extractor.exporting.figure_selection import SelectedFigures
from extractor.exporting.known_bodies import KnownBodies, KnownBody, known_body
from extractor.exporting.leftout import LeftOut, Named, NamedByState
from extractor.exporting.obs_status import status_of
from extractor.exporting.package import About
from extractor.exporting.panel_options import PanelOptions
from extractor.exporting.panel_tables import (
    BODIES_TABLE,
    FIELDS_TABLE,
    FIGURES_TABLE,
    FINDINGS_TABLE,
    LEFT_OUT_TABLE,
    LONG_TABLE,
    REPORTS_TABLE,
    figure_columns,
)
from extractor.exporting.sinks import OutputRow, Picking, Several, Sink
from extractor.exporting.staging import StagedFigure, StagedReport, Staging
from extractor.exporting.writing import Output
from extractor.identity.bodies import Body

_MOST_NAMED = 3


class PanelMade(NamedTuple):
    """What was written: files, reports, figures, bodies, their years, reports that are in none, findings by code.

    `missing` are the files without figures by state, the first of each named.
    """

    files: list[str]
    reports: int
    figures: int
    bodies: int
    body_years: int
    unnamed: int
    findings: dict[str, int]
    missing: dict[str, Named]


class Assembly:
    """One panel while it is written."""

    def __init__(
        self,
        staging: Staging,
        bodies: Mapping[str, Body],
        parents: Mapping[str, str],
        output: Output,
        options: PanelOptions,
    ) -> None:
        self._staging, self._by_name, self._output, self._options = staging, bodies, output, options
        self._known = KnownBodies(staging.bodies(), bodies)
        self._parents = parents
        self._fields = field_table()
        self._found = Counter[str]()
        self._versions: set[str] = set()
        self._reports = self._figures = self._body_years = self._unnamed = 0

    def write(self, missing: Iterable[LeftOut]) -> PanelMade:
        """Writes all tables; `missing` are files without figures."""
        self._write_figures()
        names = self._write_bodies()
        findings = self._output.sink(FINDINGS_TABLE)
        for row in self._staging.findings():
            findings.write(row)  # pyright: ignore[reportArgumentType]
        fields = self._output.sink(FIELDS_TABLE)
        for name in self._fields.values():
            fields.write(name.row())
        left_out = self._write_left_out(missing)
        about = About(sorted(self._versions), sum(one.files for one in left_out.values()), self._options.zero_blanks)
        files = self._output.finish(about)
        counts = (self._reports, self._figures, names, self._body_years, self._unnamed)
        return PanelMade(files, *counts, dict(sorted(self._found.items())), left_out)

    def _write_left_out(self, missing: Iterable[LeftOut]) -> dict[str, Named]:
        """The files without figures; how many in each state, the first of them named."""
        sink, named = self._output.sink(LEFT_OUT_TABLE), NamedByState(_MOST_NAMED)
        for one in named.seen(missing):
            sink.write(one)
        return named.by_state

    def _write_figures(self) -> None:
        """The panel in both shapes, and the comparisons on the way."""
        wide = BodyYearTable(self._output, "wide", figure_columns(self._fields.values()), self._options)
        self._long, self._report_table = self._long_sink(), self._output.sink(REPORTS_TABLE)
        fields = list(self._fields)
        for one in Comparing(self._staging, self._by_name, self._parents, self._find).years():
            self._write_reports(one)
            if one.body is None or one.year is None:
                self._unnamed += len(one.reports)
                continue
            year = observed_year(one, self._known.of(one.body), fields, self._options.zero_blanks)
            wide.write(year.head(), list(year.observations.values()))
            self._body_years += 1

    def _long_sink(self) -> Sink:
        if self._options.without_long:
            return Several(())
        if self._options.compact:
            return Picking(self._output.sink(FIGURES_TABLE), LONG, FIGURES)
        return self._output.sink(LONG_TABLE)

    def _write_reports(self, one: BodyYear) -> None:
        for report in one.reports:
            self._reports += 1
            self._versions.add(report.version)
            known = self._known.of(report.body) if report.body else known_body(None, None, report.region)
            figures = self._staging.figures(report)
            accepted = sum(figure.status == "accepted" for figure in figures)
            self._report_table.write(self._report_row(report, known, len(figures), accepted))
            for figure in figures:
                if figure.field not in self._fields:
                    raise PanelError(f"{report.name}: was read by another version ({report.version}); read it again.")
                self._figures += 1
                self._long.write(self._row(report, figure, known, one.selected))

    def _report_row(self, report: StagedReport, known: KnownBody, figures: int, accepted: int) -> OutputRow:
        share = round(accepted / figures, 4) if figures else None
        return [
            *(self._reports, known.body_id, known.body, report.year, report.unit, *known[2:]),
            *(report.form, file_format(report.media_type), report.name, report.document),
            *(figures, share, report.version),
        ]

    def _row(
        self, report: StagedReport, figure: StagedFigure, known: KnownBody, selected: SelectedFigures
    ) -> OutputRow:
        """A row of the long table with all its columns."""
        name = self._fields[figure.field]
        parts = name.parts
        confidence = None if figure.value is None else figure.confidence
        what = (figure.value, figure.printed, figure.cell, figure.basis, status_of(figure), figure.status, confidence)
        return [
            *(known.body_id, known.body, report.year, figure.field, *parts[:4], *what),
            selected.chooses(report, figure.field),
            *(self._reports, report.name, figure.page, figure.line, figure.column, name.field_zh, name.field_en),
            *(*parts[4:8], name.short, name.line_number, report.unit, *known[2:]),
            *(report.form, file_format(report.media_type), report.document, report.version),
        ]

    def _write_bodies(self) -> int:
        """The names and whose they are; how many bodies."""
        sink, bodies = self._output.sink(BODIES_TABLE), set[str]()
        for one in self._staging.merged():
            rule, evidence, known = one.rule, "", self._by_name[one.unit]
            if rule is None:
                rule, evidence = " ".join(known.rules), known.evidence
            whose = self._known.of(one.body) if one.body else known_body(None, None, known.region)
            sink.write((one.unit, one.body, whose.body_id, rule, evidence, *whose[2:], one.reports, one.example))
            bodies |= {one.body} if one.body else set()
        return len(bodies)

    def _find(self, finding: CrossFinding) -> None:
        self._found[finding.code] += 1
        self._staging.find(finding.body, finding.year, finding.code, finding)
