"""What `extractor check` writes for whoever collects drafts: the ledger, and a reply to each office."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.check_copies import WORD
from extractor.cli.draft_output import CheckedDraft, DraftOutput, write_file
from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Summary, standing_of
from extractor.exporting.pages.language import Language, say, words
from extractor.files.names import printable

if TYPE_CHECKING:
    from extractor.result import ReportInfo

_PACKAGE = "extractor.exporting.linting"


class LedgerOutput(DraftOutput):
    """The ledger of all drafts, brought up to date."""

    def __init__(self, path: Path, language: Language) -> None:
        from extractor.exporting.linting.ledger import Ledger

        self._path, self._ledger = path, Ledger(path, language)
        self._language: Language = language

    def make(self, checked: CheckedDraft) -> None:
        """Takes a draft in."""
        from extractor.exporting.linting.ledger import LedgerDraft

        self._ledger.take(LedgerDraft(checked.sifted, checked.text))

    def finish(self, summary: Summary) -> None:
        """Writes it."""
        content, entries, mended = self._ledger.content()
        write_file(self._path, content)
        said, shown = words(self._language, _PACKAGE), printable(str(self._path))
        print(f"extractor: {say(said, 'copies.ledger', file=shown, n=entries, mended=mended)}", file=sys.stderr)


class RepliesOutput(DraftOutput):
    """A letter to each office, and beside it its Word file with comments."""

    def __init__(self, path: Path, language: Language) -> None:
        from extractor.exporting.collecting.folder import PagesFolder

        self._folder, self._shown = PagesFolder(path), printable(str(path))
        self._language: Language = language
        self._letters: dict[str, str] = {}
        self._made: dict[str, bytes] = {}
        self._count = 0

    def begin(self, reports: Mapping[str, ReportInfo | None]) -> None:
        """Claims a letter for each draft, named after its office, or its file where none is known."""
        from extractor.exporting.collecting.filenames import page_names

        whose = {
            name: f"{at}/{report.unit}.docx" if report is not None and report.unit else name
            for at, (name, report) in enumerate(reports.items())
        }
        names = page_names(whose.values(), taken=())
        self._letters = {name: f"{names[path].removesuffix('.html')}.docx" for name, path in whose.items()}
        self._folder.claim([*self._letters.values(), *map(_annotated_name, self._letters.values())])

    def make(self, checked: CheckedDraft) -> None:
        """Makes the letter and the copy."""
        from extractor.exporting.word_copies.comments import annotated
        from extractor.exporting.word_copies.reply import Reply, reply_letter

        self._made = {}
        draft = checked.sifted.draft
        name = self._letters.get(draft.name)
        if name is None:
            return
        copy = None
        if draft.extraction is not None and draft.extraction.source.media_type == WORD and checked.told:
            copy = _annotated_name(name)
            content = Path(draft.extraction.source.path or draft.name).read_bytes()
            try:
                self._made[copy] = annotated(content, checked.text, checked.told, draft.name, self._language)
            except PagesError:  # a kind of Word file that cannot be written anew: the letter says all of it
                copy = None
        self._made[name] = reply_letter(Reply(standing_of(draft), checked.told, copy, self._language))

    def write(self, name: str) -> None:
        """Writes them."""
        letter = self._letters.get(name)
        if letter is None:
            return
        for one in (letter, _annotated_name(letter)):
            if one in self._made:
                self._folder.write(one, self._made[one])
            else:
                self._folder.drop(one)
        self._count += letter in self._made
        self._made = {}

    def finish(self, summary: Summary) -> None:
        """Takes away letters of an earlier time."""
        self._folder.finish()
        said = say(words(self._language, _PACKAGE), "copies.replies", folder=self._shown, n=self._count)
        print(f"extractor: {said}", file=sys.stderr)


def _annotated_name(letter: str) -> str:
    return f"{letter.removesuffix('.docx')}+批注.docx"
