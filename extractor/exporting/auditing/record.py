"""What an audit is, as `audit.json` in the run's folder keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.exporting.auditing.bounds import upper_bound

FILE = "audit.json"
By = Literal["format", "year"]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stratum(_Kept):
    """Reports alike in what was asked for: how many there are, and how many of them were drawn."""

    format: str | None
    year: int | None
    reports: int
    drawn: int


class DrawnReport(_Kept):
    """A report that was drawn, with the fields that are asked for: those accepted when it was drawn."""

    name: str
    document: str
    """The SHA-256 of its bytes."""
    format: str
    year: int | None
    form: str
    edition: str
    """The form's edition, whose tables are shown to the person who keys."""
    stratum: int
    fields: list[str]


class Difference(_Kept):
    """An accepted figure of which a person keyed something else."""

    field: str
    value: str
    keyed: str


class Keyed(_Kept):
    """A report that was keyed: the number it was drawn as, and where what was keyed differs."""

    report: int
    figures: int
    differences: list[Difference]


class Rate(_Kept):
    """Of so many reports so many hold a wrong figure that was accepted; at 95 % at most this share of all does."""

    reports: int
    wrong: int
    figures: int
    wrong_figures: int
    at_most: float


class Audit(_Kept):
    """A draw and, where it was read back, what was keyed.

    `producer` is the digest of what made the results: with other results the audit says nothing of them.
    `is_each` says that every stratum gave so many reports, whatever its size.
    """

    layout: Literal["1"] = "1"
    producer: str
    seed: int
    by: list[By]
    is_each: bool
    strata: list[Stratum]
    reports: list[DrawnReport]
    keyed: list[Keyed] | None = None

    @property
    def population(self) -> int:
        """Of how many reports it was drawn."""
        return sum(stratum.reports for stratum in self.strata)

    def overall(self) -> Rate:
        """What follows for all reports of the run.

        Drawn in proportion, the reports that hold a wrong figure are no more spread than a binomial of their mean rate
        (W. Hoeffding, 1956), so Clopper and Pearson's bound holds. Drawn otherwise, or where some were not keyed, the
        bounds of the strata are added by their size, each at a level that makes all of them hold together (Bonferroni).
        """
        judged = self._judged(lambda _: True)
        if len(self.strata) == 1 or (not self.is_each and judged.reports == len(self.reports)):
            return judged
        level = 1 - 0.05 / len(self.strata)
        at_most = 0.0
        for number, stratum in enumerate(self.strata):
            one = self._judged(lambda report, number=number: report.stratum == number)
            at_most += stratum.reports / self.population * upper_bound(one.wrong, one.reports, level)
        return judged.model_copy(update={"at_most": min(at_most, 1.0)})

    def by_format(self) -> dict[str, Rate]:
        """What follows for the reports of each format, for each by itself."""
        formats = sorted({report.format for report in self.reports})
        return {one: self._judged(lambda report, one=one: report.format == one) for one in formats}

    def _judged(self, belongs: Callable[[DrawnReport], bool]) -> Rate:
        keyed = [one for one in self.keyed or () if belongs(self.reports[one.report])]
        wrong = sum(bool(one.differences) for one in keyed)
        return Rate(
            reports=len(keyed),
            wrong=wrong,
            figures=sum(one.figures for one in keyed),
            wrong_figures=sum(len(one.differences) for one in keyed),
            at_most=upper_bound(wrong, len(keyed)),
        )
