from __future__ import annotations

import pytest
from hypothesis import given, settings

from extractor.arithmetic import Check, check
from extractor.forms import Form, Identity
from tests.arithmetic.tables import Table, changed_cells, consistent_tables, seed_printed, seed_values

TOTAL = Identity("total", ("t",), ("a", "b"))


@settings(deadline=None)
@given(consistent_tables())
def test_a_consistent_table_checks_clean(table: Table) -> None:
    form, values = table
    checks = check(form.identities, values)
    assert [one.identity for one in checks] == list(form.identities)
    assert all(one.known and one.holds and not one.violated for one in checks)


@settings(deadline=None)
@given(changed_cells())
def test_a_changed_cell_violates_exactly_the_identities_it_stands_in(case: tuple[Form, dict[str, int], dict]) -> None:
    form, values, changed = case
    (field,) = (field for field in values if values[field] != changed[field])
    broken = {one.identity.name for one in check(form.identities, changed) if one.violated}
    assert broken == {identity.name for identity in form.identities if field in identity.fields}
    assert broken


def test_a_check_shows_the_sums_of_both_sides() -> None:
    assert check([TOTAL], {"t": 5, "a": 2, "b": 4}) == [Check(TOTAL, 5, 6)]


@pytest.mark.parametrize("values", [{"t": 5, "a": 2, "b": None}, {"t": 5, "a": 2}])
def test_an_unknown_term_leaves_only_its_own_side_without_a_sum(values: dict[str, int | None]) -> None:
    (one,) = check([TOTAL], values)
    assert (one.left, one.right) == (5, None)
    assert [one.known, one.holds, one.violated] == [False, False, False]


def test_two_unknown_sides_do_not_hold() -> None:
    (one,) = check([TOTAL], {})
    assert (one.left, one.right) == (None, None)
    assert [one.known, one.holds, one.violated] == [False, False, False]


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_the_sound_seeds_check_clean(number: int) -> None:
    form, values = seed_values(number)
    assert all(one.holds for one in check(form.identities, values))


def test_the_results_of_zibo_add_up_to_4_where_the_table_says_3() -> None:
    form, values = seed_values(3)
    broken = {one.identity.name: (one.left, one.right) for one in check(form.identities, values) if one.violated}
    assert broken == {
        "applications.results_total[natural_person]": (3, 4),
        "applications.results_total[total]": (3, 4),
    }


def test_the_blanks_of_haining_make_their_identities_unknown_not_violated() -> None:
    form, values = seed_printed(1)
    checks = check(form.identities, values)
    assert not any(one.violated for one in checks)
    assert (
        sum(one.known for one in checks) == sum(one.holds for one in checks) == 4
    )  # three groups of disputes, one balance
