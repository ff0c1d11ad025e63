"""The files a command was given → their extractions, one by one; a bad file is told of and never stops the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.result import Extraction

SUFFIXES = (".txt", ".text")
"""What is taken from a folder; a file that is named itself may be called anything."""

_MANY = 10

Tell = Callable[[str], None]


def complain(sentence: str) -> None:
    """Says on stderr what is wrong, in one line."""
    print(f"extractor: {' '.join(sentence.split())}", file=sys.stderr)


def report_files(paths: Sequence[Path], tell: Tell) -> Iterator[str]:
    """The files among `paths` and, in order of name, the reports in the folders among them, however deep.

    A folder without reports is told of.
    """
    for path in paths:
        if not path.is_dir():
            yield str(path)
            continue
        found = sorted(_reports_in(path))
        if not found:
            tell(f"{path}: this folder holds no report; reports end in {' or '.join(SUFFIXES)}.")
        yield from found


def _reports_in(folder: Path) -> Iterator[str]:
    """The reports in a folder and the folders in it; hidden files and folders are left alone."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield os.path.join(parent, name)


def extractions(paths: Sequence[Path], tell: Tell) -> Iterator[Extraction]:
    """The extraction of each report; a sentence goes to `tell` for each that cannot be read."""
    from extractor import extract

    for file in _with_progress(list(report_files(paths, tell))):
        try:
            extraction = extract(file)
        except ExtractorError as error:
            tell(str(error))
        else:
            yield extraction


def _with_progress(files: list[str]) -> Iterator[str]:
    """The files, with a bar on stderr where they are many and somebody is looking."""
    if len(files) < _MANY or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="Reading", console=Console(stderr=True), transient=True)
