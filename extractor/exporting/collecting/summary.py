"""The summary of a folder of drafts as files: CSV for a spreadsheet, JSON for programs, Markdown for a job's page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from extractor.exporting.cells import neutral
from extractor.exporting.collecting.draft_status import Summary, Totals
from extractor.exporting.collecting.roster import Roster
from extractor.exporting.collecting.visible import markdown_text
from extractor.exporting.collecting.workbooks import Cell, SheetContent, workbook_of
from extractor.exporting.pages.language import Language, say, words

PACKAGE = "extractor.exporting.collecting"

_COLUMNS = (
    "body",
    "year",
    "verdict",
    "errors",
    "warnings",
    "doubts",
    "in_review",
    "last_year",
    "form",
    "file",
    "reason",
)
_WIDTHS = (28, 8, 12, 8, 8, 10, 8, 30, 8, 40, 40)
_MARKDOWN_ROWS = 1_000
"""A job's page takes about a megabyte."""


def totals_line(totals: Totals, language: Language) -> str:
    """The counts in one sentence."""
    said = words(language, PACKAGE)
    line = say(said, "totals.line", **totals._asdict())
    return line if totals.missing is None else line + say(said, "totals.line_missing", missing=totals.missing)


def roster_lines(roster: Roster, language: Language) -> list[tuple[str, list[str]]]:
    """Who has not handed in, who has twice, what is nobody's, what is known by its file's name: titles, and whom."""
    said = words(language, PACKAGE)
    colon = say(said, "roster.colon")
    missing = [one.name if one.year is None else f"{one.name} {one.year}" for one in roster.missing]
    repeated = [
        f"{one.expected.name}{colon}{', '.join(match.file for match in one.matches)}" for one in roster.repeated
    ]
    strays = [f"{one.file}{colon}{one.unit or say(said, 'roster.unnamed')}" for one in roster.strays]
    named = [f"{match.file}{colon}{expected.name}" for expected, match in roster.by_file_name]
    parts = {"missing": missing, "repeated": repeated, "strays": strays, "by_file_name": named}
    return [(f"{say(said, f'roster.{key}')} ({len(whom)})", whom) for key, whom in parts.items() if whom]


def _table(summary: Summary, language: Language) -> tuple[list[str], list[list[Cell]]]:
    """The headers and the rows of the table, verdicts in words; who has not handed in follows the reports."""
    said = words(language, PACKAGE)
    heads = [say(said, f"columns.{name}") for name in _COLUMNS]
    rows: list[list[Cell]] = []
    for one in summary.draft_statuses:
        cells = one._asdict() | {"verdict": say(said, f"verdicts.{one.verdict}")}
        rows.append([cells[name] for name in _COLUMNS])
    for expected in summary.roster.missing if summary.roster else ():
        missing: dict[str, Cell] = {
            "body": expected.name,
            "year": expected.year,
            "verdict": say(said, "verdicts.missing"),
        }
        rows.append([missing.get(name) for name in _COLUMNS])
    return heads, rows


def _keyed(summary: Summary) -> tuple[list[str], list[list[Cell]]]:
    """The same by the names of columns and verdicts."""
    rows: list[list[Cell]] = [[one._asdict()[name] for name in _COLUMNS] for one in summary.draft_statuses]
    for expected in summary.roster.missing if summary.roster else ():
        missing: dict[str, Cell] = {"body": expected.name, "year": expected.year, "verdict": "missing"}
        rows.append([missing.get(name) for name in _COLUMNS])
    return list(_COLUMNS), rows


def summary_csv(summary: Summary, language: Language) -> str:
    """A row a report, safe to open in a spreadsheet; who has not handed in follows.

    In Chinese in the words of the tables; in English columns and verdicts go by their names for programs.
    """
    heads, rows = _table(summary, language) if language == "zh" else _keyed(summary)
    buffer = io.StringIO()
    written = csv.writer(buffer, lineterminator="\n")
    written.writerow(heads)
    for row in rows:
        written.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue()


def summary_workbook(summary: Summary, language: Language) -> bytes:
    """The same as a workbook, with the counts on a sheet of their own.

    Raises:
        PagesError: what writes workbooks is not installed.
    """
    said = words(language, PACKAGE)
    heads, rows = _table(summary, language)
    title = say(said, "roster.title")
    counts: list[list[Cell]] = [
        [say(said, f"totals.{name}"), count] for name, count in summary.totals._asdict().items() if count is not None
    ]
    listed: list[list[Cell]] = []
    if summary.roster is not None:
        listed = [[key, one] for key, whom in roster_lines(summary.roster, language) for one in whom]
    return workbook_of(
        [
            SheetContent(say(said, "index.title"), heads, rows, _WIDTHS),
            SheetContent(title, [title, ""], [*counts, *listed], (24, 40)),
        ]
    )


def summary_json(summary: Summary, language: Language) -> str:
    """One object: `reports`, `totals`, `expected` (null without a list) and `compared`, with last year's reports."""
    content = {
        "reports": [one._asdict() for one in summary.draft_statuses],
        "totals": summary.totals._asdict(),
        "expected": None if summary.roster is None else _expected(summary.roster),
        "compared": summary.compared,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _expected(roster: Roster) -> dict[str, Any]:
    entries = [
        {**entry.expected._asdict(), "files": [match._asdict() for match in entry.matches]} for entry in roster.entries
    ]
    return {
        "entries": entries,
        "missing": [one._asdict() for one in roster.missing],
        "not_expected": [one._asdict() for one in roster.strays],
    }


def summary_markdown(summary: Summary, language: Language) -> str:
    """A table in Markdown, the reports that are not clean first; nothing in a name is markup."""
    said = words(language, PACKAGE)
    marks = {"clean": "✅", "look": "⚠️", "unsure": "❔", "unread": "❌"}
    columns = ("verdict", "body", "year", "form", "errors", "warnings", "doubts", "in_review", "file")
    lines = [f"### {say(said, 'index.title')}", "", markdown_text(totals_line(summary.totals, language)), ""]
    if summary.roster is not None:
        for title, whom in roster_lines(summary.roster, language):
            lines += [f"**{markdown_text(title)}**", "", *(f"- {markdown_text(one)}" for one in whom), ""]
    lines.append(f"| {' | '.join(say(said, f'columns.{name}') for name in columns)} |")
    lines.append(f"| {' | '.join('---' for _ in columns)} |")
    ordered = sorted(summary.draft_statuses, key=lambda one: ("unread", "look", "unsure", "clean").index(one.verdict))
    for one in ordered[:_MARKDOWN_ROWS]:
        texts = [markdown_text(str(getattr(one, name) or "—")) for name in ("body", "year", "form")]
        counts = [str(one.errors), str(one.warnings), str(one.doubts), str(one.in_review)]
        verdict = f"{marks[one.verdict]} {say(said, f'verdicts.{one.verdict}')}"
        lines.append(f"| {' | '.join([verdict, *texts, *counts, markdown_text(one.file)])} |")
    if len(ordered) > _MARKDOWN_ROWS:
        lines.append(f"| … {len(ordered) - _MARKDOWN_ROWS} |" + " |" * (len(columns) - 1))
    return "\n".join(lines) + "\n"


def _encoded(write: Callable[[Summary, Language], str], encoding: str) -> Writer:
    return lambda summary, language: write(summary, language).encode(encoding, "backslashreplace")


Writer = Callable[[Summary, Language], bytes]
SUMMARIES: dict[str, Writer] = {
    ".xlsx": summary_workbook,
    ".csv": _encoded(summary_csv, "utf-8-sig"),
    ".json": _encoded(summary_json, "utf-8"),
    ".md": _encoded(summary_markdown, "utf-8"),
}
"""Which suffix is written how; CSV with a byte order mark, without which Excel takes it for GBK."""
