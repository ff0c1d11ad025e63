"""`extractor panel`: the figures of a run as a panel, body by year, for pandas, polars, DuckDB, R and Excel."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.exporting.panel_options import Names, StatusIn

if TYPE_CHECKING:
    from extractor.exporting.auditing.record import Audit
    from extractor.exporting.panel_builder import PanelMade, PanelRequest
    from extractor.result import Extraction


class Status(StrEnum):
    """Which figures the long table has."""

    ACCEPTED = "accepted"
    REVIEW = "review"


class Blanks(StrEnum):
    """What stands in a table for a figure that is printed blank."""

    NULL = "null"
    ZERO = "zero"


def panel(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run, made by `extractor batch`.")],
    out: Annotated[
        list[Path],
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Ends in .parquet, .csv, .xlsx, .duckdb, .dta or .sav; several of them write several formats.",
        ),
    ],
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
    names: Annotated[
        Names, typer.Option(help="What the columns of fields are called: by key, or short as in .dta and .sav.")
    ] = Names.KEY,
    status_columns: Annotated[
        bool,
        typer.Option("--status-columns", help="Say what each figure is in columns beside it (_st), not in a table."),
    ] = False,
    compact: Annotated[
        bool, typer.Option("--compact", help="Write the long table without what reports.csv and fields.csv say.")
    ] = False,
    no_long: Annotated[bool, typer.Option("--no-long", help="Write no long table.")] = False,
    harmonise: Annotated[
        bool, typer.Option("--harmonise", help="Add the figures that the forms of 2019 and 2021 both have, as one set.")
    ] = False,
    bounds: Annotated[
        bool,
        typer.Option("--bounds", help="Add the least and the most that each figure can be by the form's equations."),
    ] = False,
    review_first: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Say what to review first for the mean of this field (review_first.csv)."),
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only these fields: keys or short names, * for anything.")
    ] = None,
    sections: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only these: active, applications, disputes.")
    ] = None,
    years: Annotated[str | None, typer.Option(metavar="LIST", help="Only these years: 2019-2021,2023.")] = None,
    regions: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only bodies there: codes (330000 is all of 浙江省) or names.")
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only bodies of these levels: province, prefecture, county …")
    ] = None,
    form: Annotated[str | None, typer.Option(metavar="LIST", help="Only reports in these forms: 2019, 2021.")] = None,
    status: Annotated[
        Status | None, typer.Option(help="Only such figures in the long table; the wide one has accepted ones alone.")
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV files with the mark by which Excel knows UTF-8.")
    ] = False,
) -> None:
    """Write the figures of a run as a panel: body by year.

    \b
    Examples:
      extractor panel RUN -o panel/panel.parquet
      extractor panel RUN -o panel/panel.xlsx -o panel/panel.dta
      extractor panel RUN -o panel/panel.csv --bodies corrections.csv
      extractor panel RUN -o panel/panel.duckdb --harmonise --bounds

    \b
    What is written, into the folder of FILE:
      panel.parquet        long: one row a figure: value, printed, cell,
                           basis, status, confidence, source, place
      panel-wide.parquet   one row a body and year, one column a field;
                           only figures that are accepted
      panel-wide-status.…  the same shape: where each value is from, or
                           why there is none
      panel-rates.parquet  rates: granted, refused by reason, overturned
      reports.csv          the reports, and whose they are
      bodies.csv           each name as printed, whose it is, and why
      findings.csv         what does not fit between reports
      fields.csv           the fields: names, short names, units
      missing.csv          what is missing, by field, form, year, format
                           and level
      crosswalk.csv        which figures of the two forms are the same
      left_out.csv         the files of the run that are not in the
                           panel, and why
      dictionary.csv       what each column of each table is
      datapackage.json     the same for machines (Frictionless)
    An Excel workbook and a DuckDB file hold all tables in one. Stata
    (.dta, with a .do file) and SPSS (.sav) get the wide table.

    Names of one body (杭州市卫健委, 杭州市卫生健康局) are brought together
    where that is sure, never across places. Where it is wrong or too
    careful, write a CSV file with the columns unit (the name as printed)
    or name (how the file's name begins), and body (whose it is): a copy
    of bodies.csv, edited, will do. Name it with --bodies.

    Where a body has several reports of one year, a figure counts (column
    `chosen`) only if it is accepted and none of them contradicts it.

    What is missing is not missing at random: the command ends with how
    much is, and docs/panel.md says what to do about it.

    A report's page, its Word file and its PDF, in one folder, are one
    report: what several say alike is vouched for by each (proof
    `copies`), what only one is sure of is taken from there, and what two
    say otherwise waits (finding `copies-differ`). --no-copies leaves them
    apart, as several reports.

    A blank is a fact: the report prints nothing there. Whether that means 0
    only some reports prove. --blanks zero takes all of them for 0 in the
    wide table; the long one always tells them by basis `blank`, and by
    `cell` whether it is a blank or a mark for nothing.

    Exit code 0; 2 where the panel cannot be written.
    """
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.panel_builder import PanelRequest
    from extractor.exporting.panel_options import PanelOptions
    from extractor.exporting.selection import selection_of

    asked = {"fields": fields, "sections": sections, "years": years, "regions": regions, "levels": level, "forms": form}
    try:
        options = PanelOptions(
            zero_blanks=blanks == Blanks.ZERO,
            names=names,
            status_in=StatusIn.COLUMNS if status_columns else StatusIn.TABLE,
            compact=compact,
            without_long=no_long,
            bom=bom,
            harmonise=harmonise,
            bounds=bounds,
            review_first=review_first,
            selection=selection_of({**asked, "status": status}),
        )
        request = PanelRequest(out[0], bodies, children, successions, options, tuple(out[1:]))
        made, audit = _write(run, request, joins_copies=copies)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    _tell(out[0], made, audit)


def _tell(out: Path, made: PanelMade, audit: Audit | None) -> None:
    from extractor.cli.words import told

    typer.echo(told(_summary(out, made, audit)))


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
    from extractor.cli.words import said_in, told
    from extractor.exporting.auditing.statement import statement_of
    from extractor.exporting.leftout import told_left_out

    lines = [f"Wrote {made.figures:,} figures of {made.reports:,} reports to {out}."]
    lines.append(_part("bodies", f"{made.bodies:,}, with {made.body_years:,} rows in the wide table"))
    lines += [_part(title, text) for title, text in told_left_out(made.missing, "left_out.csv", told)]
    if made.unnamed:
        lines.append(_part("", "those whose body or year is not known are in the long table only"))
    found = ", ".join(f"{count:,} {code}" for code, count in made.findings.items())
    lines.append(_part("findings", found or "none between reports"))
    lines += _missing_values(made)
    lines += _review_first(made)
    if audit is not None:
        lines.append(_part("audit", said_in(statement_of(audit).overall)))
    lines.append(_part("beside it", ", ".join(name for name in made.files if name != out.name)))
    return "\n".join(lines)


_FIELDS_NAMED = 5


def _missing_values(made: PanelMade) -> list[str]:
    """What is missing of the figures: in all, by form, year, format, level and section, and the fields most missing."""
    if not made.missingness:
        return []
    lines = [f"  {'missing':<26}{'figures':>9}{'a value':>9}{'blank':>8}{'missing':>9}{'zeros':>8}"]
    fields = sorted((one for one in made.missingness if one.by == "field"), key=lambda one: -(one.share_missing or 0))
    shown = [one for one in made.missingness if one.by != "field"]
    for one in [*shown, *(one for one in fields[:_FIELDS_NAMED] if one.share_missing)]:
        group = f"{one.by} {one.group}" if one.by not in ("all", "field") else one.group
        shares = [_percent(share) for share in (one.share_missing, one.share_zeros)]
        numbers = f"{one.figures:>9,}{one.with_value:>9,}{one.blank:>8,}{shares[0]:>9}{shares[1]:>8}"
        lines.append(f"    {group:<24}{numbers}" if len(group) <= 23 else f"    {group}\n{'':<28}{numbers}")
    return lines


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _review_first(made: PanelMade) -> list[str]:
    """What to review first, where that was asked for."""
    lines = [
        _part("review", f"{one.body} {one.year}: {one.obs_status}; the mean may move by {one.effect:g}; {one.files}")
        for one in made.review_first
    ]
    more = made.to_review - len(made.review_first)
    return [*lines, *([_part("", f"and {more:,} more, in review_first.csv")] if more else [])]


def _part(title: str, text: str) -> str:
    return f"  {title:<12}{text}"
