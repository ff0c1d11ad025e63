"""Chooses the threshold of confidence by a test that stays valid although many thresholds are tried.

They are tried in an order that is fixed beforehand, the strictest first. The first that cannot be shown to keep the
risks ends it, and the one before is taken. So one that does not keep them is taken only where the test of the first
such in the order errs, and that it does at most once in twenty.

Source: Angelopoulos, Bates, Candès, Jordan and Lei (2021), "Learn then Test: calibrating predictive algorithms to
achieve risk control", fixed sequence testing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.outcomes import Outcome
from benchmarks.statistics import upper_bound

THRESHOLDS = (0.9995, 0.999, 0.998, 0.995, 0.99, 0.98)
"""What is tried, in this order. None is lower: what is accepted shall not be wrong more often than twice in a hundred,
whatever its kind.
"""
FIGURE_RISK = 0.0001
"""At most so many of the accepted figures may be wrong."""
DOCUMENT_RISK = 0.002
"""At most so many of the documents of which figures were accepted may hold a wrong one among these."""


class Accepted(NamedTuple):
    """What would be accepted: figures and documents that have such, and how many of each are wrong or hold what is."""

    figures: int
    wrong: int
    documents: int
    wrong_documents: int

    @property
    def figures_at_most(self) -> float:
        """The upper bound of the share of wrong figures, each taken by itself."""
        return upper_bound(self.wrong, self.figures)

    @property
    def documents_at_most(self) -> float:
        """The upper bound of the share of documents that hold one."""
        return upper_bound(self.wrong_documents, self.documents)

    @property
    def keeps_the_risks(self) -> bool:
        """Whether both risks are kept, with 95 % confidence in each."""
        return self.figures_at_most <= FIGURE_RISK and self.documents_at_most <= DOCUMENT_RISK


def accepted_over(threshold: float, outcomes: Iterable[Outcome]) -> Accepted:
    """What would be accepted of these documents: the figures whose evidence is enough, and as often right as that."""
    figures = wrong = documents = wrong_documents = 0
    for outcome in outcomes:
        over = [
            (count, count * (not one.right))
            for one, count in outcome.values.items()
            if one.is_enough and one.confidence is not None and one.confidence >= threshold
        ]
        here, wrong_here = (sum(counts) for counts in zip(*over, strict=True)) if over else (0, 0)
        figures, wrong = figures + here, wrong + wrong_here
        documents, wrong_documents = documents + (here > 0), wrong_documents + (wrong_here > 0)
    return Accepted(figures, wrong, documents, wrong_documents)


def choose(tried: Iterable[tuple[float, Accepted]]) -> float | None:
    """The last threshold before the first that is not shown to keep the risks; None where that is the first of all."""
    chosen = None
    for threshold, accepted in tried:
        if not accepted.keeps_the_risks:
            break
        chosen = threshold
    return chosen
