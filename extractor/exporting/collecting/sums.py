"""Drafts of the bodies under one against that one's own report: its figures ought to be the sums of theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from extractor.exporting.collecting.lastyear import Past, figures_together, finding_of
from extractor.exporting.collecting.list_findings import ListedFinding
from extractor.exporting.cross_report_checks import Family
from extractor.identity.bodies import bring_together


def compare_sums(own: Past, drafts: Iterable[Past]) -> list[ListedFinding]:
    """Where a figure of the report `own` is not the sum of the drafts' on its year, as findings on that report.

    A figure is compared only where that of every body is accepted; of several drafts of one body only what they agree
    on counts. Whether the sums ought to be the same is for whoever asks: the form does not say so.
    """
    others = [one for one in drafts if one.report.year == own.report.year and one.report.name != own.report.name]
    bodies = bring_together(Counter(one.name for one in others))
    by_body: defaultdict[str, list[Past]] = defaultdict(list)
    for one in others:
        by_body[bodies[one.name].name or one.name].append(one)
    year, parent = own.report.year or 0, own.report.name
    family = Family({f"\n{body}": parent for body in by_body})
    family.take(parent, year, own.selected)
    for body, reports in by_body.items():
        family.take(f"\n{body}", year, figures_together(reports))
    return [
        ListedFinding(own.report.name, finding_of(crossed._replace(severity="warning"), own.places))
        for crossed in family.findings()
    ]
