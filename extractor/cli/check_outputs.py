"""What `extractor check` writes beside the findings, one class a kind: made of each draft, and of all at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.cli.check_request import CheckRequest
from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Summary
from extractor.exporting.linting.sifting import Sifted
from extractor.exporting.linting.telling import ToldFinding
from extractor.exporting.pages.language import Language
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.exporting.linting.baseline import Baseline

INDEX = "index.html"


class CheckedDraft(NamedTuple):
    """A draft that was checked: its findings sifted, its text, and those that are told, with what a person needs."""

    sifted: Sifted
    text: str
    told: Sequence[ToldFinding]


class DraftOutput:
    """A thing that is written of drafts. A draft is first made ready for, which may fail and costs that draft alone,
    then written; at the end what is of all of them together.
    """

    def begin(self, read: Sequence[str]) -> None:
        """Takes the names of the drafts that could be read; called once, before the first is made ready for."""

    def make(self, checked: CheckedDraft) -> None:
        """Makes ready what is written of a draft."""

    def write(self, name: str) -> None:
        """Writes what was made ready of the draft of this name, if anything was."""

    def finish(self, summary: Summary) -> None:
        """Writes what is of all drafts."""


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
    return made


class PagesOutput(DraftOutput):
    """A page a report, and an index of them."""

    def __init__(self, path: Path, language: Language) -> None:
        from extractor.exporting.collecting.folder import PagesFolder

        self._folder = PagesFolder(path)
        self._language: Language = language
        self._names: dict[str, str] = {}
        self._page: str | None = None

    def begin(self, read: Sequence[str]) -> None:
        """Claims a page for each report."""
        from extractor.exporting.collecting.filenames import page_names

        self._names = page_names(read)
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


def write_file(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all.

    Raises:
        PagesError: it cannot be written.
    """
    from extractor.cli.outputs import written_bytes

    try:
        with written_bytes(path) as file:
            file.write(content)
    except OSError as error:
        raise PagesError(f"{printable(str(path))}: cannot be written ({error.strerror}); name another file.") from None
