"""The summary `extractor check` prints under its lines: a report a row, the counts, and who has not handed in."""

from __future__ import annotations

import os
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.exporting.collecting.pages import Summary
from extractor.exporting.collecting.standing import Standing, Verdict
from extractor.exporting.collecting.summary import roster_lines, totals_line
from extractor.exporting.collecting.telling import PACKAGE
from extractor.exporting.collecting.visible import visible
from extractor.exporting.pages.language import Language, say, words

_STYLES: dict[Verdict, str] = {"fit": "green", "look": "yellow", "unread": "bold red"}
_WIDE = 10_000
"""Where nobody looks, lines are as long as what stands in them."""
_BODY_WIDTH = 24


def print_summary(summary: Summary, language: Language, stream: TextIO) -> None:
    """Prints the table as wide as the terminal is; plain, and nothing cut, to a pipe or a file."""
    is_seen = stream.isatty()
    console = Console(file=stream, highlight=False, width=None if is_seen else _WIDE, no_color=None if is_seen else True)
    if summary.standings:
        console.print(_table(summary, language, is_seen))
    if summary.roster is not None:
        for title, whom in roster_lines(summary.roster, language):
            console.print(Text(f"{title}  ", style="bold") + Text(visible(whom)), soft_wrap=True)
    line = totals_line(summary.totals, language)
    if summary.compared is not None:
        end = "；" if language == "zh" else "; "
        line += end + say(words(language, PACKAGE), "totals.last_year", n=summary.compared)
    console.print(Text(line, style="bold"), soft_wrap=True)


def _table(summary: Summary, language: Language, is_seen: bool) -> Table:
    said = words(language, PACKAGE)
    table = Table(box=box.SIMPLE_HEAD if is_seen else None, header_style="bold", pad_edge=False, show_edge=False)
    overflow = "ellipsis" if is_seen else "ignore"
    table.add_column(say(said, "columns.file"), overflow=overflow, no_wrap=True, ratio=None)
    table.add_column(say(said, "columns.body"), overflow=overflow, no_wrap=True, min_width=_body_width(summary, is_seen))
    table.add_column(say(said, "columns.year"), no_wrap=True)
    table.add_column(say(said, "columns.form"), no_wrap=True)
    for name in ("errors", "warnings", "in_review"):
        table.add_column(say(said, f"columns.{name}"), justify="right", no_wrap=True)
    table.add_column(say(said, "columns.verdict"), no_wrap=True)
    base = _base([one.file for one in summary.standings]) if is_seen else ""
    for one in summary.standings:
        table.add_row(*_row(one, base, say(said, f"verdicts.{one.verdict}")))
    return table


def _body_width(summary: Summary, is_seen: bool) -> int:
    """So much of the longest body's name as is never cut."""
    longest = max((Text(visible(one.body or "")).cell_len for one in summary.standings), default=0)
    return min(longest, _BODY_WIDTH) if is_seen else longest


def _row(one: Standing, base: str, verdict: str) -> list[Text]:
    counts = [_count(one.errors, "bold red"), _count(one.warnings, "yellow"), _count(one.in_review, "yellow")]
    return [
        Text(visible(one.file.removeprefix(base)), style="dim"),
        Text(visible(one.body) if one.body else "?"),
        Text(str(one.year or "?")),
        Text(one.form or "?"),
        *counts,
        Text(verdict, style=_STYLES[one.verdict]),
    ]


def _count(count: int, style: str) -> Text:
    return Text(str(count), style=style if count else "dim")


def _base(files: list[str]) -> str:
    """The folder that all files lie in, with its slash; "" where there is none."""
    if len(files) < 2:
        return ""
    shared = os.path.commonprefix(files)
    return shared[: shared.rfind("/") + 1]
