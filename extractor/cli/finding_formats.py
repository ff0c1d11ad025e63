"""Findings as lines for people, for scripts and for GitHub; SARIF has its own module."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.cli.words import SEVERITY_STYLES, Language, sentence
from extractor.findings import Severity, is_of_author
from extractor.result import Finding, Place
from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.cli.sarif import Node
    from extractor.exporting.collecting.draft_status import DraftStatus

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


class Format(NamedTuple):
    """How findings are written: what stands there of one finding, by itself, and how all are put together on stdout.

    `write` is given the sentences on files that could not be read as well, and how each file stands, which is whole
    when the findings are used up; it returns how many findings there were.
    """

    piece: Callable[[FoundFindings, Language], Any]
    write: Callable[[Iterable[Any], Sequence[str], Sequence[DraftStatus]], int]


class _Line(NamedTuple):
    """A line of text: the place, what kind of finding it is, and its message."""

    place: str
    severity: Severity
    kind: str
    message: str


def _line(found: FoundFindings, chosen: Language) -> _Line:
    finding = found.finding
    place = f"{found.file}:{found.line}:{found.column}:"
    return _Line(place, finding.severity, f"{finding.severity} {finding.code}:", sentence(finding, chosen))


def _write_text(lines: Iterable[_Line], unread: Sequence[str], files: Sequence[DraftStatus]) -> int:
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
    """A finding of the result, with `file`, `line`, `column`, and whose matter it is before it."""
    about = "author" if is_of_author(found.finding.code) else "reading"
    place = {"file": found.file, "line": found.line, "column": found.column, "about": about}
    entry = {**place, **found.finding.to_keys()}
    return json.dumps(entry, ensure_ascii=False, indent=1, default=Place.to_keys, allow_nan=False)


def _write_json(entries: Iterable[str], unread: Sequence[str], files: Sequence[DraftStatus]) -> int:
    """One JSON object: how each file stands, those without findings too, and all findings."""
    indented = [entry.replace("\n", "\n ") for entry in entries]
    told = [json.dumps(one._asdict(), ensure_ascii=False) for one in files]
    listed = [f'"version": "{__version__}"', _array("files", told), _array("findings", indented)]
    print("{\n" + ",\n".join(listed) + "\n}")
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


def _write_commands(commands: Iterable[str], unread: Sequence[str], files: Sequence[DraftStatus]) -> int:
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

    result = result_of(found.file, found.finding, chosen)
    json.dumps(result, allow_nan=False)  # what cannot be written down fails here, and not with all the others
    return result


def _write_sarif(results: Iterable[Node], unread: Sequence[str], files: Sequence[DraftStatus]) -> int:
    """One SARIF 2.1.0 log."""
    from extractor.cli.sarif import sarif_log

    log = sarif_log(list(results), unread)
    print(json.dumps(log, ensure_ascii=False, indent=1))
    return len(log["runs"][0]["results"])


def _found(found: FoundFindings, chosen: Language) -> FoundFindings:
    return found


def _count(findings: Iterable[FoundFindings], unread: Sequence[str], files: Sequence[DraftStatus]) -> int:
    return sum(1 for _ in findings)


FORMATS: dict[str, Format] = {
    "text": Format(_line, _write_text),
    "json": Format(_entry, _write_json),
    "github": Format(_command, _write_commands),
    "sarif": Format(_result, _write_sarif),
    "table": Format(_found, _count),
}
"""The formats of `extractor check`; with `table` the findings are only counted."""
