"""A page that stands alone → PDF, by a Chromium that is on the machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from extractor.errors import OverviewError
from extractor.processes import run_program

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 180


def print_page(page: Path, seconds: float = _SECONDS) -> Path:
    """Prints a page beside itself, and says where; nobody's browser or profile is touched.

    Raises:
        OverviewError: there is no Chromium, it fails, or it takes longer than `seconds`; the text says what to do.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise OverviewError(
            f"{page}: was written, but not printed: no Chromium is found ({', '.join(PROGRAMS[:3])}); "
            "install one, or print the page from any browser."
        )
    target = page.with_suffix(".pdf")
    try:
        with tempfile.TemporaryDirectory(prefix=".report-", dir=page.parent, ignore_cleanup_errors=True) as room:
            whole = os.path.join(room, "whole.pdf")
            if not run_program([program, *_options(room, whole), page.resolve().as_uri()], seconds):
                raise OverviewError(f"{page}: was written, but printing took over {seconds:g} seconds and was ended.")
            if not os.path.exists(whole):
                raise OverviewError(
                    f"{page}: was written, but {program} printed nothing; print the page from any browser."
                )
            os.replace(whole, target)
    except OSError as error:
        raise OverviewError(f"{target}: cannot be printed with {program} ({error.strerror}).") from None
    return target


def _options(room: str, whole: str) -> list[str]:
    options = ["--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"]
    options += ["--disable-background-networking", "--disable-component-update", "--no-default-browser-check"]
    # Chromium's sandbox does not work for root; a page without scripts runs nothing in it.
    options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    options += ["--no-pdf-header-footer", f"--user-data-dir={os.path.join(room, 'profile')}"]
    return [*options, f"--print-to-pdf={whole}"]
