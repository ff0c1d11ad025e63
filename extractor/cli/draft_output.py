"""A thing that `extractor check` writes of drafts, and the draft as it is handed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Summary
from extractor.exporting.linting.sifting import Sifted
from extractor.exporting.linting.telling import ToldFinding
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.result import ReportInfo


class CheckedDraft(NamedTuple):
    """A draft that was checked: its findings sifted, its text, and those that are told, with what a person needs."""

    sifted: Sifted
    text: str
    told: Sequence[ToldFinding]


class DraftOutput:
    """A thing that is written of drafts. A draft is first made ready for, which may fail and costs that draft alone,
    then written; at the end what is of all of them together.
    """

    def begin(self, reports: Mapping[str, ReportInfo | None]) -> None:
        """Takes the drafts by name, each with whose it is, None where it could not be read; called once, before the
        first is made ready for.
        """

    def make(self, checked: CheckedDraft) -> None:
        """Makes ready what is written of a draft."""

    def write(self, name: str) -> None:
        """Writes what was made ready of the draft of this name, if anything was."""

    def finish(self, summary: Summary) -> None:
        """Writes what is of all drafts."""


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
