"""What `extractor check` writes of single drafts: a copy with comments, and one with what has one answer mended."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from extractor.cli.draft_output import CheckedDraft, DraftOutput, write_file
from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Summary
from extractor.exporting.linting.telling import Teller
from extractor.exporting.pages.language import Language, say, words
from extractor.files.names import printable

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = "text/plain"
_PACKAGE = "extractor.exporting.linting"


class CopyOutput(DraftOutput, ABC):
    """A copy of one draft; `wants` names what it is for in sentences."""

    wants = ""

    def __init__(self, path: Path, language: Language) -> None:
        self._path = path
        self._language: Language = language
        self._content: bytes | None = None

    def make(self, checked: CheckedDraft) -> None:
        """Makes the copy.

        Raises:
            PagesError: the draft is of a kind that it cannot be made of.
        """
        extraction = checked.sifted.draft.extraction
        if extraction is None:
            return
        name = checked.sifted.draft.name
        media_type = extraction.source.media_type
        self._content = self._copy(checked, media_type, Path(extraction.source.path or name).read_bytes())

    @abstractmethod
    def _copy(self, checked: CheckedDraft, media_type: str, content: bytes) -> bytes:
        """The copy of a draft with this content."""

    def finish(self, summary: Summary) -> None:
        """Writes it; nothing where the draft could not be read."""
        if self._content is not None:
            write_file(self._path, self._content)
            print(f"extractor: {self._said()}", file=sys.stderr)

    def _said(self) -> str:
        return say(words(self._language, _PACKAGE), f"copies.{self.wants}", file=printable(str(self._path)))


class AnnotatedOutput(CopyOutput):
    """A copy of a Word file with its findings as comments."""

    wants = "annotated"
    _count = 0

    def _copy(self, checked: CheckedDraft, media_type: str, content: bytes) -> bytes:
        from extractor.exporting.word_copies.comments import annotated

        name = checked.sifted.draft.name
        if media_type != WORD:
            raise PagesError(f"{name}: comments stand in Word files alone (.docx); --pages gives a page with marks.")
        self._count = len(checked.told)
        return annotated(content, checked.text, checked.told, name, self._language)

    def _said(self) -> str:
        key = "copies.annotated" if self._count else "copies.nothing"
        return say(words(self._language, _PACKAGE), key, file=printable(str(self._path)), n=self._count)


class FixedOutput(CopyOutput):
    """A copy with the words mended that have one answer, and never a figure."""

    wants = "fixed"
    _count = 0

    def _copy(self, checked: CheckedDraft, media_type: str, content: bytes) -> bytes:
        from extractor.exporting.word_copies.changes import Mended, changes_in, mended_text, mended_word

        name, draft = checked.sifted.draft.name, checked.sifted.draft
        teller = Teller(draft.extraction, checked.text)
        changes = changes_in([teller.tell(one) for one in checked.sifted.told])
        makers: dict[str, Callable[[], Mended]] = {
            WORD: lambda: mended_word(content, checked.text, changes, name, self._language),
            _TEXT: lambda: mended_text(content, checked.text, changes, name),
        }
        if media_type not in makers:
            raise PagesError(f"{name}: only Word files (.docx) and plain text are mended in a copy.")
        made = makers[media_type]()
        self._count = len(made.changes)
        return made.content

    def _said(self) -> str:
        shown = printable(str(self._path))
        return say(words(self._language, _PACKAGE), "copies.fixed", file=shown, n=self._count)
