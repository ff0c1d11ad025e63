"""Findings as a SARIF 2.1.0 log, which code review tools and editors read.

Source: OASIS Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import quote

from extractor.cli.found_findings import FoundFindings, Outcome
from extractor.cli.words import Language, sentence
from extractor.findings import Bilingual, catalogue
from extractor.result import Finding, Place
from extractor.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INFORMATION = "https://www.gov.cn/zhengce/content/2019-04/15/content_5382991.htm"
"""The regulation that reports are checked by, 政府信息公开条例."""
FINGERPRINT = "draftFinding/v1"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}

Node = dict[str, object]


class SarifRun(TypedDict):
    """One run of the tool."""

    tool: Node
    columnKind: str
    invocations: list[Node]
    results: list[Node]


Log = TypedDict("Log", {"$schema": str, "version": str, "runs": list[SarifRun]})


def sarif_log(told: Sequence[Node], outcome: Outcome, chosen: Language = "en") -> Log:
    """One run with these results, in their order, and those that were let stand as suppressed; a file that could not be
    read is a notification.
    """
    results, unread = [*told, *_suppressed(outcome, chosen)], outcome.unread
    codes = sorted({str(result["ruleId"]) for result in results})
    driver: Node = {
        "name": "extractor",
        "version": __version__,
        "informationUri": INFORMATION,
        "rules": [_rule(code) for code in codes],
    }
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


def _suppressed(outcome: Outcome, chosen: Language) -> list[Node]:
    return [
        result_of(one.found, chosen)
        | {"suppressions": [{"kind": "external", "status": "accepted", "justification": one.exception.reason}]}
        for one in outcome.let_stand
        if one.found is not None
    ]


def _rule(code: str) -> Node:
    """A rule with its help, in both languages."""
    rule: Node = {"id": code, "name": "".join(word.title() for word in code.split("-"))}
    known = catalogue().get(code)
    if known is None:
        return rule
    basis = Bilingual(f"依据：{known.rule.zh}。", f"Rule: {known.rule.en}.") if known.rule.en else Bilingual("", "")
    text = f"{known.action.zh}{basis.zh}\n\n{known.action.en} {basis.en}".strip()
    severity = next(iter(known.severities), "warning")
    return rule | {
        "shortDescription": {"text": f"{known.title.zh} ({known.title.en})"},
        "fullDescription": {"text": f"{known.title.en}. {known.action.en}"},
        "help": {"text": text, "markdown": text},
        "helpUri": INFORMATION,
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"tags": [known.about]},
    }


def result_of(found: FoundFindings, chosen: Language) -> Node:
    """A finding as a result of a run; which of the run's rules it is of is not known yet."""
    file, finding = found.file, found.finding
    places = finding.places or [None]
    prints: Node = {"partialFingerprints": {FINGERPRINT: found.fingerprint}} if found.fingerprint else {}
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": sentence(finding, chosen)},
        "locations": [_location(file, places[0])],
        "relatedLocations": [{"id": i, **_location(file, place)} for i, place in enumerate(places[1:], 1)],
        "properties": _properties(finding),
        **prints,
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
