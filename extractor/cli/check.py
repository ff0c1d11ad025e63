"""`extractor check`: what is wrong with reports, for the office that publishes or collects them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.asking import Wanted, asks_if_told
from extractor.result import Severity


@asks_if_told
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Reports, or folders of them.")],
    format: Annotated[
        Literal["text", "full", "table", "json", "github", "gitlab", "sarif"] | None,
        typer.Option(help="How to write the findings; by default full on a terminal, else text.", show_default=False),
    ] = None,
    severity: Annotated[
        Severity | None,
        typer.Option(help="The least severity that is told and counts; by default warning.", show_default=False),
    ] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of messages and pages.")] = None,
    select: Annotated[
        str | None, typer.Option(metavar="CODES", help="Tell of these findings alone: codes, what they begin with, …")
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="CODES", help="Do not tell of these; the more exact of two words counts.")
    ] = None,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Heed no .extractor.toml, and no exceptions beside drafts.")
    ] = False,
    except_: Annotated[
        str | None, typer.Option("--except", metavar="FINDING", help="Let a finding stand: its code or fingerprint.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is let stand.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Tell only of what is not in it; written where it is not there.")
    ] = None,
    pages: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a page a report, and an index of them, there.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the summary; ends in .xlsx, .csv, .json or .md.")
    ] = None,
    expected: Annotated[
        Path | None, typer.Option(metavar="LIST", help="Who should have handed in: names (.txt), or a CSV file.")
    ] = None,
    last_year: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Last year's reports, or a run, to compare with.")
    ] = None,
    sums_to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The report whose figures ought to be the drafts' sums.")
    ] = None,
    annotate: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write a copy of the Word file with its findings as comments.")
    ] = None,
    fixed: Annotated[
        Path | None, typer.Option("--fixed", metavar="OUT", help="Where --fix writes the mended copy.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend words that have one answer, never a figure, in the copy --fixed.")
    ] = False,
    ledger: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Bring a ledger of all that was found up to date (.xlsx).")
    ] = None,
    replies: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a letter to each office there, to send back.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a draft is saved.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=1024, help="Files read at once; by default one a core.")
    ] = None,
    *,
    wanted: Wanted,
) -> None:
    """Say what is wrong with reports, one finding a line.

    A line reads file:line:column: severity code: message; of a file that
    has no lines it says the table, row and column, or the part and the
    paragraph. An error is arithmetic that fails or a table that cannot be
    read; a warning is prose that disagrees with its table, or a figure in
    doubt; info is damage that was settled. Under the lines of several
    files stands a table, a report a row (on stderr where the lines go to
    a pipe). On a terminal each finding is told in full: what stands there,
    what would fit, what to do.

    \b
    Examples:
      extractor check draft.docx
      extractor check drafts/ --pages pages/ --expected list.txt
      extractor check drafts/ --last-year 2024/ --summary summary.xlsx
      extractor check drafts/ --select part,year --ignore part-empty
      extractor check draft.docx --except date-late --reason "extended"
      extractor check draft.docx --annotate marked.docx
      extractor check draft.docx --fix --fixed mended.docx
      extractor check draft.docx --watch
      extractor check drafts/ --ledger ledger.xlsx --replies replies/
      extractor check drafts/ --format sarif > findings.sarif
      extractor check draft.txt --severity info --lang zh

    CODES are parted by commas: a code (date-late), what codes begin with
    (date), a pattern (*-differs), author or reading (whose matter it is),
    or ALL. A file .extractor.toml in the draft's folder or above it says
    the same for all drafts there; the command goes before it.

    --except writes the finding with its reason to a file beside the
    draft (draft.docx.exceptions.toml); from then on it is listed apart
    and does not count. Exceptions that nothing answers are told.

    --annotate and --fix take one draft, and write copies alone. In a Word
    file what is mended is tracked, with a comment; of a text the copy is
    text: numbers of parts, names and articles of laws, numbers of
    documents, doubled words, dates' form. Figures are never changed.

    --ledger writes a workbook: place, what is wrong, what is proposed,
    whether it was mended. Given again, it brings that up to date: what is
    not found any more is mended, and your notes are kept.

    With --pages, open index.html in the folder: each report's tables as
    the official form has them, what is wrong beside them, and its source
    with every figure marked. The folder must be new, or one of pages.

    LIST has a name a line, or is CSV with a column body (unit, 单位) and
    perhaps year (年度). Who has not handed in counts as an error.

    No model is asked about a draft unless --llm auto or --llm always says
    so, whatever is configured: what is not published stays here. Where
    one is asked, the files are read one after the other.

    Exit code 0 where nothing was found; 1 where there are findings
    or somebody has not handed in; 2 where a file could not be read.
    """
    from extractor.cli.batch import cores
    from extractor.cli.check_request import (
        CheckAgainst,
        CheckOutputs,
        CheckRequest,
        exception_wanted,
        fixed_copy,
        rules_wanted,
        usual_format,
    )
    from extractor.cli.checking import check_all
    from extractor.cli.diagnostics import Diagnostics, complain
    from extractor.cli.files import asking_or_exit
    from extractor.cli.watching import watch_drafts
    from extractor.cli.words import language
    from extractor.errors import ExtractorError

    diagnostics = Diagnostics()
    chosen, asking = lang or language(), asking_or_exit(wanted)
    try:
        request = CheckRequest(
            files,
            format or usual_format(),
            chosen,
            jobs or cores(),
            asking,
            rules_wanted(select, ignore, severity, baseline, is_isolated=isolated),
            CheckOutputs(pages, summary, annotate, fixed_copy(fixed, is_wanted=fix), ledger, replies),
            CheckAgainst(expected, last_year, sums_to),
            exception_wanted(except_, reason),
        )
        code = watch_drafts(request) if watch else check_all(request, diagnostics)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
    raise typer.Exit(code)
