"""The summary `extractor extract` prints to a terminal: a row a report, and what it found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.words import SEVERITY_STYLES, Language, sentence, told
from extractor.findings import SEVERITIES
from extractor.result import Extraction, Finding


class Summarised(NamedTuple):
    """What the summary has of one report: its row of the table, its findings as they are printed, and its counts."""

    row: tuple[str | Text, ...]
    findings_told: str
    figures: int
    review: int
    findings: int


def summarised(extraction: Extraction, chosen: Language) -> Summarised:
    """The part of the summary that one report has."""
    report = extraction.report
    review = sum(field.status == "review" for field in extraction.fields.values())
    row = (
        Text(report.unit or "?"),
        str(report.year or "?"),
        report.form or "?",
        str(len(extraction.fields) - review),
        Text(str(review), style="yellow" if review else "dim"),
        _counts(extraction.findings),
        Text(extraction.source.name),
    )
    console = Console(highlight=False)
    with console.capture() as shown:
        _print_findings(console, extraction, chosen)
    return Summarised(row, shown.get(), len(extraction.fields), review, len(extraction.findings))


def print_summary(results: Iterable[Summarised]) -> None:
    """Prints the table of all reports, then their findings by report, the gravest first."""
    known = list(results)
    if not known:
        return
    console = Console(highlight=False)
    console.print(_table(known))
    console.print()
    for one in known:
        console.file.write(one.findings_told)
    console.print(_sums(known))


def _table(results: list[Summarised]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, collapse_padding=True)
    table.add_column(told("unit"), no_wrap=True)
    table.add_column(told("year"), no_wrap=True)
    table.add_column(told("form"), no_wrap=True)
    table.add_column(told("accepted"), justify="right", no_wrap=True)
    table.add_column(told("review"), justify="right", no_wrap=True)
    table.add_column(told("findings"), no_wrap=True)
    table.add_column(told("file"), style="dim", overflow="ellipsis")
    for one in results:
        table.add_row(*one.row)
    return table


def _counts(findings: list[Finding]) -> Text:
    """How many findings of each severity, those of the gravest first; `none` where there are none."""
    parts: list[Text] = []
    for severity in SEVERITIES:
        count = sum(finding.severity == severity for finding in findings)
        if count:
            parts.append(Text(told(_counted(count, severity)), style=SEVERITY_STYLES[severity]))
    return Text(", ").join(parts) if parts else Text(told("none"), style="green")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"


def _print_findings(console: Console, extraction: Extraction, chosen: Language) -> None:
    if not extraction.findings:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=8, justify="right")
    grid.add_column(overflow="fold")
    for finding, more in _told(extraction.findings):
        tail = "  " + told(f"line {finding.places[0].line}") if finding.places else ""
        tail += f", {told(f'and {more} like it')}" if more else ""
        severity = Text(told(finding.severity), style=SEVERITY_STYLES[finding.severity])
        grid.add_row(severity, Text(sentence(finding, chosen)) + Text(tail, style="dim"))
    console.print(Text(extraction.report.unit or extraction.source.name, style="bold"))
    console.print(grid)
    console.print()


def _told(findings: list[Finding]) -> list[tuple[Finding, int]]:
    """The findings to tell, the gravest first; of settled damage of one kind only the first, and how many more."""
    told: dict[tuple[str, str], tuple[Finding, int]] = {}
    for i, finding in enumerate(findings):
        key = (finding.severity, finding.code if finding.severity == "info" else str(i))
        first, more = told.get(key, (finding, -1))
        told[key] = (first, more + 1)
    return sorted(told.values(), key=lambda one: SEVERITIES.index(one[0].severity))


def _sums(results: list[Summarised]) -> Text:
    figures, review, findings = (sum(counts) for counts in zip(*(one[2:] for one in results), strict=True))
    return Text(
        told(
            f"{_counted(len(results), 'report')}, {_counted(figures, 'figure')}: "
            f"{figures - review} accepted, {review} in review; {_counted(findings, 'finding')}"
        )
    )
