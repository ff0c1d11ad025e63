from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arithmetic import Deduction, deduce
from extractor.forms import Identity
from extractor.forms.bounds import MOST_COUNT
from tests.arithmetic.tables import Table, consistent_tables, seed_printed, seed_values


@st.composite
def hidden(draw: st.DrawFn, zeros_only: bool = False) -> tuple[Table, dict[str, int | None]]:
    """A consistent table, and the same with some figures hidden."""
    form, values = draw(consistent_tables())
    share = draw(st.sampled_from((1, 2, 5, 10)))
    random = draw(st.randoms(use_true_random=False))
    seen = {field: None if random.randrange(10) < share else value for field, value in values.items()}
    if zeros_only:
        seen = {field: seen[field] if values[field] == 0 else values[field] for field in values}
    return (form, values), seen


def agrees(deduction: Deduction, values: dict[str, int]) -> bool:
    """Whether nothing that was found contradicts these values."""
    return (
        not deduction.conflicts
        and all(values[field] == value for field, value in deduction.values.items())
        and all(low <= values[f] and (high is None or values[f] <= high) for f, (low, high) in deduction.bounds.items())
    )


@settings(deadline=None)
@given(hidden())
def test_what_is_deduced_is_true(case: tuple[Table, dict[str, int | None]]) -> None:
    (form, values), seen = case
    deduction = deduce(form.identities, seen)
    assert agrees(deduction, values)
    unknown = {field for field, value in seen.items() if value is None}
    assert set(deduction.values) | set(deduction.bounds) == unknown
    assert set(deduction.reasons) == set(deduction.values)


@settings(deadline=None)
@given(hidden(zeros_only=True))
def test_hidden_zeros_are_never_deduced_as_anything_else(case: tuple[Table, dict[str, int | None]]) -> None:
    (form, values), seen = case
    deduction = deduce(form.identities, seen)
    assert agrees(deduction, values)
    assert set(deduction.values.values()) <= {0}


@settings(deadline=None)
@given(consistent_tables(), st.randoms(use_true_random=False))
def test_a_table_with_one_hidden_cell_in_an_identity_is_recovered(table: Table, random) -> None:
    form, values = table
    seen: dict[str, int | None] = dict(values)
    used: set[str] = set()
    for field in random.sample(sorted(values), len(values)):
        own = {identity.name for identity in form.identities if field in identity.fields}
        if own.isdisjoint(used):
            used |= own
            seen[field] = None
    deduction = deduce(form.identities, seen)
    assert deduction.values == {field: values[field] for field, value in seen.items() if value is None}
    assert deduction.bounds == {}


@settings(deadline=None, max_examples=30)
@given(hidden())
def test_the_reasons_alone_force_the_value(case: tuple[Table, dict[str, int | None]]) -> None:
    (form, _), seen = case
    deduction = deduce(form.identities, seen)
    for field, value in list(deduction.values.items())[:20]:
        reasons = [identity for identity in form.identities if identity.name in deduction.reasons[field]]
        assert deduce(reasons, seen).values[field] == value


@settings(deadline=None)
@given(hidden(), st.data())
def test_nothing_is_deduced_from_an_identity_in_conflict(case: tuple[Table, dict[str, int | None]], data) -> None:
    (form, _), seen = case
    known = sorted(field for field, value in seen.items() if value is not None)
    if not known:
        return
    wrong = data.draw(st.dictionaries(st.sampled_from(known), st.integers(0, 5000), max_size=6))
    deduction = deduce(form.identities, seen | wrong)
    assert all(set(deduction.conflicts).isdisjoint(reasons) for reasons in deduction.reasons.values())
    rest = [identity for identity in form.identities if identity.name not in deduction.conflicts]
    again = deduce(rest, seen | wrong)
    assert again.conflicts == ()
    assert again.values == deduction.values


def test_a_blank_beside_a_total_of_0_is_0() -> None:
    deduction = deduce([Identity("row", ("t",), ("a", "b"))], {"t": 0, "a": None, "b": 0})
    assert deduction == Deduction({"a": 0}, {"a": ("row",)}, (), {}, {"a": ("row",)})


def test_what_is_not_forced_keeps_its_bounds() -> None:
    deduction = deduce([Identity("row", ("t",), ("a", "b", "c"))], {"t": 7, "a": 2})
    assert deduction == Deduction({}, {}, (), {"b": (0, 5), "c": (0, 5)}, {})


def test_a_total_of_unknown_parts_has_no_greatest_value() -> None:
    deduction = deduce([Identity("row", ("t",), ("a", "b"))], {"a": 3})
    assert deduction.bounds == {"t": (3, None), "b": (0, None)}


def test_the_blanks_of_haining_are_settled() -> None:
    form, values = seed_printed(1)
    _, truth = seed_values(1)
    deduction = deduce(form.identities, values)
    blanks = [field for field, value in values.items() if value is None]
    assert len(blanks) == 151
    assert deduction.values == {field: truth[field] for field in blanks}
    ones = {"applications.total.natural_person", "applications.total.other_org"}
    assert {field for field, value in deduction.values.items() if value} == ones
    assert {deduction.values[field] for field in ones} == {1}
    assert (deduction.conflicts, deduction.bounds) == ((), {})


def test_the_reasons_of_a_deduction_begin_with_the_direct_ones() -> None:
    form, values = seed_printed(1)
    reasons = deduce(form.identities, values).reasons
    assert reasons["applications.granted.company"] == ("applications.row_total[granted]",)
    # 2 in all, at least 1 granted to 其他 and at least 1 not held for 自然人: so exactly 1 each, and the rest 0.
    assert reasons["applications.total.natural_person"] == (
        "applications.row_total[total]",
        "applications.results_total[natural_person]",
        "applications.results_total[other_org]",
    )


def test_a_known_table_needs_no_deduction() -> None:
    form, values = seed_values(4)
    assert deduce(form.identities, values) == Deduction({}, {}, (), {}, {})


def test_a_known_table_that_contradicts_itself_is_in_conflict() -> None:
    form, values = seed_values(3)
    assert deduce(form.identities, values).conflicts == (
        "applications.results_total[natural_person]",
        "applications.results_total[total]",
    )


def test_a_total_below_its_known_parts_is_a_conflict_and_settles_no_blank() -> None:
    deduction = deduce([Identity("row", ("t",), ("a", "b"))], {"t": 3, "a": 5})
    assert deduction == Deduction({}, {}, ("row",), {"b": (0, None)}, {})


def test_a_wrong_column_does_not_poison_the_rest() -> None:
    form, values = seed_printed(1)
    values["applications.unable.not_held.natural_person"] = 7
    deduction = deduce(form.identities, values)
    # Its own row cannot hold: 7 is more than the row's total of 1.
    assert "applications.row_total[unable.not_held]" in deduction.conflicts
    _, truth = seed_values(1)
    untouched = [field for field in deduction.values if field.endswith((".research", ".public_welfare"))]
    assert len(untouched) >= 40
    assert all(deduction.values[field] == truth[field] for field in untouched)


def test_what_an_identity_forced_is_forgotten_when_it_proves_to_be_in_conflict() -> None:
    identities = [
        Identity("limits", ("t",), ("p", "q")),
        Identity("split", ("p",), ("w", "s")),
        Identity("raises w", ("w",), ("a", "b", "three")),
        Identity("raises s", ("s",), ("c", "d", "three")),
    ]
    # p is at most 5, so w and s are too; but each is at least 3, and together they would be 6.
    deduction = deduce(identities, {"t": 5, "three": 3})
    assert deduction.conflicts == ("split",)
    assert deduction.bounds["w"] == deduction.bounds["s"] == (3, None)


def test_bounds_that_would_climb_for_ever_end_in_a_conflict() -> None:
    identities = [Identity("one more", ("a",), ("b", "one")), Identity("not less", ("b",), ("a", "c"))]
    deduction = deduce(identities, {"one": 1})
    assert deduction.conflicts
    assert deduction.values == {}


def test_given_bounds_narrow_what_is_unknown() -> None:
    identities = [Identity("row", ("t",), ("a", "b"))]
    deduction = deduce(identities, {"t": 10}, bounds={"a": (-5, 4), "b": (0, 6)})
    assert deduction.values == {"a": 4, "b": 6}


def test_a_field_whose_given_bounds_meet_needs_no_identity() -> None:
    deduction = deduce([Identity("row", ("t",), ("a", "b"))], {}, bounds={"a": (2, 2)})
    assert deduction.values == {"a": 2}
    assert deduction.reasons == {"a": ()}


def test_given_bounds_that_leave_no_value_are_refused() -> None:
    with pytest.raises(ValueError, match="a: bounds 3 and 2 leave no value"):
        deduce([Identity("row", ("t",), ("a", "b"))], {"t": 1}, bounds={"a": (3, 2)})


@pytest.mark.parametrize(("b", "values", "conflicts"), [(6, {"a": 3}, ()), (5, {}, ("twice",))])
def test_a_field_that_stands_twice_in_an_identity_counts_twice(b: int, values: dict, conflicts: tuple) -> None:
    deduction = deduce([Identity("twice", ("a", "a"), ("b",))], {"b": b})
    assert (deduction.values, deduction.conflicts) == (values, conflicts)


def test_an_unknown_field_on_both_sides_cancels_out() -> None:
    identity = Identity("same", ("a", "b"), ("a", "c"))
    assert deduce([identity], {"b": 2}).values == {"c": 2}
    assert deduce([identity], {"b": 2, "c": 3}).conflicts == ("same",)


def test_a_sum_larger_than_any_count_is_not_deduced_but_contradicted() -> None:
    identities = [Identity("sum", ("total",), ("a", "b")), Identity("next", ("total", "c"), ("d",))]
    deduction = deduce(identities, {"a": MOST_COUNT, "b": 1, "c": 0})
    assert (deduction.values, deduction.conflicts) == ({}, ("sum",))
    assert deduce(identities, {"a": MOST_COUNT - 1, "b": 1, "c": 0}).values == {"total": MOST_COUNT, "d": MOST_COUNT}
