"""What `extractor check` writes beside the findings, one class a kind: made of each draft, and of all at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.check_request import CheckRequest
from extractor.cli.draft_output import CheckedDraft, DraftOutput, write_file
from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Summary
from extractor.exporting.pages.language import Language
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.exporting.linting.baseline import Baseline
    from extractor.result import ReportInfo

INDEX = "index.html"


def outputs_for(request: CheckRequest, paths: Sequence[str]) -> list[DraftOutput]:
    """Everything that is to be written.

    Raises:
        ExtractorError: something cannot be; the text says why.
    """
    wanted, language = request.outputs, request.language
    made: list[DraftOutput] = []
    if wanted.pages:
        made.append(PagesOutput(wanted.pages, language))
    if wanted.summary:
        made.append(SummaryOutput(wanted.summary, language))
    if request.rules.baseline is not None and request.rules.baseline.is_new:
        made.append(BaselineOutput(request.rules.baseline))
    return [*made, *_copies(request, paths)]


def _copies(request: CheckRequest, paths: Sequence[str]) -> Iterator[DraftOutput]:
    """Copies of drafts, the ledger and the replies.

    Raises:
        PagesError: a copy is wanted, and there is not one draft.
    """
    from extractor.cli import check_copies, check_letters

    wanted, language = request.outputs, request.language
    for path, make in ((wanted.annotated, check_copies.AnnotatedOutput), (wanted.fixed, check_copies.FixedOutput)):
        if path is not None and len(paths) != 1:
            raise PagesError(f"{printable(str(path))}: a copy is made of one draft; give one, and not {len(paths)}.")
        if path is not None:
            yield make(path, language)
    if wanted.ledger is not None:
        yield check_letters.LedgerOutput(wanted.ledger, language)
    if wanted.replies is not None:
        yield check_letters.RepliesOutput(wanted.replies, language)


class PagesOutput(DraftOutput):
    """A page a report, and an index of them."""

    def __init__(self, path: Path, language: Language) -> None:
        from extractor.exporting.collecting.folder import PagesFolder

        self._folder = PagesFolder(path)
        self._language: Language = language
        self._names: dict[str, str] = {}
        self._page: str | None = None

    def begin(self, reports: Mapping[str, ReportInfo | None]) -> None:
        """Claims a page for each report that could be read."""
        from extractor.exporting.collecting.filenames import page_names

        self._names = page_names(name for name, report in reports.items() if report is not None)
        self._folder.claim([INDEX, *self._names.values()])

    def make(self, checked: CheckedDraft) -> None:
        """Makes a report's page."""
        draft = checked.sifted.draft
        self._page = None
        if draft.extraction is not None:
            from extractor.exporting.collecting.pages import report_page

            self._page = report_page(draft, checked.text, self._language)

    def write(self, name: str) -> None:
        """Writes it, or gives its name up."""
        if name not in self._names:
            return
        if self._page is None:
            self._folder.drop(self._names.pop(name))
        else:
            self._folder.write(self._names[name], self._page)
        self._page = None

    def finish(self, summary: Summary) -> None:
        """Writes the index."""
        from extractor.exporting.collecting.pages import index_page

        self._folder.write(INDEX, index_page(summary, self._names, self._language))
        self._folder.finish()


class SummaryOutput(DraftOutput):
    """The table of all reports, as a file."""

    def __init__(self, path: Path, language: Language) -> None:
        self._path = path
        self._language: Language = language

    def finish(self, summary: Summary) -> None:
        """Writes it."""
        from extractor.exporting.collecting.summary import SUMMARIES

        write_file(self._path, SUMMARIES[self._path.suffix.lower()](summary, self._language))


class BaselineOutput(DraftOutput):
    """A new baseline."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._found: dict[str, list[str]] = {}

    def make(self, checked: CheckedDraft) -> None:
        """Takes in what was found in a draft."""
        self._found[checked.sifted.draft.name] = [one.id for one in checked.sifted.told]

    def finish(self, summary: Summary) -> None:
        """Writes it."""
        self._baseline.write(self._found)
