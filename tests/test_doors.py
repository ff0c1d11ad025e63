"""What other rooms ask of the arithmetic through the pipeline."""

from __future__ import annotations

from extractor.forms import load_forms
from extractor.pipeline import bounds, recompute

FORM = next(form for form in load_forms() if form.id == "2021")
ROW = next(one for one in FORM.identities if len(one.left) == 1)
(TOTAL,), TERM = ROW.left, ROW.right[0]
ZEROS = dict.fromkeys(FORM.fields, 0)


def test_the_identities_are_told_with_the_sums_of_a_decision() -> None:
    failing = [one for one in recompute(FORM, ZEROS | {TERM: 3}) if one.violated]
    assert (ROW, 0, 3) in failing
    assert all(TERM in one.identity.fields for one in failing)


def test_a_figure_that_the_identities_force_has_two_equal_bounds() -> None:
    assert bounds(FORM, ZEROS | {TERM: None})[TERM] == (0, 0)


def test_a_figure_that_nothing_forces_lies_between_0_and_its_total() -> None:
    assert bounds(FORM, {TOTAL: 7})[TERM] == (0, 7)
