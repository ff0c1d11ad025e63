"""Findings as lines for people, for scripts and for GitHub; what is read in full, SARIF and GitLab's have modules."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.cli.found_findings import FoundFindings, Outcome
from extractor.cli.words import SEVERITY_STYLES, Language, sentence
from extractor.findings import Severity, is_of_author
from extractor.result import Place
from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.cli.sarif import Node
    from extractor.exporting.linting.telling import ToldFinding

GITHUB_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


class Format(NamedTuple):
    """How findings are written: what stands there of one finding, by itself, and how all are put together on stdout;
    `write` returns how many findings there were.
    """

    piece: Callable[[FoundFindings, Language], Any]
    write: Callable[[Iterable[Any], Outcome], int]


class _Line(NamedTuple):
    """A line of text: the place, what kind of finding it is, and its message."""

    place: str
    severity: Severity
    kind: str
    message: str


def _line(found: FoundFindings, chosen: Language) -> _Line:
    finding = found.finding
    kind = f"{finding.severity} {finding.code}:"
    return _Line(found.where(chosen), finding.severity, kind, sentence(finding, chosen))


def _write_text(lines: Iterable[_Line], outcome: Outcome) -> int:
    """`file:line:column: severity code: message`, the severity coloured on a terminal."""
    count = 0
    write = _coloured if sys.stdout.isatty() else _plain
    for line in lines:
        write(line)
        count += 1
    return count


def _plain(line: _Line) -> None:
    print(line.place, line.kind, line.message)


def _coloured(line: _Line) -> None:
    from rich.console import Console
    from rich.text import Text

    kind = Text(line.kind, style=SEVERITY_STYLES[line.severity])
    Console(highlight=False).print(Text(line.place, style="bold"), kind, Text(line.message), soft_wrap=True)


def _entry(found: FoundFindings, chosen: Language) -> str:
    """A finding of the result, with `file`, `line`, `column` and whose matter it is before it, and behind it what a
    person needs.
    """
    about = "author" if is_of_author(found.finding.code) else "reading"
    place = {"file": found.file, "line": found.line, "column": found.column, "about": about}
    entry = {**place, **found.finding.to_keys(), **_told(found.told)}
    return json.dumps(entry, ensure_ascii=False, indent=1, default=Place.to_keys, allow_nan=False)


def _told(told: ToldFinding | None) -> dict[str, Any]:
    if told is None:
        return {}
    texts = {"position": told.position, "cells": told.cells, "fitting": told.fitting, "action": told.action}
    words = {name: text._asdict() for name, text in texts.items() if text is not None}
    return {"fingerprint": told.id, "printed": told.printed, **words}


def _write_json(entries: Iterable[str], outcome: Outcome) -> int:
    """One JSON object: how each file stands, those without findings too, all findings, and what was let stand."""
    indented = [entry.replace("\n", "\n ") for entry in entries]
    told = [json.dumps(one._asdict(), ensure_ascii=False) for one in outcome.files]
    stand = [
        json.dumps({"file": one.file, **one.exception._asdict(), "stale": one.found is None}, ensure_ascii=False)
        for one in outcome.let_stand
    ]
    listed = [_array("files", told), _array("findings", indented), _array("exceptions", stand)]
    print("{\n" + ",\n".join([f'"version": "{__version__}"', *listed]) + "\n}")
    return len(indented)


def _array(name: str, entries: Sequence[str]) -> str:
    inner = "[\n " + ",\n ".join(entries) + "\n]" if entries else "[]"
    return f'"{name}": {inner}'


def _command(found: FoundFindings, chosen: Language) -> str:
    """GitHub's workflow command, which marks a line of a pull request."""
    finding = found.finding
    properties = {"file": found.file, "line": found.line, "col": found.column, "title": finding.code}
    marks = ",".join(f"{name}={_github_property(str(value))}" for name, value in properties.items())
    return f"::{GITHUB_COMMANDS[finding.severity]} {marks}::{_github_text(sentence(finding, chosen))}"


def _write_commands(commands: Iterable[str], outcome: Outcome) -> int:
    count = 0
    for command in commands:
        print(command)
        count += 1
    return count


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")


def _result(found: FoundFindings, chosen: Language) -> Node:
    from extractor.cli.sarif import result_of

    result = result_of(found, chosen)
    json.dumps(result, allow_nan=False)  # what cannot be written down fails here, and not with all the others
    return result


def _write_sarif(results: Iterable[Node], outcome: Outcome) -> int:
    """One SARIF 2.1.0 log; what was let stand is in it as suppressed, and not counted."""
    from extractor.cli.sarif import sarif_log

    told = list(results)
    log = sarif_log(told, outcome)
    print(json.dumps(log, ensure_ascii=False, indent=1))
    return len(told)


def _issue(found: FoundFindings, chosen: Language) -> str:
    from extractor.cli.gitlab import issue_of

    return json.dumps(issue_of(found, chosen), ensure_ascii=False)


def _write_issues(issues: Iterable[str], outcome: Outcome) -> int:
    """GitLab's code quality report: one JSON array."""
    told = list(issues)
    print("[\n " + ",\n ".join(told) + "\n]" if told else "[]")
    return len(told)


def _paragraph(found: FoundFindings, chosen: Language) -> Any:
    from extractor.cli.full_format import paragraph_of

    return paragraph_of(found, chosen)


def _write_paragraphs(paragraphs: Iterable[Any], outcome: Outcome) -> int:
    from extractor.cli.full_format import write_paragraphs

    return write_paragraphs(paragraphs)


def _found(found: FoundFindings, chosen: Language) -> FoundFindings:
    return found


def _count(findings: Iterable[FoundFindings], outcome: Outcome) -> int:
    return sum(1 for _ in findings)


FORMATS: dict[str, Format] = {
    "text": Format(_line, _write_text),
    "full": Format(_paragraph, _write_paragraphs),
    "json": Format(_entry, _write_json),
    "github": Format(_command, _write_commands),
    "gitlab": Format(_issue, _write_issues),
    "sarif": Format(_result, _write_sarif),
    "table": Format(_found, _count),
}
"""The formats of `extractor check`; with `table` the findings are only counted."""
