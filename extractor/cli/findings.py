"""Findings as lines for people, for scripts and for GitHub; SARIF has its own module."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.cli.words import SEVERITY_STYLES, Language, sentence
from extractor.result import Finding, Place

GITHUB_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True, slots=True)
class FoundFindings:
    """A finding and the file it is in."""

    file: str
    finding: Finding

    @property
    def line(self) -> int:
        """Where to look; the first line where the finding has no place."""
        return self.finding.places[0].line if self.finding.places else 1

    @property
    def column(self) -> int:
        """Where to look in the line."""
        return self.finding.places[0].column if self.finding.places else 1


Format = Callable[[Iterable[FoundFindings], Language, list[str]], int]
"""Writes findings to stdout in a language, with the sentences on files that could not be read; returns how many."""


def write_text(findings: Iterable[FoundFindings], chosen: Language, unread: list[str]) -> int:
    """`file:line:column: severity code: message`, the severity coloured on a terminal."""
    count = 0
    write = _coloured if sys.stdout.isatty() else _plain
    for found in findings:
        write(found, sentence(found.finding, chosen))
        count += 1
    return count


def _plain(found: FoundFindings, message: str) -> None:
    finding = found.finding
    print(f"{found.file}:{found.line}:{found.column}: {finding.severity} {finding.code}: {message}")


def _coloured(found: FoundFindings, message: str) -> None:
    from rich.console import Console
    from rich.text import Text

    finding = found.finding
    place = Text(f"{found.file}:{found.line}:{found.column}:", style="bold")
    kind = Text(f"{finding.severity} {finding.code}:", style=SEVERITY_STYLES[finding.severity])
    Console(highlight=False).print(place, kind, Text(message), soft_wrap=True)


def write_json(findings: Iterable[FoundFindings], chosen: Language, unread: list[str]) -> int:
    """One JSON array; an entry is a finding of the result with `file`, `line` and `column` before it."""
    entries = [
        {"file": found.file, "line": found.line, "column": found.column, **found.finding.to_keys()}
        for found in findings
    ]
    print(json.dumps(entries, ensure_ascii=False, indent=1, default=Place.to_keys))
    return len(entries)


def write_github(findings: Iterable[FoundFindings], chosen: Language, unread: list[str]) -> int:
    """GitHub's workflow commands, which mark the lines of a pull request."""
    count = 0
    for found in findings:
        finding = found.finding
        properties = {"file": found.file, "line": found.line, "col": found.column, "title": finding.code}
        marks = ",".join(f"{name}={_github_property(str(value))}" for name, value in properties.items())
        print(f"::{GITHUB_COMMANDS[finding.severity]} {marks}::{_github_text(sentence(finding, chosen))}")
        count += 1
    return count


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")


def write_sarif(findings: Iterable[FoundFindings], chosen: Language, unread: list[str]) -> int:
    """One SARIF 2.1.0 log."""
    from extractor.cli.sarif import sarif_log

    log = sarif_log(list(findings), chosen, unread)
    print(json.dumps(log, ensure_ascii=False, indent=1))
    return len(log["runs"][0]["results"])


FORMATS: dict[str, Format] = {
    "text": write_text,
    "json": write_json,
    "github": write_github,
    "sarif": write_sarif,
}
