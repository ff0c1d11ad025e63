"""Extractions → a panel: bodies brought together, the figures that count chosen, reports compared, tables written."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from extractor.errors import PanelError, WriteError, is_disk_full
from extractor.exporting.auditing.record import Audit
from extractor.exporting.comparing import Comparing
from extractor.exporting.corrections import read_children, read_corrections
from extractor.exporting.cross_report_checks import CrossFinding
from extractor.exporting.fields import field_table
from extractor.exporting.figure_selection import SelectedFigures
from extractor.exporting.leftout import LeftOut, Named, NamedByState
from extractor.exporting.package import About
from extractor.exporting.sinks import OutputRow
from extractor.exporting.staging import StagedFigure, StagedReport, Staging
from extractor.exporting.writing import (
    BODIES_TABLE,
    FIELDS_TABLE,
    FINDINGS_TABLE,
    MISSING_TABLE,
    PANEL,
    Output,
    check_size,
    check_target,
    wide_table,
)
from extractor.identity.bodies import Body, body_id, bring_together
from extractor.identity.parse import region_of
from extractor.identity.regions import code_of, province_of
from extractor.result import Extraction

_MOST_NAMED = 5


class PanelRequest(NamedTuple):
    """What is asked for: the file to write, corrections of bodies, which bodies lie under which, whether the wide
    table has 0 where a report prints a blank, whether an organ that a reform renamed is its successor,
    and the audit that the panel carries.
    """

    target: Path
    corrections: Path | None = None
    children: Path | None = None
    zero_blanks: bool = False
    join_successions: bool = False
    audit: Audit | None = None


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


def write_panel(extractions: Iterable[Extraction], request: PanelRequest, missing: Iterable[LeftOut] = ()) -> PanelMade:
    """Writes a panel and what belongs to it; the same bytes for the same reports in the same order.

    `missing` are files of which there are no figures; they are taken after the extractions.

    Raises:
        PanelError: it cannot be written there, or a file given is not what it should be; nothing is written then.
        WriteError: the disk is full, or does not take it; what was there before stays.
    """
    check_target(request.target, (request.corrections, request.children))
    corrections = read_corrections(request.corrections) if request.corrections else []
    parents = read_children(request.children) if request.children else {}
    try:
        with tempfile.TemporaryDirectory(prefix=".panel-", dir=request.target.parent) as room:
            staging = Staging(os.path.join(room, "spool.db"))
            try:
                staging.add(extractions)
                check_size(request.target, staging.count_figures())
                bodies = bring_together(staging.names(), join_successions=request.join_successions)
                staging.settle(bodies, corrections)
                with closing(Output(request.target, room)) as output:
                    assembly = _Assembly(staging, bodies, parents, output)
                    return assembly.write(missing, request)
            finally:
                staging.close()
    except (OSError, sqlite3.Error) as error:
        raise WriteError(request.target, error) from None
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise WriteError(request.target, error) from None  # DuckDB has errors of its own for it


class _Assembly:
    """One panel while it is written."""

    def __init__(self, staging: Staging, bodies: dict[str, Body], parents: dict[str, str], output: Output) -> None:
        self._staging, self._by_name, self._output = staging, bodies, output
        self._bodies = {body.name: body for body in bodies.values() if body.name is not None}
        self._parents = parents
        self._fields = field_table()
        self._ids: dict[str, str | None] = {}
        self._found = Counter[str]()
        self._versions: set[str] = set()
        self._reports = self._figures = self._body_years = self._unnamed = 0

    def write(self, missing: Iterable[LeftOut], request: PanelRequest) -> PanelMade:
        """Writes all tables."""
        self._write_figures(0 if request.zero_blanks else None)
        names = self._write_bodies()
        findings = self._output.sink(FINDINGS_TABLE)
        for row in self._staging.findings():
            findings.write(row)  # pyright: ignore[reportArgumentType]
        fields = self._output.sink(FIELDS_TABLE)
        for name in self._fields.values():
            fields.write(name)
        left_out = self._write_missing(missing)
        number = sum(one.files for one in left_out.values())
        about = About(sorted(self._versions), number, request.zero_blanks, request.audit)
        files = self._output.finish(about)
        counts = (self._reports, self._figures, names, self._body_years, self._unnamed)
        return PanelMade(files, *counts, dict(sorted(self._found.items())), left_out)

    def _write_missing(self, missing: Iterable[LeftOut]) -> dict[str, Named]:
        """The files left out of the wide table; how many in each state, the first of them named."""
        sink, named = self._output.sink(MISSING_TABLE), NamedByState(_MOST_NAMED)
        for one in named.seen(merge(missing, self._staging.open_reports(), key=lambda one: one.name)):
            sink.write(one)
        return named.by_state

    def _write_figures(self, blank: int | None) -> None:
        """The panel in both shapes, and the comparisons on the way; `blank` stands in the wide one for a blank cell."""
        self._long, self._wide = self._output.sink(PANEL), self._output.sink(wide_table())
        for one in Comparing(self._staging, self._by_name, self._parents, self._find).years():
            self._write_reports(one.reports, one.selected)
            if one.body is None or one.year is None:
                self._unnamed += len(one.reports)
                continue
            place = (one.region, code_of(one.region), province_of(one.region))
            head = (one.body, self._id(one.body), one.year, *place, len(one.reports), one.selected.fields_without_value)
            figures = (one.selected.figures.get(field) for field in self._fields)
            self._wide.write([*head, *(None if one is None else one.shown(blank) for one in figures)])
            self._body_years += 1

    def _write_reports(self, reports: Sequence[StagedReport], selected: SelectedFigures) -> None:
        for report in reports:
            self._reports += 1
            self._versions.add(report.version)
            known = self._bodies.get(report.body or "")
            region = known.region if known else report.region
            about = (
                report.unit,
                region,
                code_of(region),
                province_of(region),
                report.form,
                report.document,
                report.version,
            )
            for figure in self._staging.figures(report):
                if figure.field not in self._fields:
                    raise PanelError(f"{report.name}: was read by another version ({report.version}); read it again.")
                self._figures += 1
                self._long.write(self._row(report, figure, selected.has(report, figure.field), about))

    def _row(
        self, report: StagedReport, figure: StagedFigure, chosen: bool, about: tuple[str | None, ...]
    ) -> OutputRow:
        name = self._fields[figure.field]
        return [
            *(
                report.body,
                self._id(report.body),
                report.year,
                *figure[:7],
                chosen,
                figure.name or report.name,
                figure.page,
                figure.line,
                figure.column,
            ),
            *(name.field_zh, name.field_en, name.line_number, *about[:-2], figure.document or about[-2], about[-1]),
        ]

    def _write_bodies(self) -> int:
        """The names and whose they are; how many bodies."""
        sink, bodies = self._output.sink(BODIES_TABLE), set[str]()
        for one in self._staging.merged():
            rule, evidence, known = one.rule, "", self._by_name[one.unit]
            if rule is None:
                rule, evidence = " ".join(known.rules), known.evidence
            region = region_of(one.body) if one.rule and one.body else known.region
            sink.write(
                (
                    one.unit,
                    one.body,
                    self._id(one.body),
                    rule,
                    evidence,
                    region,
                    code_of(region),
                    province_of(region),
                    one.reports,
                    one.example,
                )
            )
            bodies |= {one.body} if one.body else set()
        return len(bodies)

    def _id(self, body: str | None) -> str | None:
        """What a body is known by, whatever it is called most."""
        if body and body not in self._ids:
            self._ids[body] = body_id(body)
        return self._ids[body] if body else None

    def _find(self, finding: CrossFinding) -> None:
        self._found[finding.code] += 1
        self._staging.find(finding.body, finding.year, finding.code, finding)
