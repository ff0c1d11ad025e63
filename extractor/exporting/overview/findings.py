"""Findings counted by kind, with some examples of each: what is printed, where, and what the sentence is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.exporting import cross_report_checks
from extractor.findings import SEVERITIES
from extractor.result import ExtractedField, Extraction, Finding, Number, Place, RepairChange

MOST_EXAMPLES, _MOST_MARKS, _MOST_REPAIRS = 4, 8, 3


class Spot(NamedTuple):
    """Where something stands; from 1, and None where the format has none."""

    page: int | None
    line: int | None
    column: int | None


class Mark(NamedTuple):
    """A figure that a finding is about: in which file and year where it is about several, as printed, and where."""

    field: str | None
    printed: str | None
    value: Number | None
    spot: Spot | None
    name: str | None = None
    year: int | None = None


class Example(NamedTuple):
    """One finding: the file it is in, whose that is, what it says (Chinese, English), and the figures it is about.

    `difference` is that of an identity's two sides; `repairs` would mend it. Of both, the rest is counted.
    """

    name: str
    unit: str | None
    year: int | None
    says: tuple[str, str]
    difference: Number | None
    marks: list[Mark]
    more: int
    repairs: list[list[RepairChange]]
    repairs_more: int


class FindingKind(NamedTuple):
    """Findings of one kind and severity: how many, in how many reports (or pairs of reports), and examples."""

    code: str
    severity: str
    is_between: bool
    findings: int
    reports: int
    examples: list[Example]


class Kinds:
    """Counts findings; an example of a body is enough, so that the few show different ones."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, bool], FindingKind] = {}

    def take(self, extraction: Extraction) -> None:
        """Takes in the findings of a report."""
        seen: set[tuple[str, str, bool]] = set()
        for finding in extraction.findings:
            key = (finding.code, finding.severity, False)
            self._count(key, key not in seen)
            seen.add(key)
            if self._wants(key, extraction.report.unit, extraction.source.path or extraction.source.name):
                self._found[key].examples.append(_example(extraction, finding))

    def take_between(self, finding: cross_report_checks.CrossFinding) -> None:
        """Takes in a finding between reports."""
        key = (finding.code, finding.severity, True)
        self._count(key, True)
        if self._wants(key, finding.body, finding.name):
            self._found[key].examples.append(_between(finding))

    def kinds(self) -> list[FindingKind]:
        """The kinds, the gravest first, then by number."""
        return sorted(self._found.values(), key=lambda one: (SEVERITIES.index(one.severity), -one.findings, one.code))

    def _count(self, key: tuple[str, str, bool], is_new_report: bool) -> None:
        one = self._found.get(key) or FindingKind(*key, 0, 0, [])
        self._found[key] = one._replace(findings=one.findings + 1, reports=one.reports + is_new_report)

    def _wants(self, key: tuple[str, str, bool], unit: str | None, name: str) -> bool:
        examples = self._found[key].examples
        whose = unit or name
        return len(examples) < MOST_EXAMPLES and all((one.unit or one.name) != whose for one in examples)


def _example(extraction: Extraction, finding: Finding) -> Example:
    marks = [_mark(field, extraction.fields) for field in finding.fields]
    if not marks:
        marks = [Mark(None, None, None, _spot(place)) for place in finding.places[:1]]
    difference = None
    if finding.identity is not None and finding.left is not None and finding.right is not None:
        difference = abs(finding.left - finding.right)
    source, report = extraction.source, extraction.report
    says = (finding.message.zh, finding.message.en)
    shown, more = _shown(marks)
    return Example(
        *(source.path or source.name, report.unit, report.year, says, difference),
        *(shown, more, finding.repairs[:_MOST_REPAIRS], len(finding.repairs[_MOST_REPAIRS:])),
    )


def _shown(marks: Sequence[Mark]) -> tuple[list[Mark], int]:
    """The marks that are shown, and how many more there are; where they are many, only those that say something."""
    diagnostics = [mark for mark in marks if mark.value or (mark.printed and mark.printed.strip("0 -—"))]
    chosen = list(marks) if len(marks) <= _MOST_MARKS else diagnostics[:_MOST_MARKS]
    return chosen, len(marks) - len(chosen)


def _mark(field: str, fields: Mapping[str, ExtractedField]) -> Mark:
    one = fields.get(field)
    return Mark(field, one.printed, one.value, _spot(one.place)) if one else Mark(field, None, None, None)


def _spot(place: Place | None) -> Spot | None:
    return Spot(place.page, place.line, place.column) if place else None


def _between(finding: cross_report_checks.CrossFinding) -> Example:
    pair = (
        Mark(finding.other_field, None, finding.other_value, None, finding.other_name, finding.other_year),
        Mark(finding.field, None, finding.value, None, finding.name, finding.year),
    )
    says = (finding.zh, finding.en)
    return Example(finding.name, finding.body, finding.year, says, None, list(pair), 0, [], 0)
