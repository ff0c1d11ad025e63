"""An extraction whose places count its files behind others: as one of several files of a report."""

from __future__ import annotations

from dataclasses import replace

from extractor.result import ExtractedField, Extraction, Finding, IdentityEvidence, Place, ReportEvidence


def with_files_before(made: Extraction, count: int) -> Extraction:
    """The same, with so many files before its own."""
    evidence = made.report.evidence
    parts = (_moved_evidence(part, count) for part in (evidence.unit, evidence.year, evidence.region))
    return replace(
        made,
        report=replace(made.report, evidence=ReportEvidence(*parts)),
        fields={key: _moved_field(field, count) for key, field in made.fields.items()},
        findings=[_moved_finding(finding, count) for finding in made.findings],
    )


def _moved(place: Place | None, count: int) -> Place | None:
    return None if place is None else replace(place, source=place.source + count)


def _moved_evidence(evidence: IdentityEvidence, count: int) -> IdentityEvidence:
    candidates = [replace(one, place=_moved(one.place, count)) for one in evidence.candidates]
    return replace(evidence, place=_moved(evidence.place, count), candidates=candidates)


def _moved_field(field: ExtractedField, count: int) -> ExtractedField:
    candidates = [replace(one, place=_moved(one.place, count)) for one in field.candidates]
    return replace(field, place=_moved(field.place, count), candidates=candidates)


def _moved_finding(finding: Finding, count: int) -> Finding:
    places = [replace(place, source=place.source + count) for place in finding.places]
    words = finding.replacement
    if words is not None:
        words = replace(words, place=replace(words.place, source=words.place.source + count))
    return replace(finding, places=places, replacement=words)
