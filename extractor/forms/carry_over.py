"""What ties the reports of one body on two years: figures of one that should be found again in the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.forms import across

Number = int | float


class YearFigures(NamedTuple):
    """One year's report: its document, and the values of its figures by field."""

    document: str
    values: Mapping[str, Number | None]


class CarryOver(NamedTuple):
    """`carry_over[column]` of two years: what the field `out` of the first carries out, `into` of the next carries in.

    `difference` is the second less the first; it and `holds` are null where one of the two is not known.
    """

    column: str
    year: int
    next_year: int
    carried_out: Number | None
    carried_in: Number | None
    difference: Number | None
    holds: bool | None
    document: str
    next_document: str
    out: str
    into: str


class InForce(NamedTuple):
    """Documents of one kind in force: those of the year before and those issued, less those repealed (`expected`)."""

    field: str
    expected: Number
    in_force: Number


def carry_overs(reports: Mapping[int, YearFigures]) -> list[CarryOver]:
    """The identity for each column of each two years that follow each other, by year and in the form's order."""
    found: list[CarryOver] = []
    for year in sorted(reports):
        if year + 1 in reports:
            found += _between(year, reports[year], reports[year + 1])
    return found


def in_force_after(values: Mapping[str, Number | None], following: Mapping[str, Number | None]) -> list[InForce]:
    """The kinds of documents whose number in force is not what the year before and the year's changes make it.

    No identity of the form: documents lapse, and are counted anew. Only where all four figures are known.
    """
    found: list[InForce] = []
    for kind in across.in_force():
        before = values.get(kind.in_force)
        issued, repealed, now = (following.get(field) for field in (kind.issued, kind.repealed, kind.in_force))
        if before is None or issued is None or repealed is None or now is None:
            continue
        if before + issued - repealed != now:
            found.append(InForce(kind.in_force, before + issued - repealed, now))
    return found


def _between(year: int, report: YearFigures, following: YearFigures) -> list[CarryOver]:
    found: list[CarryOver] = []
    for out, into in across.carried_over():
        if out not in report.values and into not in following.values:
            continue
        carried_out, carried_in = report.values.get(out), following.values.get(into)
        difference = None if carried_out is None or carried_in is None else carried_in - carried_out
        holds = None if difference is None else difference == 0
        documents, fields = (report.document, following.document), (out, into)
        column = out.rpartition(".")[2]
        found.append(CarryOver(column, year, year + 1, carried_out, carried_in, difference, holds, *documents, *fields))
    return found
