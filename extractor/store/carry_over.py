"""The identity across two years of one body: what is carried out of one year is carried into the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.result import Number

_OUT, _IN = "applications.carried_out.", "applications.carried_in."


class Report(NamedTuple):
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


def carry_overs(reports: Mapping[int, Report]) -> list[CarryOver]:
    """The identity for each column of each two years that follow each other, by year and in the form's order."""
    found: list[CarryOver] = []
    for year in sorted(reports):
        if year + 1 in reports:
            found += _between(year, reports[year], reports[year + 1])
    return found


def _between(year: int, report: Report, following: Report) -> list[CarryOver]:
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
