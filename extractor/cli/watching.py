"""`extractor check --watch`: a draft is checked again on every save, until somebody ends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from extractor.cli.check_request import CheckRequest
from extractor.cli.checking import check_all
from extractor.cli.diagnostics import Diagnostics, complain
from extractor.cli.files import report_files
from extractor.errors import ExtractorError, SettingsError, install
from extractor.exporting.linting.exceptions import ENDING
from extractor.exporting.linting.settings_file import NAME, forget_settings
from extractor.exporting.pages.language import say, words
from extractor.files.names import is_report_name, printable

_LISTENING_MS = 50
STEP_MS, DEBOUNCE_MS = 20, 100
"""How long a save may still go on, and after how long it is looked at in any case."""


def watch_drafts(request: CheckRequest, saves: Iterable[Sequence[str]] | None = None) -> int:
    """Checks the drafts, and again those that are saved; the exit code of the last check.

    `saves` gives the paths of the files that were saved together, by default as the system tells of them.

    Raises:
        SettingsError: what the system's tidings are heard with is not installed.
        ExtractorError: the first check cannot begin.
    """
    heard = heard_saves(request.files) if saves is None else saves
    code = check_all(request, Diagnostics())
    said = words(request.language, "extractor.exporting.linting")
    print(say(said, "copies.watching", file=printable(", ".join(request.files))), file=sys.stderr, flush=True)
    for paths in heard:
        drafts = saved_drafts(request, paths)
        if drafts:
            forget_settings()
            code = _check_again(request._replace(files=drafts))
    return code


def saved_drafts(request: CheckRequest, paths: Sequence[str]) -> list[str]:
    """Which drafts are to be checked again when these files were saved: themselves, those whose exceptions were, and
    all where the settings of a folder were.
    """
    saved = {os.path.realpath(path) for path in paths}
    watched = list(report_files([path for path in request.files if os.path.exists(path)], Diagnostics()))
    drafts = [path for path in watched if not request.is_ours(path)]
    if any(os.path.basename(path) == NAME for path in saved):
        return drafts
    return [path for path in drafts if saved & {os.path.realpath(path), os.path.realpath(path) + ENDING}]


def _check_again(request: CheckRequest) -> int:
    """The exit code of one more check; what goes wrong with it is told, and the next save is another matter."""
    print(f"\n── {printable(', '.join(request.files))}", file=sys.stderr, flush=True)
    try:
        code = check_all(request, Diagnostics())
    except ExtractorError as error:
        complain(str(error))
        code = 2
    sys.stdout.flush()
    return code


def heard_saves(files: Sequence[str]) -> Iterator[list[str]]:
    """The files that are saved in the folders of these, as the system tells of it.

    Raises:
        SettingsError: what hears it is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise SettingsError(f"to watch drafts, install the extra: {install('check')}") from None
    folders = [path for path in files if os.path.isdir(path)]
    beside = [os.path.dirname(os.path.abspath(path)) for path in files if not os.path.isdir(path)]
    heard = watch(
        *dict.fromkeys([*folders, *beside]),
        watch_filter=lambda _, path: _matters(path),
        step=STEP_MS,
        debounce=DEBOUNCE_MS,
        recursive=bool(folders),
        raise_interrupt=False,
        rust_timeout=_LISTENING_MS,
        yield_on_timeout=True,
    )
    next(heard)  # it listens from now on: what is saved while the first check runs is heard after it
    return ([path for _, path in changes] for changes in heard if changes)


def _matters(path: str) -> bool:
    name = os.path.basename(path)
    return is_report_name(name) or name == NAME or name.endswith(ENDING)
