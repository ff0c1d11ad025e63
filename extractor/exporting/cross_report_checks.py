"""Checks across reports: between two years of one body, two reports of one year, a body and those under it.

None is a proof and none changes a figure; each finding names both reports. Only accepted figures are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.exporting.figure_selection import Difference, SelectedFigures
from extractor.exporting.staging import StagedReport
from extractor.findings import Bilingual, Severity, UnplacedFinding, make_finding
from extractor.forms import across, carry_over, load_forms
from extractor.forms.naming import field_names
from extractor.result import Number

_LEAST_FIGURES, _LEAST_VALUES = 5, 3
"""So many figures that are not 0, and so many different ones, are no coincidence when all are the same again."""


class CrossFinding(NamedTuple):
    """A row of the findings; `field` and `other_field` are sections where whole tables are compared."""

    code: str
    severity: Severity
    body: str | None
    year: int | None
    field: str | None
    value: Number | None
    name: str
    document: str
    other_year: int | None
    other_field: str | None
    other_value: Number | None
    other_name: str
    other_document: str
    zh: str
    en: str


class YearBefore(NamedTuple):
    """A body's year and the figures that count in it."""

    year: int
    selected: SelectedFigures


def between_years(body: str, before: YearBefore, now: YearBefore) -> Iterator[CrossFinding]:
    """What does not fit between two years of one body that follow each other."""
    values, following = _values(before.selected), _values(now.selected)
    reports = {before.year: carry_over.YearFigures("", values), now.year: carry_over.YearFigures("", following)}
    for one in carry_over.carry_overs(reports):
        if one.holds is False:
            made = make_finding(
                "carry-over-broken", before=before, now=now, out=_named(one.out), into=_named(one.into), carried=one
            )
            yield _between(made, body, (before, one.out), (now, one.into))
    for one in carry_over.in_force_after(values, following):
        made = make_finding("in-force-broken", now=now, field=_named(one.field), documents=one)
        yield _between(made, body, (before, one.field), (now, one.field))
    for section in across.sections():
        count = _repeated(section, values, following)
        if count:
            named = Bilingual(section_name(section), section)
            made = make_finding("figures-repeated", before=before, now=now, section=named, count=count)
            yield _between(made, body, (before, section), (now, section))


def within_year(
    body: str, year: int, pair: tuple[StagedReport, StagedReport], found: list[Difference], settled: bool
) -> list[CrossFinding]:
    """What two reports of one body and year say of each other; `settled` says that the name can be no other body's."""
    if not (found and settled):
        made = make_finding("body-in-doubt" if found else "report-filed-twice", year=year)
        return [_pair(made, body, year, pair, Difference(None, None, None))]
    crossed: list[CrossFinding] = []
    for change in found:
        made = make_finding("report-republished", year=year, field=_named(change.field), pair=pair, change=change)
        crossed.append(_pair(made, body, year, pair, change))
    return crossed


class Family:
    """The sums of the figures of bodies that lie under one, in little memory: kept for the parents alone."""

    def __init__(self, parents: Mapping[str, str]) -> None:
        self._parents = parents
        self._wanted = set(parents.values())
        self._summed = {key for key, section in across.sections().items() if section.sums_bodies}
        self._size = {parent: sum(one == parent for one in parents.values()) for parent in self._wanted}
        self._own: dict[tuple[str, int], SelectedFigures] = {}
        self._sums: dict[tuple[str, int], dict[str, tuple[Number, int, StagedReport]]] = {}

    def take(self, body: str, year: int, selected: SelectedFigures) -> None:
        """Takes in a body's year."""
        if body in self._wanted:
            self._own[body, year] = selected
        if (parent := self._parents.get(body)) is None:
            return
        sums = self._sums.setdefault((parent, year), {})
        for field, counting in selected.figures.items():
            if counting.value is not None and field.partition(".")[0] in self._summed:
                total, count, report = sums.get(field, (0, 0, counting.report))
                sums[field] = (total + counting.value, count + 1, report)

    def findings(self) -> Iterator[CrossFinding]:
        """Where a body's figure is not the sum of those under it; only where all of them are known."""
        for (parent, year), selected in self._own.items():
            for field, (total, count, report) in self._sums.get((parent, year), {}).items():
                own = selected.figures.get(field)
                if own is None or own.value is None or count < self._size[parent] or own.value == total:
                    continue
                made = make_finding(
                    "children-sum-differs", year=year, field=_named(field), own=own, count=count, total=total
                )
                yield _pair(made, parent, year, (own.report, report), Difference(field, own.value, total))


def field_name(field: str | None) -> str:
    """The official name of a field in whichever form has it."""
    return next((names[field] for names in map(field_names, load_forms()) if field in names), field or "")


def _named(field: str | None) -> Bilingual:
    return Bilingual(field_name(field), field or "")


def section_name(section: str) -> str:
    """The official title of a section."""
    return across.sections()[section].titles[0]


def _values(selected: SelectedFigures) -> dict[str, Number | None]:
    return {field: counting.value for field, counting in selected.figures.items()}


def _repeated(section: str, values: Mapping[str, Number | None], following: Mapping[str, Number | None]) -> int:
    """How many figures that are not 0 a section repeats, where it repeats all; 0 where it does not, or has few."""
    known = [
        (value, values[field])
        for field, value in following.items()
        if field.startswith(f"{section}.") and value is not None and values.get(field) is not None
    ]
    if any(value != before for value, before in known):
        return 0
    kept = [value for value, _ in known if value]
    return len(kept) if len(kept) >= _LEAST_FIGURES and len(set(kept)) >= _LEAST_VALUES else 0


def _between(
    made: UnplacedFinding, body: str, one: tuple[YearBefore, str], two: tuple[YearBefore, str]
) -> CrossFinding:
    """A finding about a figure, or a section, of a year and one of the next."""
    return CrossFinding(made.code, made.severity, body, *_of_year(*two), *_of_year(*one), made.zh, made.en)


def _of_year(year: YearBefore, field: str) -> tuple[int, str, Number | None, str, str]:
    """The figure of a field and its report; for a section, the report of the first of its figures."""
    figures = year.selected.figures
    counting = figures.get(field) or next(counting for key, counting in figures.items() if key.startswith(field))
    value = counting.value if field in figures else None
    return year.year, field, value, counting.report.name, counting.report.document


def _pair(
    made: UnplacedFinding, body: str, year: int, pair: tuple[StagedReport, StagedReport], change: Difference
) -> CrossFinding:
    """A finding about two reports on one year."""
    one, two = ((report.name, report.document) for report in pair)
    figure = (year, change.field)
    return CrossFinding(
        made.code, made.severity, body, *figure, change.value, *one, *figure, change.other, *two, made.zh, made.en
    )
