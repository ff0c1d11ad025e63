"""What ties the reports of one body on two years: figures of one that should be found again in the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Number = int | float

_OUT, _IN = "applications.carried_out.", "applications.carried_in."
_KINDS = ("regulations", "normative_documents")


class YearFigures(NamedTuple):
    """One year's report: its document, and the values of its figures by field."""

    document: str
    values: Mapping[str, Number | None]


class CarryOver(NamedTuple):
    """`carry_over[column]` of two years: `carried_out` of the first should be `carried_in` of the next.

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


class InForce(NamedTuple):
    """Documents of one kind in force: those of the year before and those issued, less those repealed (`expected`)."""

    kind: str
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
    for kind in _KINDS:
        before = values.get(f"active.{kind}.in_force")
        issued, repealed, now = (
            following.get(f"active.{kind}.{column}") for column in ("issued", "repealed", "in_force")
        )
        if before is None or issued is None or repealed is None or now is None:
            continue
        if before + issued - repealed != now:
            found.append(InForce(kind, before + issued - repealed, now))
    return found


def _between(year: int, report: YearFigures, following: YearFigures) -> list[CarryOver]:
    columns = dict.fromkeys(
        key.removeprefix(prefix)
        for values, prefix in ((report.values, _OUT), (following.values, _IN))
        for key in values
        if key.startswith(prefix)
    )
    found: list[CarryOver] = []
    for column in columns:
        out, into = report.values.get(_OUT + column), following.values.get(_IN + column)
        difference = None if out is None or into is None else into - out
        holds = None if difference is None else difference == 0
        documents = report.document, following.document
        found.append(CarryOver(column, year, year + 1, out, into, difference, holds, *documents))
    return found
