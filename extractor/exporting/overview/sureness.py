"""How surely each row of the form was read, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.exporting.overview.rows import form_rows, row_key
from extractor.result import ExtractedField

_LEVELS = (1.0, 0.98, 0.9, 0.7, 0.4)
"""A share at least this large has the level of its place, from 0; what is below all has the last."""


class Sure(NamedTuple):
    """Of some figures: how many, how many accepted, and the mean confidence of those that have one."""

    figures: int
    accepted: int
    confidence: float | None

    @property
    def share(self) -> float:
        """The share that is accepted."""
        return self.accepted / self.figures

    @property
    def level(self) -> int:
        """From 0, all accepted, to 5."""
        return sum(self.share < least for least in _LEVELS)


class Sureness:
    """Counts figures by row of the form and year."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, int | None], list[float]] = {}
        self.years: set[int | None] = set()

    def take(self, year: int | None, fields: Mapping[str, ExtractedField]) -> None:
        """Takes in a report's figures."""
        if fields:
            self.years.add(year)
        for key, field in fields.items():
            one = self._counts.setdefault((row_key(key), year), [0, 0, 0.0, 0])
            one[0] += 1
            one[1] += field.status == "accepted"
            one[2] += field.confidence or 0
            one[3] += field.confidence is not None

    def of(self, row: str, years: Iterable[int | None]) -> Sure | None:
        """How sure a row is over some years; None where no report has it."""
        found = [self._counts[row, year] for year in years if (row, year) in self._counts]
        if not found:
            return None
        figures, accepted, confidence, sure = map(sum, zip(*found, strict=True))
        return Sure(int(figures), int(accepted), confidence / sure if sure else None)

    def rows(self) -> set[str]:
        """The rows that any report has; those that no form has are left out."""
        known = {row.key for row in form_rows()}
        return {row for row, _ in self._counts} & known
