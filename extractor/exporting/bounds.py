"""The observations of a body's year with bounds: between which numbers each figure lies that has no value."""

from __future__ import annotations

from extractor.exporting.body_years import Observation, ObservedYear
from extractor.intervals import intervals


def with_bounds(year: ObservedYear) -> ObservedYear:
    """The same with bounds by the arithmetic of its form; where its reports are of several, only values are bounds."""
    observations = year.observations
    printed = [field for field, one in observations.items() if one.status != "not_on_form"]
    known = {field: observations[field].value for field in printed}
    found = intervals(year.form or "", printed, known)
    return year._replace(observations={field: _bounded(one, found.get(field)) for field, one in observations.items()})


def _bounded(one: Observation, interval: tuple[int, int | None] | None) -> Observation:
    if one.value is not None:
        return one._replace(low=one.value, high=one.value)
    return one if interval is None else one._replace(low=interval[0], high=interval[1])
