"""Findings as a SARIF 2.1.0 log, which code review tools and editors read.

Source: OASIS Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import quote

from extractor.cli.words import Language, sentence
from extractor.result import Finding, Place
from extractor.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}

Node = dict[str, object]


class SarifRun(TypedDict):
    """One run of the tool."""

    tool: Node
    columnKind: str
    invocations: list[Node]
    results: list[Node]


Log = TypedDict("Log", {"$schema": str, "version": str, "runs": list[SarifRun]})


def sarif_log(results: Sequence[Node], unread: Sequence[str]) -> Log:
    """One run with these results, in their order; a file that could not be read is a notification."""
    codes = sorted({str(result["ruleId"]) for result in results})
    driver: Node = {"name": "extractor", "version": __version__, "rules": [_rule(code) for code in codes]}
    invocation: Node = {"executionSuccessful": not unread}
    if unread:
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": text}} for text in unread]
    run = SarifRun(
        tool={"driver": driver},
        columnKind="unicodeCodePoints",
        invocations=[invocation],
        results=[{**result, "ruleIndex": codes.index(str(result["ruleId"]))} for result in results],
    )
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> Node:
    return {"id": code, "name": "".join(word.title() for word in code.split("-"))}


def result_of(file: str, finding: Finding, chosen: Language) -> Node:
    """A finding as a result of a run; which of the run's rules it is of is not known yet."""
    places = finding.places or [None]
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": sentence(finding, chosen)},
        "locations": [_location(file, places[0])],
        "relatedLocations": [{"id": i, **_location(file, place)} for i, place in enumerate(places[1:], 1)],
        "properties": _properties(finding),
    }


def _location(file: str, place: Place | None) -> Node:
    region: Node = {"startLine": 1}
    if place is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        if place.end or place.line == 1:  # a line of a list has no offset
            region |= {"charOffset": place.start, "charLength": place.end - place.start}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": region}}


def _uri(file: str) -> str:
    """A path as a URI reference: relative paths stay relative, so that a viewer can resolve them."""
    path = file.replace("\\", "/")
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)


def _properties(finding: Finding) -> Node:
    properties: Node = {"fields": finding.fields}
    if finding.identity is not None:
        properties |= {"identity": finding.identity, "left": finding.left, "right": finding.right}
    return properties
