"""What other rooms ask of the arithmetic through the pipeline."""

from __future__ import annotations

from extractor.forms import load_forms
from extractor.pipeline import bounds, recompute

FORM = next(form for form in load_forms() if form.id == "2021")
IDENTITY = next(one for one in FORM.identities if len(one.right) == 1)
ZEROS = dict.fromkeys(FORM.fields, 0)


def test_the_identities_are_told_with_the_sums_of_a_decision() -> None:
    decided = ZEROS | {IDENTITY.left[0]: 3}
    failing = {one.identity.name: (one.left, one.right) for one in recompute(FORM, decided) if one.violated}
    assert failing[IDENTITY.name] == (3, 0)
    assert all(IDENTITY.left[0] in one.identity.fields for one in recompute(FORM, decided) if one.violated)


def test_a_figure_that_the_identities_force_has_two_equal_bounds() -> None:
    assert bounds(FORM, ZEROS | {IDENTITY.left[0]: None})[IDENTITY.left[0]] == (0, 0)


def test_a_figure_that_nothing_forces_lies_between_0_and_what_is_left_of_the_total() -> None:
    open_fields = {IDENTITY.left[0]: None, IDENTITY.left[1]: None, IDENTITY.right[0]: 7}
    assert bounds(FORM, {key: open_fields.get(key) for key in IDENTITY.fields} | dict.fromkeys(IDENTITY.left[2:], 0))[
        IDENTITY.left[0]
    ] == (0, 7)
