"""One check from what was asked for to its exit code: read, compared, told, and written as pages and a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.cli.check_outputs import outputs_for
from extractor.cli.check_request import CheckRequest, check_targets
from extractor.cli.diagnostics import Diagnostics
from extractor.cli.draft_output import CheckedDraft, DraftOutput
from extractor.cli.files import attempt, report_files
from extractor.cli.finding_formats import FORMATS
from extractor.cli.found_findings import FoundFindings, LetStand, Outcome
from extractor.cli.reading import Files, How, read_files, unread
from extractor.errors import Failed, PagesError
from extractor.exporting.collecting.draft_status import Draft, DraftStatus, Quiet, Summary, standing_of, totals_of
from extractor.exporting.linting.sifting import Sifted, refuse_bad_settings, sift
from extractor.exporting.linting.telling import Teller
from extractor.exporting.pages.language import Language, say, words
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.exporting.collecting.expecting import Expected
    from extractor.exporting.collecting.lastyear import Past
    from extractor.exporting.collecting.list_findings import ListedFinding
    from extractor.exporting.collecting.roster import Roster
    from extractor.result import Finding, ReportInfo


class _Known(NamedTuple):
    """What a first look over the files gives: whose each is (None where it was not read), and those to be compared."""

    reports: dict[str, ReportInfo | None]
    drafts: list[Past]


class _Remarked(NamedTuple):
    """What others say of the drafts: the list, last year's reports, the report of the body above."""

    by_file: dict[str, list[Finding]]
    roster: Roster | None = None
    partners: dict[str, str] | None = None

    @property
    def compared(self) -> int | None:
        """How many drafts were compared with last year's reports; None where none are there."""
        return None if self.partners is None else len(self.partners)


def check_all(request: CheckRequest, diagnostics: Diagnostics) -> int:
    """Checks, tells and writes all that is wanted; the exit code.

    Raises:
        ExtractorError: it cannot begin, or something cannot be written; the text says why.
    """
    check_targets(request)
    expected = _expected(request)
    paths = _paths(request, diagnostics)
    refuse_bad_settings(paths, request.rules)
    outputs = outputs_for(request, paths)
    past = list(_past(request, diagnostics)) if request.against.last_year else None
    with read_files(paths, How(request.jobs, request.asking, True, proofreads=True)) as files:
        if files.was_stopped:
            return 130
        known = _look_over(files, diagnostics, past is not None or request.against.sums_to is not None)
        remarked = _remarks(request, expected, known, past)
        if request.exception is not None:
            _let_stand(request, remarked, files)
        for output in outputs:
            output.begin(known.reports)
        check = _Check(request, remarked, outputs)
        count = check.tell(files, diagnostics)
    if request.asking is not None:
        request.asking.tell_usage()
    check.finish(len(paths) > 1 or expected is not None)
    return diagnostics.exit_code or int(count > 0 or check.is_doubtful)


def _expected(request: CheckRequest) -> list[Expected] | None:
    if request.against.expected is None:
        return None
    from extractor.exporting.collecting.expecting import read_expected

    return read_expected(request.against.expected)


def _paths(request: CheckRequest, diagnostics: Diagnostics) -> list[str]:
    """The drafts, with the report whose figures ought to be their sums."""
    paths = [path for path in report_files(request.files, diagnostics) if not request.is_ours(path)]
    above = request.against.sums_to
    if above is None or os.path.realpath(above) in map(os.path.realpath, paths):
        return paths
    return [*paths, str(above)]


def _past(request: CheckRequest, diagnostics: Diagnostics) -> Iterator[Past]:
    """Last year's reports: of a run, or read now."""
    from extractor.batch.run_folder import read_manifest
    from extractor.cli.runs import opened_run
    from extractor.exporting.collecting.lastyear import past_of

    path = str(request.against.last_year)
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
    remarked = _Remarked({})
    said: list[ListedFinding] = []
    if expected is not None:
        from extractor.exporting.collecting.list_findings import remarks_on
        from extractor.exporting.collecting.roster import Handed, call_roll

        handed = [Handed(name, one and one.unit, one and one.year) for name, one in known.reports.items()]
        roster = call_roll(expected, handed)
        remarked = remarked._replace(roster=roster)
        said += remarks_on(roster, printable(str(request.against.expected)))
    if past is not None:
        from extractor.exporting.collecting.lastyear import compare

        compared = compare(known.drafts, past)
        remarked = remarked._replace(partners=compared.partners)
        said += compared.remarks
    if request.against.sums_to is not None:
        said += _sums(request.against.sums_to, known.drafts)
    for remark in said:
        remarked.by_file.setdefault(remark.file, []).append(remark.finding)
    return remarked


def _sums(above: Path, drafts: list[Past]) -> list[ListedFinding]:
    """Where the report of the body above is not the sum of the drafts.

    Raises:
        PagesError: that report was not read, or names no body or year.
    """
    from extractor.exporting.collecting.sums import compare_sums

    own = next((one for one in drafts if os.path.realpath(one.report.name) == os.path.realpath(above)), None)
    if own is None:
        raise PagesError(f"{printable(str(above))}: says no body and year, so no draft can be summed up to it.")
    return compare_sums(own, drafts)


def _let_stand(request: CheckRequest, remarked: _Remarked, files: Files) -> None:
    """Writes an exception beside the draft that has the one finding it names.

    Raises:
        SettingsError: none or several findings are named; the text lists them.
    """
    from extractor.cli.excepting import except_one

    if request.exception is not None:
        drafts = ((_with_remarks(draft, remarked), text()) for draft, text in files.drafts())
        path = except_one(drafts, request.exception, request.rules, request.language)
        said = say(
            words(request.language, "extractor.exporting.linting"), "copies.exception", file=printable(str(path))
        )
        print(f"extractor: {said}", file=sys.stderr)


def _with_remarks(draft: Draft, remarked: _Remarked) -> Draft:
    last_year = (remarked.partners or {}).get(draft.name)
    return draft._replace(findings=tuple(remarked.by_file.get(draft.name, ())), last_year=last_year)


class _Told(NamedTuple):
    """What is told of one draft: what the format has of each of its findings, the draft as it was sifted, and how
    it stands.
    """

    pieces: Sequence[Any]
    checked: CheckedDraft
    draft_status: DraftStatus


class _Check:
    """One check while it is told: each draft is looked at once, for its lines, its row and what is written of it."""

    def __init__(self, request: CheckRequest, remarked: _Remarked, outputs: Sequence[DraftOutput]) -> None:
        self._request, self._remarked, self._outputs = request, remarked, outputs
        self._format = FORMATS[request.format]
        self._standings: list[DraftStatus] = []
        self._let_stand: list[LetStand] = []
        self._known = self._gone = 0

    @property
    def is_doubtful(self) -> bool:
        """Whether a figure is in review, or somebody has not handed in."""
        is_waiting = self._request.rules.severity != "error" and any(one.in_review for one in self._standings)
        return is_waiting or bool(self._remarked.roster and self._remarked.roster.missing)

    def tell(self, files: Files, diagnostics: Diagnostics) -> int:
        """Writes the lines to stdout, and what is written of each draft; how many findings were told."""
        found = chain.from_iterable(self._take(draft, text, diagnostics) for draft, text in files.drafts())
        outcome = Outcome(diagnostics.sentences, self._standings, self._let_stand)
        return self._format.write(chain(found, self._of_list()), outcome)

    def finish(self, is_many: bool) -> None:
        """Writes what is written of all drafts together, and the table."""
        roster = self._remarked.roster
        totals = totals_of(self._standings, None if roster is None else len(roster.missing))
        stale = sum(one.found is None for one in self._let_stand)
        quiet = Quiet(len(self._let_stand) - stale, stale, self._known, self._gone)
        summary = Summary(self._standings, totals, roster, self._remarked.compared, quiet)
        language, format = self._request.language, self._request.format
        for output in self._outputs:
            output.finish(summary)
        if format == "github" and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
            from extractor.exporting.collecting.summary import summary_markdown

            _append(path, summary_markdown(summary, language))
        if format == "table" or (format in ("text", "full") and is_many):
            _print(summary, language, format)
        from extractor.cli.verdicts import print_closing, print_let_stand

        if format in ("text", "full", "table"):
            print_let_stand(self._let_stand, language, sys.stderr)
        print_closing(summary, language, sys.stderr, self._request.rules)

    def _take(self, draft: Draft, text: Callable[[], str], diagnostics: Diagnostics) -> Sequence[Any]:
        """What the format has of a draft, whose row is kept and of which is written what is wanted.

        All of it is made before any of it is shown: where the program fails on it, the draft is one that was not read.
        """
        try:
            told = attempt(draft.name, lambda: self._told(draft, text))
        except Failed as error:
            diagnostics.tell(str(error))
            left = unread(draft.name, error)
            told = _Told((), CheckedDraft(Sifted(left), "", []), standing_of(left))
        checked = told.checked
        self._standings.append(told.draft_status)
        self._let_stand += _stand(checked)
        self._known += checked.sifted.known
        self._gone += checked.sifted.gone
        for output in self._outputs:
            output.write(checked.sifted.draft.name)
        return told.pieces

    def _told(self, draft: Draft, text: Callable[[], str]) -> _Told:
        known, language = _with_remarks(draft, self._remarked), self._request.language
        whole = text() if known.extraction is not None else ""
        sifted = sift(known, whole, self._request.rules)
        teller = Teller(known.extraction, whole)
        checked = CheckedDraft(sifted, whole, [teller.tell(one) for one in sifted.counted])
        draft_status = standing_of(sifted.draft)
        for output in self._outputs:
            output.make(checked)
        found = [FoundFindings(draft.name, one.finding, one) for one in checked.told]
        return _Told([self._format.piece(one, language) for one in found], checked, draft_status)

    def _of_list(self) -> list[Any]:
        """What is said of the list itself."""
        name = printable(str(self._request.against.expected))
        if self._request.against.expected is None:
            return []
        sifted = sift(Draft(name, None, None, tuple(self._remarked.by_file.get(name, ()))), "", self._request.rules)
        found = [FoundFindings(name, one.finding) for one in sifted.counted]
        return [self._format.piece(one, self._request.language) for one in found]


def _stand(checked: CheckedDraft) -> list[LetStand]:
    """What was let stand of a draft, and the exceptions that nothing answers."""
    sifted, file = checked.sifted, checked.sifted.draft.name
    teller = Teller(sifted.draft.extraction, checked.text)
    kept = [
        LetStand(file, exception, FoundFindings(file, one.finding, teller.tell(one)))
        for one, exception in sifted.let_stand
    ]
    return [*kept, *(LetStand(file, exception, None) for exception in sifted.stale)]


def _print(summary: Summary, language: Language, format: str) -> None:
    """Prints the table where the lines go, or beside them where somebody reads these by program."""
    from extractor.cli.verdicts import print_summary

    print_summary(summary, language, sys.stdout if format == "table" or sys.stdout.isatty() else sys.stderr)


def _append(path: str, content: str) -> None:
    try:
        with open(path, "a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(content)
    except OSError as error:
        raise PagesError(f"{printable(path)}: the job's summary cannot be written ({error.strerror}).") from None
