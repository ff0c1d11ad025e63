"""One check from what was asked for to its exit code: read, compared, told, and written as pages and a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.cli.diagnostics import Diagnostics
from extractor.cli.files import Asking, attempt, report_files
from extractor.cli.finding_formats import FORMATS, FoundFindings
from extractor.cli.reading import Files, How, read_files, unread
from extractor.errors import Failed, PagesError
from extractor.exporting.collecting.draft_status import Draft, DraftStatus, Summary, standing_of, totals_of
from extractor.exporting.pages.language import Language
from extractor.files.names import printable
from extractor.findings import SEVERITIES, Severity

if TYPE_CHECKING:
    from extractor.exporting.collecting.expecting import Expected
    from extractor.exporting.collecting.folder import PagesFolder
    from extractor.exporting.collecting.lastyear import Past
    from extractor.exporting.collecting.list_findings import ListedFinding
    from extractor.exporting.collecting.roster import Roster
    from extractor.result import Finding, ReportInfo


INDEX = "index.html"


class CheckRequest(NamedTuple):
    """What was asked for; `format` is a key of `FORMATS` or `table`, `severity` the least that is told."""

    files: list[str]
    format: str
    severity: Severity
    language: Language
    jobs: int
    asking: Asking | None
    summary: Path | None
    pages: Path | None
    expected: Path | None
    last_year: Path | None


class _Known(NamedTuple):
    """What a first look over the files gives: whose each is (None where it was not read), and those to be compared."""

    reports: dict[str, ReportInfo | None]
    drafts: list[Past]


class _Remarked(NamedTuple):
    """What others say of the drafts: the list, last year's reports."""

    by_file: dict[str, list[Finding]]
    roster: Roster | None
    compared: int | None


def check_all(request: CheckRequest, diagnostics: Diagnostics) -> int:
    """Checks, tells and writes all that is wanted; the exit code.

    Raises:
        ExtractorError: it cannot begin, or something cannot be written; the text says why.
    """
    _check_target(request.summary)
    expected, folder = _begun(request)
    paths = [path for path in report_files(request.files, diagnostics) if not _is_ours(path, request)]
    past = list(_past(request, diagnostics)) if request.last_year else None
    with read_files(paths, How(request.jobs, request.asking, bool(folder or past), proofreads=True)) as files:
        if files.was_stopped:
            return 130
        known = _look_over(files, diagnostics, past is not None)
        remarked = _remarks(request, expected, known, past)
        check = _Check(request, remarked, folder, [name for name, one in known.reports.items() if one])
        count = check.tell(files, diagnostics)
    if request.asking is not None:
        request.asking.tell_usage()
    check.finish(len(paths) > 1 or expected is not None)
    return diagnostics.exit_code or int(count > 0 or check.is_doubtful)


def _begun(request: CheckRequest) -> tuple[list[Expected] | None, PagesFolder | None]:
    """The list and the folder of pages, where they are wanted."""
    expected = folder = None
    if request.expected:
        from extractor.exporting.collecting.expecting import read_expected

        expected = read_expected(request.expected)
    if request.pages:
        from extractor.exporting.collecting.folder import PagesFolder

        folder = PagesFolder(request.pages)
    return expected, folder


def _check_target(summary: Path | None) -> None:
    if summary is None:
        return
    from extractor.exporting.collecting.summary import SUMMARIES

    if summary.suffix.lower() not in SUMMARIES:
        *others, last = SUMMARIES
        endings = f"{', '.join(others)} or {last}"
        raise PagesError(f"{printable(str(summary))}: a summary's name must end in {endings}.")
    if not summary.parent.is_dir():
        raise PagesError(f"{printable(str(summary))}: cannot be written, for there is no such folder.")


def _is_ours(path: str, request: CheckRequest) -> bool:
    """Whether a file is the list, the summary, or in the folder of pages: no report, though it may lie among them."""
    real = os.path.realpath(path)
    own = [os.path.realpath(one) for one in (request.expected, request.summary) if one is not None]
    folder = os.path.realpath(request.pages) if request.pages else None
    return real in own or (folder is not None and real.startswith(folder + os.sep))


def _past(request: CheckRequest, diagnostics: Diagnostics) -> Iterator[Past]:
    """Last year's reports: of a run, or read now."""
    from extractor.batch.run_folder import read_manifest
    from extractor.cli.runs import opened_run
    from extractor.exporting.collecting.lastyear import past_of

    path = str(request.last_year)
    if read_manifest(path) is not None:
        with opened_run(path) as run:
            for document in run.documents():
                if document.extraction and (past := past_of(document.name, document.extraction)):
                    yield past
        return
    paths = list(report_files([path], diagnostics))
    with read_files(paths, How(request.jobs, None, True)) as files:
        for draft, text in files.drafts():
            if draft.extraction is None:
                diagnostics.tell(f"{draft.name}: {draft.reason}")
            elif past := past_of(draft.name, draft.extraction, text()):
                yield past


def _look_over(files: Files, diagnostics: Diagnostics, is_compared: bool) -> _Known:
    known = _Known({}, [])
    for draft, text in files.drafts():
        if draft.extraction is None:
            diagnostics.tell(f"{draft.name}: {draft.reason}")
        known.reports[draft.name] = draft.extraction.report if draft.extraction else None
        if is_compared and draft.extraction is not None:
            from extractor.exporting.collecting.lastyear import past_of

            known.drafts.extend(filter(None, [past_of(draft.name, draft.extraction, text())]))
    return known


def _remarks(
    request: CheckRequest, expected: list[Expected] | None, known: _Known, past: list[Past] | None
) -> _Remarked:
    remarked = _Remarked({}, None, None)
    said: list[ListedFinding] = []
    if expected is not None:
        from extractor.exporting.collecting.list_findings import remarks_on
        from extractor.exporting.collecting.roster import Handed, call_roll

        handed = [Handed(name, one and one.unit, one and one.year) for name, one in known.reports.items()]
        roster = call_roll(expected, handed)
        remarked = remarked._replace(roster=roster)
        said += remarks_on(roster, printable(str(request.expected)))
    if past is not None:
        from extractor.exporting.collecting.lastyear import compare

        compared = compare(known.drafts, past)
        remarked = remarked._replace(compared=compared.drafts)
        said += compared.remarks
    for remark in said:
        remarked.by_file.setdefault(remark.file, []).append(remark.finding)
    return remarked


class _Told(NamedTuple):
    """What is told of one draft: what the format has of each of its findings, its row, and its page if it has one."""

    pieces: Sequence[Any]
    draft_status: DraftStatus
    page: str | None


class _Check:
    """One check while it is told: each draft is looked at once, for its lines, its row and its page."""

    def __init__(self, request: CheckRequest, remarked: _Remarked, folder: PagesFolder | None, read: list[str]) -> None:
        self._request, self._remarked, self._folder = request, remarked, folder
        self._counting = SEVERITIES[: SEVERITIES.index(request.severity) + 1]
        self._format = FORMATS[request.format]
        self._standings: list[DraftStatus] = []
        self._pages: dict[str, str] = {}
        if folder:
            from extractor.exporting.collecting.filenames import page_names

            self._pages = page_names(read)
            folder.claim([INDEX, *self._pages.values()])

    @property
    def is_doubtful(self) -> bool:
        """Whether a figure is in review, or somebody has not handed in."""
        is_waiting = self._request.severity != "error" and any(one.in_review for one in self._standings)
        return is_waiting or bool(self._remarked.roster and self._remarked.roster.missing)

    def tell(self, files: Files, diagnostics: Diagnostics) -> int:
        """Writes the lines to stdout, and the pages of the drafts; how many findings were told."""
        found = chain.from_iterable(self._take(draft, text, diagnostics) for draft, text in files.drafts())
        listed = self._pieces(printable(str(self._request.expected)), self._of_list())
        return self._format.write(chain(found, listed), diagnostics.sentences, self._standings)

    def finish(self, is_many: bool) -> None:
        """Writes the index, the summary and the table."""
        roster = self._remarked.roster
        totals = totals_of(self._standings, None if roster is None else len(roster.missing))
        summary = Summary(self._standings, totals, roster, self._remarked.compared)
        language, format = self._request.language, self._request.format
        if self._folder:
            from extractor.exporting.collecting.pages import index_page

            self._folder.write(INDEX, index_page(summary, self._pages, language))
            self._folder.finish()
        if self._request.summary:
            from extractor.exporting.collecting.summary import SUMMARIES

            _write(self._request.summary, SUMMARIES[self._request.summary.suffix.lower()](summary, language))
        if format == "github" and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
            from extractor.exporting.collecting.summary import summary_markdown

            _append(path, summary_markdown(summary, language))
        if format == "table" or (format == "text" and is_many):
            _print(summary, language, format)
        from extractor.cli.verdicts import print_closing

        print_closing(summary, language, sys.stderr)

    def _take(self, draft: Draft, text: Callable[[], str], diagnostics: Diagnostics) -> Sequence[Any]:
        """What the format has of a draft, whose row is kept and whose page is written.

        All of it is made before any of it is shown: where the program fails on it, the draft is one that was not read.
        """
        try:
            told = attempt(draft.name, lambda: self._told(draft, text))
        except Failed as error:
            diagnostics.tell(str(error))
            told = _Told((), standing_of(unread(draft.name, error)), None)
        self._standings.append(told.draft_status)
        name = self._pages.get(draft.name)
        if self._folder and name is not None:
            if told.page is None:
                self._folder.drop(self._pages.pop(draft.name))
            else:
                self._folder.write(name, told.page)
        return told.pieces

    def _told(self, draft: Draft, text: Callable[[], str]) -> _Told:
        known = draft._replace(findings=tuple(self._remarked.by_file.get(draft.name, ())))
        page = None
        if self._folder and known.extraction is not None:
            from extractor.exporting.collecting.pages import report_page

            page = report_page(known, text(), self._request.language)
        return _Told(self._pieces(known.name, known.all_findings), standing_of(known), page)

    def _of_list(self) -> list[Finding]:
        is_listed = self._request.expected is not None
        return self._remarked.by_file.get(printable(str(self._request.expected)), []) if is_listed else []

    def _pieces(self, file: str, findings: Iterable[Finding]) -> list[Any]:
        counted = [FoundFindings(file, finding) for finding in findings if finding.severity in self._counting]
        return [self._format.piece(found, self._request.language) for found in counted]


def _print(summary: Summary, language: Language, format: str) -> None:
    """Prints the table where the lines go, or beside them where somebody reads these by program."""
    from extractor.cli.verdicts import print_summary

    print_summary(summary, language, sys.stdout if format == "table" or sys.stdout.isatty() else sys.stderr)


def _write(path: Path, content: str) -> None:
    from extractor.cli.outputs import written_whole

    try:
        with written_whole(path) as file:
            file.write(content)
    except OSError as error:
        raise PagesError(f"{printable(str(path))}: cannot be written ({error.strerror}); name another file.") from None


def _append(path: str, content: str) -> None:
    try:
        with open(path, "a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(content)
    except OSError as error:
        raise PagesError(f"{printable(path)}: the job's summary cannot be written ({error.strerror}).") from None
