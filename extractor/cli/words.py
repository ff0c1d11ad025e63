"""The words the command line uses: which language, what a field is called, how a number is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from itertools import pairwise

from extractor.exporting.pages.language import Language, say, words
from extractor.findings import Bilingual
from extractor.forms import Form, form_with_fields
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Extraction, Finding

_CHINESE = 0x04
_chosen: ContextVar[Language | None] = ContextVar("chosen", default=None)
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}


def speak(chosen: Language) -> None:
    """What is said from now on is said in this language, whatever the reader's own is."""
    _chosen.set(chosen)


def told(english: str) -> str:
    """Lines that are made in English, in the reader's language."""
    if language() == "en":
        return english
    from extractor.exporting.pages.in_chinese import lines_in_chinese

    return lines_in_chinese(english)


def said_in(text: Bilingual) -> str:
    """What is said in both languages, in the reader's."""
    return text.zh if language() == "zh" else text.en


def language() -> Language:
    """The language that was chosen, or else the reader's: `zh` where the locale is Chinese, or on Windows its own pages
    are; else `en`.
    """
    if (chosen := _chosen.get()) is not None:
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if _windows_language() == _CHINESE else "en"


def language_of(words: Sequence[str]) -> Language:
    """The language that a command line asks for (`--lang zh`), else the reader's."""
    for word, following in pairwise([*words, ""]):
        said = following if word == "--lang" else word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if said in ("zh", "en"):
            return "zh" if said == "zh" else "en"
    return language()


def _windows_language() -> int:
    """The primary language of Windows' own pages, by its number there; 0 elsewhere."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF


def sentence(finding: Finding, chosen: Language) -> str:
    """What the finding says, on one line."""
    text = finding.message.zh if chosen == "zh" else finding.message.en
    return " ".join(text.split())


def cell_told(cell: CellKind, chosen: Language) -> str:
    """What a cell holds: in English its name, and the same in more words."""
    told = words(chosen)[f"cells_told.{cell}"]
    return told if chosen == "zh" else f"{cell}: {told}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The names most like a word, as a sentence lists them."""
    from rapidfuzz.process import extract

    return ", ".join(name for name, _, _ in extract(word, list(known), limit=3))


def form_of(extraction: Extraction) -> Form | None:
    """The edition of the form whose fields are this extraction's."""
    return form_with_fields(extraction.report.form, extraction.fields)


def report_title(extraction: Extraction, chosen: Language) -> str:
    """Whose report on which year it is, by which form, as far as that is known."""
    report, said = extraction.report, words(chosen, "extractor.cli")
    unit = report.unit or extraction.source.name
    year = f"{report.year}年" if report.year else said["report.no_year"]
    return f"{unit}  {year}  {say(said, 'report.form', form=report.form or '?')}"
