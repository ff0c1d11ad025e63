"""The ledger that supervisors ask for: each problem with its place, what is proposed, and whether it was mended.

A ledger that is there is brought up to date: what is not found any more is mended, notes that people wrote are kept,
and drafts that were not checked this time stay as they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import PagesError, install
from extractor.exporting.collecting.workbooks import Cell, SheetContent, workbook_of
from extractor.exporting.linting.rules import life_of, rank_of, sanction_of
from extractor.exporting.linting.sifting import Sifted
from extractor.exporting.linting.telling import Teller, ToldFinding
from extractor.exporting.pages.language import LANGUAGES, Language, say, words
from extractor.findings import SEVERITIES, catalogue, is_of_author

# pyright: reportMissingModuleSource=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

PACKAGE = "extractor.exporting.linting"
_COLUMNS = (
    *("number", "body", "year", "file", "position", "wrong", "printed", "proposed", "rule", "sanction", "severity"),
    *("verdict", "mended", "reason", "notes", "life", "code", "id"),
)
_WIDTHS = (6, 24, 7, 28, 28, 48, 12, 36, 36, 16, 8, 10, 10, 24, 24, 14, 18, 18)
_FILE, _CODE, _SEVERITY, _MENDED, _NOTES, _ID = (
    _COLUMNS.index(name) for name in ("file", "code", "severity", "mended", "notes", "id")
)
_MOST_BYTES = 50_000_000

Row = list[Cell]
Key = tuple[str, str]


class LedgerDraft(NamedTuple):
    """A draft as the ledger takes it in, with what its places count."""

    sifted: Sifted
    text: str


class Ledger:
    """A ledger at a path, in one language.

    Raises:
        PagesError: there is a file that is no ledger, or what reads workbooks is not installed.
    """

    def __init__(self, path: Path, language: Language) -> None:
        self._language: Language = language
        self._said = words(language, PACKAGE)
        self._before: Mapping[Key, Row] = _read(path) if path.exists() else {}
        self._rows: dict[Key, Row] = {}
        self._checked: dict[str, frozenset[str]] = {}

    def take(self, draft: LedgerDraft) -> None:
        """Takes in what was found in a draft, and what was let stand."""
        sifted = draft.sifted
        teller = Teller(sifted.draft.extraction, draft.text)
        if sifted.draft.extraction is not None:
            self._checked[sifted.draft.name] = sifted.ids
        stands = {one.id: exception.reason for one, exception in sifted.let_stand}
        for one in [*sifted.counted, *(found for found, _ in sifted.let_stand)]:
            self._rows[sifted.draft.name, one.id] = self._row(sifted, teller.tell(one), stands.get(one.id))

    def content(self) -> tuple[bytes, int, int]:
        """The workbook, how many entries it has, and how many of them are mended."""
        rows = [*self._rows.values(), *self._kept()]
        for row in rows:
            known = self._before.get((str(row[_FILE]), str(row[_ID])))
            row[_NOTES] = known[_NOTES] if known else row[_NOTES]
        rows.sort(key=self._order)
        for number, row in enumerate(rows, 1):
            row[0] = number
        heads = [say(self._said, f"ledger.{name}") for name in _COLUMNS]
        mended = sum(row[_MENDED] == say(self._said, "mended.yes") for row in rows)
        title = say(self._said, "ledger.title")
        return workbook_of([SheetContent(title, heads, rows, _WIDTHS)]), len(rows), mended

    def _kept(self) -> Iterable[Row]:
        """The entries that were there and are not found now; those of drafts that were checked are mended."""
        for (file, id_), row in self._before.items():
            if (file, id_) in self._rows:
                continue
            made = list(row)
            if file in self._checked and id_ not in self._checked[file]:
                made[_MENDED] = say(self._said, "mended.yes")
            yield made

    def _order(self, row: Row) -> tuple[int, int, str, int]:
        severities = [say(self._said, f"severities.{one}") for one in SEVERITIES]
        severity = severities.index(str(row[_SEVERITY])) if row[_SEVERITY] in severities else len(severities)
        number = row[0]
        return rank_of(str(row[_CODE])), severity, str(row[_FILE]), number if isinstance(number, int) else 0

    def _row(self, sifted: Sifted, told: ToldFinding, reason: str | None) -> Row:
        report = sifted.draft.extraction.report if sifted.draft.extraction else None
        code, language = told.finding.code, self._language
        known, sanction, life = catalogue().get(code), sanction_of(code), life_of(code)
        position = " ".join(getattr(one, language) for one in (told.position, told.cells) if one is not None)
        proposed = told.fitting or told.action
        verdict = "dismissed" if reason else "upheld" if is_of_author(code) else "undecided"
        cells: dict[str, Cell] = {
            "number": len(self._rows),
            "body": report.unit if report else None,
            "year": report.year if report else None,
            "file": sifted.draft.name,
            "position": position,
            "wrong": getattr(told.says, language),
            "printed": told.printed,
            "proposed": getattr(proposed, language) if proposed else None,
            "rule": getattr(known.rule, language) if known else None,
            "sanction": getattr(sanction.title, language) if sanction else None,
            "severity": say(self._said, f"severities.{told.finding.severity}"),
            "verdict": say(self._said, f"verdicts.{verdict}"),
            "mended": say(self._said, "mended.not_needed" if reason else "mended.no"),
            "reason": reason,
            "life": getattr(life.title, language),
            "code": code,
            "id": told.id,
        }
        return [cells.get(name) for name in _COLUMNS]


def _read(path: Path) -> Mapping[Key, Row]:
    """The entries of a ledger, by draft and finding."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise PagesError(f"{path}: to read a workbook, install the extra: {install('check')}") from None
    refusal = PagesError(f"{path}: is no ledger of ours; name another file, and it is written anew.")
    try:
        with open(path, "rb") as file:
            book: Any = load_workbook(io.BytesIO(file.read(_MOST_BYTES)))
    except OSError as error:
        raise PagesError(f"{path}: cannot be read ({error.strerror}).") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        raise refusal from None
    heads, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(max_col=len(_COLUMNS))]
    known = [[say(words(one, PACKAGE), f"ledger.{name}") for name in _COLUMNS] for one in LANGUAGES]
    if heads not in known:
        raise refusal
    return {(str(row[_FILE]), str(row[_ID])): list(row) for row in rows if _is_entry(row)}


def _is_entry(row: Sequence[Cell]) -> bool:
    return row[_FILE] is not None and row[_ID] is not None
