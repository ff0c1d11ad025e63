"""`extractor panel`: the figures of a run as a panel, body by year, for pandas, polars, DuckDB, R and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.exporting.panel_builder import PanelMade, PanelRequest


def panel(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run, made by `extractor batch`.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Ends in .parquet, .csv, .xlsx or .duckdb.")],
    bodies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Corrections (CSV): whose a name is; see below.")
    ] = None,
    children: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Bodies (CSV: parent, child) whose figures to sum up.")
    ] = None,
) -> None:
    """Write the figures of a run as a panel: body by year.

    \b
    Examples:
      extractor panel RUN -o panel/panel.parquet
      extractor panel RUN -o panel/panel.xlsx
      extractor panel RUN -o panel/panel.csv --bodies corrections.csv

    \b
    What is written, into the folder of FILE:
      panel.parquet        one row a figure: value, printed, basis,
                           status, confidence, source file, place
      panel-wide.parquet   one row a body and year, one column a field;
                           only figures that are accepted
      bodies.csv           each name as printed, whose it is, and why
      findings.csv         what does not fit between reports
      fields.csv           the fields: names, line numbers, units
      datapackage.json     what each file and column is (Frictionless)
    An Excel workbook and a DuckDB file hold all tables in one.

    Names of one body (杭州市卫健委, 杭州市卫生健康局) are brought together
    where that is sure, never across places. Where it is wrong or too
    careful, write a CSV file with the columns unit (the name as printed)
    or name (how the file's name begins), and body (whose it is): a copy
    of bodies.csv, edited, will do. Name it with --bodies.

    Where a body has several reports of one year, a figure counts (column
    `chosen`) only if none of them contradicts it.

    Exit code 0; 2 where the panel cannot be written.
    """
    from extractor.cli.files import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.panel_builder import PanelRequest

    try:
        made, missing = _write(run, PanelRequest(out, bodies, children))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    typer.echo(_summary(out, made, missing))


def _write(folder: str, request: PanelRequest) -> tuple[PanelMade, int]:
    """Writes the panel; and how many files of the run are not in it."""
    from collections.abc import Iterator

    from extractor.batch.run import open_run
    from extractor.exporting.panel_builder import write_panel
    from extractor.result import Extraction

    missing = 0

    def read() -> Iterator[Extraction]:
        nonlocal missing
        for document in run.documents():
            if document.extraction is None:
                missing += 1
            else:
                yield document.extraction

    with open_run(folder) as run:
        return write_panel(read(), request), missing


def _summary(out: Path, made: PanelMade, missing: int) -> str:
    """What a person is told when a panel is written."""
    lines = [f"Wrote {made.figures:,} figures of {made.reports:,} reports to {out}."]
    lines.append(_part("bodies", f"{made.bodies:,}, with {made.body_years:,} rows in the wide table"))
    if made.unnamed:
        lines.append(
            _part("left out", f"{made.unnamed:,} reports whose body or year is not known: only in the long table")
        )
    if missing:
        lines.append(_part("not read", f"{missing:,} files of the run, which are not in the panel"))
    found = ", ".join(f"{count:,} {code}" for code, count in made.findings.items())
    lines.append(_part("findings", found or "none between reports"))
    lines.append(_part("beside it", ", ".join(name for name in made.files if name != out.name)))
    return "\n".join(lines)


def _part(title: str, text: str) -> str:
    return f"  {title:<12}{text}"
