"""Confidence is a lower bound, and no kind of evidence has it from a better one."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks import calibrate
from benchmarks.fitting import SMALL, Fitted, fit
from benchmarks.outcomes import Evidence, Outcome
from benchmarks.scoring import Score
from benchmarks.statistics import lower_bound

PLACE = "applications"


def documents(
    *kinds: tuple[str, int, int], folder: str = "source-docx", report: str = "r2", section: str = PLACE
) -> Outcome:
    """A document with so many right and wrong figures of each kind."""
    values = {Evidence(kind, section, None, True): right for kind, right, _ in kinds if right}
    values |= {Evidence(kind, section, None, False): wrong for kind, _, wrong in kinds if wrong}
    return Outcome(folder, report, "zeros", Score(), Counter(values))


def everywhere(*kinds: tuple[str, int, int]) -> list[Outcome]:
    """The same in files of two formats, so that a half of it is left without either."""
    return [documents(*kinds), documents(*kinds, folder="source-html")]


def bound(right: int, trials: int) -> object:
    return pytest.approx(lower_bound(right, trials), abs=1.1e-6)


def test_a_large_kind_has_its_own_lower_bound_without_any_one_family_of_damage() -> None:
    made = fit(everywhere(("identities.exact", 5000, 0), ("identities.fuzzy", 10, 0)))
    one = made[PLACE, "identities.exact"]
    assert (one.right, one.wrong, one.kinds) == (10_000, 0, ("identities.exact",))
    assert one.confidence == bound(5000, 5000)
    assert one.without in ("docx", "html")


def test_confidence_is_rounded_down() -> None:
    made = fit(everywhere(("identities.exact", 5000, 0)))
    assert made[PLACE, "identities.exact"].confidence <= lower_bound(5000, 5000)


def test_a_small_kind_is_pooled_with_small_ones_and_never_with_a_large_one() -> None:
    small = [("identities.anchored", 7, 0), ("identities.narrowed", 20, 0)]
    pooled = fit(everywhere(*small))[PLACE, "identities.anchored"]
    assert pooled.confidence == bound(27, 27)
    assert pooled.kinds == ("identities.anchored", "identities.narrowed")
    large = ("identities.exact", 10 * SMALL, 0)
    assert fit(everywhere(*small, large))[PLACE, "identities.anchored"] == pooled


def test_a_kind_with_errors_gains_nothing_from_one_without() -> None:
    erring = ("identities.anchored", 95, 5)
    alone = fit(everywhere(erring))[PLACE, "identities.anchored"]
    beside = fit(everywhere(erring, ("identities.narrowed", 2000, 0)))
    assert beside[PLACE, "identities.anchored"] == alone
    assert beside[PLACE, "identities.narrowed"].confidence == bound(2000, 2000), "nor does it take from that"


def test_a_pooled_kind_is_worth_no_more_than_the_worst_large_one_of_its_family() -> None:
    large = ("identities.exact", SMALL, 0), ("identities.bulk", SMALL // 10 - 6, 6)
    small = everywhere(("identities.anchored", 50, 0), ("identities.narrowed", 1000, 0))
    formats = ("source-docx", "source-html")
    made = fit([*small, *(documents(*large, folder=one, report=f"r{n}") for n in range(10) for one in formats)])
    assert made[PLACE, "identities.bulk"].confidence < 0.98 < lower_bound(1050, 1050)
    assert made[PLACE, "identities.anchored"].confidence == made[PLACE, "identities.bulk"].confidence
    assert made[PLACE, "identities.narrowed"].confidence == bound(1000, 1000), "its own figures say more"


def test_other_families_and_sections_lend_nothing() -> None:
    own = documents(("identities.anchored", 50, 0))
    others = [
        documents(("deduced.blank", 2000, 0), folder="source-html"),
        documents(("identities.anchored", 2000, 0), folder="source-html", section="disputes"),
        documents(("identities.anchored", 50, 0), folder="source-html"),
    ]
    assert fit([own, *others])[PLACE, "identities.anchored"].confidence == bound(50, 50)


def test_what_only_one_family_of_damage_shows_has_what_its_small_relatives_say_without_it() -> None:
    kinds = ("layout.tidy", 9000, 0), ("layout.habit", 500, 0)
    assert fit([documents(kinds[0]), documents(("deduced.habit", 9000, 0), folder="source-html")]) == {}
    made = fit([documents(*kinds), documents(kinds[0], ("layout.stroke", 200, 0), folder="source-html")])
    assert made[PLACE, "layout.habit"].confidence == bound(200, 200)
    assert made[PLACE, "layout.stroke"].confidence == bound(200, 200)


def test_a_family_of_damage_is_left_out_with_all_that_it_has_part_in() -> None:
    kind = ("identities.fuzzy", 400, 0)
    plain = [documents(kind, folder="docx-tab-rows"), documents(kind, folder="html-w3m")]
    messy = [
        documents(("identities.fuzzy", 900, 0), folder=f"{folder}+labels-broken") for folder in ("docx-a", "html-b")
    ]
    one = fit([*plain, *messy])[PLACE, "identities.fuzzy"]
    assert (one.without, one.confidence) == ("labels", bound(800, 800))


def test_figures_wrong_together_in_one_report_weigh_more_than_such_as_are_spread() -> None:
    spread = [
        documents(("review.row", 95, 5), report=f"r{n}", folder=f)
        for n in range(9)
        for f in ("source-docx", "source-html")
    ]
    together = [
        documents(("review.row", 100 - 45 * (n == 0), 45 * (n == 0)), report=f"r{n}", folder=f)
        for n in range(9)
        for f in ("source-docx", "source-html")
    ]
    cell = (PLACE, "review.row")
    assert fit(together)[cell].confidence < fit(spread)[cell].confidence - 0.1


def test_what_was_fitted_becomes_the_data_file_and_what_is_said_of_figures() -> None:
    outcomes = everywhere(("identities.exact", 5000, 0))
    fitted = fit(outcomes)
    made = calibrate.Calibration(fitted, [], [], 0.99)
    text = calibrate.written(made, 3)
    assert "threshold = 0.99\n" in text
    assert '[evidence.applications."identities.exact"]\nright = 10000\nwrong = 0\nconfidence = 0.999' in text
    said = calibrate.said_by(fitted, [*outcomes, documents(("identities.invented", 1, 0))])
    known = {one.kind: one.confidence for outcome in said for one in outcome.values}
    assert known == {"identities.exact": fitted[PLACE, "identities.exact"].confidence, "identities.invented": None}


def test_the_page_names_what_is_not_accepted_and_what_it_was_counted_with() -> None:
    even = everywhere(("identities.exact", 40_000, 0), ("identities.anchored", 7, 0), ("identities.narrowed", 7, 0))
    odd = [documents(("identities.exact", 40, 0), report=f"r{n}") for n in range(1, 3201, 2)]
    made = calibrate.calibrate([*even, *odd])
    assert made.threshold == 0.98
    text = calibrate.page(made, [*even, *odd])
    assert "| **0.98** | 1600 | 0 | 0.187 | 64000 | 0 | 0.0047 | yes |" in text
    assert "| applications | `identities.anchored` (not accepted) | 14 | 0 |" in text
    assert "| docx | narrowed | 0 | 0 |  |" in text
    assert isinstance(made.fitted[PLACE, "identities.exact"], Fitted)
