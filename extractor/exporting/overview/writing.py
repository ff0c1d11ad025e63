"""The report of a run as a file."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from extractor.errors import OverviewError, WriteError
from extractor.exporting.auditing.record import Audit
from extractor.exporting.corrections import read_corrections
from extractor.exporting.overview.gathering import Gathered, gather
from extractor.exporting.overview.page import overview_page
from extractor.exporting.overview.tally import ReportEntry
from extractor.exporting.pages.language import Language
from extractor.whole_file import whole_file

_ENDINGS = (".html", ".htm")


class OverviewRequest(NamedTuple):
    """What is asked for: the file to write, its language, corrections of bodies, and the run's audit."""

    target: Path
    language: Language
    corrections: Path | None = None
    audit: Audit | None = None


def write_overview(entries: Iterable[ReportEntry], request: OverviewRequest) -> Gathered:
    """Writes the report of a run; the same bytes for the same documents in the same order.

    Raises:
        OverviewError: it cannot be written there; the text names the file. Nothing is written then.
        WriteError: the disk is full, or does not take it; what was there before stays.
        PanelError: the file of corrections is not what it should be.
    """
    check_page(request.target)
    corrections = read_corrections(request.corrections) if request.corrections else []
    try:
        with tempfile.TemporaryDirectory(prefix=".report-", dir=request.target.parent) as room:
            gathered = gather(entries, corrections, room)
            with whole_file(request.target) as file:
                file.write(overview_page(gathered, request.language, request.audit, request.target.parent).encode())
    except (OSError, sqlite3.Error) as error:
        raise WriteError(request.target, error) from None
    return gathered


def check_page(target: Path) -> None:
    """Checks that a page can be written there.

    Raises:
        OverviewError: it cannot; the text says what to do.
    """
    if target.suffix.lower() not in _ENDINGS:
        raise OverviewError(f"{target}: the report is a page; give it a name that ends in .html.")
    if not target.parent.is_dir():
        raise OverviewError(f"{target}: there is no folder {target.parent}; make it first.")
    if target.is_dir():
        raise OverviewError(f"{target}: is a folder; name a file in it.")
