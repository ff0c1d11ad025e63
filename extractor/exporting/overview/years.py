"""Years as the columns of a matrix: none left out between the first and the last, and no more than fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MOST_COLUMNS = 12


class YearColumn(NamedTuple):
    """One year, or all up to `year` where `is_earlier`."""

    year: int
    is_earlier: bool

    def has(self, year: int | None) -> bool:
        """Whether a year belongs here."""
        return year is not None and (year <= self.year if self.is_earlier else year == self.year)


def columns_of(years: Iterable[int]) -> list[YearColumn]:
    """The columns for these years: every year from the first to the last, the earliest as one where they are many."""
    known = sorted(set(years))
    if not known:
        return []
    first, last = known[0], known[-1]
    if last - first < MOST_COLUMNS:
        return [YearColumn(year, False) for year in range(first, last + 1)]
    begin = last - MOST_COLUMNS + 2
    return [YearColumn(begin - 1, True), *(YearColumn(year, False) for year in range(begin, last + 1))]
