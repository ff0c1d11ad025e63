"""The files a command was given → their extractions, one by one; a bad file is told of and never stops the rest."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from extractor.cli.diagnostics import Diagnostics, complain
from extractor.errors import ExtractorError, Failed, failure, install, is_disk_full
from extractor.files.names import SUFFIXES, is_report_name
from extractor.result import Extraction

if TYPE_CHECKING:
    from extractor.cli.asking import Wanted
    from extractor.llm.endpoint import Endpoint

_Made = TypeVar("_Made")
_VARIABLES = "EXTRACTOR_LLM_"

STDIN, STDIN_NAME = "-", "standard input"
"""The name that stands for what a pipe brings, and what that is called."""
_MANY = 10


def report_files(paths: Sequence[str], diagnostics: Diagnostics) -> Iterator[str]:
    """The files among `paths` and, in order of name, the reports in the folders among them, however deep; `-` as it is.

    A folder without reports is told of.
    """
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield path
            continue
        found = sorted(_reports_in(path))
        if not found:
            endings = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
            diagnostics.tell(f"{path}: this folder holds no report; reports end in {endings}.")
        yield from found


def _reports_in(folder: str) -> Iterator[str]:
    """The reports in a folder and the folders in it; hidden files and folders, and Word's locks, are left alone."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if is_report_name(name):
                yield os.path.join(parent, name)


def results(
    paths: Sequence[str], make: Callable[[Extraction], _Made], diagnostics: Diagnostics, asking: Asking | None = None
) -> Iterator[_Made]:
    """What `make` makes of the extraction of each report, a model asked as `asking` says.

    What is shown or written of a report is made here, whole and by itself. So a report that cannot be read, or that the
    program fails on, in whatever it does with it, is told of and costs no other its result.
    """
    with told_of_pages():
        for file in with_progress(list(report_files(paths, diagnostics))):
            try:
                made = attempt(file, lambda file=file: make(read_report(file, asking)))
            except ExtractorError as error:
                diagnostics.tell(str(error))
            else:
                yield made
    if asking is not None:
        asking.tell_usage()


@contextmanager
def told_of_pages() -> Generator[None]:
    """Says on stderr which page of a scan is being read, where somebody is looking: each takes some seconds."""
    if not sys.stderr.isatty():
        yield
        return
    logger = logging.getLogger("extractor.progress")
    handler = logging.StreamHandler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def read_report(
    file: str,
    asking: Asking | None = None,
    keep: Callable[[str], object] | None = None,
    *,
    proofreads: bool = False,
) -> Extraction:
    """The extraction of one report; `keep` is given the text that its places count. To be called in an `attempt`.

    With `proofreads` it is a draft, and its findings are an editor's too.

    Raises:
        ExtractorError: the report cannot be read; the text says why.
    """
    from extractor.files.names import called
    from extractor.pipeline import extract_source, open_report
    from extractor.work import Work

    name = called(file)
    if file == STDIN:
        name = STDIN_NAME
    work = Work(name)
    source = open_report(_standard_input(), name, work) if file == STDIN else open_report(file, None, work)
    if keep is not None:
        keep(source.original)
    if asking is None:
        return extract_source(source, work=work, proofreads=proofreads)
    return extract_source(source, asking.endpoint, always=asking.always, work=work, proofreads=proofreads)


def _standard_input() -> bytes:
    """What a pipe brings: no more of it than a report may have and one byte, which says that it is too large."""
    from extractor.pipeline import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1)


def attempt(file: str, work: Callable[[], _Made]) -> _Made:
    """What comes of work on one file: the outermost door of all that the commands do with a file.

    A mistake of the program itself is an error like any other here, so that it stops neither the other files nor ends
    in a traceback; with `EXTRACTOR_DEBUG` set it is shown whole. Where there is no room to write what was made, there
    is none for the other files either.

    Raises:
        Failed: the program made a mistake.
        ExtractorError: what the work raises.
    """
    try:
        return work()
    except (ExtractorError, BrokenPipeError):
        raise
    except Exception as error:
        if os.environ.get("EXTRACTOR_DEBUG") or is_disk_full(error):
            raise
        raise Failed(f"{file}: {failure(error)}") from error


class Asking(NamedTuple):
    """The endpoint to ask, and whether about every table or only about those that are not proved."""

    endpoint: Endpoint
    always: bool

    def tell_usage(self) -> None:
        """Says on stderr what was asked, what it cost and where; nothing where no question was asked."""
        from extractor.llm.masking import host_of

        spent = self.endpoint.spending
        if spent.calls + spent.remembered == 0:
            return
        said = f"{self.endpoint.settings.model}: {spent.calls} questions, {spent.sent + spent.written} tokens"
        if spent.usd is not None:
            said += f", {spent.usd:.4f} USD"
        if spent.remembered:
            said += f"; {spent.remembered} answers were remembered"
        if spent.over:
            said += "; the budget is spent, and rules alone read what was left"
        print(f"{said}; at {host_of(self.endpoint.settings.base_url)}", file=sys.stderr)


def asking_for(wanted: Wanted | None) -> Asking | None:
    """Whom to ask: nobody with `off`, nor by default where no endpoint is configured.

    Raises:
        SettingsError: a setting is no such value, or a model is asked for and there is no endpoint, or no extra `llm`.
    """
    mode, given = wanted or (None, {})
    named = {name: value for name, value in given.items() if value is not None}
    if mode == "off" or (mode is None and not named and not any(name.startswith(_VARIABLES) for name in os.environ)):
        return None
    from importlib.util import find_spec

    from extractor.errors import SettingsError
    from extractor.llm.settings import load_settings

    settings = load_settings(given=named)
    if settings is None:
        if mode is None and not named:
            return None
        raise SettingsError(f"no model is configured: set {_VARIABLES}BASE_URL and {_VARIABLES}MODEL")
    if find_spec("instructor") is None:
        raise SettingsError(f"to ask a model, install the extra: {install('llm')}")
    from extractor.llm.endpoint import Endpoint

    return Asking(Endpoint(settings), mode == "always")


def steps_or_exit() -> int:
    """The steps of work that a document may take; where the setting is none, says so and ends the command with 2."""
    from extractor.errors import SettingsError
    from extractor.work import steps_allowed

    try:
        return steps_allowed()
    except SettingsError as error:
        complain(str(error))
        raise SystemExit(2) from error


def asking_or_exit(wanted: Wanted | None) -> Asking | None:
    """The same; where it cannot be, says why and ends the command with 2."""
    from extractor.errors import SettingsError

    try:
        return asking_for(wanted)
    except SettingsError as error:
        complain(str(error))
        raise SystemExit(2) from error


def with_progress(files: list[str]) -> Iterator[str]:
    """The files, with a bar on stderr where they are many and somebody is looking."""
    if len(files) < _MANY or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="Reading", console=Console(stderr=True), transient=True)
