from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arithmetic import Change, Repair, Repairs, find_repairs, independent_parts
from extractor.forms import Form, Identity
from tests.arithmetic.tables import changed_cells, seed_values, square, violated

# Two parts make up a total, which is printed in three more places: all of those are wrong, or both parts are.
TWO_PARTS = [
    Identity("sum", ("c",), ("a", "b")),
    Identity("again", ("c",), ("d",)),
    Identity("and again", ("c",), ("e",)),
]


def mended(values: dict[str, int], repair: Repair) -> dict[str, int]:
    assert all(values[change.field] == change.printed != change.value for change in repair.changes)
    return values | {change.field: change.value for change in repair.changes}


def assignments(repairs: Repairs) -> list[dict[str, int]]:
    return [{change.field: change.value for change in repair.changes} for repair in repairs.repairs]


def by_brute_force(identities: list[Identity], values: dict[str, int], greatest: int) -> list[dict[str, int]]:
    """All smallest repairs with figures up to `greatest`, by trying everything."""
    for size in range(len(values) + 1):
        found = [
            dict(zip(fields, news, strict=True))
            for fields in itertools.combinations(values, size)
            for news in itertools.product(range(greatest + 1), repeat=size)
            if all(values[field] != new for field, new in zip(fields, news, strict=True))
            and not violated(identities, values | dict(zip(fields, news, strict=True)))
        ]
        if found:
            return found
    raise AssertionError("all zeros mend every table")


@settings(deadline=None)
@given(changed_cells())
def test_a_single_wrong_cell_is_found_and_its_true_value_is_a_repair(case: tuple[Form, dict, dict]) -> None:
    form, values, changed = case
    (field,) = (field for field in values if values[field] != changed[field])
    repairs = find_repairs(form.identities, changed)
    assert (repairs.size, repairs.complete) == (1, True)
    assert {field: values[field]} in assignments(repairs)
    if field.startswith("applications."):
        assert len(repairs.repairs) == 1


@settings(deadline=None, max_examples=50)
@given(changed_cells(most=4))
def test_every_repair_mends_the_table_with_no_more_cells_than_were_wrong(case: tuple[Form, dict, dict]) -> None:
    form, values, changed = case
    wrong = {field: values[field] for field in values if values[field] != changed[field]}
    repairs = find_repairs(form.identities, changed, limit=5000)
    assert repairs.complete
    assert repairs.repairs
    assert repairs.size <= len(wrong)
    for repair in repairs.repairs:
        after = mended(changed, repair)
        assert len(repair.changes) == repairs.size
        assert not violated(form.identities, after)
        assert min(after.values()) >= 0
    assert len(set(repairs.repairs)) == len(repairs.repairs)
    if repairs.size == len(wrong):
        assert wrong in assignments(repairs)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_the_repairs_are_those_that_brute_force_finds(figures: list[int]) -> None:
    identities = square(2)
    fields = list(dict.fromkeys(field for identity in identities for field in identity.fields))
    values = dict(zip(fields, figures, strict=True))
    repairs = find_repairs(identities, values, limit=1000)
    found = by_brute_force(identities, values, greatest=2)
    assert repairs.complete
    if len(found[0]) == repairs.size:
        small = [one for one in assignments(repairs) if max(one.values()) <= 2] if repairs.size else [{}]
        assert sorted(map(sorted_items, small)) == sorted(map(sorted_items, found))
    else:
        # Fewer cells suffice with a figure above those that brute force tried.
        assert repairs.size < len(found[0])
        assert all(max(one.values()) > 2 for one in assignments(repairs))


def sorted_items(assignment: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(assignment.items())


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_a_sound_seed_needs_no_repair(number: int) -> None:
    form, values = seed_values(number)
    assert find_repairs(form.identities, values) == Repairs(0, (), True)


def test_zibo_has_exactly_the_three_repairs_that_work() -> None:
    """One result too many in the columns 自然人 and 总计, so one row must lose one in both.

    Only the rows with something to lose can. To raise the total to 4 instead would break the balance 3 + 0 = 3 + 0 in
    both columns and take four cells.
    """
    form, values = seed_values(3)
    repairs = find_repairs(form.identities, values)
    assert repairs.size == 2
    assert repairs.complete
    assert repairs.repairs == tuple(
        Repair(
            (
                Change(f"applications.{row}.natural_person", printed, value),
                Change(f"applications.{row}.total", printed, value),
            )
        )
        for row, printed, value in (("granted", 1, 0), ("denied.third_party_rights", 1, 0), ("unable.not_held", 2, 1))
    )


def test_parts_without_a_common_field_are_mended_independently() -> None:
    form, values = seed_values(3)
    values["disputes.review.total"] = 7
    repairs = find_repairs(form.identities, values)
    # Three for the applications as before; for the disputes, the total back to 0 or any of its four parts to 7.
    assert (repairs.size, len(repairs.repairs), repairs.complete) == (3, 15, True)
    parts = independent_parts(form.identities)
    assert [len(part) for part in parts] == [37, 1, 1, 1]
    assert [find_repairs(part, values).size for part in parts] == [2, 1, 0, 0]


def test_more_repairs_than_the_limit_are_not_complete() -> None:
    form, values = seed_values(3)
    values["disputes.review.total"] = 7
    repairs = find_repairs(form.identities, values, limit=4)
    assert (repairs.size, len(repairs.repairs), repairs.complete) == (3, 4, False)
    assert find_repairs(form.identities, values, limit=15).complete
    single = find_repairs([Identity("sum", ("t",), ("a", "b", "c"))], {"t": 5, "a": 0, "b": 0, "c": 0}, limit=2)
    assert (single.size, len(single.repairs), single.complete) == (1, 2, False)


def test_values_that_the_cells_leave_open_are_repairs_of_their_own() -> None:
    values = {"a": 2, "b": 2, "c": 1, "d": 1, "e": 1}
    repairs = find_repairs(TWO_PARTS, values)
    assert repairs.size == 2
    assert repairs.complete
    assert assignments(repairs) == [{"a": 1, "b": 0}, {"a": 0, "b": 1}]


def test_open_values_nearest_to_the_printed_ones_are_kept_within_the_limit() -> None:
    values = {"a": 500, "b": 500, "c": 400, "d": 400, "e": 400}
    repairs = find_repairs(TWO_PARTS, values, limit=3)
    assert not repairs.complete
    assert [one["a"] for one in assignments(repairs)] == [400, 399, 398]
    assert all(one["a"] + one["b"] == 400 for one in assignments(repairs))


def test_a_negative_figure_has_to_change_even_where_the_identity_holds() -> None:
    identity = Identity("sum", ("t",), ("a", "b"))
    repairs = find_repairs([identity], {"t": 3, "a": 5, "b": -2})
    assert repairs.size == 2
    assert {"b": 0, "t": 5} in assignments(repairs)
    assert {"b": 0, "a": 3} in assignments(repairs)
    assert all(one["b"] >= 0 for one in assignments(repairs))


def test_a_negative_figure_that_stands_in_no_identity_is_none_of_our_business() -> None:
    identity = Identity("sum", ("t",), ("a",))
    assert find_repairs([identity], {"t": 3, "a": 3, "change": -7}) == Repairs(0, (), True)


@pytest.mark.parametrize("unknown", [{"a": None}, {}])
def test_an_identity_with_an_unknown_term_is_left_out(unknown: dict[str, int | None]) -> None:
    identities = [Identity("open", ("t",), ("a", "b")), Identity("broken", ("t",), ("c",))]
    repairs = find_repairs(identities, {"t": 3, "b": 9, "c": 4, **unknown})
    assert assignments(repairs) == [{"t": 4}, {"c": 3}] or assignments(repairs) == [{"c": 3}, {"t": 4}]
    assert find_repairs(identities[:1], {"t": 3, "b": 9, **unknown}) == Repairs(0, (), True)


def test_likely_slips_come_first_and_form_order_after_them() -> None:
    identity = Identity("sum", ("t",), ("a", "b", "c"))
    repairs = find_repairs([identity], {"a": 40, "b": 12, "c": 3, "t": 46})
    # 3 + 12 + 40 = 55, which is 9 more than 46: 21 printed as 12 goes the wrong way, and 3 has not 9 to lose.
    assert [(one.changes[0].field, one.changes[0].value, one.changes[0].slip) for one in repairs.repairs] == [
        ("a", 31, None),
        ("b", 3, None),
        ("t", 55, None),
    ]
    repairs = find_repairs([identity], {"a": 40, "b": 12, "c": 3, "t": 64})
    assert [(one.changes[0].field, one.changes[0].value, one.changes[0].slip) for one in repairs.repairs] == [
        ("b", 21, "digits-transposed"),
        ("a", 49, None),
        ("c", 12, None),
        ("t", 55, None),
    ]


def test_weights_order_the_repairs_and_choose_none() -> None:
    form, values = seed_values(3)
    plain = find_repairs(form.identities, values)
    weighted = find_repairs(form.identities, values, weights=lambda change: -change.printed)
    assert weighted.repairs[0].changes[0].field == "applications.unable.not_held.natural_person"
    assert set(weighted.repairs) == set(plain.repairs)


def test_the_order_of_the_values_does_not_matter() -> None:
    form, values = seed_values(3)
    values["disputes.review.total"] = 7
    backwards = dict(reversed(values.items()))
    assert find_repairs(form.identities, values) == find_repairs(form.identities, backwards)


def test_a_field_that_stands_twice_in_an_identity_counts_twice() -> None:
    twice = Identity("twice", ("a", "a"), ("b",))
    assert assignments(find_repairs([twice], {"a": 3, "b": 5})) == [{"b": 6}]
    assert assignments(find_repairs([twice], {"a": 3, "b": 8})) == [{"a": 4}, {"b": 6}]


def test_a_row_moved_by_one_column_is_mended() -> None:
    form, values = seed_values(4)
    columns = ("natural_person", "company", "research", "public_welfare", "legal_service", "other_org", "total")
    for row in ("new", "granted", "total"):
        for column, value in zip(columns, (9, 5, 3, 2, 4, 1, 24), strict=True):
            values[f"applications.{row}.{column}"] = value
    assert find_repairs(form.identities, values).size == 0
    truth = dict(values)
    for column, value in zip(columns, (5, 3, 2, 4, 1, 24, 0), strict=True):
        values[f"applications.granted.{column}"] = value
    repairs = find_repairs(form.identities, values)
    assert (repairs.size, repairs.complete) == (7, True)
    assert {f"applications.granted.{column}": truth[f"applications.granted.{column}"] for column in columns} in (
        assignments(repairs)
    )


def test_the_arithmetic_loads_no_solver_unless_it_needs_one() -> None:
    script = (
        "import sys\n"
        "from extractor.arithmetic import find_repairs\n"
        "from extractor.forms import Identity\n"
        "found = find_repairs([Identity('sum', ('t',), ('a', 'b'))], {'t': 3, 'a': 1, 'b': 1})\n"
        "assert found.size == 1 and found.complete\n"
        "sys.exit(any(name in sys.modules for name in ('scipy', 'numpy')))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
