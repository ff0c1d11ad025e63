"""`extractor audit`: reports of a run drawn, their accepted figures keyed blind by a person, and what follows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.exporting.auditing.drawing import DrawRequest
    from extractor.exporting.auditing.record import Audit

_MOST_SHOWN = 20


class Stratum(StrEnum):
    """By what reports are drawn apart."""

    FORMAT = "format"
    YEAR = "year"


def audit(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of a run, made by `extractor batch`.")],
    sheet: Annotated[
        Path | None, typer.Option("--sheet", "-o", metavar="FILE", help="The sheet to write; ends in .xlsx or .csv.")
    ] = None,
    keyed: Annotated[
        Path | None,
        typer.Option("--keyed", metavar="FILE", help="The sheet, filled in: read it, and say what follows."),
    ] = None,
    documents: Annotated[int, typer.Option(min=1, metavar="N", help="How many reports to draw.")] = 59,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed draws the same reports.")] = 1,
    by: Annotated[
        list[Stratum] | None, typer.Option("--by", help="Draw by format or year (or both), in proportion.")
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="With --by: N of each, however many there are.")] = False,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="FORMAT", help="Only these: text, html, docx, pdf …")
    ] = None,
    years: Annotated[list[int] | None, typer.Option("--year", metavar="YEAR", help="Only reports on these.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Draw anew, though the run has an audit that was keyed.")
    ] = False,
) -> None:
    """Find out how many reports hold an accepted figure that is wrong.

    Some reports are drawn at random. A person opens each file and keys
    its accepted figures into a sheet, without seeing what was read. What
    was keyed is compared, and an upper bound at 95 % follows for the whole
    run (Clopper and Pearson): with none wrong, 59 reports bound it at 5 %
    and 299 at 1 %. `extractor panel` and `extractor report` carry it.

    \b
    Examples:
      extractor audit RUN --documents 59 --seed 7 --sheet audit.xlsx
      extractor audit RUN --keyed audit.xlsx
      extractor audit RUN --documents 30 --by format --each -o audit.xlsx
      extractor audit RUN

    In the sheet, key each yellow cell as it is printed; leave empty what
    is blank or a dash, and sign each report. Without --sheet and --keyed
    the command says how the run's audit stands.

    Exit code 0; 1 where an accepted figure differs from what was keyed;
    2 where reports cannot be drawn, or the sheet cannot be read.
    """
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError
    from extractor.exporting.auditing.drawing import DrawRequest

    if sheet is not None and keyed is not None:
        complain("--sheet draws reports and --keyed reads what was keyed: give one of them.")
        raise typer.Exit(2)
    wanted = DrawRequest(
        documents, seed, tuple(one.value for one in by or ()), each, tuple(formats or ()), tuple(years or ())
    )
    try:
        raise typer.Exit(_drawn(run, wanted, sheet, again=again) if sheet is not None else _told(run, keyed))
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None


def _drawn(folder: str, request: DrawRequest, sheet: Path, *, again: bool) -> int:
    """Draws, and says what is to be done; the exit code."""
    from extractor.batch.run_audit import draw_audit
    from extractor.cli.runs import opened_run

    with opened_run(folder) as run:
        made = draw_audit(run, request, sheet, again=again)
    figures = sum(len(one.fields) for one in made.reports)
    _tell(f"Drew {len(made.reports):,} of {made.population:,} reports with accepted figures: {sheet}.")
    for stratum in made.strata if len(made.strata) > 1 else ():
        name = " ".join(str(one) for one in (stratum.format, stratum.year) if one is not None) or "year not known"
        _tell(f"  {name:<12}{stratum.drawn:,} / {stratum.reports:,}")
    _tell(f"  {'to key':<12}{figures:,} figures, as they are printed, without looking at what was read")
    _tell(f"  {'next':<12}extractor audit {folder} --keyed {sheet}")
    return 0


def _told(folder: str, keyed: Path | None) -> int:
    """Reads what was keyed, where a sheet is given, and says what follows; the exit code."""
    from extractor.batch.run_audit import judge_audit, read_audit
    from extractor.cli.runs import opened_run
    from extractor.errors import AuditError

    with opened_run(folder) as run:
        made = read_audit(run) if keyed is None else judge_audit(run, keyed)
    if made is None:
        raise AuditError(f"{folder}: has no audit of its results as they are now; --sheet audit.xlsx draws one.")
    if made.keyed is None:
        _tell(f"{len(made.reports):,} reports are drawn and not keyed yet: extractor audit {folder} --keyed FILE")
        return 0
    return _follows(made)


def _follows(made: Audit) -> int:
    from extractor.cli.words import said_in
    from extractor.exporting.auditing.statement import statement_of

    said = statement_of(made)
    typer.echo(said_in(said.overall))
    for one in said.formats:
        _tell(f"  {'by format' if one is said.formats[0] else '':<12}{said_in(one)}")
    _tell(f"  {'method':<12}{said_in(said.method)} docs/methods.md says more.")
    for number, one in enumerate(said.found[:_MOST_SHOWN]):
        _tell(
            f"  {'differ' if not number else '':<12}{one.name}: {one.field} is accepted as {one.value or 'blank'}, "
            f"keyed as {one.keyed or 'blank'}"
        )
    if len(said.found) > _MOST_SHOWN:
        _tell(f"  {'':<12}and {len(said.found) - _MOST_SHOWN:,} more; all are in audit.json in the run's folder")
    if said.action.en:
        _tell(f"  {'next':<12}{said_in(said.action)}")
    return 1 if said.found else 0


def _tell(english: str) -> None:
    from extractor.cli.words import told

    typer.echo(told(english))
