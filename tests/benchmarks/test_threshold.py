"""The threshold that is chosen keeps the risks, however many are tried."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.outcomes import Evidence, Outcome
from benchmarks.scoring import Score
from benchmarks.threshold import DOCUMENT_RISK, THRESHOLDS, Accepted, accepted_over, choose

GOOD, BAD = Accepted(50_000, 0, 2000, 0), Accepted(50_000, 9, 2000, 9)


def test_no_wrong_document_of_1500_bounds_them_at_two_in_a_thousand() -> None:
    assert Accepted(30_000, 0, 1500, 0).documents_at_most == pytest.approx(0.002, abs=1e-5)
    assert Accepted(30_000, 0, 1500, 0).keeps_the_risks
    assert not Accepted(30_000, 0, 1400, 0).keeps_the_risks, "too few documents"
    assert not Accepted(20_000, 0, 1500, 0).keeps_the_risks, "too few figures"
    assert not Accepted(10**6, 40, 1500, 1).keeps_the_risks, "forty figures of one document"


def test_thresholds_are_tried_from_the_strictest_and_the_first_that_fails_ends_it() -> None:
    assert list(THRESHOLDS) == sorted(THRESHOLDS, reverse=True)
    assert choose([(0.999, GOOD), (0.99, GOOD), (0.9, BAD), (0.8, GOOD)]) == 0.99
    assert choose([(0.999, BAD), (0.99, GOOD)]) is None
    assert choose([]) is None


def test_what_is_accepted_is_enough_by_its_evidence_and_known_to_be_right_often_enough() -> None:
    values = {
        Evidence("identities.exact", "applications", 0.9999, True): 7,
        Evidence("identities.exact", "applications", 0.9999, False): 2,
        Evidence("identities.anchored", "applications", 0.98, False): 1,
        Evidence("identities.chained", "applications", None, False): 1,
        Evidence("review.rests", "applications", 0.9999, False): 1,
    }
    documents = [Outcome("source-docx", "r1", "zeros", Score(), Counter(one)) for one in (values, {})]
    assert accepted_over(0.99, documents) == Accepted(9, 2, 1, 1)
    assert accepted_over(0.9, documents) == Accepted(10, 3, 1, 1)
    assert accepted_over(1.0, documents) == Accepted(0, 0, 0, 0)
    assert accepted_over(1.0, documents).documents_at_most == 1.0


DOCUMENTS, FIGURES_EACH, DRAWS = 4000, 40, 4000
ADDED = np.array([0.0002, 0.0004, 0.0002, 0.00045, 0.0008, 0.0015])
"""What each threshold adds to the share of documents that hold a wrong figure: the fifth is just over the risk."""
VIOLATED = np.cumsum(ADDED) > DOCUMENT_RISK


def drawn(rng: np.random.Generator) -> list[tuple[float, Accepted]]:
    """What each threshold would accept of documents of which some have one figure wrong."""
    wrong = np.cumsum(rng.binomial(DOCUMENTS, ADDED))
    accepted = (Accepted(DOCUMENTS * FIGURES_EACH, int(one), DOCUMENTS, int(one)) for one in wrong)
    return list(zip(THRESHOLDS, accepted, strict=True))


def test_a_threshold_that_does_not_keep_the_risks_is_chosen_at_most_once_in_twenty_times() -> None:
    assert list(VIOLATED) == [False, False, False, False, True, True]
    rng = np.random.default_rng(20)
    chosen = [choose(drawn(rng)) for _ in range(DRAWS)]
    erred = sum(one is not None and VIOLATED[THRESHOLDS.index(one)] for one in chosen)
    assert erred <= 0.05 * DRAWS
    assert {None, *THRESHOLDS[:3]} <= set(chosen), "it does choose"


def test_whoever_takes_the_lowest_threshold_that_looks_right_errs_far_more_often() -> None:
    rng = np.random.default_rng(20)
    looks_right = [
        [one.wrong_documents / one.documents <= DOCUMENT_RISK for _, one in drawn(rng)] for _ in range(DRAWS)
    ]
    assert sum(bool((np.array(one) & VIOLATED).any()) for one in looks_right) > 0.3 * DRAWS
