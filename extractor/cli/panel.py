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
    from extractor.exporting.leftout import Named
    from extractor.exporting.panel_builder import PanelMade, PanelRequest
    from extractor.result import Extraction

_LONGEST = 100


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
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV files with the mark by which Excel knows UTF-8.")
    ] = False,
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
      left_out.csv         the files of the run that are not in the
                           panel, and why
      datapackage.json     what each file and column is (Frictionless)
    An Excel workbook and a DuckDB file hold all tables in one.

    Names of one body (杭州市卫健委, 杭州市卫生健康局) are brought together
    where that is sure, never across places. Where it is wrong or too
    careful, write a CSV file with the columns unit (the name as printed)
    or name (how the file's name begins), and body (whose it is): a copy
    of bodies.csv, edited, will do. Name it with --bodies.

    Where a body has several reports of one year, a figure counts (column
    `chosen`) only if none of them contradicts it.

    A blank is a fact: the report prints nothing there. Whether that means 0
    only some reports prove. --blanks zero takes all of them for 0 in the
    wide table; the long one always tells them by basis `blank`, and by `cell` whether it is
    a blank or a mark for nothing.

    Exit code 0; 2 where the panel cannot be written.
    """
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.panel_builder import PanelRequest
    from extractor.exporting.panel_options import PanelOptions

    try:
        options = PanelOptions(
            zero_blanks=blanks == Blanks.ZERO,
            names=names,
            status_in=StatusIn.COLUMNS if status_columns else StatusIn.TABLE,
            compact=compact,
            without_long=no_long,
            bom=bom,
        )
        made = _write(run, PanelRequest(out[0], bodies, children, successions, options, tuple(out[1:])))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    typer.echo(_summary(out[0], made))


def _write(folder: str, request: PanelRequest) -> PanelMade:
    from extractor.batch.run_folder import DAMAGED
    from extractor.cli.runs import opened_run
    from extractor.exporting.leftout import LeftOut
    from extractor.exporting.panel_builder import write_panel

    damaged: list[LeftOut] = []

    def read() -> Iterator[Extraction]:
        for one in run.documents():
            if one.extraction is not None and one.state == "read":
                yield one.extraction
            elif one.reason == DAMAGED:
                damaged.append(LeftOut(one.name, one.state, DAMAGED))

    def left_out() -> Iterator[LeftOut]:
        yield from merge(damaged, run.left_out(), key=lambda one: one.name)

    with opened_run(folder) as run:
        return write_panel(read(), request, left_out())


def _summary(out: Path, made: PanelMade) -> str:
    """What a person is told when a panel is written."""
    lines = [f"Wrote {made.figures:,} figures of {made.reports:,} reports to {out}."]
    lines.append(_part("bodies", f"{made.bodies:,}, with {made.body_years:,} rows in the wide table"))
    if made.unnamed:
        lines.append(
            _part("left out", f"{made.unnamed:,} reports whose body or year is not known: only in the long table")
        )
    lines += [_part(title, _missing(says, one)) for title, says, one in _by_state(made)]
    found = ", ".join(f"{count:,} {code}" for code, count in made.findings.items())
    lines.append(_part("findings", found or "none between reports"))
    lines.append(_part("beside it", ", ".join(name for name in made.files if name != out.name)))
    return "\n".join(lines)


_STATES = {
    "no-report": ("no report", "files hold no report"),
    "unreadable": ("not read", "files could not be read"),
    "failed": ("failed", "files extractor itself failed on"),
    "waiting": ("waiting", "files were not reached yet"),
}
"""What is said of the files of a run that are not in the panel, by state."""


def _by_state(made: PanelMade) -> Iterator[tuple[str, str, Named]]:
    return ((*words, made.missing[state]) for state, words in _STATES.items() if state in made.missing)


def _missing(says: str, named: Named) -> str:
    """How many files are missing for one reason, and the first of them by name; the table has them all."""
    shown = ", ".join(name if len(name) <= _LONGEST else f"…{name[-_LONGEST:]}" for name in named.first)
    more = f" and {named.more:,} more" if named.more else ""
    return f"{named.files:,} {says}: {shown}{more}; all in left_out.csv"


def _part(title: str, text: str) -> str:
    return f"  {title:<12}{text}"
