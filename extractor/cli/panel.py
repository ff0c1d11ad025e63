"""`extractor panel`: the figures of a run as a panel, body by year, for pandas, polars, DuckDB, R and Excel."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.exporting.auditing.record import Audit
    from extractor.exporting.panel_builder import PanelMade, PanelRequest
    from extractor.result import Extraction


class Blanks(StrEnum):
    """What stands in a table for a figure that is printed blank."""

    NULL = "null"
    ZERO = "zero"


def panel(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run, made by `extractor batch`.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Ends in .parquet, .csv, .xlsx or .duckdb.")],
    bodies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Corrections (CSV): whose a name is; see below.")
    ] = None,
    children: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Bodies (CSV: parent, child) whose figures to sum up.")
    ] = None,
    blanks: Annotated[
        Blanks, typer.Option(help="What the wide table has where a report prints a blank or a mark for nothing (—).")
    ] = Blanks.NULL,
    successions: Annotated[
        bool, typer.Option("--successions", help="Join an organ that a reform renamed with the one that followed.")
    ] = False,
    copies: Annotated[
        bool, typer.Option("--copies/--no-copies", help="Take the files of one report in a folder as one report.")
    ] = True,
) -> None:
    """Write the figures of a run as a panel: body by year.

    \b
    Examples:
      extractor panel RUN -o panel/panel.parquet
      extractor panel RUN -o panel/panel.xlsx
      extractor panel RUN -o panel/panel.csv --bodies corrections.csv

    \b
    What is written, into the folder of FILE:
      panel.parquet        one row a figure: value, printed, cell, basis,
                           status, confidence, source file, place
      panel-wide.parquet   one row a body and year, one column a field;
                           only figures that are accepted
      bodies.csv           each name as printed, whose it is, and why
      findings.csv         what does not fit between reports
      fields.csv           the fields: names, line numbers, units
      missing.csv          the files of the run that are not in the
                           wide table, and why
      datapackage.json     what each file and column is (Frictionless)
    An Excel workbook and a DuckDB file hold all tables in one.

    Names of one body (杭州市卫健委, 杭州市卫生健康局) are brought together
    where that is sure, never across places. Where it is wrong or too
    careful, write a CSV file with the columns unit (the name as printed)
    or name (how the file's name begins), and body (whose it is): a copy
    of bodies.csv, edited, will do. Name it with --bodies.

    Where a body has several reports of one year, a figure counts (column
    `chosen`) only if none of them contradicts it.

    A report's page, its Word file and its PDF, in one folder, are one
    report: what several say alike is vouched for by each (proof
    `copies`), what only one is sure of is taken from there, and what two
    say otherwise waits (finding `copies-differ`). --no-copies leaves them
    apart, as several reports.

    A blank is a fact: the report prints nothing there. Whether that means 0
    only some reports prove. --blanks zero takes all of them for 0 in the
    wide table; the long one always tells them by basis `blank`, and by `cell` whether it is
    a blank or a mark for nothing.

    Exit code 0; 2 where the panel cannot be written.
    """
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.panel_builder import PanelRequest

    try:
        request = PanelRequest(out, bodies, children, zero_blanks=blanks == Blanks.ZERO, join_successions=successions)
        made, audit = _write(run, request, joins_copies=copies)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    typer.echo(_summary(out, made, audit))


def _write(folder: str, request: PanelRequest, *, joins_copies: bool) -> tuple[PanelMade, Audit | None]:
    from extractor.batch.copies import joined_copies
    from extractor.batch.run_audit import keyed_audit
    from extractor.batch.run_folder import DAMAGED
    from extractor.cli.runs import opened_run
    from extractor.exporting.leftout import OPEN, LeftOut
    from extractor.exporting.panel_builder import write_panel

    damaged: list[LeftOut] = []

    def read() -> Iterator[Extraction]:
        for one in joined_copies(run.documents()) if joins_copies else run.documents():
            if one.extraction is not None and one.state == "read" and one.copy_of is None:
                yield one.extraction
            elif one.reason == DAMAGED:
                damaged.append(LeftOut(one.name, one.state, DAMAGED))

    def left_out() -> Iterator[LeftOut]:
        others = (one for one in run.left_out() if one.state != OPEN)  # that is the panel's to say, with corrections
        yield from merge(damaged, others, key=lambda one: one.name)

    with opened_run(folder) as run:
        audit = keyed_audit(run)
        return write_panel(read(), request._replace(audit=audit), left_out()), audit


def _summary(out: Path, made: PanelMade, audit: Audit | None) -> str:
    """What a person is told when a panel is written."""
    from extractor.exporting.auditing.statement import statement_of
    from extractor.exporting.leftout import told_left_out

    lines = [f"Wrote {made.figures:,} figures of {made.reports:,} reports to {out}."]
    lines.append(_part("bodies", f"{made.bodies:,}, with {made.body_years:,} rows in the wide table"))
    lines += [_part(title, text) for title, text in told_left_out(made.missing, "missing.csv")]
    if made.unnamed:
        lines.append(_part("", "those whose body or year is not known are in the long table only"))
    found = ", ".join(f"{count:,} {code}" for code, count in made.findings.items())
    lines.append(_part("findings", found or "none between reports"))
    if audit is not None:
        lines.append(_part("audit", statement_of(audit).overall.en))
    lines.append(_part("beside it", ", ".join(name for name in made.files if name != out.name)))
    return "\n".join(lines)


def _part(title: str, text: str) -> str:
    return f"  {title:<12}{text}"
