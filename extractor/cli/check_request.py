"""What was asked of `extractor check`, and the names of files that it is given: none is written over by mistake."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import PagesError, SettingsError
from extractor.exporting.linting.sifting import RulesWanted
from extractor.exporting.pages.language import Language
from extractor.files.names import printable
from extractor.findings import Severity

if TYPE_CHECKING:
    from extractor.cli.files import Asking


class CheckOutputs(NamedTuple):
    """What is written beside the findings: each None where it is not wanted."""

    pages: Path | None = None
    summary: Path | None = None
    annotated: Path | None = None
    fixed: Path | None = None
    ledger: Path | None = None
    replies: Path | None = None


class CheckAgainst(NamedTuple):
    """What drafts are compared with: who should hand in, last year's reports, the report of the body above."""

    expected: Path | None = None
    last_year: Path | None = None
    sums_to: Path | None = None


class ExceptionWanted(NamedTuple):
    """A finding that is to be let stand: its code or fingerprint, and why."""

    word: str
    reason: str


class CheckRequest(NamedTuple):
    """What was asked for; `format` is a key of `FORMATS`, `rules` which findings are told."""

    files: list[str]
    format: str
    language: Language
    jobs: int
    asking: Asking | None
    rules: RulesWanted
    outputs: CheckOutputs
    against: CheckAgainst
    exception: ExceptionWanted | None = None

    def is_ours(self, path: str) -> bool:
        """Whether a file is one that is written, or the list: no report, though it may lie among them."""
        real = os.path.realpath(path)
        files = (self.against.expected, *(getattr(self.outputs, name) for name in _FILES))
        folders = (self.outputs.pages, self.outputs.replies)
        return real in {os.path.realpath(one) for one in files if one is not None} or any(
            real.startswith(os.path.realpath(one) + os.sep) for one in folders if one is not None
        )


_FILES = ("summary", "annotated", "fixed", "ledger")
_ENDINGS = {"annotated": (".docx",), "ledger": (".xlsx",)}


def check_targets(request: CheckRequest) -> None:
    """Sees to it that what is to be written can be, before anything is read.

    Raises:
        PagesError: a file's name has another ending, its folder is not there, or it is one of the drafts.
    """
    from extractor.exporting.collecting.summary import SUMMARIES

    drafts = {os.path.realpath(path) for path in request.files}
    endings = _ENDINGS | {"summary": tuple(SUMMARIES)}
    for name in _FILES:
        path: Path | None = getattr(request.outputs, name)
        if path is None:
            continue
        shown = printable(str(path))
        if name in endings and path.suffix.lower() not in endings[name]:
            *others, last = endings[name]
            listed = f"{', '.join(others)} or {last}" if others else last
            raise PagesError(f"{shown}: the name of {_CALLED[name]} must end in {listed}.")
        if not path.parent.is_dir():
            raise PagesError(f"{shown}: cannot be written, for there is no such folder.")
        if os.path.realpath(path) in drafts:
            raise PagesError(f"{shown}: is a draft itself, and no draft is changed; name another file.")


def usual_format() -> str:
    """How findings are written where nothing is said: in full to somebody who reads them, else a line each."""
    return "full" if sys.stdout.isatty() else "text"


def rules_wanted(
    select: str | None, ignore: str | None, severity: Severity | None, baseline: Path | None, *, is_isolated: bool
) -> RulesWanted:
    """Which findings are told, from the words of the command line, which are parted by commas.

    Raises:
        SettingsError: the baseline cannot be read.
    """
    from extractor.exporting.linting.baseline import Baseline

    known = None if baseline is None else Baseline(baseline)
    return RulesWanted(_words(select), _words(ignore), severity, known, is_isolated)


def exception_wanted(word: str | None, reason: str | None) -> ExceptionWanted | None:
    """What is to be let stand; None where nothing is.

    Raises:
        SettingsError: there is a reason and no finding, or a finding and no reason.
    """
    if word is None and reason is None:
        return None
    if not word or not reason or not reason.strip():
        raise SettingsError("--except FINDING and --reason TEXT go together: nothing is let stand without a reason.")
    return ExceptionWanted(word, reason.strip())


def fixed_copy(path: Path | None, *, is_wanted: bool) -> Path | None:
    """Where the mended copy goes; None where none is wanted.

    Raises:
        SettingsError: a copy is wanted, and it is not said where it goes.
    """
    if is_wanted and path is None:
        raise SettingsError("--fix mends a copy, never the draft: say where it goes with --fixed OUT.")
    return path


def _words(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(word for word in re.split(r"[,\s]+", text) if word)


_CALLED = {"summary": "a summary", "annotated": "an annotated copy", "ledger": "a ledger"}
