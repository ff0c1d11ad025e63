"""One panel while it is written: every table is given its rows, in one way through the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.errors import PanelError
from extractor.exporting import panel_tables as tables
from extractor.exporting.auditing.record import Audit
from extractor.exporting.body_year_tables import BodyYearTable
from extractor.exporting.body_years import Observation, ObservedYear, observed_year
from extractor.exporting.bounds import with_bounds
from extractor.exporting.columns import WIDE_HEAD
from extractor.exporting.comparing import BodyYear, Comparing
from extractor.exporting.cross_report_checks import CrossFinding
from extractor.exporting.crosswalk import common_names, crosswalk_rows, harmonised
from extractor.exporting.fields import FieldName, field_table
from extractor.exporting.known_bodies import KnownBodies, KnownBody, known_body
from extractor.exporting.leftout import LeftOut, Named, NamedByState
from extractor.exporting.long_rows import ReportRows, bounds_of
from extractor.exporting.missingness import Missingness, MissingRow
from extractor.exporting.package import About
from extractor.exporting.panel_options import PanelOptions
from extractor.exporting.rates import rate_columns, rates_of
from extractor.exporting.review_order import ReviewOrder, ReviewRow, field_named
from extractor.exporting.sinks import ENDINGS, OutputTable, Picking, Several, Sink
from extractor.exporting.staging import StagedReport, Staging
from extractor.exporting.writing import Output
from extractor.identity.bodies import Body

_MOST_NAMED = 5
_FIRST_TO_REVIEW = 5


class PanelMade(NamedTuple):
    """What was written: files, reports, figures, bodies, their years, reports that are in none, findings by code.

    `missing` are the files without figures by state, the first of each named; `missingness` says what is missing of the
    figures, `review_first` the first of those to review where that was asked for, and how many they are.
    """

    files: list[str]
    reports: int
    figures: int
    bodies: int
    body_years: int
    unnamed: int
    findings: dict[str, int]
    missing: dict[str, Named]
    missingness: list[MissingRow]
    review_first: list[ReviewRow]
    to_review: int


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
        self._all_fields = field_table()
        self._fields = {key: name for key, name in self._all_fields.items() if options.selection.takes_field(name)}
        self._review = ReviewOrder(field_named(options.review_first)) if options.review_first else None
        self._missingness = Missingness(self._fields)
        self._body_years = BodyYearTables(output, options, self._fields)
        self._long, self._report_table = self._long_sink(), output.sink(tables.REPORTS_TABLE)
        self._found = Counter[str]()
        self._versions: set[str] = set()
        self._reports = self._figures = self._years = self._unnamed = 0

    def write(self, missing: Iterable[LeftOut], audit: Audit | None) -> PanelMade:
        """Writes all tables; `missing` are files without figures, or of no known body and year."""
        for one in Comparing(self._staging, self._by_name, self._parents, self._find).years():
            self._take(one)
        names = self._write_bodies()
        findings = self._output.sink(tables.FINDINGS_TABLE)
        for row in self._staging.findings():
            findings.write(row)  # pyright: ignore[reportArgumentType]
        self._write_rows(tables.FIELDS_TABLE, (name.row() for name in self._fields.values()))
        self._write_rows(tables.CROSSWALK_TABLE, crosswalk_rows())
        missingness = list(self._missingness.rows())
        self._write_rows(tables.MISSING_TABLE, missingness)
        to_review = list(self._review.rows()) if self._review else []
        if self._review:
            self._write_rows(tables.REVIEW_TABLE, to_review)
        left_out = self._write_left_out(missing)
        self._write_rows(tables.DICTIONARY_TABLE, tables.dictionary_rows(self._output.tables))
        counted = sum(one.files for one in left_out.values())
        files = self._output.finish(About(sorted(self._versions), counted, self._options.zero_blanks, audit))
        counts = (self._reports, self._figures, names, self._years, self._unnamed)
        found = dict(sorted(self._found.items()))
        first = to_review[:_FIRST_TO_REVIEW]
        return PanelMade(files, *counts, found, left_out, missingness, first, len(to_review))

    def _write_rows(self, table: OutputTable, rows: Iterable[Sequence[object]]) -> None:
        sink = self._output.sink(table)
        for row in rows:
            sink.write(row)  # pyright: ignore[reportArgumentType]

    def _write_left_out(self, missing: Iterable[LeftOut]) -> dict[str, Named]:
        """The files without figures; how many in each state, the first of them named."""
        named = NamedByState(_MOST_NAMED)
        self._write_rows(tables.LEFT_OUT_TABLE, named.seen(missing))
        return named.by_state

    def _long_sink(self) -> Sink:
        options = self._options
        if options.without_long:
            return Several(())
        long = tables.long_table(bounds=options.bounds)
        if options.compact:
            compact = tables.figures_table(bounds=options.bounds)
            return Picking(self._output.sink(compact), long.columns, compact.columns)
        return self._output.sink(long)

    def _take(self, one: BodyYear) -> None:
        """Takes in the reports of a body and year, and the year itself where it is known whose and which it is."""
        year = self._observed(one)
        reports = [report for report in one.reports if self._is_selected(report)]
        for report in reports:
            self._write_report(report, one, None if year is None else year.observations)
        if year is None:
            self._unnamed += len(reports)
        elif self._options.selection.takes_report(year.body, year.year, year.form):
            self._years += 1
            self._body_years.write(year)
            self._missingness.take(year)
            if self._review:
                self._review.take(year)

    def _observed(self, one: BodyYear) -> ObservedYear | None:
        if one.body is None or one.year is None:
            return None
        body = self._known.of(one.body)
        year = observed_year(one, body, list(self._all_fields), self._options.zero_blanks)
        return with_bounds(year) if self._options.bounds or self._review else year

    def _whose(self, report: StagedReport) -> KnownBody:
        return self._known.of(report.body) if report.body else known_body(None, None, report.region)

    def _is_selected(self, report: StagedReport) -> bool:
        return self._options.selection.takes_report(self._whose(report), report.year, report.form)

    def _write_report(self, report: StagedReport, one: BodyYear, observed: Mapping[str, Observation] | None) -> None:
        """The report's row, and a row for each of its figures that is asked for."""
        self._reports += 1
        self._versions.add(report.version)
        figures = self._staging.figures(report)
        rows = ReportRows(self._reports, report, self._whose(report))
        self._report_table.write(rows.of_report(figures))
        status = self._options.selection.status
        for figure in figures:
            if figure.field not in self._all_fields:
                raise PanelError(f"{report.name}: was read by another version ({report.version}); read it again.")
            if figure.field not in self._fields or status not in (None, figure.status):
                continue
            self._figures += 1
            row = rows.of_figure(figure, self._fields[figure.field], one.selected.chooses(report, figure.field))
            if self._options.bounds:
                row += bounds_of(figure, observed[figure.field] if observed else None)
            self._long.write(row)

    def _write_bodies(self) -> int:
        """The names and whose they are; how many bodies."""
        sink, bodies = self._output.sink(tables.BODIES_TABLE), set[str]()
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


class BodyYearTables:
    """The tables with a row for each body and year: the fields, the figures that all forms have, the rates."""

    def __init__(self, output: Output, options: PanelOptions, fields: Mapping[str, FieldName]) -> None:
        self._fields = list(fields)
        common = [name for name in common_names() if options.selection.takes_field(name)]
        self._common = [name.field for name in common]
        derived = rate_columns()
        self._wide = BodyYearTable(output, "wide", tables.figure_columns(fields.values()), options, derived)
        endings = ENDINGS if options.harmonise else (".duckdb",)
        columns = tables.figure_columns(common)
        self._harmonised = BodyYearTable(output, "harmonised", columns, options, derived, endings)
        self._rates = output.sink(OutputTable("rates", (*WIDE_HEAD, *derived), tables.BODY_YEAR))

    def write(self, year: ObservedYear) -> None:
        """Takes in a body's year."""
        head, common = year.head(), harmonised(year.observations)
        rates = rates_of(common)
        self._wide.write(head, [year.observations[field] for field in self._fields], rates)
        self._harmonised.write(head, [common[field] for field in self._common], rates)
        self._rates.write([*head, *(one.value for one in rates)])
