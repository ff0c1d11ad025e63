"""`extractor report`: one page on a run, to look at, to print and to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from extractor.exporting.overview.gathering import Gathered
    from extractor.exporting.overview.writing import OverviewRequest


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run, made by `extractor batch`.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write; ends in .html.")],
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of the page.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print it as well, with Chromium: FILE, ending in .pdf.")] = False,
    bodies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Corrections (CSV): whose a name is; as for `panel`.")
    ] = None,
    copies: Annotated[
        bool, typer.Option("--copies/--no-copies", help="Take the files of one report in a folder as one report.")
    ] = True,
) -> None:
    """Write a page on a run: what was read, how surely, and what is in it.

    \b
    Examples:
      extractor report RUN -o report.html
      extractor report RUN -o report.html --lang zh --pdf
      extractor report RUN -o report.html --bodies corrections.csv

    \b
    What the page shows:
      files, reports, bodies and figures
      what was not read, and why, and what holds no report, by name
      who is there in which year, and whose years have a gap
      how surely each row of the form was read
      findings by kind, each with examples and their places
      the main figures of all bodies, year by year
      what needs a person, and where to begin

    It is one file with all it needs: it opens from disk, runs no script and
    fetches nothing. The same run gives the same bytes. Where a body has
    several reports of one year, a figure counts only if none of them
    contradicts it, as in the panel.

    Exit code 0; 2 where the page cannot be written or printed.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.words import language, told
    from extractor.errors import ExtractorError
    from extractor.exporting.overview.printing import print_page
    from extractor.exporting.overview.writing import OverviewRequest

    try:
        made = _write(run, OverviewRequest(out, lang or language(), bodies), joins_copies=copies)
        typer.echo(told(_summary(out, made)))
        if pdf:
            typer.echo(told(f"  {'printed':<12}{print_page(out)}"))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None


def _write(folder: str, request: OverviewRequest, *, joins_copies: bool) -> Gathered:
    from extractor.batch.copies import joined_copies
    from extractor.batch.run_audit import keyed_audit
    from extractor.cli.runs import opened_run
    from extractor.exporting.overview.tally import ReportEntry
    from extractor.exporting.overview.writing import write_overview

    with opened_run(folder) as run:
        documents = joined_copies(run.documents()) if joins_copies else run.documents()
        entries = (ReportEntry(one.name, one.reason, one.extraction, one.state, one.copy_of) for one in documents)
        return write_overview(entries, request._replace(audit=keyed_audit(run)))


def _summary(out: Path, made: Gathered) -> str:
    """What a person is told when a page is written."""
    from extractor.cli.words import told
    from extractor.exporting.leftout import told_left_out
    from extractor.exporting.pages.render import percent_text

    tally = made.tally
    lines = [f"Wrote {out}: {tally.reports:,} reports of {tally.files:,} files, {made.coverage.bodies:,} bodies."]
    if tally.figures:
        share = percent_text(tally.accepted / tally.figures)
        lines.append(f"  {'figures':<12}{tally.figures:,}, of which {tally.accepted:,} are accepted ({share})")
    lines += [f"  {title:<12}{text}" for title, text in told_left_out(tally.left_out.by_state, "failures.log", told)]
    return "\n".join(lines)
