"""The summary of a folder of drafts as files: CSV for a spreadsheet, JSON for programs, Markdown for a job's page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from extractor.exporting.cells import neutral
from extractor.exporting.collecting.draft_status import DraftStatus, Summary, Totals
from extractor.exporting.collecting.roster import Roster
from extractor.exporting.collecting.visible import markdown_text
from extractor.exporting.pages.language import Language, say, words

PACKAGE = "extractor.exporting.collecting"

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


def summary_csv(summary: Summary, language: Language) -> str:
    """A row a report, safe to open in a spreadsheet; who has not handed in follows, with the verdict `missing`.

    The columns and verdicts are the same in every language.
    """
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(DraftStatus._fields)
    for one in summary.draft_statuses:
        texts = {name: neutral(getattr(one, name)) for name in ("file", "body", "form", "reason")}
        rows.writerow(one._replace(**texts))
    for expected in summary.roster.missing if summary.roster else ():
        rows.writerow(("", neutral(expected.name), expected.year, "", "", "", "", "", "missing", ""))
    return buffer.getvalue()


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


Writer = Callable[[Summary, Language], str]
SUMMARIES: dict[str, Writer] = {".csv": summary_csv, ".json": summary_json, ".md": summary_markdown}
"""Which suffix is written how."""
