"""What to review first: the body-years whose missing figure would change a chosen estimate most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.errors import PanelError
from extractor.exporting.body_years import ObservedYear
from extractor.exporting.fields import field_table
from extractor.result import Number

_HIGH_SHARE = 0.95
"""A figure of which nothing is known is taken to be as large as one that so many are below."""


class ReviewRow(NamedTuple):
    """A figure to look at: `value_read` is what was read and waits, `value_low` and `value_high` are what the form's
    arithmetic leaves open, `effect` is how far the mean of the field over all body-years may move.
    """

    rank: int
    body_id: str | None
    body: str | None
    year: int
    field: str
    obs_status: str
    value_read: Number | None
    value_low: Number | None
    value_high: Number | None
    effect: float
    files: str


def field_named(name: str) -> str:
    """The key of a field by its key or short name.

    Raises:
        PanelError: there is no such field.
    """
    found = next((key for key, one in field_table().items() if name in (key, one.short)), None)
    if found is None:
        raise PanelError(f"--review-first {name}: there is no such field; fields.csv of a panel names them all.")
    return found


class ReviewOrder:
    """Takes in body-years and puts those first whose figure of this field matters most."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._values: list[Number] = []
        self._open: list[ReviewRow] = []

    def take(self, year: ObservedYear) -> None:
        """Takes in a body's year."""
        one = year.observations[self._field]
        if one.value is not None:
            self._values.append(one.value)
        elif not one.is_known and one.status != "not_on_form":
            about = (one.status, one.read, one.low, one.high, 0.0, ";".join(year.files))
            self._open.append(ReviewRow(0, year.body.body_id, year.body.body, year.year, self._field, *about))

    def rows(self) -> Iterator[ReviewRow]:
        """The figures to look at, that with the largest effect first."""
        count = len(self._values)
        mean = sum(self._values) / count if count else 0.0
        large = sorted(self._values)[int((count - 1) * _HIGH_SHARE)] if count else 0
        found = [one._replace(effect=_effect(one, mean, large, count)) for one in self._open]
        found.sort(key=lambda one: (-one.effect, one.body_id or "", one.year))
        yield from (one._replace(rank=place) for place, one in enumerate(found, 1))


def _effect(one: ReviewRow, mean: float, large: Number, count: int) -> float:
    """How far the mean may move when this figure joins the `count` that are known."""
    low = one.value_low or 0
    high = max(large, low) if one.value_high is None else one.value_high
    ends = (low, high) if one.value_read is None else (one.value_read,)
    return round(max(abs(end - mean) for end in ends) / (count + 1), 6)
